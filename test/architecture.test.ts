import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'

/** Who may import whom, as patterns of paths. The first row that fits a file holds. `~` is the file's own folder of parts. */
const MAY_IMPORT: readonly (readonly [file: RegExp, allowed: readonly RegExp[]])[] = [
  [/^src\/source\.ts$/, []],
  [/^src\/(facts|tree)\.ts$/, [/^src\/source\.ts$/]],
  [/^src\/rule\.ts$/, [/^src\/(facts|source)\.ts$/]],
  [/^src\/diagnostic\.ts$/, [/^src\/rule\.ts$/]],
  [/^src\/reading\//, [/^src\/(source|facts|tree)\.ts$/, /^src\/reading\//]],
  [/^src\/(nearest|line-hash|decode)\.ts$/, []],
  [/^src\/shape\.ts$/, [/^src\/(nearest|source|tree)\.ts$/]],
  [
    /^src\/config\.ts$/,
    [
      /^src\/(facts|lint-options|rule|shape|source)\.ts$/,
      /^src\/knowledge\/versions\.ts$/,
      /^src\/languages\/yaml\.ts$/,
    ],
  ],
  [/^src\/config-text\.ts$/, [/^src\/(config|lint-options|rule)\.ts$/, /^src\/reporters\/(visible|wrap)\.ts$/]],
  [/^src\/completions\.ts$/, [/^src\/arguments\.ts$/]],
  [/^src\/baseline\.ts$/, [/^src\/diagnostic\.ts$/]],
  [/^src\/suppress\.ts$/, [/^src\/(facts|nearest|source|suppress-comments)\.ts$/]],
  [/^src\/suppress-comments\.ts$/, [/^src\/(nearest|source)\.ts$/]],
  [/^src\/prefilter\.ts$/, [/^src\/(decode|hidden-text|rule)\.ts$/]],
  [/^src\/hidden-text\.ts$/, [/^src\/rule\.ts$/]],
  [/^src\/place\.ts$/, [/^src\/(facts|source)\.ts$/]],
  [/^src\/project\.ts$/, [/^src\/facts\.ts$/]],
  [/^src\/mounts\.ts$/, [/^src\/rule\.ts$/, /^src\/knowledge\//]],
  [/^src\/fluentd-image\.ts$/, [/^src\/(log-input|project|rule)\.ts$/, /^src\/knowledge\//]],
  [/^src\/log-input\.ts$/, [/^src\/(project|rule)\.ts$/, /^src\/knowledge\//]],
  [/^src\/surroundings\.ts$/, [/^src\/(facts|rule|source)\.ts$/, /^src\/knowledge\//]],
  [/^src\/knowledge\//, [/^src\/knowledge\//]],
  [
    /^src\/languages\/(index|recognise|registry|scopes)\.ts$/,
    [
      /^src\/(source|facts|tree)\.ts$/,
      /^src\/reading\//,
      /^src\/languages\//,
      /^src\/dialects\/index\.ts$/,
      /^src\/helm\/expand\.ts$/,
    ],
  ],
  [/^src\/dialects\/index\.ts$/, [/^src\/dialects\//, /^src\/languages\/language\.ts$/]],
  [
    /^src\/(languages|dialects)\//,
    [/^src\/(source|facts|tree)\.ts$/, /^src\/reading\//, /^src\/languages\/language\.ts$/, /^~/],
  ],
  [/^rules\/index\.ts$/, [/^rules\//, /^src\/rule\.ts$/]],
  [/^rules\//, [/^src\/(fluentd-image|log-input|mounts|project|rule|surroundings)\.ts$/, /^src\/knowledge\//]],
  [/^src\/reporters\//, [/^src\/(rule|diagnostic|line-hash)\.ts$/, /^src\/reporters\//]],
  [
    /^src\/linter\.ts$/,
    [
      /^src\/(decode|diagnostic|facts|findings|lint-options|location|place|prefilter|rule|run-rules|source|suppress)\.ts$/,
      /^src\/languages\/(index|recognise)\.ts$/,
      /^src\/helm\/expand\.ts$/,
    ],
  ],
  [/^src\/lint-options\.ts$/, [/^src\/(facts|rule|source)\.ts$/, /^src\/helm\/chart\.ts$/]],
  [/^src\/location\.ts$/, [/^src\/(diagnostic|source)\.ts$/]],
  [
    /^src\/findings\.ts$/,
    [/^src\/(diagnostic|facts|line-hash|lint-options|location|rule|source|suppress)\.ts$/, /^src\/helm\/chart\.ts$/],
  ],
  [/^src\/run-rules\.ts$/, [/^src\/(facts|findings|lint-options|rule|source)\.ts$/]],
  [
    /^src\/rendered-chart\.ts$/,
    [/^src\/(diagnostic|linter|location|source|tree)\.ts$/, /^src\/helm\/chart\.ts$/, /^src\/languages\/yaml\.ts$/],
  ],
  [/^src\/files\.ts$/, [/^src\/(linter|decode)\.ts$/, /^src\/helm\/chart\.ts$/]],
  [/^src\/helm\//, [/^src\/(source|tree)\.ts$/, /^src\/(reading|helm)\//]],
  [/^src\/(arguments|help)\.ts$/, [/^src\/(arguments|nearest|rule)\.ts$/, /^src\/(knowledge|reporters)\//]],
  [/^src\/facts-text\.ts$/, [/^src\/(facts|source)\.ts$/]],
  [/^src\/(cli|index)\.ts$/, [/./]],
]

/** One third-party package, one file. */
const OWNERS: Readonly<Record<string, RegExp>> = {
  yaml: /^src\/languages\/yaml\.ts$/,
  unbash: /^src\/languages\/shell\//,
  'get-east-asian-width': /^src\/reporters\/code-frame\.ts$/,
  ignore: /^src\/files\.ts$/,
  'fast-glob': /^src\/files\.ts$/,
  minimatch: /^src\/config\.ts$/,
  sarif: /^src\/reporters\/sarif\.ts$/,
}

/** Node's own modules, and the only files that may use them. */
const NODE_MODULES: Readonly<Record<string, RegExp>> = {
  'node:fs': /^src\/files\.ts$/,
  'node:path': /^src\/(files|reporters\/paths)\.ts$/,
  'node:util': /^src\/(cli|arguments|reporters\/[\w-]+)\.ts$/,
  'node:crypto': /^src\/reporters\//,
  'node:zlib': /^src\/languages\//,
}

interface Import {
  readonly file: string
  readonly target: string
}

const files = ['src', 'rules'].flatMap(folder =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => join(folder, name).replaceAll('\\', '/')),
)
const imports: readonly Import[] = files.flatMap(file =>
  [...readFileSync(file, 'utf8').matchAll(/\b(?:from|import)\s*\(?\s*'([^']+)'/g)].map(match => ({
    file,
    target: match[1]!,
  })),
)

/** Parts of a language or dialect live in a folder of its name: `languages/shell.ts` and `languages/shell/*`. */
const partsOf = (file: string): string => file.replace(/^(src\/(?:languages|dialects)\/[\w-]+?)(?:\.ts|\/.*)$/, '$1')

test('there are files to look at', () => {
  expect(files.length).toBeGreaterThan(30)
  expect(imports.length).toBeGreaterThan(60)
})

test.each(files)('%s imports only what its room may', file => {
  const row = MAY_IMPORT.find(([pattern]) => pattern.test(file))
  expect(row, `${file} stands in no row of the table`).toBeDefined()
  for (const { target } of imports.filter(other => other.file === file)) {
    if (!target.startsWith('.')) continue
    const path = normalize(join(dirname(file), target)).replaceAll('\\', '/')
    if (path === 'package.json' && file === 'src/cli.ts') continue
    const own = path.startsWith(partsOf(file))
    const allowed = row![1].some(pattern => (pattern.source === '^~' ? own : pattern.test(path)))
    expect(allowed, `${file} may not import ${path}`).toBe(true)
  }
})

test('each package has one owner', () => {
  for (const { file, target } of imports) {
    if (target.startsWith('.')) continue
    if (target.startsWith('node:') || builtinModules.includes(target)) {
      expect(NODE_MODULES[target]?.test(file), `${file} may not import ${target}`).toBe(true)
      continue
    }
    expect(OWNERS[target]?.test(file), `${file} may not import ${target}`).toBe(true)
  }
})

test('only the command line touches the process and the console', () => {
  for (const file of files)
    if (file !== 'src/cli.ts') expect(readFileSync(file, 'utf8').match(/\b(?:process|console)\.\w+/g), file).toBeNull()
})
