/** What a stranger's files must not do to a run: name options, name files elsewhere, fill what is written to. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { BAD, folderWith, program, run } from '../program.ts'

const POSING = ['--exit-zero', '--output=x/y', '-', '--help', '-o', '--config=z']
const posing = () => folderWith(Object.fromEntries(POSING.map(name => [name, BAD])))

describe('files that are called like options', () => {
  test('are files for a hook, whose own options still hold', () => {
    const folder = posing()
    const { code, out } = run(folder, ['--hook', '--level', 'warning', ...POSING])
    expect(code).toBe(1)
    expect(out).toContain(`${POSING.length} problems`)
    expect(run(folder, ['--hook', '--quiet', '--skip', 'docker-socket-mount', ...POSING]).code).toBe(0)
    expect(readdirSync(join(folder, '--output=x'))).toEqual(['y'])
  })

  test('are files behind --, as the README has it for xargs', () => {
    const folder = posing()
    const names = POSING.filter(name => name !== '-')
    const command = `printf '%s\\0' ${names.map(name => `'${name}'`).join(' ')} | xargs -0 -r "$NODE" "$CLI" --`
    const { status, stdout } = spawnSync('bash', ['-c', command], {
      cwd: folder,
      env: { PATH: process.env['PATH'], NODE: process.execPath, CLI: program },
      encoding: 'utf8',
    })
    expect(status).toBe(123)
    expect(stdout).toContain(`${names.length} problems`)
  })
})

describe('a configuration that is found names files of its repository only', () => {
  const secret = folderWith({ 'secret.yaml': 'password: topsecret\n' })
  const chart = {
    'Chart.yaml': 'apiVersion: v2\nname: x\nversion: 1.0.0\n',
    'templates/a.yaml': `apiVersion: v1\nkind: Pod\nmetadata: {name: "{{ .Values.password }}"}\nspec:\n  volumes: [{name: a, hostPath: {path: /var/run/docker.sock}}]\n`,
  }
  test.each([
    ['absolute', join(secret, 'secret.yaml')],
    ['upwards', '../../../../../../../../../etc/passwd'],
    ['through a link', 'link.yaml'],
    ['through the link of a folder', 'folder/secret.yaml'],
  ])('%s', (_, name) => {
    const folder = folderWith({ ...chart, '.dockershim-lint.yaml': `values: ${JSON.stringify(name)}\n` })
    symlinkSync(join(secret, 'secret.yaml'), join(folder, 'link.yaml'))
    symlinkSync(secret, join(folder, 'folder'))
    const { code, out, err } = run(folder, ['.'])
    expect(code).toBe(2)
    expect(out + err).not.toContain('topsecret')
    expect(err).toContain('is not read: a configuration that is found names files of its own repository only')
  })

  test('and the command line any', () => {
    const folder = folderWith(chart)
    expect(run(folder, ['--values', join(secret, 'secret.yaml'), '.']).out).toContain('topsecret')
  })
})

describe('what was not read can fail a run', () => {
  test.each([
    [['--fail-on', 'unread'], 1],
    [['--fail-on', 'unread', '--fail-on', 'error'], 1],
    [[], 0],
  ] as const)('%j', (args, code) => {
    expect(run(folderWith({ 'a.yaml': 'a: [1, 2\nb: "docker.sock\n' }), [...args, '.']).code).toBe(code)
  })
})

describe('where a report is written to', () => {
  test.skipIf(!existsSync('/dev/full'))('a full disk is no stack trace', () => {
    const folder = folderWith({ 'a.yaml': BAD })
    const full = spawnSync('bash', ['-c', '"$NODE" "$CLI" . > /dev/full'], {
      cwd: folder,
      env: { PATH: process.env['PATH'], NODE: process.execPath, CLI: program },
      encoding: 'utf8',
    })
    expect(full.status).toBe(2)
    expect(full.stderr).toContain('dockershim-lint: What was found cannot be written (ENOSPC).')
    expect(full.stderr).not.toContain('    at ')
    const named = run(folder, ['-o', '/dev/full', '.'])
    expect(named.code).toBe(2)
    expect(named.err).not.toContain('    at ')
  })

  test('nothing is left beside it', () => {
    const folder = folderWith({ 'a.yaml': BAD, 'out/report.json': 'old' })
    expect(run(folder, ['-f', 'json', '-o', 'out/report.json', 'a.yaml']).code).toBe(1)
    expect(readdirSync(join(folder, 'out'))).toEqual(['report.json'])
    mkdirSync(join(folder, 'kept'))
    writeFileSync(join(folder, 'kept', 'a'), '')
    expect(run(folder, ['-o', 'kept/a/b', 'a.yaml']).code).toBe(2)
    expect(dirname(join(folder, 'kept', 'a'))).toBe(join(folder, 'kept'))
  })
})
