import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { program as cli } from './program.ts'

/** The command lines in the README's shell blocks. Those of npm itself are run by .ci/run. */
const commands = [...readFileSync('README.md', 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)]
  .flatMap(([, block = '']) => block.trim().split('\n'))
  .filter(line => line !== '' && !line.startsWith('#') && !line.startsWith('npm ci'))

const folder = mkdtempSync(join(tmpdir(), 'readme-'))
const stub = (name: string, script: string) => {
  writeFileSync(join(folder, '.bin-of-test', name), `#!/bin/sh\n${script}\n`)
  chmodSync(join(folder, '.bin-of-test', name), 0o755)
}
const manifest = 'kind: Pod\nspec: {volumes: [{name: s, hostPath: {path: /var/run/docker.sock}}]}'

beforeAll(() => {
  cpSync('examples', folder, { recursive: true })
  cpSync('examples/manifests/node-cleaner.yaml', join(folder, 'manifests/agent.yaml'))
  for (const made of ['.bin-of-test', 'chart']) mkdirSync(join(folder, made))
  writeFileSync(join(folder, 'chart/Chart.yaml'), 'apiVersion: v2\nname: chart\nversion: 0.1.0\n')
  stub('npx', `shift; exec '${process.execPath}' '${cli}' "$@"`)
  for (const name of ['helm', 'kubectl']) stub(name, `cat <<'YAML'\n${manifest}\nYAML`)
  for (const args of [
    ['init', '-q'],
    ['add', 'manifests'],
  ])
    spawnSync('git', args, { cwd: folder })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('every command of the README works as it is written', () => {
  test('there are commands', () => {
    expect(commands.length).toBeGreaterThan(6)
  })
  test.each(commands)('%s', command => {
    const PATH = `${join(folder, '.bin-of-test')}:${process.env.PATH}`
    const run = spawnSync('bash', ['-c', command], { cwd: folder, env: { ...process.env, PATH }, encoding: 'utf8' })
    // xargs says 123 when a program that it runs leaves with 1.
    expect([0, 1, 123], `${run.stdout}${run.stderr}`).toContain(run.status)
    expect(run.stderr).not.toMatch(/^dockershim-lint:/m)
    expect(run.stdout + run.stderr).not.toBe('')
  })
})
