import { expect, test } from 'vitest'
import { GROUPINGS, groupedBy } from '../../src/reporters/grouping.ts'
import { text as textParts } from '../../src/reporters/text.ts'
import { about, hostile, mixed, whole } from './sample.ts'

const text = whole(textParts)

test.each([
  ['rule', ['docker-cli', 'docker-data-path', 'docker-socket-mount']],
  ['owner', ['No owner', '@org/platform @jane']],
  ['object', ['No object', 'DaemonSet kube-system/fluentd']],
  ['folder', ['manifests', 'scripts']],
] as const)('by %s, the largest group first', (grouping, names) => {
  expect(groupedBy(mixed.diagnostics, grouping).map(([name]) => name)).toEqual(names)
})

test('text has a heading for each group, and each finding once', () => {
  for (const groupBy of GROUPINGS) {
    const output = text(mixed, about({ groupBy }))
    for (const [name, diagnostics] of groupedBy(mixed.diagnostics, groupBy))
      expect(output).toContain(`── ${name}: ${diagnostics.length} problem`)
    expect(output.match(/^ {2}\d+:\d+ {2}/gm)).toHaveLength(mixed.diagnostics.length)
  }
})

test('a name acts on no terminal', () => {
  expect(text(hostile, about({ groupBy: 'object' }))).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
})
