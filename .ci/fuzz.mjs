/**
 * Mutates the fixtures and lints what comes out: `npm run fuzz -- --seconds 60 --seed 1`. Asks of each text that nothing fails
 * or takes long, that the scan loses nothing, and that two runs agree. What breaks is cut down and printed.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'

const { values } = parseArgs({ options: { seconds: { type: 'string' }, seed: { type: 'string' } } })
const seconds = Number(values.seconds ?? 60)
let seed = Number(values.seed ?? Date.now() % 2147483647) || 1
process.stdout.write(`seed ${seed}\n`)

const folder = mkdtempSync(join(tmpdir(), 'fuzz-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
const entry = `export { lintFiles } from './src/lint/linter.ts'; export { rules } from './rules/index.ts'`
await build({
  stdin: { contents: entry, resolveDir: '.', loader: 'ts' },
  outfile: join(folder, 'linter.mjs'),
  bundle: true,
  format: 'esm',
  platform: 'node',
  mainFields: ['module', 'main'],
  banner: { js: "import{createRequire as requireFrom}from'node:module';const require=requireFrom(import.meta.url);" },
  logLevel: 'error',
})
const { lintFiles, rules } = await import(join(folder, 'linter.mjs'))

function* filesIn(root) {
  for (const name of readdirSync(root).sort()) {
    const path = join(root, name)
    if (statSync(path).isDirectory()) yield* filesIn(path)
    else if (!path.endsWith('.expect')) yield { path, text: readFileSync(path, 'utf8') }
  }
}
const seeds = [...filesIn('test/fixtures'), ...filesIn('examples')].filter(({ text }) => text.length < 20_000)

const random = below => {
  seed = (seed * 48271) % 2147483647
  return seed % below
}
const oneOf = list => list[random(list.length)]
const SIGNS = [
  '"',
  "'",
  '`',
  '{{',
  '}}',
  '${',
  '$(',
  '{',
  '}',
  '[',
  '(',
  '<<EOF\n',
  '#',
  '/*',
  '\\',
  '-',
  ' - ',
  ': ',
  '\t',
  '\u0001',
  '\r',
  '|',
  '&',
  '*a',
  '@',
  '%',
  '\n',
]

/** Each takes lines and gives other lines. */
const MUTATIONS = [
  lines => lines.slice(0, random(lines.length + 1)),
  lines => lines.toSpliced(random(lines.length), 1 + random(3)),
  lines => lines.toSpliced(random(lines.length), 0, ...Array(1 + random(5)).fill(oneOf(lines))),
  lines => lines.toSpliced(random(lines.length), 0, ...oneOf(seeds).text.split('\n').slice(0, 20)),
  lines => lines.with(random(lines.length), `${' '.repeat(random(8))}${oneOf(lines).trim()}`),
  lines => lines.toSpliced(random(lines.length), 0, `${' '.repeat(random(8))}# a remark`),
  lines => {
    const at = random(lines.length)
    const line = lines[at]
    const to = random(line.length + 1)
    return lines.with(at, line.slice(0, to) + oneOf(SIGNS) + line.slice(to))
  },
  lines => lines.with(random(lines.length), oneOf(lines)),
]

async function found(path, text, withoutPrefilter) {
  const bytes = new TextEncoder().encode(text)
  const files = async function* () {
    yield { path, bytes }
  }
  const options = { rules, runtime: 'containerd', targetVersion: '1.34', withoutPrefilter }
  const { diagnostics, notices } = await lintFiles(files(), options)
  return {
    said: diagnostics.map(({ rule, location }) => `${location.line}:${location.column} ${rule}`).join('\n'),
    failed: notices.find(({ reason }) => /failed on it|gave up on it/.test(reason))?.reason,
  }
}

/** What is wrong with how a text is linted. */
async function wrong(path, text) {
  const start = process.cpuUsage().user
  const [scanned, whole] = [await found(path, text, false), await found(path, text, true)]
  const time = (process.cpuUsage().user - start) / 1000
  if (whole.failed) return whole.failed
  if (scanned.said !== whole.said) return 'the scan and the whole disagree'
  if (whole.said !== (await found(path, text, true)).said) return 'two runs disagree'
  return time > 3_000 ? 'it takes long' : undefined
}

/** The fewest lines of which the same is wrong. */
async function reduced(path, lines, what) {
  let least = lines
  for (let size = Math.ceil(least.length / 2); size >= 1; size = Math.floor(size / 2))
    for (let at = 0; at < least.length; ) {
      const fewer = least.toSpliced(at, size)
      if ((await wrong(path, fewer.join('\n'))) === what) least = fewer
      else at += size
    }
  return least
}

const counts = new Map()
const problems = new Map()
for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
  const { path, text } = oneOf(seeds)
  const named = random(4) === 0 ? oneOf(seeds).path : path
  let lines = text.split('\n')
  for (let times = 1 + random(4); times > 0 && lines.length > 0; times--) lines = oneOf(MUTATIONS)(lines)
  const kind = extname(named) || 'none'
  counts.set(kind, (counts.get(kind) ?? 0) + 1)
  const what = await wrong(named, lines.join('\n'))
  if (what === undefined || problems.has(what)) continue
  problems.set(what, { path: named, text: (await reduced(named, lines, what)).join('\n') })
}
const sum = [...counts.values()].reduce((one, other) => one + other, 0)
const kinds = [...counts].sort((one, other) => other[1] - one[1]).map(([kind, count]) => `${kind} ${count}`)
process.stdout.write(`${sum} texts: ${kinds.join(', ')}\n`)
for (const [what, { path, text }] of problems)
  process.stdout.write(
    `${what}\n  printf %b ${JSON.stringify(JSON.stringify(text).slice(1, -1))} | dockershim-lint --stdin-filename ${path} -\n`,
  )
process.exitCode = problems.size ? 1 : 0
