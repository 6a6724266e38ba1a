import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { json as jsonParts } from '../../src/reporters/json.ts'
import { about, HOSTILE, hostile, mixed, result, whole } from './sample.ts'

const json = whole(jsonParts)

test('the document has a version, counts, findings and what was not read', () => {
  const document = JSON.parse(json(mixed, about()))
  expect(document).toMatchObject({
    version: 1,
    tool: { name: 'dockershim-lint', version: '1.2.3' },
    settings: { runtime: 'containerd', targetVersion: '1.35' },
    summary: {
      errors: 1,
      warnings: 1,
      notes: 1,
      filesWithFindings: 2,
      filesChecked: 12,
      filesNotRead: 1,
      filesPartlyRead: 1,
    },
    notices: [
      { path: 'a.bin', reason: 'it is a binary file', partly: false },
      { path: 'broken.yaml', line: 7, column: 3, reason: 'a quote is never closed', partly: true },
    ],
  })
  expect(document.diagnostics).toHaveLength(3)
  expect(document.diagnostics[0]).toEqual({
    rule: 'docker-socket-mount',
    url: 'https://example.org/dockershim-lint/blob/main/rules/README.md#docker-socket-mount',
    level: 'error',
    confidence: 'high',
    path: 'manifests/fluentd.yaml',
    line: 42,
    column: 19,
    endLine: 42,
    endColumn: 39,
    text: '/var/run/docker.sock',
    what: 'Mounts the Docker socket "/var/run/docker.sock"',
    breaks: expect.stringMatching(/^Nodes with containerd/),
    instead: expect.stringMatching(/^Talk to/),
    object: 'DaemonSet kube-system/fluentd, container fluentd',
    group: 'workloads',
    owner: '@org/platform @jane',
    related: [
      {
        message: 'the container mounts it here',
        path: 'manifests/fluentd.yaml',
        line: 30,
        column: 16,
        endLine: 30,
        endColumn: 18,
      },
      { message: 'the script that uses it', path: 'scripts/log.sh', line: 3, column: 20, endLine: 3, endColumn: 22 },
    ],
  })
  expect(document.diagnostics[2].fix).toEqual({
    title: 'Replace "docker" with "crictl"',
    applies: 'after',
    edits: [
      { path: 'scripts/log.sh', line: 3, column: 7, endLine: 3, endColumn: 13, start: 20, end: 26, text: 'crictl' },
    ],
  })
})

test('a clean run has empty lists', () => {
  expect(JSON.parse(json(result(), about()))).toMatchObject({
    diagnostics: [],
    notices: [],
    summary: { errors: 0, filesChecked: 12 },
  })
})

test('text from files comes through as it is, but for what is no Unicode', () => {
  expect(JSON.parse(json(hostile, about())).diagnostics[0].what).toBe(`Mounts "${HOSTILE.replace('\ud800', '\ufffd')}"`)
})

/** The names of all properties of a document, such as `diagnostics[].fix.title`. */
function propertiesOf(value: unknown, name = ''): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap(item => propertiesOf(item, `${name}[]`)))].sort()
  if (typeof value !== 'object' || value === null) return [name]
  return Object.entries(value)
    .flatMap(([key, inner]) => propertiesOf(inner, `${name}.${key}`))
    .sort()
}

test('the page of the formats shows every property', () => {
  const page = readFileSync(new URL('../../.github/docs/formats.md', import.meta.url), 'utf8')
  const shown = JSON.parse(/```json\n(.*?)```/s.exec(page)![1]!)
  expect(propertiesOf(shown)).toEqual(propertiesOf(JSON.parse(json(mixed, about()))))
})
