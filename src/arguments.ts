/** The command line: what each option means, and what the user asked for. */
import { parseArgs } from 'node:util'
import { KNOWN_VERSIONS, NEWEST_VERSION, OLDEST_VERSION, parseVersion } from './knowledge/versions.ts'
import { nearest } from './nearest.ts'
import { type Format, isFormat, reporters } from './reporters/index.ts'
import type { Level, Runtime } from './rule.ts'

/** A mistake on the command line. The message says what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** A format, and the file that it is written to; without one, standard output. */
export interface Output {
  readonly format: Format
  readonly file: string | undefined
}

/** What the user asked for. */
export interface Arguments {
  readonly paths: readonly string[]
  readonly stdinFilename: string | undefined
  readonly outputs: readonly Output[]
  readonly level: Level
  readonly failOn: Level
  readonly runtime: Runtime
  readonly targetVersion: string
  readonly only: readonly string[] | undefined
  readonly skip: readonly string[]
  readonly color: 'auto' | 'always' | 'never'
  readonly sarifCategory: string | undefined
  readonly action: 'lint' | 'help' | 'version' | 'list-rules' | 'facts'
  readonly explain: string | undefined
}

interface Option {
  readonly type: 'string' | 'boolean'
  readonly short?: string
  readonly multiple?: boolean
  /** What stands for the value in the help. */
  readonly value?: string
  readonly help: string
}

const LEVELS = ['error', 'warning', 'note'] as const
const RUNTIMES = ['containerd', 'cri-o', 'cri-dockerd'] as const
const COLORS = ['auto', 'always', 'never'] as const

/** Every option, in the order of the help. */
export const OPTIONS = {
  format: {
    type: 'string',
    short: 'f',
    multiple: true,
    value: 'FORMAT[:FILE]',
    help: `How to print what was found: ${Object.keys(reporters).join(', ')}. May be given several times, each with a file.`,
  },
  output: { type: 'string', short: 'o', value: 'FILE', help: 'Write to a file and not to standard output.' },
  level: { type: 'string', value: 'LEVEL', help: 'The lowest level to show: error, warning (default) or note.' },
  'fail-on': {
    type: 'string',
    value: 'LEVEL',
    help: 'Exit with 1 when something of this level or above is found (default: error).',
  },
  runtime: {
    type: 'string',
    value: 'RUNTIME',
    help: 'What the cluster moves to: containerd (default), cri-o or cri-dockerd.',
  },
  'target-version': {
    type: 'string',
    value: '1.NN',
    help: `The Kubernetes version that the cluster moves to, ${OLDEST_VERSION} to ${NEWEST_VERSION} (default: ${NEWEST_VERSION}).`,
  },
  only: { type: 'string', multiple: true, value: 'RULE', help: 'Run this rule only. May be given several times.' },
  skip: { type: 'string', multiple: true, value: 'RULE', help: 'Do not run this rule. May be given several times.' },
  'stdin-filename': {
    type: 'string',
    value: 'NAME',
    help: 'What the text that is piped into "-" is named, and so read as.',
  },
  'sarif-category': { type: 'string', value: 'NAME', help: 'Tells several SARIF uploads of one commit apart.' },
  color: { type: 'string', value: 'WHEN', help: 'Use colours: auto (default), always or never.' },
  explain: { type: 'string', value: 'RULE', help: 'Print what a rule finds, why, and what to write instead.' },
  'list-rules': { type: 'boolean', help: 'Print every rule in one line.' },
  facts: { type: 'boolean', help: 'Print what is read out of the files, to see why something is found or not.' },
  version: { type: 'boolean', help: 'Print the version.' },
  help: { type: 'boolean', short: 'h', help: 'Print this text.' },
} as const satisfies Readonly<Record<string, Option>>

/** Reads the command line. Throws UsageError. `ruleIds` are the names that --only, --skip and --explain may give. */
export function readArguments(argv: readonly string[], ruleIds: readonly string[]): Arguments {
  const { values, positionals } = parse(argv)
  const rule = (name: string, option: string) => oneOf(name, ruleIds, option)
  const version = values['target-version']
  return {
    paths: positionals,
    stdinFilename: values['stdin-filename'],
    outputs: outputsOf(values.format ?? [], values.output),
    level: oneOf(values.level ?? 'warning', LEVELS, '--level'),
    failOn: oneOf(values['fail-on'] ?? 'error', LEVELS, '--fail-on'),
    runtime: oneOf(values.runtime ?? 'containerd', RUNTIMES, '--runtime'),
    targetVersion: version === undefined ? NEWEST_VERSION : knownVersion(version),
    only: values.only?.flatMap(names => names.split(',')).map(name => rule(name, '--only')),
    skip: (values.skip ?? []).flatMap(names => names.split(',')).map(name => rule(name, '--skip')),
    color: oneOf(values.color ?? 'auto', COLORS, '--color'),
    sarifCategory: values['sarif-category'],
    action: values.help
      ? 'help'
      : values.version
        ? 'version'
        : values['list-rules']
          ? 'list-rules'
          : values.facts
            ? 'facts'
            : 'lint',
    explain: values.explain === undefined ? undefined : rule(values.explain, '--explain'),
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, strict: true })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const unknown = /^Unknown option '(-{1,2}[^']*)'/.exec(message)?.[1]
    if (!unknown) throw new UsageError(message.split('. To ')[0] ?? message)
    const near = nearest(unknown.replace(/^-+/, ''), Object.keys(OPTIONS))
    throw new UsageError(`There is no option ${unknown}.${near ? ` Did you mean --${near}?` : ''}`)
  }
}

function oneOf<const T extends string>(given: string, allowed: readonly T[], option: string): T {
  for (const value of allowed) if (value === given) return value
  const near = nearest(given, allowed)
  const list = allowed.length > 6 ? '' : ` It takes ${allowed.join(', ')}.`
  throw new UsageError(`${option} does not know "${given}".${near ? ` Did you mean "${near}"?` : list}`)
}

function knownVersion(text: string): string {
  const version = parseVersion(text)
  if (version && KNOWN_VERSIONS.includes(version)) return version
  throw new UsageError(`--target-version does not know "${text}". It knows ${KNOWN_VERSIONS.join(', ')}.`)
}

/** `--format sarif:out.sarif --format text`; `-o` is the file of the one format that has none. */
function outputsOf(formats: readonly string[], file: string | undefined): readonly Output[] {
  const outputs = (formats.length ? formats : ['text']).map(given => {
    const [name = '', ...path] = given.split(':')
    const format = isFormat(name) ? name : undefined
    if (!format) oneOf(name, Object.keys(reporters), '--format')
    return { format: format!, file: path.length ? path.join(':') : undefined }
  })
  const open = outputs.filter(output => output.file === undefined)
  if (file !== undefined && open.length !== 1)
    throw new UsageError(`-o is for one format. Give each format its file: --format ${outputs[0]?.format}:${file}`)
  if (open.length > 1)
    throw new UsageError('Only one format can go to standard output. Give the others a file: --format sarif:out.sarif')
  return outputs.map(output => (output.file === undefined ? { ...output, file } : output))
}
