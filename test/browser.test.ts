import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { rules } from '../rules/index.ts'
import type { LintResult } from '../src/diagnostic.ts'
import { lintFiles } from '../src/lint/linter.ts'

/** Every room but the command line's, and the files'. */
const CORE = `
  export { rules } from './rules/index.ts'
  export { lintFiles } from './src/lint/linter.ts'
  export { reporters } from './src/reporters/index.ts'
  export { configSchema } from './src/config/config.ts'
`

/** What is in a browser beside the language, and used. */
const WEB = { TextDecoder, TextEncoder }

const FILES = readdirSync('examples', { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile())
  .map(entry => join(entry.parentPath, entry.name).replaceAll('\\', '/'))

async function core(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: CORE, resolveDir: process.cwd() },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'core',
    platform: 'browser',
    target: 'es2023',
    logLevel: 'silent',
  })
  return outputFiles[0]!.text
}

test('the core lints in a browser, where nothing of Node is', async () => {
  const context = createContext({ ...WEB })
  runInContext(await core(), context)
  const options = { rules, ruleIds: rules.map(rule => rule.id), runtime: 'containerd', targetVersion: '1.35' } as const
  const files = FILES.map(path => ({ path, bytes: new Uint8Array(readFileSync(path)) }))
  async function* input() {
    yield* files
  }
  const here = await lintFiles(input(), options)
  const there = (await runInContext(
    `(files, options) => core.lintFiles((async function* () { yield* files })(), { ...options, rules: core.rules })`,
    context,
  )(files, options)) as LintResult
  expect(here.diagnostics.length).toBeGreaterThan(FILES.length)
  expect(JSON.stringify(there)).toBe(JSON.stringify(here))
}, 60_000)
