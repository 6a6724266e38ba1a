import { dockerParsers, isFluentBit } from '../src/evidence/fluent-bit-call.ts'
import { imageParser } from '../src/evidence/fluentd-image.ts'
import { judgeChoices } from '../src/evidence/given.ts'
import { parserOf, readsContainerLogs, relatedTo } from '../src/evidence/log-input.ts'
import { fluentdImageFix, parserFix } from '../src/evidence/parser-fixes.ts'
import { guardsForDocker } from '../src/knowledge/guards.ts'
import {
  decidesParser,
  dockerOnlySetting,
  dockerOnlyVariable,
  fluentdImageRemedy,
  fluentdParserVariable,
  gluesPartialLines,
  isFluentdDaemonSet,
  matchesDriversField,
  noLogDrivers,
  unparsed,
  unseenConfig,
} from '../src/knowledge/log-agents.ts'
import { LOG_CHOICE_TRIGGERS, LOG_CHOICES, mayChooseLogs } from '../src/knowledge/log-choices.ts'
import { companionAdvice, remedyWith, waitsForNewline } from '../src/knowledge/log-remedies.ts'
import { defineRule, type FactOf, guardsOf, isUnknown, levelOf, placeOf, written } from '../src/rule.ts'

export default defineRule({
  id: 'docker-log-format',
  level: 'error',
  summary: "A log collector parses container logs in Docker's format only",
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
    'use_partial_metadata',
    'partial_message',
    'CONTAINER_NAME',
    'CONTAINER_TAG',
    { word: 'CONTAINER_ID', followedBy: /^(?:_FULL)?(?!\w)/ },
    'journal_container_',
    { word: 'container.', followedBy: /^(?:name|id|id_truncated|log\.tag)\s{0,9}=/ },
    'container_mode',
    { word: 'docker_mode', followedBy: /^["']?[:\s]\s*["']?(?:on|true|yes)/i },
    { word: 'dockermode', followedBy: /^["']?:\s*["']?(?:on|true|yes)/i },
    { word: 'criEnabled', followedBy: /^["']?\s*[:=]\s*["']?(?:false|no|off)/i },
    { word: 'logFormatType', followedBy: /^["']?\s*[:=]\s*["']?json/ },
    { word: 'containerRuntime', followedBy: /^["']?\s*[:=]\s*["']?docker/ },
    { word: 'parse_json', followedBy: /^\s*\(/ },
    'logzio',
    'LOG_PARSER',
    'DOCKER_CONTAINER_USE_FILE',
    { word: 'rename', followedBy: /^\s*=>/ },
    'tail_container_parse',
    // An input that names no path reads containers' logs all the same.
    { word: 'multiline_end_regexp', followedBy: /^[^\r\n]{0,60}\\n/ },
    // Ruby of Fluentd may give the name as its default.
    { word: 'format', followedBy: /^\s+["']?(?:json\b|#\{)/ },
    { word: '@type', followedBy: /^\s+["']?(?:json\b|#\{)/ },
    { word: 'docker:', followedBy: /^\s*\{/ },
    '[PARSER]',
    'ClusterParser',
    { word: 'parser', followedBy: /^["']?\s{0,40}[:=]?\s{0,40}["']?(?:docker|json)/i },
    { word: 'name:', followedBy: /^\s*["']?\w*(?:PARSER|LOG_?FORMAT)/i },
    ...LOG_CHOICE_TRIGGERS,
  ],
  exceptWith: ['cri-dockerd'],
  across: ['env', 'setting', 'log-input'],
  keeps: fact =>
    fact.kind === 'log-input' ||
    (fact.kind === 'env' && decidesParser(fact.name.value)) ||
    (fact.kind === 'image' && isFluentdDaemonSet(fact.name)) ||
    (fact.kind === 'command' && (/^(?:journalctl|helm)$/.test(programOf(fact)) || isFluentBit(fact))) ||
    (fact.kind === 'setting' &&
      (fact.key[0] === 'journal' ||
        mayChooseLogs(fact.key) ||
        (fact.program === 'document' && fact.key.at(-2) === 'value') ||
        ['fluentd', 'fluent-bit', 'logstash'].includes(fact.program))),
  check: {
    'log-input'(input, context) {
      if (!readsContainerLogs(input)) return
      const { agent, companions, scope } = input
      const decision = parserOf(input, context)
      if (decision.parses === 'json-file') {
        const at = decision.by ?? input.format ?? input.at
        context.report(at, {
          what: input.format ? parsesWith(agent, at.value) : `${agent} expects container logs in Docker's format`,
          breaks: unparsed,
          instead: remedyWith(agent, companions, input.listKey),
          level: placeOf(scope) === 'build' || guardsForDocker(guardsOf(scope)) ? 'note' : 'error',
          confidence: decision.sure ? 'high' : 'medium',
          related: relatedTo(input, decision, context),
          fix: decision.by || guardsForDocker(guardsOf(scope)) ? undefined : parserFix(input, context.settings.runtime),
        })
      } else if (decision.parses !== 'unknown')
        for (const each of companions.filter(({ value }) => waitsForNewline(value)))
          context.report(each, {
            what: `${agent} joins partial lines by a newline that only Docker leaves: "${each.value}"`,
            breaks: gluesPartialLines,
            instead: companionAdvice(each.value),
            level: 'warning',
            confidence: 'medium',
          })
    },
    image(image, context) {
      const parser = isFluentdDaemonSet(image.name) ? imageParser(image, context) : undefined
      if (!parser) return
      const { unseen, value } = parser
      if (unseen !== undefined) context.report(image.image, unseenConfig(unseen))
      else
        context.report(value ?? image.image, {
          what: value
            ? `Fluentd parses container logs with "${value.value}", which reads only Docker's format`
            : `The image "${isUnknown(image.image.value) ? written(image.image.span) : image.image.value}" parses container logs as JSON unless ${fluentdParserVariable} says otherwise`,
          breaks: unparsed,
          instead: fluentdImageRemedy,
          fix: value && fluentdImageFix(value, context.near(image, 'container', 'env')),
        })
    },
    env(env, { report, near }) {
      const setting = env.value && dockerOnlyVariable(env.name.value, env.value.value)
      if (!env.value || !setting) return
      const { agent, image, breaks, instead, level } = setting
      if (image !== undefined && !near(env, 'container', 'image').some(({ name }) => name.includes(image))) return
      const what = `${agent} is told that container logs come from Docker: ${env.name.value} is "${env.value.value}"`
      report(env.value, { what, breaks, instead, level })
    },
    command(command, context) {
      const { report } = context
      if (programOf(command) === 'helm') judgeChoices(command, LOG_CHOICES, context)
      for (const parser of isFluentBit(command) ? dockerParsers(command) : [])
        report(parser, {
          what: `Fluent Bit parses container logs with "${parser.value}", which reads only Docker's format`,
          breaks: unparsed,
          instead: 'Pass "-p multiline.parser=docker,cri" in its place: it reads both formats.',
          level: levelOf(command) === 'note' ? 'note' : 'error',
        })
      const match = programOf(command) === 'journalctl' && command.args.find(arg => matchesDriversField(arg.value))
      if (match)
        report(match, {
          what: `Reads container logs from the journal, where Docker's journald log driver writes them: "${match.value}"`,
          breaks: noLogDrivers,
          instead: 'Use `crictl logs` on the node, or `kubectl logs`.',
          level: levelOf(command) === 'note' ? 'note' : 'warning',
        })
    },
    setting(setting, context) {
      const { program, key, at, value, scope } = setting
      const { report } = context
      judgeChoices(setting, LOG_CHOICES, context)
      // In the values of a chart a list of variables belongs to no container yet.
      const variable =
        program === 'document' && key.at(-2) === 'value' && value
          ? dockerOnlyVariable(key.at(-1)!, value.value)
          : undefined
      if (variable && value && (variable.image === undefined || key[0]!.includes(variable.image))) {
        const { agent, breaks, instead, level } = variable
        const what = `${agent} is told that container logs come from Docker: ${key.at(-1)} is "${value.value}"`
        report(value, { what, breaks, instead, level })
        return
      }
      const verdict = dockerOnlySetting(program, key, at.value, value?.value)
      if (verdict) report(at, guardsForDocker(guardsOf(scope)) ? { ...verdict, level: 'note' } : verdict)
    },
  },
})

/** What parses the lines, in quotes: the parser, or the setting that stands for one. */
const parsesWith = (agent: string, text: string): string =>
  /^docker_?mode\b/i.test(text)
    ? `${agent} joins lines in Docker's format only: "${text.replace(/\s+/g, ' ')}"`
    : `${agent} parses container logs with "${text}", which reads only Docker's format`

const programOf = ({ name }: FactOf<'command'>): string => name.value.replace(/^.*\//, '')
