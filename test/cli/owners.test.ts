import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { BAD, folderWith, run } from '../program.ts'

const files = {
  '.github/CODEOWNERS': '* @org/platform\n/apps/ @org/apps\n',
  'apps/a.yaml': BAD,
  'nodes/b.yaml': BAD,
}

test('each finding has its owner and its kind of work', () => {
  const folder = folderWith(files)
  const { diagnostics } = JSON.parse(run(folder, ['--format', 'json', '.']).out)
  expect(diagnostics.map(({ owner, group }: Record<string, string>) => `${owner} ${group}`)).toEqual([
    '@org/apps workloads',
    '@org/platform workloads',
  ])
  expect(run(folder, ['--format', 'markdown', '.']).out).toContain('Owner: &#64;org/apps')
  expect(run(folder, ['--group-by', 'owner', '.']).out).toContain('── @org/apps: 1 problem')
})

test('a page with earlier results, which have to be results', () => {
  const folder = folderWith({ ...files, 'no.json': '{"version":1}' })
  run(folder, ['--format', 'json:june.json', '.'])
  const outcome = run(folder, ['--format', 'html:page.html', '--history', 'june.json', 'apps', 'nodes'])
  expect(outcome).toMatchObject({ code: 1, out: '' })
  expect(readFileSync(join(folder, 'page.html'), 'utf8')).toContain('"history":[["june",2,0],')
  expect(run(folder, ['--history', 'no.json', 'apps']).err).toContain('--history no.json: it is not a result')
  expect(run(folder, ['--history', 'none.json', 'apps']).err).toContain('none.json does not exist')
})
