/** What a short run loads: the programs of an editor or a hook start it again and again. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { BAD, folderWith, program, run } from '../program.ts'

/** The modules of the program that a run loads, and their size: V8's coverage names each script that there was. */
function loaded(args: readonly string[]): { readonly modules: number; readonly bytes: number } {
  const folder = folderWith({ 'pod.yaml': BAD, 'coverage/.keep': '' })
  const coverage = join(folder, 'coverage')
  run(folder, args, { env: { NODE_V8_COVERAGE: coverage } })
  const own = pathToFileURL(dirname(program)).href
  const urls = readdirSync(coverage)
    .filter(name => name.endsWith('.json'))
    .flatMap(name => {
      const { result } = JSON.parse(readFileSync(join(coverage, name), 'utf8')) as {
        result: readonly { url: string }[]
      }
      return result.map(({ url }) => url)
    })
    .filter(url => url.startsWith(own))
  const modules = new Set(urls)
  return { modules: modules.size, bytes: [...modules].reduce((sum, url) => sum + statSync(fileURLToPath(url)).size, 0) }
}

// What is bundled for the tests is not made small: it is two to three times as large as what is published.
test.each([
  { args: ['--version'], modules: 6, bytes: 20_000 },
  { args: ['--help'], modules: 56, bytes: 820_000 },
  { args: ['pod.yaml'], modules: 76, bytes: 1_500_000 },
])('$args loads at most $modules modules of $bytes bytes together', ({ args, ...most }) => {
  const { modules, bytes } = loaded(args)
  expect(modules).toBeGreaterThan(0)
  expect(modules).toBeLessThanOrEqual(most.modules)
  expect(bytes).toBeLessThanOrEqual(most.bytes)
})
