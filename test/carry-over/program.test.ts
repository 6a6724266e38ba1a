/** `--carry-over` on the command line: what is written, and what is left as it is. */
import { existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderWith, run } from '../program.ts'

const files = { 'etc/docker/daemon.json': '{ "log-opts": { "max-size": "10m" }, "debug": true }\n' }
const PATCH = 'out/etc/kubernetes/patches/kubeletconfiguration.yaml'

test('files are written, told of, and not written over', () => {
  const folder = folderWith(files)
  const { code, out, err } = run(folder, ['etc', '--carry-over', 'out'])
  expect([code, err]).toEqual([0, ''])
  expect(out).toContain('  out/etc/containerd/conf.d/50-docker-settings.toml\n')
  expect(readFileSync(join(folder, PATCH), 'utf8')).toContain('containerLogMaxSize: "10Mi"')

  // The same once more changes nothing.
  expect(run(folder, ['etc', '--carry-over', 'out']).code).toBe(0)
  writeFileSync(join(folder, PATCH), 'mine: true\n')
  const again = run(folder, ['etc', '--carry-over', 'out', '--runtime-version', '1.7'])
  expect(again.code).toBe(2)
  expect(again.err).toContain(`  ${PATCH}\n`)
  expect(readFileSync(join(folder, PATCH), 'utf8')).toBe('mine: true\n')
  expect(readFileSync(join(folder, 'out/etc/containerd/config.toml'), 'utf8')).toContain('version = 3')

  expect(run(folder, ['etc', '--carry-over', 'out', '--runtime-version', '1.7', '--force']).code).toBe(0)
  expect(readFileSync(join(folder, PATCH), 'utf8')).toContain('containerLogMaxSize')
  expect(readFileSync(join(folder, 'out/etc/containerd/config.toml'), 'utf8')).toContain('version = 2')
})

test('a link leads nowhere', () => {
  const folder = folderWith(files)
  mkdirSync(join(folder, 'out'))
  mkdirSync(join(folder, 'elsewhere'))
  symlinkSync('../elsewhere', join(folder, 'out/etc'))
  expect(run(folder, ['etc', '--carry-over', 'out', '--force']).code).toBe(2)
  expect(existsSync(join(folder, 'elsewhere/containerd'))).toBe(false)

  const other = folderWith(files)
  mkdirSync(join(other, 'out'))
  writeFileSync(join(other, 'mine.md'), 'mine\n')
  symlinkSync('../mine.md', join(other, 'out/CARRY-OVER.md'))
  expect(run(other, ['etc', '--carry-over', 'out']).code).toBe(2)
  expect(run(other, ['etc', '--carry-over', 'out', '--force']).code).toBe(0)
  expect(readFileSync(join(other, 'mine.md'), 'utf8')).toBe('mine\n')
  expect(lstatSync(join(other, 'out/CARRY-OVER.md')).isFile()).toBe(true)
})

test('with cri-dockerd, and without a setting, nothing is written', () => {
  const folder = folderWith({ ...files, 'other/a.yaml': 'a: 1\n' })
  const stays = run(folder, ['etc', '--carry-over', 'out', '--runtime', 'cri-dockerd'])
  expect([stays.code, stays.out]).toEqual([0, expect.stringContaining('Nothing has to be carried over')])
  expect(run(folder, ['other', '--carry-over', 'out']).out).toContain('nothing to carry over')
  expect(existsSync(join(folder, 'out'))).toBe(false)
})

test.each([
  [['--carry-over', 'out', '--runtime', 'cri-o', '--runtime-version', '2'], 'is for containerd'],
  [['--carry-over', 'out', '--fix'], 'cannot go together'],
  [['--runtime-version', '2'], 'goes with --carry-over'],
  [['--force'], 'goes with --carry-over'],
  [['--carry-over', 'out', '--runtime-version', '1.5'], 'It takes 1.7, 2'],
])('%j is refused', (args, message) => {
  const { code, err } = run(folderWith(files), ['etc', ...args])
  expect(code).toBe(2)
  expect(err).toContain(message)
})
