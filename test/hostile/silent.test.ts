/** What hides from the linter is told. */
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import { lintFiles } from '../../src/lint/linter.ts'

async function noticesOf(path: string, bytes: Uint8Array): Promise<readonly string[]> {
  const files = async function* () {
    yield { path, bytes }
  }
  const { notices } = await lintFiles(files(), { rules, runtime: 'containerd', targetVersion: '1.34' })
  return notices.map(({ reason }) => reason)
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

test.each([
  'gz+b64',
  'gzip+base64',
  'gz',
  '"gz+base64"',
])('a file of cloud-config that is packed as %s', async encoding => {
  const content = gzipSync('docker ps\n').toString('base64')
  const text = `#cloud-config\nwrite_files:\n  - path: /usr/local/bin/a.sh\n    encoding: ${encoding}\n    content: ${content}\n`
  expect(await noticesOf('user-data', Buffer.from(text))).toEqual(['the file "/usr/local/bin/a.sh" is packed'])
})
