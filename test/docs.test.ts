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
import { RULE_PAGES } from '../src/knowledge/rule-pages.ts'
import { NEWEST_VERSION } from '../src/knowledge/versions.ts'
import { lintFiles } from '../src/lint/linter.ts'
import { filesInMemory, fixturesIn } from './fixture-files.ts'

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

describe('the levels of every page are those that the rule reports', () => {
  /** The levels that each rule reports of the fixtures, read as one tree, and of its own example. */
  const reported = async () => {
    const found = new Map<string, Set<string>>()
    const files = fixturesIn('test/fixtures')
    const results = [
      await lintFiles(
        (async function* () {
          yield* files
        })(),
        { rules, runtime: 'containerd', targetVersion: NEWEST_VERSION, beside: filesInMemory(files) },
      ),
    ]
    for (const { docs } of rules) results.push(await lintExample(docs.bad))
    for (const { diagnostics } of results)
      for (const { rule, level } of diagnostics) found.set(rule, (found.get(rule) ?? new Set()).add(level))
    return found
  }

  test('no level is missing, none is too much, and the highest is the one that the rule is listed with', async () => {
    const found = await reported()
    const told = Object.entries(RULE_PAGES).map(([id, { levels }]) => [id, Object.keys(levels)])
    const order = ['error', 'warning', 'note']
    expect(Object.fromEntries(told)).toEqual(
      Object.fromEntries(rules.map(({ id }) => [id, order.filter(level => found.get(id)?.has(level))])),
    )
    for (const { id, level } of rules) expect(Object.keys(RULE_PAGES[id]!.levels)[0], id).toBe(level)
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
