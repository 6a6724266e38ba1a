import { expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import { groupOf, RULE_GROUPS } from '../../src/knowledge/rule-groups.ts'

test('every rule has its groups, and there is no other', () => {
  expect(Object.keys(RULE_GROUPS).sort()).toEqual(rules.map(({ id }) => id).sort())
})

test('where code runs decides, as far as the rule is about that', () => {
  expect(groupOf('docker-cli', 'pod')).toBe('workloads')
  expect(groupOf('docker-cli', 'build')).toBe('ci')
  expect(groupOf('docker-cli', 'unknown')).toBe('nodes')
  expect(groupOf('docker-log-format', 'pod')).toBe('logging')
})
