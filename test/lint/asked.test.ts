/** The answers of a project do not depend on how it is named on the command line. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import { filesBeside, inputFiles } from '../../src/files.ts'
import { lintFiles } from '../../src/lint/linter.ts'

const fixtures = readdirSync('test/fixtures', { recursive: true, encoding: 'utf8' })
const projects = fixtures
  .filter(path => /(?:^|[\\/])project-[^\\/]+$/.test(path))
  .map(path => join('test/fixtures', path))
const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'asked-')))
afterAll(() => rmSync(temporary, { recursive: true, force: true }))

/** The findings of what an argument names in a folder, as `path:line:column level rule`, with absolute paths. */
async function found(cwd: string, arg: string): Promise<readonly string[]> {
  const options = { rules, runtime: 'containerd', targetVersion: '1.37', beside: filesBeside([arg], cwd) } as const
  const { diagnostics } = await lintFiles(inputFiles([arg], cwd), options)
  return diagnostics
    .map(
      ({ rule, level, location: { path, line, column } }) => `${resolve(cwd, path)}:${line}:${column} ${level} ${rule}`,
    )
    .sort()
}

/** Copies every project into a folder of its own, each below one larger folder. */
function copied(name: string, isRepository: boolean): readonly (readonly [name: string, folder: string])[] {
  return projects.map(project => {
    const folder = join(temporary, name, `${basename(dirname(project))}-${basename(project)}`)
    cpSync(project, folder, { recursive: true })
    if (isRepository) mkdirSync(join(folder, '.git'))
    return [basename(folder), folder] as const
  })
}

describe.each([
  ['repositories', true],
  ['folders that are no repository', false],
])('%s', (name, isRepository) => {
  const all = copied(name, isRepository)

  test.each(all)('%s: from inside, by its name, from below, by its absolute path', async (_, folder) => {
    const inside = await found(folder, '.')
    mkdirSync(join(folder, 'below'), { recursive: true })
    expect(await found(dirname(folder), basename(folder))).toEqual(inside)
    expect(await found(join(folder, 'below'), '..')).toEqual(inside)
    expect(await found(temporary, folder)).toEqual(inside)
  })

  test('among others in a larger folder', async () => {
    const together = await found(temporary, name)
    for (const [, folder] of all)
      expect(together.filter(line => line.startsWith(`${folder}/`))).toEqual(await found(folder, '.'))
  }, 60_000)
})
