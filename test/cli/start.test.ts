/** What a short run loads: the programs of an editor or a hook start it again and again. */

import { readdirSync, readFileSync, statSync } from 'node:fs'
import module from 'node:module'
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
  { args: ['--version'], modules: 4, bytes: 20_000 },
  { args: ['--help'], modules: 6, bytes: 1_450_000 },
  { args: ['pod.yaml'], modules: 9, bytes: 1_700_000 },
])('$args loads at most $modules modules of $bytes bytes together', ({ args, ...most }) => {
  const { modules, bytes } = loaded(args)
  expect(modules).toBeGreaterThan(0)
  expect(modules).toBeLessThanOrEqual(most.modules)
  expect(bytes).toBeLessThanOrEqual(most.bytes)
})

test('what V8 made of the program is kept in the home of the user, and nowhere else', () => {
  const folder = folderWith({ 'pod.yaml': BAD, 'home/.keep': '', 'caches/.keep': '' })
  const kept = (env: Record<string, string>): readonly string[] => {
    run(folder, ['pod.yaml'], { env })
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('dockershim-lint'))
  }
  expect(kept({})).toEqual([])
  expect(kept({ XDG_CACHE_HOME: 'caches' })).toEqual([])
  expect(kept({ HOME: join(folder, 'home'), NODE_DISABLE_COMPILE_CACHE: '1' })).toEqual([])
  // Node 20 keeps none.
  const canKeep = 'enableCompileCache' in module
  const inHome = join('home', '.cache', 'dockershim-lint')
  expect(kept({ HOME: join(folder, 'home') })).toEqual(canKeep ? [inHome] : [])
  const inCaches = join('caches', 'dockershim-lint')
  expect(kept({ XDG_CACHE_HOME: join(folder, 'caches') }).includes(inCaches)).toBe(canKeep)
})
