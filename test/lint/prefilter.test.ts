import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { prefilterFor } from '../../src/lint/prefilter.ts'

const wants = (triggers: Parameters<typeof prefilterFor>[0], text: string | Buffer) =>
  prefilterFor(triggers)(Buffer.isBuffer(text) ? text : Buffer.from(text))

describe('the scan finds a word wherever it stands', () => {
  test.each([
    [['docker.sock'], 'path: /var/run/docker.sock', true],
    [['docker.sock'], 'path: /var/run/docker-sock', false],
    [['docker.sock'], 'DOCKER.SOCK', true],
    [['abab'], 'abaabab', true],
    [['she', 'hers', 'his'], 'ushers', true],
    [['hers'], 'hehershe', true],
    [['aaab'], 'aaaaaab', true],
    [['one', 'two'], '', false],
    [['kubelet'], 'é kubelet', true],
    [[], 'anything', false],
  ] as const)('%j in %s', (words, text, found) => {
    expect(wants(words, text)).toBe(found)
  })

  test('as a search for each word would, over random words and texts', () => {
    let seed = 1
    const random = (below: number) => {
      seed = (seed * 48271) % 2147483647
      return seed % below
    }
    const word = (length: number) => Array.from({ length }, () => 'abC-'[random(4)]).join('')
    for (let run = 0; run < 2000; run++) {
      const words = Array.from({ length: 1 + random(6) }, () => word(1 + random(5)))
      const text = word(random(30))
      const expected = words.some(each => text.toLowerCase().includes(each.toLowerCase()))
      expect(wants(words, text), `${words} in ${text}`).toBe(expected)
    }
  })
})

describe('the scan finds a word that readers put together', () => {
  test.each([
    [['docker'], 'do\\cker', true],
    [['docker'], `d"o'c\`k^er`, true],
    [['docker'], 'do\\\n  cker', true],
    [['docker'], 'do`\r\n\tcker', true],
    [['docker'], 'do\\\n\\\ncker', true],
    [['docker'], 'do\ncker', false],
    [['docker'], 'do \\\ncker', false],
    [['docker'], `x${'"\ndo\\\n'.repeat(9)}cker`, true],
    [['docker'], 'c"\ndocker', true],
    [['\\docker'], 'C:\\docker', true],
    [['\\docker'], 'C:\\\\docker', true],
    [['\\docker'], 'C:/docker', false],
    [['log\\containers'], 'log"\\containers', true],
    [['docker'], '"\\u0064ocker"', true],
    [['docker'], "$'\\x64ocker'", true],
    [['docker'], '<a>&#100;&#x6f;cker</a>', true],
    [['docker'], 'data:,%64ocker', true],
    [['docker'], '\\u003cocker', false],
    [[{ word: 'docker', followedBy: /^ ps/ }], 'docker p"s"', true],
    [[{ word: 'docker', followedBy: /^\s+ps/ }], '"docker\\tps"', true],
    [[{ word: 'type', followedBy: /^ json/ }], '"type \\"json\\""', true],
    [[{ word: 'a', beside: ['docker'] }], 'a d"ocker', true],
  ] as [Parameters<typeof prefilterFor>[0], string, boolean][])('%j in %j', (words, text, found) => {
    expect(prefilterFor(words)(Buffer.from(text), 'a file')).toBe(found)
  })

  test('whatever stands around it', () => {
    let seed = 7
    const random = (below: number) => {
      seed = (seed * 48271) % 2147483647
      return seed % below
    }
    const some = (of: string, length: number) => Array.from({ length }, () => of[random(of.length)]).join('')
    for (let run = 0; run < 2000; run++) {
      const words = Array.from({ length: 1 + random(6) }, () => some('ab-', 1 + random(5)))
      const text = some('ab-"\'', random(30))
      const expected = words.some(word => text.replace(/["']/g, '').includes(word))
      expect(wants(words, text), `${words} in ${text}`).toBe(expected)
    }
  })
})

describe('a word with a condition counts only where it holds', () => {
  const docker = { word: 'docker', followedBy: /^(?![\w./:@-])/ }
  test.each([
    ['image: docker.io/library/nginx', false],
    ['docker ps', true],
    ['docker.io docker', true],
    ['docker', true],
  ])('%s', (text, found) => {
    expect(wants([docker], text)).toBe(found)
  })

  test('also when the word ends inside of a longer one', () => {
    expect(wants([{ word: 'ab', followedBy: /^c!/ }, 'xabcd'], 'xabc!')).toBe(true)
  })
})

describe('a word may need another one beside it', () => {
  const wanted = prefilterFor([{ word: 'root', followedBy: /^ =/, beside: ['.toml', 'Containerd'] }])
  test.each([
    ['elsewhere in the file', 'root = 1\n# CONTAINERD', 'a.conf', true],
    ['in the path', 'root = 1', 'etc/containerd/a.conf', true],
    ['nowhere', 'root = 1', 'a.conf', false],
    ['without the word itself', 'containerd', 'a.toml', false],
    ['in another part of what a chart makes', 'root = 1', undefined, true],
  ])('%s', (_, text, path, found) => {
    expect(wanted(Buffer.from(text), path)).toBe(found)
  })
})

test('the name of a file counts, its folders do not', () => {
  const wanted = prefilterFor(['daemon.json'])
  expect(wanted(Buffer.from('{"mtu": 1400}'), 'etc/docker/daemon.json')).toBe(true)
  expect(wanted(Buffer.from('{"mtu": 1400}'), 'daemon.json/other')).toBe(false)
})

test('UTF-16 is read as text', () => {
  expect(wants(['docker.sock'], Buffer.from('\uFEFFpath: docker.sock', 'utf16le'))).toBe(true)
})

describe('a comment is left out', () => {
  test.each([
    ['# Run "docker ps" here.', false],
    ['name: x\n  \t## docker\r\nkey: y', false],
    ['# docker\n# docker\nrun: docker', true],
    ['key: value # docker', true],
    ['#!/usr/bin/docker', true],
    ['  #{docker} ps', true],
    ['<# comment\n#> docker', true],
    ['# one\rdocker', true],
    ['{{/*\nWhere docker\nlooks\n*/}}', false],
    ['{{- /* docker */ -}}', false],
    ['{{/* one */}} docker {{/* two */}}', true],
    ['rm -rf /var/log/* docker */', true],
    ['{{/* docker', true],
  ])('%j', (text, found) => {
    expect(wants(['docker'], text)).toBe(found)
  })

  test('unless the rule reads comments', () => {
    const triggers = ['docker', { word: 'ignore', inComments: true }]
    expect(wants(triggers, '# docker, ignore')).toBe(true)
    expect(wants(triggers, '# docker')).toBe(false)
  })

  test('in linear time', () => {
    expect(wants(['docker'], `# ${'docker '.repeat(1_000_000)}`)).toBe(false)
    expect(wants(['docker'], '{{/* docker */}}'.repeat(300_000))).toBe(false)
    expect(wants(['docker'], 'base64 '.repeat(1_000_000))).toBe(false)
  })
})

describe('what base64 hides is looked into', () => {
  const packed = (text: string | Uint8Array) => Buffer.from(text).toString('base64')
  test.each([
    ['a word', `kind: Secret\ndata:\n  run: ${packed('set -e; docker ps -a')}`, true],
    ['no word', `kind: Secret\ndata:\n  run: ${packed('set -e; crictl ps -a')}`, false],
    ['a word behind a prefix of the same characters', `base64: abc/${packed('set -e; docker ps -a')}`, true],
    [
      'a word that a line end cuts',
      `encoding: base64\n    ${packed('set -e; docker ps').replace(/.{10}/, '$&\n    ')}`,
      true,
    ],
    ['base64 once more', `encoding: base64\n${packed(`data: base64 ${packed('set -e; docker ps')}`)}`, true],
    ['gzip', `encoding: gzip+base64\n${packed(gzipSync('set -e; crictl ps'))}`, true],
    ['what is too long to be looked into', `encoding: base64\n${'a'.repeat(20_000_000)}`, true],
    ['what is too long over many lines', `encoding: base64\n${`  ${'a'.repeat(76)}\n`.repeat(200_000)}`, true],
    ['many lines of few characters', `encoding: base64\n${'aaaaaaa\n'.repeat(1_000_000)}`, false],
    ['nothing that any reader decodes', `kind: ConfigMap\ndata:\n  run: ${packed('set -e; docker ps')}`, false],
  ])('%s', (_, text, found) => {
    expect(wants(['docker'], text)).toBe(found)
  })
})
