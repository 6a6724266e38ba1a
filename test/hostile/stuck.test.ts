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

test.each([
  ['tests for Docker', 'if [[ ! -e /etc/docker ]]; then\nfoo\nfi\n'],
  ['tests of the daemon', 'if systemctl is-active docker; then\n  rm -f /x\nfi\n'],
  ['choices of a runtime', 'make images CONTAINER_RUNTIME=docker\n'],
  ['calls that end a script', 'set -e\ndocker --version\n'],
])(
  'a script of many %s takes time that grows with it',
  async (_, piece) => {
    const timeOf = async (count: number): Promise<number> => {
      const start = process.cpuUsage().user
      await lint({ texts: [{ path: 'x.sh', text: `systemctl restart kubelet\n${piece.repeat(count)}` }] })
      return (process.cpuUsage().user - start) / 1000
    }
    await timeOf(200)
    const small = await timeOf(500)
    // Of time that grows with the square it would take sixteen times as much.
    expect(await timeOf(2_000)).toBeLessThan(9 * (small + 20))
  },
  60_000,
)

test('a name of a megabyte is looked at as far as names go', async () => {
  const name = `${'.tpl'.repeat(300_000)}x`
  const text = `kind: ConfigMap\napiVersion: v1\nmetadata: {name: a}\ndata:\n  ${name}: docker ps\n`
  const start = Date.now()
  await lint({ texts: [{ path: 'a.yaml', text }] })
  expect(Date.now() - start).toBeLessThan(20_000)
})
