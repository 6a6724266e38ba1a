/*
 * Log collectors: what to write instead of a parser for Docker's log lines, and what depends on that parser. Docker writes
 * one JSON object per line with the keys log, stream and time; containerd and CRI-O write "time stream tag text".
 */
import type { Verdict } from './verdict.ts'

/** What a named parser reads. */
export type ParserReads = 'json-file' | 'cri' | 'both' | 'unknown'

/**
 * What the parser that an environment variable or value names reads: a name, a list of names, or a regular expression.
 * Sources: fluent/fluentd-kubernetes-daemonset README, "Use CRI parser"; fluent/fluent-bit conf/parsers.conf.
 */
export function parserReads(value: string): ParserReads {
  const text = value.trim().slice(0, 4_000)
  if (text.startsWith('/') || text.startsWith('^')) return /\\?"log\\?"/.test(text) ? 'json-file' : 'cri'
  const names = text.toLowerCase().split(/[\s,]+/)
  const json = names.some(name => /^(?:json|docker|docker_no_time)$/.test(name))
  const cri = names.some(name => /^(?:cri|crio|cri-o|containerd|multi_format)$/.test(name))
  return json && cri ? 'both' : json ? 'json-file' : cri ? 'cri' : 'unknown'
}

/** Whether an environment variable may name a parser. */
export const decidesParser = (name: string): boolean => /PARSER|FORMAT|RUNTIME|CRI|DOCKER/i.test(name)

/** What becomes of lines that are parsed as Docker's. */
export const unparsed =
  'containerd and CRI-O write "time stream tag text" where Docker wrote a JSON object, so without Docker (since 1.24) no line is parsed: logs lose their fields and time without any error.'

/** What becomes of partial lines that are joined by Docker's newline. */
export const gluesPartialLines =
  'containerd and CRI-O mark partial lines with the tag P and leave no newline in the text, so lines are glued together until a timeout, without an error.'

/** The remedy for each collector, as people call it. One or two whole sentences. */
const remedies: Readonly<Record<string, string>> = {
  // github.com/fluent/fluent-plugin-parser-cri; its text is under "message"
  Fluentd:
    'Use "@type cri" (gem fluent-plugin-parser-cri), or "@type multi_format" with a JSON and a CRI pattern while old and new nodes are mixed. The cri parser puts the text under "message" where Docker\'s key was "log".',
  // docs.fluentbit.io, "Tail", "Multiline parsing"; the built-in multi-line parser keeps the key "log"
  'Fluent Bit':
    'Use "multiline.parser docker, cri" in place of "Parser" and "Docker_Mode": it reads both formats and keeps the key "log". A plain "Parser cri" puts the text under "message", where "Merge_Log" does not look.',
}

/** What to write instead in the configuration of a collector. */
export const remedyFor = (agent: string): string =>
  remedies[agent] ?? 'Parse the CRI format "time stream tag text", or both formats while old and new nodes are mixed.'

/**
 * Why a setting beside the parser has to change with it. The text is key and value as they are written.
 * Sources: fluent-plugin-concat README, "use_partial_cri_logtag"; containerd's log writer, which writes the node's offset.
 */
export function companionAdvice(text: string): string {
  if (/^time_?format/i.test(text))
    return `"${text}" ends with a literal Z, but CRI runtimes write the node's offset: use "%Y-%m-%dT%H:%M:%S.%N%:z".`
  if (/^multiline_end_regexp/i.test(text))
    return `"${text}" waits for the newline that only Docker leaves in the text: use "use_partial_cri_logtag true".`
  if (/^docker_mode/i.test(text)) return `Remove "${text}", which joins Docker's JSON lines only.`
  return `"${text}" works on the key "log", which the cri parser calls "message".`
}

/** Whether a setting waits for the newline that Docker leaves at the end of each text: on CRI lines it never comes. */
export const waitsForNewline = (text: string): boolean => /^multiline_end_regexp\b/.test(text)

/**
 * Whether an image is the Fluentd DaemonSet image, whose own configuration parses container logs as
 * FLUENT_CONTAINER_TAIL_PARSER_TYPE says, as JSON where it is not set.
 * Source: fluent/fluentd-kubernetes-daemonset docker-image/VERSION/VARIANT/conf/tail_container_parse.conf.
 */
export const isFluentdDaemonSet = (image: string): boolean => /(?:^|\/)fluentd-kubernetes-daemonset$/.test(image)

/**
 * The variable of that image, where its configuration lies, and the variable that names another file, from that folder on.
 * Source: fluent/fluentd-kubernetes-daemonset docker-image/VERSION/VARIANT/entrypoint.sh.
 */
export const fluentdParserVariable = 'FLUENT_CONTAINER_TAIL_PARSER_TYPE'
export const fluentdImageRemedy = `Set ${fluentdParserVariable} to "cri" and FLUENT_CONTAINER_TAIL_PARSER_TIME_FORMAT to "%Y-%m-%dT%H:%M:%S.%N%:z".`
export const fluentdConfigFolder = '/fluentd/etc'
export const fluentdConfigVariable = 'FLUENTD_CONF'

/** A variable of a collector's image that chooses Docker's logs. */
export interface DockerOnlyVariable {
  readonly agent: string
  /** A part of the image's name. */
  readonly image: string
  readonly breaks: string
  readonly instead: string
  readonly level: 'warning' | 'note'
}

const variables: readonly (DockerOnlyVariable & { readonly name: string; readonly value: RegExp })[] = [
  {
    // logzio/logzio-helm charts/logzio-fluentd, partial-docker.conf
    name: 'CRI',
    value: /^docker$/,
    agent: 'logz.io Fluentd',
    image: 'logzio',
    breaks:
      'It joins partial lines by the newline that only Docker leaves, so lines of other runtimes are glued together until a timeout, without an error.',
    instead: 'Set CRI to "containerd".',
    level: 'warning',
  },
  {
    // docs.datadoghq.com, "Log collection with Docker socket"
    name: 'DD_LOGS_CONFIG_DOCKER_CONTAINER_USE_FILE',
    value: /^true$/i,
    agent: 'Datadog Agent',
    image: 'agent',
    breaks: "It speaks of Docker's files only; without Docker Engine it has no effect.",
    instead: 'Use DD_LOGS_CONFIG_K8S_CONTAINER_USE_FILE, and remove it.',
    level: 'note',
  },
]

/** What a variable of a collector means, if its value asks for Docker. */
export const dockerOnlyVariable = (name: string, value: string): DockerOnlyVariable | undefined =>
  variables.find(row => row.name === name && row.value.test(value.trim()))

/** What becomes of a setting that takes container logs as Docker's daemon gives them, in the journal or decoded; `shown` is how it is written. */
export function dockerOnlySetting(
  program: string,
  key: readonly string[],
  shown: string,
  value: string | undefined,
): Verdict | undefined {
  if (program === 'logstash' && key[2] === 'log')
    return {
      what: 'Logstash expects the keys "log" and "time" of Docker\'s lines, which the shipper before it decoded',
      breaks: 'When the shipper parses the CRI format, the text may be under "message" and this filter does nothing.',
      instead: 'Check which keys the shipper sends after the move, and rename those.',
      level: 'note',
      confidence: 'low',
    }
  const fluentd = program === 'fluentd' && key.at(-1) === 'use_journal' && value === 'true'
  if (!fluentd && !(program === 'rsyslog' && key[0] === 'imjournal')) return undefined
  return {
    what: `${fluentd ? 'Fluentd' : 'rsyslog'} takes container logs from the journal, where Docker's journald log driver writes them: "${shown}"`,
    breaks:
      'CRI runtimes have no log drivers and write no container logs to the journal, so since 1.24 these records stop coming, without an error.',
    instead: `Read /var/log/containers/*.log${fluentd ? ' with a tail source and remove "use_journal"' : ' with imfile'}.`,
    level: 'warning',
  }
}

/** A configuration that is mounted over the image's own and is not among the files. */
export const unseenConfig = (path: string): Verdict => ({
  what: `Fluentd reads a configuration at "${path}" that is not among these files, so its parser of container logs could not be seen`,
  breaks: `If it parses them as JSON: ${unparsed}`,
  instead: `Lint the ConfigMap together with this file. ${remedyFor('Fluentd')}`,
  level: 'note',
  confidence: 'low',
})
