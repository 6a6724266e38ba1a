import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { patiently } from '../../src/files/disk.ts'
import { nameOfBytes, onDisk, shownName } from '../../src/files/foreign-names.ts'
import { inputFiles } from '../../src/files.ts'

const folder = mkdtempSync(join(tmpdir(), 'names-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const path = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat([
    Buffer.from(`${folder}/`),
    ...parts.map(part => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))),
  ])
writeFileSync(path('caf', [0xe9], '.sh'), 'docker ps\n')
writeFileSync(path('café.sh'), 'docker ps\n')
mkdirSync(path([0xff, 0xfe]))
writeFileSync(path([0xff, 0xfe], '/😀', [0xf0, 0x9f], '.yaml'), 'a: b\n')

async function found(arg: string): Promise<readonly (readonly [string, string])[]> {
  const files: (readonly [string, string])[] = []
  for await (const file of inputFiles([arg], folder))
    files.push([file.path, 'bytes' in file ? String(file.bytes) : file.problem])
  return files
}

test('names that are no UTF-8 are read and shown escaped', async () => {
  expect([...(await found('.'))].sort()).toEqual([
    ['\\xFF\\xFE/😀\\xF0\\x9F.yaml', 'a: b\n'],
    ['caf\\xE9.sh', 'docker ps\n'],
    ['café.sh', 'docker ps\n'],
  ])
})

test('a name is found again whose bytes were lost in an argument', async () => {
  expect(await found('caf\uFFFD.sh')).toEqual([['caf\\xE9.sh', 'docker ps\n']])
  expect(await found('\uFFFD\uFFFD')).toEqual([['\\xFF\\xFE/😀\\xF0\\x9F.yaml', 'a: b\n']])
  await expect(found('none\uFFFD.sh')).rejects.toThrow('none\uFFFD.sh does not exist')
})

test('every name of bytes leads back to them', () => {
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
  for (let run = 0; run < 5_000; run++) {
    const bytes = Buffer.from(
      Array.from({ length: random(8) }, () => [0x61, 0xc3, 0xa9, 0xf0, 0x9f, 0x98, 0x80, 0xed, 0xff][random(9)]!),
    )
    const name = nameOfBytes(bytes)
    expect(Buffer.from(onDisk(name))).toEqual(bytes)
    expect(shownName(name)).not.toMatch(/(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/)
  }
})

test('what cannot be opened for too many open files is waited for, but not for ever', () => {
  let times = 0
  const failing = (times_: number) => () => {
    if (times++ < times_) throw Object.assign(new Error('too many'), { code: 'EMFILE' })
    return 'open'
  }
  expect(patiently(failing(3), 1)).toBe('open')
  times = 0
  expect(() => patiently(failing(1_000), 0)).toThrow('too many')
  expect(() =>
    patiently(() => {
      throw Object.assign(new Error('gone'), { code: 'ENOENT' })
    }),
  ).toThrow('gone')
})
