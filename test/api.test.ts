/** The public API, as a program uses it. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import packageJson from '../package.json' with { type: 'json' }
import { applyBaseline, format, lint, rules, schema, version } from '../src/index.ts'
import { BAD, folderWith, run } from './program.ts'

const script = { path: 'node.sh', text: 'kubeadm reset\ndocker ps\n' }

describe('what is not known is said, as on the command line', () => {
  test.each([
    [{ only: ['docker_cli'] }, 'only does not know "docker_cli". Did you mean "docker-cli"?'],
    [{ skip: ['nothing'] }, 'skip does not know "nothing".'],
    [{ targetVersion: '9.9' }, 'targetVersion does not know "9.9". It knows 1.'],
    [{ runtime: 'docker' as never }, 'runtime does not know "docker".'],
  ])('%o', async (options, message) => {
    await expect(lint({ texts: [script], ...options })).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringContaining(message),
    })
  })

  test('a format', async () => {
    await expect(format(await lint({ texts: [script] }), 'xml' as never)).rejects.toThrow('It takes text, compact')
  })
})

test('the configuration is read where that is asked for', async () => {
  const folder = folderWith({
    '.dockershim-lint.yaml': 'rules:\n  docker-cli: note\nexclude: [left-out]\n',
    'node.sh': script.text,
    'left-out/a.yaml': BAD,
  })
  const levels = async (config?: string | boolean) =>
    (await lint({ paths: ['.'], cwd: folder, ...(config === undefined ? {} : { config }) })).diagnostics.map(
      ({ level, rule }) => `${level} ${rule}`,
    )
  expect(await levels()).toEqual(['error docker-socket-mount', 'error docker-cli'])
  expect(await levels(true)).toEqual(['note docker-cli'])
  expect(await levels('.dockershim-lint.yaml')).toEqual(['note docker-cli'])
})

test('what the configuration knows of programs of the user is judged', async () => {
  const folder = folderWith({ '.dockershim-lint.yaml': 'known:\n  - image: team/agent\n    instead: Remove it.\n' })
  const text = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: team/agent:1}]}\n'
  const { diagnostics } = await lint({ texts: [{ path: 'a.yaml', text }], cwd: folder, config: true })
  expect(diagnostics).toMatchObject([{ rule: 'runtime-coupled-agent', instead: 'Remove it.' }])
})

test('a result becomes any format, and loses what a baseline knows', async () => {
  const folder = folderWith({ 'a.yaml': BAD })
  run(folder, ['--baseline', 'known.json', '--update-baseline', '.'])
  const found = await lint({ paths: ['a.yaml'], cwd: folder })
  expect(JSON.parse(await format(found, 'sarif', { cwd: folder })).runs[0].results).toHaveLength(1)
  expect(await format(found, 'compact')).toContain('a.yaml:9')
  const rest = applyBaseline(found, 'known.json', folder)
  expect(rest.diagnostics).toEqual([])
  expect(rest.suppressed).toHaveLength(1)
  writeFileSync(join(folder, 'broken.json'), '{')
  expect(() => applyBaseline(found, 'broken.json', folder)).toThrow('broken.json is not a baseline')
})

test('the rules, the schema and the version are there', () => {
  expect(version).toBe(packageJson.version)
  expect(rules.map(rule => rule.id)).toContain('docker-socket-mount')
  expect(schema).toHaveProperty('properties.ignore')
})
