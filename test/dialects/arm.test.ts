import { expect, test } from 'vitest'
import { arm } from '../../src/dialects/arm.ts'
import { yaml } from '../../src/languages/yaml.ts'
import { UNKNOWN } from '../../src/text/source.ts'
import { misplaced, record } from '../record.ts'

/** The text that a machine gets by an expression in its template. */
function given(expression: string, variables: Record<string, string> = {}): string | undefined {
  const template = {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    variables,
    resources: [{ properties: { osProfile: { customData: expression } } }],
  }
  const { texts } = record(yaml, JSON.stringify(template, undefined, 2), 'template.json', [arm])
  for (const text of texts) expect(misplaced(text)).toBeUndefined()
  return texts[0]?.text.replaceAll(UNKNOWN, '?')
}

test.each([
  ["[base64('a')]", 'a'],
  ["[base64(concat('it''s ', 'one\ntext', parameters('x')))]", "it's one\ntext?"],
  ["[ base64( format( '{0} and {1}', 'a', reference('b').outputs.c.value ) ) ]", 'a and ?'],
  ["[replace(base64('text __MARK__'), '__MARK__', parameters('x'))]", 'text __MARK__'],
  ["[concat('a', if(equals(1, 2), 'b', 'c'), variables('list')[copyIndex()], 'd')]", 'a??d'],
  ["[concat('never closed]", 'never closed]'],
  ['[parameters(', undefined],
  ['[[no expression]', undefined],
  ['YQ==', 'a'],
])('%j gives %j', (expression, text) => {
  expect(given(expression)).toBe(text)
})

test('variables, in variables, and one that names itself', () => {
  const variables = { a: "[concat('x', variables('b'))]", b: 'y', c: "[concat(variables('c'), variables('c'))]" }
  expect(given("[base64(variables('a'))]", variables)).toBe('xy')
  expect(given("[base64(variables('c'))]", variables)).toBeUndefined()
})
