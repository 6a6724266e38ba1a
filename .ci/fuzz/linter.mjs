/** The linter of the working tree, put together for the fuzzer. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'

const ENTRY = `
export { lintFiles } from './src/lint/linter.ts'
export { applyFixes } from './src/lint/fixes/apply.ts'
export { changeableText } from './src/lint/fixes/changeable.ts'
export { languageOf } from './src/languages/recognise.ts'
export { LANGUAGES } from './src/languages/registry.ts'
export { locatedIn } from './test/read-with.ts'
export { rules } from './rules/index.ts'
`

export async function builtLinter() {
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  await build({
    stdin: { contents: ENTRY, resolveDir: '.', loader: 'ts' },
    outfile: join(folder, 'linter.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    banner: { js: "import{createRequire as requireFrom}from'node:module';const require=requireFrom(import.meta.url);" },
    logLevel: 'error',
  })
  return import(join(folder, 'linter.mjs'))
}
