import { expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import type { LintOptions } from '../../src/lint/lint-options.ts'
import { type InputFile, lintFiles } from '../../src/lint/linter.ts'
import { type Fixture, fixturesIn } from '../fixture-files.ts'

/** Another one may be given, to look further: `SEED=7 npx vitest run test/lint/mutated.test.ts`. */
const seed = Number(process.env['SEED'] ?? 20_261)
const ROUNDS = 3

const fixtures = [...fixturesIn('test/fixtures'), ...fixturesIn('examples')].filter(({ text }) => text.length < 40_000)
const settings: LintOptions = { rules, runtime: 'containerd', targetVersion: '1.37' }

let state = seed
const random = (below: number): number => {
  state = (state * 48_271) % 2_147_483_647
  return state % below
}

/** Begins anew for each file: another fixture changes nothing for the rest. */
function startWith(path: string, round: number): void {
  state = seed + round
  for (const character of path) state = ((state * 31 + character.charCodeAt(0)) % 2_147_483_646) + 1
}

/** What people do to a file without changing what it says, or with changing it a little. */
const MUTATIONS: readonly ((lines: string[], at: number) => string[])[] = [
  (lines, at) => lines.with(at, `${lines[at]} # a remark`),
  (lines, at) => lines.toSpliced(at, 0, `${/^\s*/.exec(lines[at]!)![0]}# a remark`),
  (lines, at) => lines.toSpliced(at, 0, ''),
  (lines, at) => lines.with(at, lines[at]!.replace(/(\S)([:=]|\s)/, '$1  $2 ')),
  (lines, at) => lines.with(at, lines[at]!.replaceAll('"', "'")),
  (lines, at) => lines.with(at, lines[at]!.replaceAll("'", '"')),
  (lines, at) => lines.with(at, lines[at]!.replace(/([:=]\s*)([^\s"'#]\S*)\s*$/, '$1"$2"')),
  (lines, at) => lines.toSpliced(at, 2, `${lines[at]} ${(lines[at + 1] ?? '').trim()}`),
  (lines, at) => lines.toSpliced(at, 1, ...lines[at]!.split(/(?<=[:=]) /)),
  (lines, at) => lines.with(at, lines[at]!.toUpperCase()),
  (lines, at) => lines.toSpliced(at, 1),
  (lines, at) => lines.with(at, broken(lines[at]!)),
  (lines, at) => lines.with(at, broken(lines[at]!)),
]

/** What readers take out of a word. */
const SIGNS = ['"', "'", '""', "''", '\\', '`', '^', '\\\n', '\\\n    ', '\\\r\n\t', '`\n', '^\r\n']

/** A line with a sign in one of its longer words. */
function broken(line: string): string {
  const words = [...line.matchAll(/[\w.-]{4,}/g)]
  if (words.length === 0) return line
  const word = words[random(words.length)]!
  const at = word.index + 1 + random(word[0].length - 1)
  return line.slice(0, at) + SIGNS[random(SIGNS.length)] + line.slice(at)
}

function mutated({ path, text }: Fixture, round: number): { path: string; bytes: Uint8Array } {
  startWith(path, round)
  let lines = text.split('\n')
  for (let times = 1 + random(6); times > 0 && lines.length > 0; times--)
    lines = MUTATIONS[random(MUTATIONS.length)]!(lines, random(lines.length))
  return { path, bytes: Buffer.from(lines.join('\n')) }
}

async function* inputs(files: readonly InputFile[]): AsyncGenerator<InputFile> {
  yield* files
}

test(`the scan loses nothing of ${ROUNDS * fixtures.length} mutated fixtures, seed ${seed}`, async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const files = fixtures.map(fixture => mutated(fixture, round))
    const scanned = await lintFiles(inputs(files), settings)
    const whole = await lintFiles(inputs(files), { ...settings, withoutPrefilter: true })
    const said = ({ diagnostics }: typeof whole) =>
      diagnostics.map(({ location: { path, line, column }, rule }) => `${path}:${line}:${column} ${rule}`)
    const found = new Set(said(scanned))
    const lost = said(whole).filter(each => !found.has(each))
    const of = new Set(lost.map(each => each.slice(0, each.indexOf(':'))))
    const texts = files.filter(({ path }) => of.has(path)).map(({ path, bytes }) => `${path}\n${bytes}`)
    expect(lost, `seed ${seed}, round ${round}:\n${texts.slice(0, 3).join('\n')}`).toEqual([])
    const all = new Set(said(whole))
    expect(said(scanned).filter(each => !all.has(each))).toEqual([])
  }
}, 120_000)
