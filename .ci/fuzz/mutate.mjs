/** Texts made of other texts, the same ones for the same seed. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { NAMES } from './names.mjs'

function* filesIn(root) {
  for (const name of readdirSync(root).sort()) {
    const path = join(root, name)
    if (statSync(path).isDirectory()) yield* filesIn(path)
    else if (!path.endsWith('.expect'))
      yield { path: path.replace(/^test\/fixtures\//, ''), text: readFileSync(path, 'utf8') }
  }
}
const bases = [...filesIn('test/fixtures'), ...filesIn('examples')].filter(({ text }) => text.length < 20_000)

const SIGNS = [
  '"',
  "'",
  '`',
  '{{',
  '}}',
  '{{- if .x }}',
  '{{ end }}',
  '{% if x %}',
  '<%',
  '${',
  '$(',
  '{',
  '}',
  '[',
  '(',
  ')',
]
SIGNS.push(
  '<<EOF\n',
  '#',
  '/*',
  '*/',
  '\\',
  '\\\n',
  '-',
  ' - ',
  ': ',
  '|',
  '>',
  '&',
  '*a',
  '&a ',
  '@',
  '%',
  ',',
  ';',
  '=',
)
SIGNS.push(
  '\n',
  '\n\n',
  '\n---\n',
  '\t',
  '\u0000',
  '\u0001',
  '\u001b[31m',
  '\r',
  '\ufeff',
  '\u2028',
  '\ud800',
  '😀',
  '\ue000',
)

/** What gives the next text for a seed. */
export function mutator(first) {
  let seed = first
  const random = below => {
    seed = (seed * 48271) % 2147483647
    return seed % below
  }
  const oneOf = list => list[random(list.length)]
  const deeper = (lines, from, to) => lines.map((line, at) => (at >= from && at < to ? `  ${line}` : line))
  const inserted = (line, what) => {
    const at = random(line.length + 1)
    return line.slice(0, at) + what + line.slice(at)
  }

  /** Each takes lines, of which there is one at least, and gives other lines. */
  const mutations = [
    lines => lines.slice(0, random(lines.length + 1)),
    lines => lines.slice(random(lines.length)),
    lines => lines.toSpliced(random(lines.length), 1 + random(3)),
    lines => lines.toSpliced(random(lines.length), 0, ...Array(1 + random(5)).fill(oneOf(lines))),
    lines => lines.toSpliced(random(lines.length), 0, ...oneOf(bases).text.split('\n').slice(0, 20)),
    lines => lines.with(random(lines.length), `${' '.repeat(random(8))}${oneOf(lines).trim()}`),
    lines => lines.toSpliced(random(lines.length), 0, `${' '.repeat(random(8))}# a remark`),
    lines => lines.toSpliced(random(lines.length), 0, ''),
    lines => {
      const at = random(lines.length)
      return lines.with(at, inserted(lines[at], oneOf(SIGNS)))
    },
    lines => {
      const at = random(lines.length)
      return lines.with(at, inserted(lines[at], oneOf(SIGNS).repeat(1 + random(200))))
    },
    lines => lines.with(random(lines.length), oneOf(lines)),
    lines => {
      const [one, other] = [random(lines.length), random(lines.length)]
      return lines.with(one, lines[other]).with(other, lines[one])
    },
    lines => {
      const at = random(lines.length)
      return lines.with(at, lines[at].replaceAll("'", '"'))
    },
    lines => {
      const at = random(lines.length)
      return lines.with(at, lines[at].slice(0, random(lines[at].length + 1)))
    },
    lines => {
      const at = random(lines.length)
      return lines.toSpliced(at, 2, lines.slice(at, at + 2).join(' '))
    },
    lines => {
      const at = random(lines.length)
      return deeper(lines, at, at + random(lines.length))
    },
    // A file within a file.
    lines => [
      'apiVersion: v1',
      'kind: ConfigMap',
      'metadata:',
      '  name: x',
      'data:',
      `  ${oneOf(NAMES).replace(/^.*\//, '')}: |`,
      ...deeper(deeper(lines, 0, lines.length), 0, lines.length),
    ],
    lines => ['cat <<EOF > x', ...lines, 'EOF'],
    lines => ['{{- if .Values.x }}', ...lines, '{{- end }}'],
  ]

  /** The part of a text that is mutated: a large one takes long and shows little more. */
  function part(text) {
    const lines = text.split('\n')
    if (lines.length <= 60 || random(4) === 0) return lines
    const at = random(lines.length - 40)
    return lines.slice(at, at + 20 + random(40))
  }

  return {
    random,
    next() {
      const { path, text } = oneOf(bases)
      let lines = part(text)
      for (let times = random(5); times > 0 && lines.length > 0; times--) lines = oneOf(mutations)(lines)
      const which = random(8)
      return { path: which === 0 ? oneOf(NAMES) : which === 1 ? oneOf(bases).path : path, text: lines.join('\n') }
    },
    /** A piece of a text, as often as it takes for two texts of which one is four times as long. */
    repeated(text) {
      const lines = text.split('\n').filter(line => line.trim() !== '')
      if (lines.length === 0) return undefined
      const at = random(lines.length)
      const line = lines[at].slice(0, 200)
      const from = random(line.length)
      const piece = oneOf([
        `${line}\n`,
        `${lines
          .slice(at, at + 3)
          .join('\n')
          .slice(0, 400)}\n`,
        line.slice(from, from + 1 + random(4)),
        oneOf(SIGNS),
      ])
      const head = random(2) === 0 ? lines.slice(0, at).join('\n') : line.slice(0, from)
      const count = Math.ceil(6_000 / piece.length)
      return [head + piece.repeat(count), head + piece.repeat(4 * count)]
    },
  }
}
