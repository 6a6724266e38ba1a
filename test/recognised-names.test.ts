import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { lint } from '../src/index.ts'
import { languageOf } from '../src/languages/recognise.ts'
import { folderWith, run } from './program.ts'

test.each(['makefile.spec.js', 'Makefile.md', 'docs/makefile.html'])('%s is no Makefile', path => {
  expect(languageOf(path, '')).not.toBe('makefile')
  expect(languageOf('Makefile', '')).toBe('makefile')
})

test('a comment that silences a finding is heeded in capitals, too', async () => {
  const text =
    '#!/bin/sh\nsystemctl is-active kubelet\ndocker ps # Dockershim-Lint: ignore[docker-cli] leaves with the node\n'
  const { diagnostics, suppressed } = await lint({ texts: [{ path: 'a.sh', text }] })
  expect(diagnostics).toEqual([])
  expect(suppressed).toHaveLength(1)
})

test('a folder without files is told', () => {
  const { out, code } = run(folderWith({}), [])
  expect(out).toContain('Nothing was checked: there is no file to lint.')
  expect(code).toBe(0)
})

describe('the hooks of pre-commit', () => {
  const hooks = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8')) as readonly { id: string; exclude?: string }[]

  test.each(
    hooks.flatMap(({ id, exclude }) => (exclude === undefined ? [] : [[id, exclude] as const])),
  )('%s leaves out no file that is read', (_, exclude) => {
    const left = new RegExp(exclude)
    const read =
      'Vagrantfile cookbooks/a/recipes/default.rb a.sh a.yaml a.tf a.json a.toml a.conf a.ps1 Jenkinsfile a.pp a.xml a.bicep a.libsonnet'
    expect(read.split(' ').filter(path => left.test(path))).toEqual([])
    for (const ending of exclude
      .match(/\(([^)]*)\)/)![1]!
      .split('|')
      .map(each => each.replace('?', '')))
      expect(languageOf(`a.${ending}`, ''), ending).toBeUndefined()
  })
})
