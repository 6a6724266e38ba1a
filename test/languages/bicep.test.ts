import { expect, test } from 'vitest'
import { bicep } from '../../src/languages/bicep.ts'
import { UNKNOWN } from '../../src/text/source.ts'
import { misplaced, record } from '../record.ts'

/** The text that a machine gets by an expression. */
function given(expression: string, declarations = ''): string | undefined {
  const { texts } = record(
    bicep,
    `${declarations}\nresource x 'y' = {\n  customData: ${expression}\n  a: 'b'\n}\n`,
    'main.bicep',
  )
  for (const text of texts) expect(misplaced(text)).toBeUndefined()
  return texts[0]?.text.replaceAll(UNKNOWN, '?')
}

test.each([
  ["base64('a')", 'a'],
  ["base64('it\\'s\\n\\$5') // a comment", "it's\n$5"],
  ["'''\none '${two}'\n'''", "one '${two}'\n"],
  ["base64(concat('a', loadTextContent('b.sh'), 'c'))", 'a?c'],
  ["format('{0} and {1}', 'a', [for x in y: x])", 'a and ?'],
  ["'a ${b.c} d'", 'a ? d'],
  ["base64('a ${name} b')", 'a agent b'],
  ["concat(isLinux ? 'a' : 'b', 'c')", '?c'],
  ["isLinux ? 'a' : 'b'", undefined],
  ['self', undefined],
  ["base64('never closed", 'never closed'],
])('%j gives %j', (expression, text) => {
  expect(given(expression, "var name = 'agent'\nvar self = self")).toBe(text)
})

test('a key in a comment or a text is none', () => {
  expect(record(bicep, "// customData: 'a b'\n/* script: 'a b' */\nvar x = 'script: y'\n", 'main.bicep').texts).toEqual(
    [],
  )
})

test.each([
  "customData: '${",
  'customData: a?(',
  'customData: base64(',
  "var a = '${a}${a}'\nscript: a\n",
])('a file of %j ends soon', text => {
  const begin = performance.now()
  record(bicep, text.repeat(50_000), 'main.bicep')
  expect(performance.now() - begin).toBeLessThan(3_000)
})
