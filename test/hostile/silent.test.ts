/** What hides from the linter is told. */
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import type { LintResult } from '../../src/diagnostic.ts'
import { lintFiles } from '../../src/lint/linter.ts'

async function noticesOf(path: string, bytes: Uint8Array): Promise<readonly string[]> {
  return (await resultOf(path, bytes)).notices.map(({ reason }) => reason)
}

/** What is found and what is told. */
async function saidOf(path: string, bytes: Uint8Array): Promise<readonly string[]> {
  const { diagnostics, notices } = await resultOf(path, bytes)
  return [
    ...diagnostics.map(({ location: { line, column }, rule }) => `${line}:${column} ${rule}`),
    ...notices.map(({ reason }) => reason),
  ]
}

async function resultOf(path: string, bytes: Uint8Array): Promise<LintResult> {
  const files = async function* () {
    yield { path, bytes }
  }
  return lintFiles(files(), { rules, runtime: 'containerd', targetVersion: '1.34' })
}

test.each([
  ['chart/templates/_helpers.tpl', '{{- define "a" -}}\npath: /var/run/docker.sock\n{{- end }}\n{{/* \0 */}}\n'],
  ['scripts/check', '#!/bin/sh\ndocker ps\n# \0\n'],
  ['bin/node-setup', '#!/bin/sh\n# \0\ndocker ps\n'],
])('a zero byte in %s', async (path, text) => {
  expect(await noticesOf(path, Buffer.from(text))).toEqual([
    'it is a text with a zero byte in it, which makes it a binary file',
  ])
})

test('a program with the same words is no text', async () => {
  const bytes = Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0]), Buffer.from('docker ps')])
  expect(await noticesOf('bin/tool', bytes)).toEqual([])
})

const cloudConfig = (encoding: string, content: string): Buffer =>
  Buffer.from(
    `#cloud-config\nwrite_files:\n  - path: /usr/local/bin/a.sh\n    encoding: ${encoding}\n    content: ${content}\n`,
  )

test.each([
  'gz+b64',
  'gzip+base64',
  'gz',
  '"gz+base64"',
])('a file of cloud-config that is packed as %s is read', async encoding => {
  const content = gzipSync('#!/bin/sh\ndocker ps\n').toString('base64')
  expect(await saidOf('user-data', cloudConfig(encoding, content))).toEqual(['5:14 docker-cli'])
})

test('a packed file that is longer than any script is told, and costs little', async () => {
  const content = gzipSync(Buffer.alloc(200_000_000, 'docker ps\n')).toString('base64')
  expect(await saidOf('user-data', cloudConfig('gz+b64', content))).toEqual([
    'the file "/usr/local/bin/a.sh" is packed, and too long to be a text once it is unpacked',
  ])
})

test.each([
  'H4sIAAAAAAAA',
  Buffer.from('docker ps').toString('base64'),
])('what says that it is packed and is not is told: %s', async content => {
  expect(await saidOf('user-data', cloudConfig('gz+b64', content))).toEqual([
    'the file "/usr/local/bin/a.sh" is packed',
  ])
})

const encoded = Buffer.from('docker ps\n').toString('base64')
const packed = gzipSync('docker ps\n').toString('base64')

test.each([
  `echo ${encoded} | base64 -d | sh`,
  `echo '${encoded}' | base64 --decode | sudo bash -s`,
  `printf '%s' "${encoded}" | openssl base64 -d | sh`,
  `echo ${packed} | base64 -d | gunzip | sh`,
  `base64 -d <<< ${encoded} | bash`,
  `base64 -d <<EOF | sh\n${encoded}\nEOF`,
  `echo ${encoded} | base64 -d > /usr/local/bin/run.sh`,
])('a script that is decoded before it runs: %s', async script => {
  expect((await saidOf('run.sh', Buffer.from(`${script}\n`))).map(each => each.replace(/^\S+ /, ''))).toEqual([
    'docker-cli',
  ])
})

test('what is to be decoded and cannot be is told, and what nobody knows is not', async () => {
  expect(await saidOf('run.sh', Buffer.from('echo bm8gdGV4dAA= | base64 -d | sh # docker\n'))).toEqual([
    'a text that the script decodes is packed',
  ])
  expect(await saidOf('run.sh', Buffer.from('echo "$SCRIPT" | base64 -d | sh # docker\n'))).toEqual([])
})
