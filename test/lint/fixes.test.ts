/** Fixes: what each rule makes of the fixtures, and what holds for every fix. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import { applyFixes, type Fixed } from '../../src/lint/fixes/apply.ts'
import { besideWith, withTexts } from '../../src/lint/fixes/texts.ts'
import type { LintOptions } from '../../src/lint/lint-options.ts'
import { type InputFile, lintFiles } from '../../src/lint/linter.ts'
import { type Fixture, filesInMemory, fixturesIn } from '../fixture-files.ts'

const fixtures = fixturesIn('test/fixtures')

/** Files of a project, a folder `project-…` or a file alone. */
const projects = new Map<string, Fixture[]>()
for (const file of fixtures) {
  const name = /^(?:.*?\/)?project-[^/]+/.exec(file.path)?.[0] ?? file.path
  projects.set(name, [...(projects.get(name) ?? []), file])
}

interface File {
  readonly path: string
  readonly text: string
}

/** Fixes files in memory. */
function fix(files: readonly File[], unsafe: boolean, options: Partial<LintOptions> = {}): Promise<Fixed> {
  const inputs = files.map(({ path, text }) => ({ path, bytes: Buffer.from(text) }))
  async function* read(): AsyncGenerator<InputFile> {
    yield* inputs
  }
  return applyFixes({
    lint: texts =>
      lintFiles(withTexts(read(), texts), {
        rules,
        runtime: 'containerd',
        targetVersion: '1.37',
        ...options,
        beside: besideWith(filesInMemory(inputs), texts),
      }),
    read: path => files.find(file => file.path === path)?.text ?? { problem: 'it is not there' },
    choose: ({ diagnostics }) => diagnostics,
    unsafe,
  })
}

const textsAfter = (files: readonly File[], { texts }: Fixed): readonly File[] =>
  files.map(({ path, text }) => ({ path, text: texts.find(each => each.path === path)?.after ?? text }))

/** The text beside a fixture that shows what `--fix --unsafe-fixes` makes of it: `name.fixed.yaml`. */
function fixedBeside(path: string): string | undefined {
  const file = `test/fixtures/${path}`
  const beside = /\.[^./]+$/.test(file) ? file.replace(/(\.[^./]+)$/, '.fixed$1') : `${file}.fixed`
  return existsSync(beside) ? readFileSync(beside, 'utf8') : undefined
}

describe('what becomes of the fixtures that show it', () => {
  const shown = [...projects].filter(([, files]) => files.some(({ path }) => fixedBeside(path) !== undefined))
  test.each(shown)('%s', async (_, files) => {
    const fixed = await fix(files, true)
    for (const { path, text } of textsAfter(files, fixed)) {
      const wanted = fixedBeside(path)
      if (wanted !== undefined) expect(text, path).toBe(wanted)
    }
    expect(fixed.leftOut.map(({ diagnostic, reason }) => `${diagnostic.what}: ${reason}`)).toEqual([])
  })
})

describe('what holds for every fix', () => {
  const fixable = [...projects]
  test.each(fixable)('%s', async (_, files) => {
    const once = await fix(files, true)
    if (once.done.length + once.leftOut.length === 0) return
    const after = textsAfter(files, once)
    // Nothing is told to be fixed that stays, and nothing is left to do.
    const again = await fix(after, true)
    expect(again.texts).toEqual([])
    // What is right with Docker as well is a part of it.
    const safe = await fix(files, false)
    expect(safe.done.every(({ fix: done }) => done?.applies === 'both')).toBe(true)

    // CRLF stays CRLF, and the same is done.
    const withCrlf = (text: string) => text.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n')
    const crlf = files.map(({ path, text }) => ({ path, text: withCrlf(text) }))
    const ofCrlf = textsAfter(crlf, await fix(crlf, true))
    expect(ofCrlf).toEqual(after.map(({ path, text }) => ({ path, text: withCrlf(text) })))
    // A byte order mark stays.
    const marked = files.map(({ path, text }) => ({ path, text: `\uFEFF${text}` }))
    expect(textsAfter(marked, await fix(marked, true))).toEqual(
      after.map(({ path, text }) => ({ path, text: `\uFEFF${text}` })),
    )
  })
})
