import { expect, test } from 'vitest'
import { inventory } from '../../src/languages/inventory.ts'
import { languageOf } from '../../src/languages/recognise.ts'
import { record } from '../record.ts'

/** The variables that a file gives, one line each. */
const variablesIn = (text: string): readonly string[] =>
  record(inventory, text, 'hosts').documents.flatMap(({ root }) =>
    root?.kind === 'map'
      ? root.entries.map(({ key, value }) => {
          if (value?.kind !== 'scalar') throw new Error(`${key.value} has no text`)
          expect(key.exact && value.located.exact).toBe(true)
          expect(value.content().text).toBe(value.value)
          return `${key.value}: ${value.value}`
        })
      : [],
  )

test('variables of hosts, also of those in no group', () => {
  expect(variablesIn('one a=1 b="two words" c=\'x=y\' # d=2\n[web]\ntwo:22 e=3\n# f=4\nthree\n')).toEqual([
    'a: 1',
    'b: two words',
    'c: x=y',
    'e: 3',
  ])
})

test('variables of groups go to the end of their line', () => {
  expect(variablesIn('[all:vars]\na = --x=1 --y\nb="--z"\n;c=1\nnothing\nempty=\n[x:children]\nweb d=1\n')).toEqual([
    'a: --x=1 --y',
    'b: --z',
    'empty: ',
  ])
})

test.each([
  ['inventory/production/hosts', '', 'inventory'],
  ['hosts.ini', '', 'inventory'],
  ['deploy/staging.inventory', '', 'inventory'],
  ['cluster', '[nodes]\na\n[nodes:vars]\nb=1\n', 'inventory'],
  ['hosts.yml', '', 'yaml'],
  ['hosts.go', '', undefined],
  ['php.ini', '[PHP]\nengine = On\n', 'settings'],
])('%s', (path, text, expected) => {
  expect(languageOf(path, text)).toBe(expected)
})
