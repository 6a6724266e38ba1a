/*
 * Log collectors: what their parsers read, and the settings that choose one. Docker writes one JSON object per line with the keys log, stream and time; containerd and CRI-O write "time stream tag text".
 */
import { readInstead, remedyFor } from './log-remedies.ts'
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
  'containerd and CRI-O write "time stream tag text" where Docker wrote a JSON object, so without Docker (from Kubernetes 1.24 on) no line is parsed: logs silently lose their fields and time.'

/** What becomes of records that Docker's log driver writes to the journal. */
export const noLogDrivers =
  'CRI runtimes have no log drivers and write no container logs to the journal, so from Kubernetes 1.24 on these records silently stop.'

/** What becomes of partial lines that are joined by Docker's newline. */
export const gluesPartialLines =
  'containerd and CRI-O mark partial lines with the tag P and leave no newline in the text, so lines are glued together until a timeout, without an error.'

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
  /** A part of the image's name, where the variable's own name does not tell whose it is. */
  readonly image?: string
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
    // newrelic/helm-charts charts/newrelic-logging, templates/_helpers.tpl
    name: 'LOG_PARSER',
    value: /^docker$/,
    agent: 'New Relic logging',
    image: 'newrelic',
    breaks: unparsed,
    instead:
      'Set LOG_PARSER to "cri,docker", where the configuration says "multiline.parser ${LOG_PARSER}"; where it says "Parser", as before July 2023, to "cri".',
    level: 'warning',
  },
  {
    // docs.datadoghq.com, "Log collection with Docker socket"
    name: 'DD_LOGS_CONFIG_DOCKER_CONTAINER_USE_FILE',
    value: /^true$/i,
    agent: 'Datadog Agent',
    breaks: "It is about Docker's files only; without Docker Engine it has no effect.",
    instead: 'Use DD_LOGS_CONFIG_K8S_CONTAINER_USE_FILE in its place.',
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
  if (program === 'fluentd' && key[0] === 'concat')
    return {
      what: `Fluentd joins partial lines by fields that Docker's log drivers add to records: "${shown}"`,
      breaks: `${noLogDrivers} Lines of the files of other runtimes have no such fields, and long ones arrive in parts.`,
      instead:
        'Use "partial_key logtag" with "partial_value P" and "separator \'\'", and a parser that keeps the tag under "logtag", as "@type cri" does.',
      level: 'warning',
    }
  const fluentd = program === 'fluentd' && key.at(-1) === 'use_journal' && value === 'true'
  if (!fluentd && !(key[0] === 'journal' && isDriversField(key[1] ?? ''))) return undefined
  return {
    what: `${fluentd ? 'Fluentd' : program} takes container logs from the journal, where Docker's journald log driver writes them: "${shown}"`,
    breaks: noLogDrivers,
    instead: fluentd ? `${readInstead('Fluentd')} Remove "use_journal".` : readInstead(program),
    level: 'warning',
  }
}

/**
 * Whether a field of the journal is one that Docker's journald driver adds. With `log_to_journald` CRI-O writes some of them.
 * Source: docs.docker.com, "Journald logging driver".
 */
const isDriversField = (name: string): boolean =>
  /^(?:CONTAINER_(?:ID|ID_FULL|NAME|TAG|PARTIAL_\w+|LOG_\w+)|IMAGE_NAME)$/.test(name)

/** Whether a word is a match of journalctl for such a field: `CONTAINER_NAME=k8s_app`. */
export const matchesDriversField = (word: string): boolean => isDriversField(/^\+?(\w+)=/.exec(word)?.[1] ?? '')

/** A configuration that is mounted over the image's own and is not among the files. */
export const unseenConfig = (path: string): Verdict => ({
  what: `Fluentd reads a configuration at "${path}" that is not among these files, so its parser of container logs could not be seen`,
  breaks: `If it parses them as JSON: ${unparsed}`,
  instead: `Lint the ConfigMap together with this file. ${remedyFor('Fluentd')}`,
  level: 'note',
  confidence: 'low',
})
