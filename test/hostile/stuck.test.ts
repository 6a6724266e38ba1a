/** Texts on which a reader once did not get on, or stood still: each is read, and what follows it as well. */
import { expect, test } from 'vitest'
import { lint } from '../../src/index.ts'

const command = 'resource "null_resource" "x" {\n  provisioner "local-exec" {\n    command = "docker ps"\n  }\n}\n'

test.each([
  ['a - b', 'x.tf'],
  ['a -', 'x.tf'],
  ['a "b" -c', 'x.tf'],
  ['a b.c - {', 'x.tf'],
  ['-', 'x.tfvars'],
  ['locals {\n  a - b\n}', 'x.hcl'],
  ['x = <<EOT\na - b\nEOT\na - b', 'x.nomad'],
  ['x = { a - b }', 'x.tf'],
  ['x = [a - b, - , -]', 'x.tf'],
])('%j in %s', async (text, path) => {
  const { diagnostics } = await lint({ texts: [{ path, text: `${command}${text}\n` }] })
  expect(diagnostics.map(({ rule, location }) => `${location.line} ${rule}`)).toContain('3 docker-cli')
})

test('a name of a megabyte is looked at as far as names go', async () => {
  const name = `${'.tpl'.repeat(300_000)}x`
  const text = `kind: ConfigMap\napiVersion: v1\nmetadata: {name: a}\ndata:\n  ${name}: docker ps\n`
  const start = Date.now()
  await lint({ texts: [{ path: 'a.yaml', text }] })
  expect(Date.now() - start).toBeLessThan(20_000)
})
