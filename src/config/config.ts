/**
 * The configuration file: what it may say, how it is read, and what it means for a file. It is data and never code. Paths in
 * it are patterns as in a .gitignore: one without a slash holds at any depth, one that names a folder for all that is in it.
 */
import type { Place } from '../facts.ts'
import { bestOf, GROUPS, isRuleName, mayMean, means } from '../knowledge/rule-groups.ts'
import { KNOWN_VERSIONS, parseVersion } from '../knowledge/versions.ts'
import { parseYaml } from '../languages/yaml.ts'
import type { FileSettings } from '../lint/lint-options.ts'
import type { Known, Level, Rule, Runtime } from '../rule.ts'
import { fileSource, type SourceFile, spanOf } from '../text/source.ts'
import { knownShape } from './known.ts'
import { ConfigError, layersOf, named, placeIn, type ReadExtended } from './layers.ts'
import { countingMatcher, isAbsolute, type Matcher, matcherOf, objectMatcher, relativeTo } from './patterns.ts'
import { choice, type JsonSchema, list, type Mistake, mapOf, record, type Shape, type ShapeOf, text } from './shape.ts'
import { unmatched } from './unmatched.ts'

export { ConfigError } from './layers.ts'
export { excluding } from './patterns.ts'

export const CONFIG_NAME = '.dockershim-lint.yaml'

const LEVELS = ['error', 'warning', 'note'] as const satisfies readonly Level[]
const RUNTIMES = ['containerd', 'cri-o', 'cri-dockerd'] as const satisfies readonly Runtime[]
const PLACES = ['pod', 'node', 'build'] as const satisfies readonly Place[]

/** A longer pattern is a mistake, or an attempt to keep the matcher busy. */
const LONGEST_PATTERN = 500

const glob = text({ maxLength: LONGEST_PATTERN }, value =>
  value.length > LONGEST_PATTERN
    ? `is longer than ${LONGEST_PATTERN} characters`
    : value.startsWith('!')
      ? 'cannot begin with "!": a pattern takes nothing back here'
      : undefined,
)
const globs = list(glob, true)

const versionText = text({}, value =>
  KNOWN_VERSIONS.includes(parseVersion(value) ?? '')
    ? undefined
    : `does not know "${value}"; it takes ${KNOWN_VERSIONS[0]} to ${KNOWN_VERSIONS.at(-1)}`,
)
const version: Shape<string> = {
  // Without quotes an editor takes 1.30 for the number 1.3.
  schema: { anyOf: [{ enum: KNOWN_VERSIONS }, { type: 'number' }] },
  read: (...reading) => parseVersion(versionText.read(...reading) ?? ''),
}

const objectPattern = text({ pattern: '^\\S+\\s+\\S+$', maxLength: LONGEST_PATTERN }, value =>
  value.length <= LONGEST_PATTERN && /^\S+\s+\S+$/.test(value)
    ? undefined
    : `does not understand "${value}"; write "Kind name" or "Kind namespace/name", each with * for any`,
)

const date = text({ format: 'date' }, value => {
  const time = /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(value) : Number.NaN
  const real = !Number.isNaN(time) && new Date(time).toISOString().startsWith(value)
  return real ? undefined : `does not know the day "${value}"; write it as 2027-01-31`
})

/** What editors show beside the name of a rule: what it finds, and where its page is. */
export type AboutRules = Readonly<Record<string, string>>

/** What editors show beside the names of these rules. `pageOf` is the address of a rule's page. */
export const aboutRules = (
  rules: readonly Pick<Rule, 'id' | 'level' | 'summary'>[],
  pageOf: (id: string) => string,
): AboutRules =>
  Object.fromEntries(rules.map(({ id, level, summary }) => [id, `${summary}. Level: ${level}. ${pageOf(id)}`]))

/** A rule, a group of rules, or a pattern that fits some. */
function ruleName(ruleIds: readonly string[], about: AboutRules): Shape<string> {
  const all = [...ruleIds, ...GROUPS]
  const names = choice(all)
  const pattern = text({ pattern: '^[a-z*-]*\\*[a-z*-]*$' }, value =>
    isRuleName(value, ruleIds) ? undefined : `does not know a rule like "${value}"`,
  )
  return {
    schema: { anyOf: [...all.map(name => described(name, about)), pattern.schema] },
    read: (node, ...reading) =>
      (node.kind === 'scalar' && node.value.includes('*') ? pattern : names).read(node, ...reading),
  }
}

/** One name, with what is known of it. */
const described = (name: string, about: AboutRules): JsonSchema => ({
  const: name,
  ...(about[name] !== undefined && { description: about[name] }),
})

/** Every key of the file, with what it is for. The reading, the schema and what --init writes are made from this. */
export function keysOf(ruleIds: readonly string[], about: AboutRules = {}) {
  const rule = ruleName(ruleIds, about)
  const rules = mapOf(rule, choice(['off', 'note', 'warning', 'error']), about)
  const ignore = record(
    {
      rules: { shape: list(rule, true), doc: 'The rules to ignore. Without it, every rule.' },
      paths: { shape: globs, doc: 'Patterns of the files that it holds for. Without it, every file.' },
      objects: {
        shape: list(objectPattern, true),
        doc: 'The Kubernetes objects that it holds for: "Kind name" or "Kind namespace/name", with * for any.',
      },
      reason: { shape: text({}), doc: 'Why it is ignored. It is kept with each finding.' },
      expires: { shape: date, doc: 'The last day on which it holds: 2027-01-31.' },
    },
    (value, at) =>
      value.rules || value.paths || value.objects
        ? { ...value, at }
        : 'Say what to ignore: "rules", "paths" or "objects", or several of them.',
  )
  const override = record(
    {
      paths: { shape: globs, doc: 'Patterns of the files that it holds for.' },
      rules: { shape: rules, doc: 'The level of a rule in these files, or off.' },
      runtime: { shape: choice(RUNTIMES), doc: 'What the cluster of these files moves to.' },
      targetVersion: { shape: version, doc: 'The Kubernetes version that the cluster of these files moves to.' },
    },
    value => value,
    ['paths'],
  )
  return {
    $schema: { shape: text({}), doc: 'Where an editor finds the schema of this file.' },
    extends: {
      shape: list(named, true),
      doc: 'Configurations that this one builds on: a file beside it (./base.yaml), or a package in node_modules with a dockershim-lint.yaml. What is here counts after them.',
    },
    runtime: { shape: choice(RUNTIMES), doc: 'What the cluster moves to: containerd (default), cri-o or cri-dockerd.' },
    targetVersion: {
      shape: version,
      doc: `The Kubernetes version that the cluster moves to (default: ${KNOWN_VERSIONS.at(-1)}).`,
    },
    level: { shape: choice(LEVELS), doc: 'The lowest level to show: error, warning (default) or note.' },
    failOn: { shape: choice(LEVELS), doc: 'The lowest level that fails the run (default: error).' },
    rules: {
      shape: rules,
      doc: 'The level of a rule: off, note, warning or error. It replaces the highest level that the rule reports; what the rule reports lower, because of its place, is not raised.',
    },
    contexts: {
      shape: mapOf(glob, choice(PLACES)),
      doc: 'Where the code of files runs: in a pod, on a node, or in a build (a workstation or CI runner, where Docker may stay). The last pattern that matches wins.',
    },
    exclude: {
      shape: globs,
      doc: 'Patterns of files and folders that are not linted, even when they are named on the command line.',
    },
    values: { shape: list(text({}), true), doc: 'Values files for Helm charts, as helm takes them with -f.' },
    ignore: { shape: list(ignore), doc: 'Findings that are ignored.' },
    known: {
      shape: list(knownShape),
      doc: 'Programs of your own: images and charts that need the Docker API, paths and metrics that exist only with Docker Engine. They are reported by runtime-coupled-agent, docker-data-path and docker-metric-label.',
    },
    overrides: {
      shape: list(override),
      doc: 'What differs for some files. Of several that match, the later ones win.',
    },
  }
}

const shapeOf = (ruleIds: readonly string[], about?: AboutRules) => record(keysOf(ruleIds, about))

type Said = ShapeOf<ReturnType<typeof shapeOf>>

/** What a configuration says, with all that it extends. */
export interface Config extends Omit<Said, 'rules' | 'ignore' | 'extends' | 'known'> {
  /** The file, as it is shown to the user. */
  readonly file: SourceFile
  /** What it extends, in the order in which it counts. */
  readonly extended: readonly SourceFile[]
  /** The levels of rules as each file has them, its own last. */
  readonly rules: readonly NonNullable<Said['rules']>[]
  readonly ignore: readonly Ignore[]
  readonly known: readonly Known[]
}

/** What is ignored, and the place of that in its file. */
export interface Ignore extends Omit<NonNullable<Said['ignore']>[number], 'at'> {
  readonly place: string
}

/** Reads a configuration file, and what it extends. Throws ConfigError with every mistake in it. Without `read` it stands for itself. */
export function readConfig(file: SourceFile, ruleIds: readonly string[], read?: ReadExtended): Config {
  const readOne = (one: SourceFile): Said => readFile(one, ruleIds)
  const layers = read ? layersOf(file, readOne, read) : [{ file, said: readOne(file) }]
  const all = <K extends 'exclude' | 'values' | 'overrides' | 'contexts'>(key: K) =>
    layers.flatMap(({ said }) => (said[key] ?? []) as readonly unknown[]) as unknown as NonNullable<Said[K]>
  const last = <K extends 'runtime' | 'targetVersion' | 'level' | 'failOn'>(key: K): Said[K] =>
    layers.findLast(({ said }) => said[key] !== undefined)?.said[key]
  return {
    file,
    extended: layers.slice(0, -1).map(layer => layer.file),
    runtime: last('runtime'),
    targetVersion: last('targetVersion'),
    level: last('level'),
    failOn: last('failOn'),
    rules: layers.flatMap(({ said }) => (said.rules ? [said.rules] : [])),
    contexts: all('contexts'),
    exclude: all('exclude'),
    values: all('values'),
    overrides: all('overrides'),
    // What stands nearer counts first.
    known: layers
      .toReversed()
      .flatMap(({ file: from, said }) =>
        (said.known ?? []).map(({ at, ...one }) => ({ ...one, place: placeIn(from, at) })),
      ),
    ignore: layers.flatMap(layer =>
      (layer.said.ignore ?? []).map(({ at, ...ignore }) => ({ ...ignore, place: placeIn(layer.file, at) })),
    ),
  }
}

function readFile(file: SourceFile, ruleIds: readonly string[]): Said {
  const source = fileSource(file)
  const { root, mistake } = parseYaml(source)
  const mistakes: Mistake[] = []
  if (mistake) mistakes.push({ at: spanOf(source, mistake.at, mistake.at).start, message: `${mistake.message}.` })
  const said = root && !mistake ? shapeOf(ruleIds).read(root, 'The file', { source, mistakes }) : {}
  if (mistakes.length === 0) return said ?? {}
  const lines = mistakes.map(({ at, message }) => `${placeIn(file, at)}: ${message}`)
  throw new ConfigError(lines.join('\n'))
}

/** The JSON Schema of the file, for editors. */
export const configSchema = (ruleIds: readonly string[], about?: AboutRules): JsonSchema => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Configuration of dockershim-lint',
  ...shapeOf(ruleIds, about).schema,
})

/** What a configuration means for files. */
export interface Resolved {
  /** What holds for a file, by its path as the user is shown it. */
  readonly settingsOf: (path: string) => FileSettings
  /** Whether a file or folder, by its absolute path, is left out. */
  readonly isExcluded: Matcher
  /** What the user has to be told: an `ignore` that has expired. */
  readonly remarks: readonly string[]
  /** After a run over everything: what of the configuration did nothing, one sentence each. `paths` are as the user is shown them. */
  readonly unmatched: (paths: Iterable<string>) => readonly string[]
  /** What is ignored in a file, as far as the path decides it. */
  readonly ignoresOf: (path: string) => readonly Ignore[]
}

/** So many files' settings are kept; they are computed again after that. */
const MOST_KEPT = 20_000

/** What a configuration is made ready with. Folders are absolute, with forward slashes. */
export interface Surroundings {
  /** Where the configuration lies, and so where its patterns start. */
  readonly folder: string
  /** Where relative paths of linted files start. */
  readonly directory: string
  /** A day such as 2027-01-31. */
  readonly today: string
  /** What the command line says, which wins. */
  readonly command?: {
    readonly runtime?: Runtime | undefined
    readonly targetVersion?: string | undefined
    /** Rules that run even where the file turns them off. */
    readonly only?: readonly string[] | undefined
  }
}

/** Makes ready what a configuration says. */
export function resolveConfig(config: Config, surroundings: Surroundings): Resolved {
  const { folder, directory, today, command = {} } = surroundings
  const contexts = (config.contexts ?? []).map(([pattern, place]) => ({
    pattern,
    matches: matcherOf([pattern]),
    place,
  }))
  const overrides = (config.overrides ?? []).map(override => ({
    ...override,
    paths: override.paths ?? [],
    matches: matcherOf(override.paths ?? []),
  }))
  const expired = config.ignore.filter(({ expires }) => expires !== undefined && expires < today)
  const ignores = config.ignore
    .filter(ignore => !expired.includes(ignore))
    .map(ignore => ({
      ignore,
      matches: ignore.paths ? matcherOf(ignore.paths) : () => true,
      isObject: ignore.objects && objectMatcher(ignore.objects),
    }))
  const silencing = new Set<Ignore>()
  const exclude = (config.exclude ?? []).map(pattern => countingMatcher(pattern, folder))
  const fromFolder = (path: string) => relativeTo(folder, isAbsolute(path) ? path : `${directory}/${path}`)

  // What they tell of is what they speak about.
  const own = new Set(
    [...config.extended, config.file].map(({ path }) => (isAbsolute(path) ? path : `${directory}/${path}`)),
  )

  const compute = (path: string): FileSettings => {
    const name = fromFolder(path)
    const holding = overrides.filter(({ matches }) => matches(name))
    const levels = [...config.rules, ...holding.map(({ rules }) => rules ?? [])]
    const ignoring = ignores.filter(({ matches }) => matches(name))
    return {
      place: contexts.findLast(({ matches }) => matches(name))?.place,
      runtime: command.runtime ?? holding.findLast(({ runtime }) => runtime)?.runtime,
      targetVersion: command.targetVersion ?? holding.findLast(({ targetVersion }) => targetVersion)?.targetVersion,
      levelOf(rule, group) {
        const level = levels.map(entries => bestOf(entries, rule, group)).findLast(found => found !== undefined)
        const isAskedFor =
          level === 'off' && command.only?.some(name => means(name, rule, group) || mayMean(name, rule))
        return isAskedFor ? undefined : level
      },
      ignored(rule, object, group) {
        const found = ignoring.find(
          ({ ignore, isObject }) =>
            (ignore.rules?.some(name => means(name, rule, group)) ?? true) && (isObject?.(object ?? '') ?? true),
        )
        if (found) silencing.add(found.ignore)
        return found && { reason: found.ignore.reason, until: found.ignore.expires }
      },
    }
  }

  const kept = new Map<string, FileSettings>()
  return {
    settingsOf(path) {
      const known = kept.get(path)
      if (known) return known
      if (kept.size > MOST_KEPT) kept.clear()
      const settings = compute(path)
      kept.set(path, settings)
      return settings
    },
    // Each pattern is asked, so that one that only repeats another is none that leaves nothing out.
    isExcluded: path => exclude.filter(({ matches }) => matches(path)).length > 0 || own.has(path),
    unmatched: paths =>
      unmatched(
        {
          exclude,
          contexts,
          overrides,
          ignore: ignores.map(each => ({ ...each, isUsed: () => silencing.has(each.ignore) })),
        },
        [...paths].map(fromFolder),
        ({ place }) => place,
        config.file.path,
      ),
    remarks: expired.map(({ place, expires }) => `${place}: this "ignore" expired on ${expires} and no longer holds.`),
    ignoresOf: path => ignores.filter(({ matches }) => matches(fromFolder(path))).map(({ ignore }) => ignore),
  }
}
