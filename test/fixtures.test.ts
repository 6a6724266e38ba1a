import { describe, expect, test } from 'vitest'
import { rules } from '../rules/index.ts'
import type { Diagnostic } from '../src/diagnostic.ts'
import type { Fact, Scope } from '../src/facts.ts'
import { templatesOf } from '../src/helm/expand.ts'
import type { LintOptions } from '../src/lint/lint-options.ts'
import type { InputFile } from '../src/lint/linter.ts'
import { lintFiles } from '../src/lint/linter.ts'
import { readFacts } from '../src/lint/read-facts.ts'
import { type Fixture, filesInMemory, fixturesIn } from './fixture-files.ts'
import { locatedIn } from './read-with.ts'

const fixtures = fixturesIn('test/fixtures')
const all = [...fixtures, ...fixturesIn('examples')]
/** Files of a folder named `…/project-…` are linted together: what they say depends on each other. */
const projects = groups(fixtures)
const settings: LintOptions = { rules, runtime: 'containerd', targetVersion: '1.37' }

function groups(files: readonly Fixture[]): ReadonlyMap<string, readonly Fixture[]> {
  const found = new Map<string, Fixture[]>()
  for (const file of files) {
    const project = /^(?:.*?\/)?project-[^/]+/.exec(file.path)?.[0] ?? file.path
    found.set(project, [...(found.get(project) ?? []), file])
  }
  return found
}

async function* inputs(files: readonly { path: string; bytes: Buffer }[]): AsyncGenerator<InputFile> {
  yield* files
}

const lint = (files: readonly { path: string; bytes: Buffer }[], options: Partial<LintOptions> = {}) =>
  lintFiles(inputs(files), { ...settings, beside: filesInMemory(files), ...options })

const everything = filesInMemory(all)

const withText = (file: Fixture, text: string) => ({ path: file.path, bytes: Buffer.from(text) })

describe('each fixture gives its diagnostics and no other', () => {
  test.each([...projects])('%s', async (_, files) => {
    const { diagnostics } = await lint(files)
    const found = diagnostics.map(d => ({
      path: d.location.path,
      line: d.location.line,
      column: d.location.column,
      rule: d.rule,
      level: d.level,
    }))
    const wanted = files.flatMap(file => file.expected.map(e => ({ path: file.path, ...e })))
    const show = (d: { path: string; line: number; rule: string }) => `${d.path}:${d.line} ${d.rule}`
    expect(found.map(show).sort()).toEqual(wanted.map(show).sort())
    for (const { path, line, column, rule, level } of wanted) {
      const same = found.filter(d => d.path === path && d.line === line && d.rule === rule)
      if (column !== undefined) expect(same.map(d => d.column)).toContain(column)
      if (level !== undefined)
        expect(
          same.map(d => d.level),
          `${path}:${line} ${rule}`,
        ).toContain(level)
    }
  })
})

describe('properties of every fixture and example', () => {
  test.each(all.map(file => [file.path, file] as const))('%s: every position slices to its text', async (_, file) => {
    for (const fact of await factsOf(file.path, file.text))
      for (const located of locatedIn(fact)) {
        const { start, end } = located.span
        expect(start).toBeGreaterThanOrEqual(0)
        expect(end).toBeLessThanOrEqual(located.span.file.text.length)
        expect(start).toBeLessThanOrEqual(end)
        if (located.exact) expect(located.span.file.text.slice(start, end)).toBe(located.value)
      }
  })

  test('the prefilter loses nothing', async () => {
    const filtered = await lint(all)
    const whole = await lint(all, { withoutPrefilter: true })
    expect(filtered.diagnostics).toEqual(whole.diagnostics)
  })

  test('CRLF and LF agree', async () => {
    const lf = await lint(all.map(file => withText(file, file.text.replaceAll('\r\n', '\n'))))
    const crlf = await lint(
      all.map(file => withText(file, file.text.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n'))),
    )
    expect(withoutOffsets(crlf.diagnostics)).toEqual(withoutOffsets(lf.diagnostics))
  })

  test('a byte order mark changes nothing', async () => {
    const bare = await lint(all)
    const marked = await lint(all.map(file => withText(file, `\uFEFF${file.text}`)))
    expect(withoutOffsets(marked.diagnostics)).toEqual(withoutOffsets(bare.diagnostics))
  })

  test.each(all.map(file => [file.path, file] as const))('%s: cut anywhere, it never throws', async (path, file) => {
    const step = Math.max(1, Math.floor(file.text.length / 8))
    for (let end = 0; end < file.text.length; end += step) {
      const facts = await factsOf(path, file.text.slice(0, end))
      for (const fact of facts) if (fact.kind === 'unread') expect(fact.reason).not.toContain('reader failed')
    }
  })
})

/** Line ends and a byte order mark shift offsets in a file, and nothing else. */
const withoutOffsets = (diagnostics: readonly Diagnostic[]) =>
  diagnostics.map(({ fix, ...rest }) => ({
    ...rest,
    fix: fix && {
      ...fix,
      edits: fix.edits.map(({ start: _start, end: _end, text, ...edit }) => ({
        ...edit,
        text: text.replaceAll('\r\n', '\n'),
      })),
    },
  }))

async function factsOf(path: string, text: string): Promise<readonly Fact[]> {
  const project: Scope = { kind: 'project', parent: undefined, facts: [], children: [] }
  const { scope } = await readFacts({ path, text }, project, undefined, templatesOf(everything))
  const facts: Fact[] = []
  const collect = (from: Scope) => {
    facts.push(...from.facts)
    for (const child of from.children) collect(child)
  }
  collect(scope)
  return facts
}
