import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { forward, step, withDeadline } from '../../src/text/progress.ts'

test('a loop that takes nothing in a round ends', () => {
  const moves = forward()
  expect(moves(0)).toBe(true)
  expect(moves(1)).toBe(true)
  expect(() => moves(1)).toThrow('does not get past character 1')
})

test('work past its time ends, and that around it goes on', () => {
  const endless = () => {
    for (;;) step()
  }
  expect(() => withDeadline(Date.now() + 20, 1, endless)).toThrow('it takes longer than 1 seconds')
  for (let i = 0; i < 2000; i++) step()
})

/** A loop of one statement that moves by itself: `while (…) at++`. */
const MOVES_ITSELF =
  /\b(?:[\w.]+(?:\+\+|--)|[\w.]+ [+-]= .*|[\w.]+(?:\(.*\)[\w.!]*)?\.pop\(\)|(\w+) = \1\.\w+|(\w+) = .*\b\2 [+-] 1\b.*)$/
/** A `for` whose third part counts or steps. */
const COUNTS = /\bfor \(.*;.*; ?[^;\s].*\)/
/** Loops that take from a list or follow a chain, which end with it. */
const BOUNDED: Readonly<Record<string, readonly string[]>> = {
  'src/helm/parse.ts': ['while (stack.length > 1) close(text.length)'],
  'src/languages/recognise.ts': ["while (TEMPLATE_SUFFIX.test(bare)) bare = bare.replace(TEMPLATE_SUFFIX, '')"],
  'src/languages/batch/line.ts': ['} while (BEFORE.lastIndex === at && at > 0)'],
  'src/languages/shell/parse.ts': ["while (start > 0 && text.slice(start, end).trim() === '') {"],
  'src/languages/shell/parse/arithmetic.ts': ['while (stack.length) {'],
  'src/languages/shell/wrapped.ts': ['while (rest[0] && /^[A-Za-z_]\\w*=/.test(textOf(rest[0]))) {'],
  'src/languages/shell/written.ts': ['while (words[0] && /^-[neE]+$/.test(textOf(words[0]))) {'],
  'src/languages/yaml/events.ts': ["while (chomping !== CHOMPING_MODE.KEEP && text[to - 1] === '\\n') {"],
  'src/languages/yaml/json.ts': ["} while (text[at] === '{')", "} while (taken(','))", "while (taken(','))"],
  'src/reading/branches.ts': [
    'while (!directive.done && directive.value.start < end) directive = directives.next()',
    'while (open && open.branch.end <= before) {',
  ],
  'src/reading/one-branch.ts': ['for (let left = [...ways]; left.length > 0 && texts.length < MOST_TEXTS; ) {'],
}

describe('each loop of a reader goes forward by construction', () => {
  const files = ['dialects', 'helm', 'languages', 'reading'].flatMap(folder =>
    readdirSync(`src/${folder}`, { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.ts'))
      .map(name => `src/${folder}/${name.replaceAll('\\', '/')}`),
  )
  test.each(files)('%s', file => {
    const lines = readFileSync(file, 'utf8').split('\n')
    const loose = lines.filter((line, index) => {
      if (/^\s*(?:\/\/|\*|\/\*)/.test(line) || !/\bwhile \(|\bfor \([^)]*;/.test(line)) return false
      const whole = line.endsWith('{') ? line : `${line} ${(lines[index + 1] ?? '').trim()}`
      const moves = /\b(?:moves|joins)\(/.test(line) || COUNTS.test(line)
      return !moves && !MOVES_ITSELF.test(line) && !MOVES_ITSELF.test(whole) && !BOUNDED[file]?.includes(line.trim())
    })
    expect(loose).toEqual([])
  })
})
