/** Makes the generated documents afresh: rules/README.md and the marked parts of README.md and .github/docs. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
// Inside of the repository, so that packages that stay outside of the bundle are found.
const folder = mkdtempSync(join(root, 'node_modules/.docs-'))
try {
  const outfile = join(folder, 'docs.mjs')
  await build({
    entryPoints: [join(root, '.ci/docs-text.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'warning',
  })
  const { CARRY_OVER_PAGE, carryOverPage, PICTURED, commandLine, readme, rulePages, terminalPicture } = await import(
    pathToFileURL(outfile).href
  )
  writeFileSync(join(root, 'rules/README.md'), await rulePages())
  const pictured = readFileSync(join(root, PICTURED), 'utf8')
  writeFileSync(join(root, '.github/terminal.svg'), await terminalPicture([PICTURED, pictured]))
  for (const [name, made] of [
    ['README.md', readme],
    ['.github/docs/command-line.md', commandLine],
    [CARRY_OVER_PAGE, carryOverPage],
  ]) {
    const path = join(root, name)
    writeFileSync(path, await made(readFileSync(path, 'utf8')))
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
