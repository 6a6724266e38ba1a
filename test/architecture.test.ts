import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'

/** Who may import whom, as patterns of paths. The first row that fits a file holds. `~` is the file's own folder of parts. */
const MAY_IMPORT: readonly (readonly [file: RegExp, allowed: readonly RegExp[]])[] = [
  [/^src\/text\//, [/^src\/text\//]],
  [/^src\/facts\.ts$/, [/^src\/text\//]],
  [/^src\/rule\.ts$/, [/^src\/facts\.ts$/, /^src\/text\//]],
  [/^src\/diagnostic\.ts$/, [/^src\/rule\.ts$/]],
  [/^src\/knowledge\//, [/^src\/knowledge\//]],
  [/^src\/reading\//, [/^src\/facts\.ts$/, /^src\/(text|reading)\//]],
  [/^src\/languages\/(recognise|registry)\.ts$/, [/^src\/(reading|languages)\//]],
  [/^src\/dialects\/index\.ts$/, [/^src\/(reading|dialects)\//]],
  [/^src\/(languages|dialects)\//, [/^src\/facts\.ts$/, /^src\/(text|reading)\//, /^~/]],
  [/^src\/helm\//, [/^src\/(text|reading|helm)\//]],
  [/^src\/evidence\//, [/^src\/(facts|rule)\.ts$/, /^src\/(text|evidence|knowledge)\//]],
  [/^rules\/index\.ts$/, [/^rules\//, /^src\/rule\.ts$/]],
  [/^rules\//, [/^src\/rule\.ts$/, /^src\/(evidence|knowledge)\//]],
  [/^src\/reporters\//, [/^src\/(rule|diagnostic)\.ts$/, /^src\/text\/line-hash\.ts$/, /^src\/reporters\//]],
  [
    /^src\/lint\//,
    [/^src\/(facts|rule|diagnostic)\.ts$/, /^src\/(text|reading|languages|dialects|helm|evidence|knowledge|lint)\//],
  ],
  [
    /^src\/carry-over\//,
    [/^src\/facts\.ts$/, /^src\/(text|evidence|knowledge|carry-over)\//, /^src\/reporters\/visible\.ts$/],
  ],
  [
    /^src\/config\//,
    [
      /^src\/(facts|rule)\.ts$/,
      /^src\/(text|config)\//,
      /^src\/lint\/lint-options\.ts$/,
      /^src\/knowledge\/(versions|rule-groups)\.ts$/,
      /^src\/languages\/yaml\.ts$/,
      /^src\/reporters\/(visible|wrap)\.ts$/,
    ],
  ],
  [
    /^src\/page\/client\//,
    [
      /^src\/rule\.ts$/,
      /^src\/page\/(client\/|contract\.ts|calls\.ts)/,
      /^src\/reporters\/html\/(client\/|page-data\.ts)/,
    ],
  ],
  [
    /^src\/page\//,
    [
      /^src\/(facts|rule|diagnostic)\.ts$/,
      /^src\/page\/(?!client\/)/,
      /^rules\/index\.ts$/,
      /^src\/(text|knowledge|lint|reporters)\//,
      /^src\/helm\/beside\.ts$/,
      /^src\/languages\/recognise\.ts$/,
    ],
  ],
  [/^src\/files\//, [/^src\/facts\.ts$/, /^src\/text\//, /^src\/files\//]],
  [/^src\/files\.ts$/, [/^src\/(text|lint|files)\//, /^src\/helm\/beside\.ts$/]],
  [/^src\/cli\.ts$/, [/^src\/cli\/(start|work)\.ts$/]],
  [/^src\/(cli\/(?:lsp\/)?[\w-]+|index)\.ts$/, [/./]],
]

/** One third-party package, one file. */
const OWNERS: Readonly<Record<string, RegExp>> = {
  diff: /^src\/cli\/diff\.ts$/,
  yaml: /^src\/languages\/yaml\.ts$/,
  'smol-toml': /^src\/carry-over\/toml\.ts$/,
  'js-yaml': /^src\/languages\/yaml\/events\.ts$/,
  unbash: /^src\/languages\/shell\//,
  'get-east-asian-width': /^src\/reporters\/code-frame\.ts$/,
  'fast-glob': /^src\/files\.ts$/,
  htmlparser2: /^src\/languages\/xml\.ts$/,
  fflate: /^src\/(reading\/unpack|page\/desk\/archive)\.ts$/,
  minimatch: /^src\/config\/patterns\.ts$/,
  '@noble/hashes/sha2.js': /^src\/reporters\/gitlab\.ts$/,
  '@noble/hashes/utils.js': /^src\/reporters\/gitlab\.ts$/,
  '@codemirror/commands': /^src\/page\/client\/editor\.ts$/,
  '@codemirror/view': /^src\/page\/client\/editor\.ts$/,
  '@codemirror/state': /^src\/page\/client\/(editor|highlight)\.ts$/,
  '@codemirror/language': /^src\/page\/client\/highlight\.ts$/,
  '@lezer/highlight': /^src\/page\/client\/highlight\.ts$/,
  sarif: /^src\/reporters\/sarif\.ts$/,
  'vscode-languageserver/node': /^src\/cli\/lsp\/server\.ts$/,
  'vscode-languageserver-textdocument': /^src\/cli\/lsp\/server\.ts$/,
}

/** Node's own modules, and the only files that may use them: the rest runs in a browser, too. */
const NODE_MODULES: Readonly<Record<string, RegExp>> = {
  'node:fs': /^src\/files(\.ts$|\/)/,
  'node:path': /^src\/(files(\.ts$|\/)|cli\/compile-cache\.ts$)/,
  'node:child_process': /^src\/cli\/(git|ask-cluster)\.ts$/,
  'node:url': /^src\/cli\/lsp\/uris\.ts$/,
  'node:crypto': /^src\/cli\/shard\.ts$/,
  'node:os': /^src\/cli\/jobs\.ts$/,
  'node:module': /^src\/cli\/compile-cache\.ts$/,
  'node:v8': /^src\/cli\/threads\.ts$/,
  'node:vm': /^src\/cli\/bounds\.ts$/,
  'node:worker_threads': /^src\/cli(\.ts|\/(kubectl|thread|threads|work)\.ts)$/,
  'node:util': /^src\/cli\/(start|options)\.ts$/,
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

const pathOf = (file: string, target: string): string => normalize(join(dirname(file), target)).replaceAll('\\', '/')

/** The file that an import names, where it is one of the project's. */
const pathsOf = ({ file, target }: Import): readonly string[] => (target.startsWith('.') ? [pathOf(file, target)] : [])

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
    const path = pathOf(file, target)
    if (path === 'package.json' && /^src\/(?:cli\/program|page\/desk\/desk)\.ts$/.test(file)) continue
    const own = path.startsWith(partsOf(file))
    const allowed = row![1].some(pattern => (pattern.source === '^~' ? own : pattern.test(path)))
    expect(allowed, `${file} may not import ${path}`).toBe(true)
  }
})

test('no file imports itself by way of others, not even for types', () => {
  const targets = new Map(files.map(file => [file, imports.flatMap(each => (each.file === file ? pathsOf(each) : []))]))
  const done = new Set<string>()
  const circleFrom = (file: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file]
    if (done.has(file)) return undefined
    for (const target of targets.get(file) ?? []) {
      const circle = circleFrom(target, [...way, file])
      if (circle) return circle
    }
    done.add(file)
    return undefined
  }
  for (const file of files) expect(circleFrom(file, [])?.join(' → ')).toBeUndefined()
})

test('each package has one owner', () => {
  for (const { file, target } of imports) {
    if (target.startsWith('.')) continue
    if (target.startsWith('node:') || builtinModules.includes(target)) {
      expect(NODE_MODULES[target]?.test(file), `${file} may not import ${target}`).toBe(true)
      continue
    }
    // Each language of the editor has a module of its own.
    const name = target.replace(/^@codemirror\/legacy-modes\/.*/, '@codemirror/language')
    expect(OWNERS[name]?.test(file), `${file} may not import ${target}`).toBe(true)
  }
})

test('nothing but the command line and the files needs Node', () => {
  for (const file of files)
    if (!/^src\/(?:cli(?:\.ts|\/)|files)/.test(file))
      expect(
        readFileSync(file, 'utf8').match(/\b(?:Buffer|setImmediate|__dirname|require)\b(?=[.(])/g),
        file,
      ).toBeNull()
})

test('only the command line touches the process and the console', () => {
  for (const file of files)
    if (!/^src\/cli(\.ts|\/)/.test(file))
      expect(readFileSync(file, 'utf8').match(/\b(?:process|console)\.\w+/g), file).toBeNull()
})
