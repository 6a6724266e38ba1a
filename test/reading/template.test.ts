import { describe, expect, test } from 'vitest'
import { actionsOf, maskActions } from '../../src/reading/template.ts'
import { fileSource, UNKNOWN } from '../../src/text/source.ts'

const masked = (text: string): string => maskActions(fileSource({ path: 'f', text })).text.replaceAll(UNKNOWN, '_')

const said = (text: string, go = false): readonly string[] =>
  [...actionsOf(text, go)].map(({ from, to }) => text.slice(from, to).trim())

describe('masking keeps every other character where it is', () => {
  test.each([
    ['a value', 'path: {{ .Values.path }}/x', 'path: __________________/x'],
    ['a line of its own', 'a: 1\n{{- if .x }}\nb: 2\n{{- end }}\n', 'a: 1\n            \nb: 2\n          \n'],
    ['braces in a string', 'a: {{ printf "{{%s}}" .x }} b', 'a: ________________________ b'],
    ['braces in a raw string', 'a: {{ `{{ x }}` }} b', 'a: _______________ b'],
    ['a brace printed', 'a: {{ "{{" }} b {{ "}}" }}', 'a: __________ b __________'],
    ['a quote in a string', String.raw`a: {{ "\"}}" }} b`, 'a: ____________ b'],
    ['a comment', 'a: b {{/* }} " */}} c', 'a: b                c'],
    ['a comment over lines', 'a: b\n{{- /* one\n}} two */ -}}\nc: d', 'a: b\n          \n             \nc: d'],
    ['an action over lines', 'a: {{ include "x"\n  . }}\nb: c', 'a: _____________________\nb: c'],
    ['a statement over lines', '{{- if and\n  .a .b }}\nb: c', '          \n          \nb: c'],
    ['a statement before a comment', 'a:\n{{ if .x }} # Linux\n', 'a:\n            # Linux\n'],
    ['a statement behind the mark of a document', 'a: 1\n---{{ if .x }}\nb: 2', 'a: 1\n---           \nb: 2'],
    ['a block that begins with an action', 'a: |- {{ .x | nindent 2 }}\nb: 2', 'a: |-                     \nb: 2'],
    ['a Jinja dictionary', 'a: {{ {"x": {"y": 1}} | to_json }} b', 'a: _______________________________ b'],
    ['Jinja statements and comments', '{% if x %}a{% endif %} {# b #} c', '__________a___________         c'],
    ['an apostrophe in Jinja', "a: {{ x | default('it is }}') }} b", 'a: _____________________________ b'],
    ['a loop behind a key', 'a: {{range .x}}\n- {{.}}\n{{end}}', 'a:             \n- _____\n       '],
    ['a condition in a text', 'a: x{{if .x}}y{{end}}', 'a: x_________y_______'],
    ['a loop before the quote that closes', 'a: "b\n{% endfor %}"', 'a: "b\n            "'],
    [
      'commas that are printed',
      '[{}{{ "," if x }}\n{}{% if x %},{% endif %}]',
      '[{},             \n{}          ,           ]',
    ],
    [
      'one quoted text or the other in a line',
      'a: {{if .x}}"b"{{else}}"c"{{end}}\nd: e',
      'a: _________"b"        "c"       \nd: e',
    ],
    ['a document behind a statement', '{% if x %}---\na: b', '---          \na: b'],
    ['ERB', 'a: <%= x %> b', 'a: ________ b'],
    ['three braces', 'a: {{{ x }}} b', 'a: _________ b'],
    ['a mark that is never closed', 'a: {{ x\nb: {{ y }}', 'a: {{ x\nb: _______'],
    [
      'the length of an array in shell',
      'for ((i=0; i<${#a[@]}; i++)); do echo "${a#}"; done {{ x }}',
      'for ((i=0; i<${#a[@]}; i++)); do echo "${a#}"; done _______',
    ],
    ['what Jinja holds as text', '{% raw %}{{ x }}{% endraw %} {{ y }}', '         {{ x }}             _______'],
  ])('%s', (_, text, expected) => {
    expect(masked(text)).toBe(expected)
    expect(masked(text)).toHaveLength(text.length)
  })
})

test('what stands between the marks, without the marks that trim', () => {
  expect(said('{{- a -}} {{b}} {%- c -%} <%- d -%> <%= e %> {{-1}}')).toEqual(['a', 'b', 'c', 'd', 'e', '1'])
  expect(said('{{- a -}} {{-1}} {% c %} {{- /* d */ -}}', true)).toEqual(['a', '-1', '/* d */'])
})

test.each([
  ['open marks', '{{ '],
  ['open marks with quotes', '{{ " '],
  ['escaped quotes', '{{ "\\"'],
  ['raw strings', '{{ ` '],
  ['comments', '{{/* '],
  ['statements', '{% { '],
  ['braces', '{ {{ { '],
  ['ERB', '<% '],
  ['dictionaries', '{{ {'],
])('hostile %s take linear time', (_, text) => {
  const begin = performance.now()
  masked(text.repeat(300_000))
  expect(performance.now() - begin).toBeLessThan(3_000)
})
