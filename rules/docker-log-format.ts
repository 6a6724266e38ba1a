import { mountedConfig } from '../src/evidence/fluentd-image.ts'
import { parserOf, readsContainerLogs } from '../src/evidence/log-input.ts'
import { guardsForDocker } from '../src/knowledge/guards.ts'
import {
  companionAdvice,
  dockerOnlyVariable,
  fluentdParserVariable,
  isFluentdDaemonSet,
  parserReads,
  remedyFor,
  waitsForNewline,
} from '../src/knowledge/log-agents.ts'
import { defineRule, guardsOf, isUnknown, placeOf, type Related } from '../src/rule.ts'

const BREAKS =
  'containerd and CRI-O write "time stream tag text" where Docker wrote a JSON object, so without Docker (since 1.24) no line is parsed: logs lose their fields and time without any error.'

export default defineRule({
  id: 'docker-log-format',
  level: 'error',
  summary: "Log collector parses container logs in Docker's format only",
  docs: {
    why: 'Docker writes each line of a container\'s log as a JSON object, {"log":"…","stream":"stdout","time":"…"}. containerd and CRI-O write "time stream tag text". A collector that expects JSON keeps running and reports no error, but every line arrives unparsed, with a wrong time and without Kubernetes fields, or is dropped.',
    instead:
      'Parse the CRI format, or both formats while old and new nodes are mixed. Change what depends on the parser with it: the key "log" may become "message", a time format with a literal "Z" needs an offset, and joining of partial lines has to use the tags P and F.',
    bad: [
      'fluent-bit.conf',
      '[INPUT]\n    Name    tail\n    Tag     kube.*\n    Path    /var/log/containers/*.log\n    Parser  docker\n',
    ],
    good: [
      'fluent-bit.conf',
      '[INPUT]\n    Name              tail\n    Tag               kube.*\n    Path              /var/log/containers/*.log\n    multiline.parser  docker, cri\n',
    ],
  },
  triggers: [
    'log/containers',
    'log/pods',
    'log\\containers',
    'log\\\\containers',
    'docker/containers',
    'docker\\containers',
    '-json.log',
    'fluentd-kubernetes-daemonset',
    'use_journal',
    'imjournal',
    'logzio',
    'DOCKER_CONTAINER_USE_FILE',
    { word: 'rename', followedBy: /^\s*=>/ },
    'tail_container_parse',
    { word: 'format', followedBy: /^\s+["']?json\b/ },
    { word: '@type', followedBy: /^\s+["']?json\b/ },
    { word: 'docker:', followedBy: /^\s*\{/ },
    '[PARSER]',
    'ClusterParser',
    { word: 'parser', followedBy: /^["']?\s*[:=]?\s*["']?(?:docker|json)/i },
    { word: 'name:', followedBy: /^\s*["']?\w*(?:PARSER|LOG_?FORMAT)/i },
  ],
  exceptWith: ['cri-dockerd'],
  across: ['env', 'setting', 'log-input'],
  keeps: fact =>
    fact.kind === 'log-input' ||
    (fact.kind === 'env' && decidesParser(fact.name.value)) ||
    (fact.kind === 'image' && isFluentdDaemonSet(fact.name)) ||
    (fact.kind === 'setting' && ['fluentd', 'fluent-bit', 'rsyslog', 'logstash'].includes(fact.program)),
  check: {
    'log-input'(input, context) {
      if (!readsContainerLogs(input)) return
      const { parses, by, sure } = parserOf(input, context)
      if (parses === 'json-file') {
        const at = by ?? input.format ?? input.at
        const related: Related[] =
          by && input.format ? [{ at: input.format, message: 'the parser is taken from it here' }] : []
        for (const other of context.near(input, 'script', 'log-input')) {
          if (related.length >= MOST_RELATED) break
          if (
            other !== input &&
            other.parses === 'json-file' &&
            other.format &&
            other.format !== at &&
            readsContainerLogs(other)
          )
            related.push({ at: other.format, message: 'this input has to change too' })
        }
        context.report(at, {
          what: input.format
            ? `${input.agent} parses container logs with "${at.value}", which reads only Docker's format`
            : `${input.agent} expects container logs in Docker's format`,
          breaks: BREAKS,
          instead: [remedyFor(input.agent), ...input.companions.map(each => companionAdvice(each.value))].join(' '),
          level: placeOf(input.scope) === 'build' || guardsForDocker(guardsOf(input.scope)) ? 'note' : 'error',
          confidence: sure ? 'high' : 'medium',
          related,
        })
      } else if (parses !== 'unknown')
        for (const each of input.companions)
          if (waitsForNewline(each.value))
            context.report(each, {
              what: `${input.agent} joins partial lines by a newline that only Docker leaves: "${each.value}"`,
              breaks:
                'containerd and CRI-O mark partial lines with the tag P and leave no newline in the text, so lines are glued together until a timeout, without an error.',
              instead: companionAdvice(each.value),
              level: 'warning',
              confidence: 'medium',
            })
    },
    image(image, context) {
      if (!isFluentdDaemonSet(image.name)) return
      const set = context.near(image, 'container', 'env').find(env => env.name.value === fluentdParserVariable)
      const value = set?.value
      if (set && (!value || isUnknown(value.value) || parserReads(value.value) !== 'json-file')) return
      const config = mountedConfig(image, context)
      if (config?.isSeen) return
      if (config)
        context.report(image.image, {
          what: `Fluentd reads a configuration at "${config.path}" that is not among these files, so its parser of container logs could not be seen`,
          breaks: `If it parses them as JSON: ${BREAKS}`,
          instead: `Lint the ConfigMap together with this file. ${remedyFor('Fluentd')}`,
          level: 'note',
          confidence: 'low',
        })
      else
        context.report(value ?? image.image, {
          what: value
            ? `Fluentd parses container logs with "${value.value}", which reads only Docker's format`
            : `The image "${image.image.value}" parses container logs as JSON unless ${fluentdParserVariable} says otherwise`,
          breaks: BREAKS,
          instead: `Set ${fluentdParserVariable} to "cri" and FLUENT_CONTAINER_TAIL_PARSER_TIME_FORMAT to "%Y-%m-%dT%H:%M:%S.%N%:z".`,
        })
    },
    env(env, { report, near }) {
      const setting = env.value && dockerOnlyVariable(env.name.value, env.value.value)
      if (!env.value || !setting) return
      if (!near(env, 'container', 'image').some(image => image.name.includes(setting.image))) return
      report(env.value, {
        what: `${setting.agent} is told that container logs come from Docker: ${env.name.value} is "${env.value.value}"`,
        breaks: setting.breaks,
        instead: setting.instead,
        level: setting.level,
      })
    },
    setting({ program, key, at, value }, { report }) {
      if (program === 'logstash' && key[2] === 'log') {
        report(at, {
          what: 'Logstash expects the keys "log" and "time" of Docker\'s lines, which the shipper before it decoded',
          breaks:
            'When the shipper parses the CRI format, the text may be under "message" and this filter does nothing.',
          instead: 'Check which keys the shipper sends after the move, and rename those.',
          level: 'note',
          confidence: 'low',
        })
        return
      }
      const fluentd = program === 'fluentd' && key.at(-1) === 'use_journal' && value?.value === 'true'
      if (!fluentd && !(program === 'rsyslog' && key[0] === 'imjournal')) return
      report(at, {
        what: `${fluentd ? 'Fluentd' : 'rsyslog'} takes container logs from the journal, where Docker's journald log driver writes them: "${at.value}"`,
        breaks:
          'CRI runtimes have no log drivers and write no container logs to the journal, so since 1.24 these records stop coming, without an error.',
        instead: `Read /var/log/containers/*.log${fluentd ? ' with a tail source and remove "use_journal"' : ' with imfile'}.`,
        level: 'warning',
      })
    },
  },
})

/** So many other inputs are named beside one: each has a finding of its own. */
const MOST_RELATED = 10

/** Whether an environment variable may name a parser. */
const decidesParser = (name: string): boolean => /PARSER|FORMAT|RUNTIME|CRI|DOCKER/i.test(name)
