import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  CARRY_OVER_PAGE,
  carryOverPage,
  commandLine,
  lintExample,
  PICTURED,
  readme,
  rulePages,
  terminalPicture,
} from '../.ci/docs-text.ts'
import { rules } from '../rules/index.ts'

describe('the examples of every rule are true', () => {
  test.each(rules.map(rule => [rule.id, rule] as const))('%s', async (id, { docs }) => {
    const bad = await lintExample(docs.bad)
    expect(bad.diagnostics.map(diagnostic => diagnostic.rule)).toContain(id)
    expect(bad.notices).toEqual([])
    const good = await lintExample(docs.good)
    expect(good.diagnostics).toEqual([])
    expect(good.notices).toEqual([])
  })
})

describe('every text of a rule is written for people', () => {
  test.each(rules.map(rule => [rule.id, rule] as const))('%s', (_, rule) => {
    expect(rule.summary).toMatch(/^[A-Z].*[^.]$/)
    for (const sentence of [rule.docs.why, rule.docs.instead]) expect(sentence).toMatch(/^\S.*\.$/s)
    for (const trigger of rule.triggers) if (typeof trigger === 'string') expect(trigger.length).toBeGreaterThan(4)
  })

  test('ids are unique', () => {
    expect(new Set(rules.map(rule => rule.id)).size).toBe(rules.length)
  })
})

describe('generated documents are fresh (npm run docs)', () => {
  test('rules/README.md', async () => {
    expect(readFileSync('rules/README.md', 'utf8')).toBe(await rulePages())
  })
  test('the picture', async () => {
    const content = readFileSync(PICTURED, 'utf8')
    expect(readFileSync('.github/terminal.svg', 'utf8')).toBe(await terminalPicture([PICTURED, content]))
  })
  test.each([
    ['README.md', readme],
    ['.github/docs/command-line.md', commandLine],
    [CARRY_OVER_PAGE, carryOverPage],
  ])('%s', async (path, made) => {
    const text = readFileSync(path, 'utf8')
    expect(await made(text)).toBe(text)
  })
})
