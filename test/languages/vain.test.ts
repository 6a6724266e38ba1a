/** Parts of long texts that hold nothing of what is asked for: they are not built, and what stands between them keeps its place. */
import { describe, expect, test } from 'vitest'
import type { Scope } from '../../src/facts.ts'
import { lint } from '../../src/index.ts'
import { yaml } from '../../src/languages/yaml.ts'
import type { Reader } from '../../src/reading/language.ts'
import { fileSource } from '../../src/text/source.ts'
import { at, itemsOf, locatedAt, type TreeDocument, textAt } from '../../src/text/tree.ts'

/** The documents that are built of a text in which `docker` is asked for. */
function built(text: string, name = 'file.yaml'): readonly TreeDocument[] {
  const documents: TreeDocument[] = []
  const scope: Scope = { kind: 'file', parent: undefined, facts: [], children: [] }
  const reader = {
    scope,
    name,
    mayHold: (part: string) => part.includes('docker'),
    tree: (document: TreeDocument) => documents.push(document),
    unread: () => {},
  } as unknown as Reader
  yaml.read(fileSource({ path: name, text }), reader)
  return documents
}

const LONG = 1_000_000
const nothing = (length: number) => `kind: Service\nnote: ${'x'.repeat(Math.max(0, length - 20))}\n`
const found = 'kind: Pod\ncommand: docker ps\n'

describe('documents of a stream', () => {
  test('of a long one only those are built that may hold something, at their places', () => {
    const text = `${nothing(LONG)}---\n${found}---\n${nothing(30)}--- # why\n${found}`
    const documents = built(text)
    expect(documents.map(({ root }) => textAt(root, 'kind'))).toEqual(['Pod', 'Pod'])
    for (const { root } of documents) {
      const { span, value } = locatedAt(root, 'command')!
      expect(text.slice(span.start, span.end)).toBe(value)
    }
  })

  test('what looks like a mark within a line is none', () => {
    const text = `${nothing(LONG)}---\nkind: Pod\ntext: |\n  ---\n  docker\nnext: ---x\n`
    expect(built(text).map(({ root }) => textAt(root, 'next'))).toEqual(['---x'])
  })

  test.each([
    ['a short one', `${nothing(1000)}---\n${found}`, 'file.yaml'],
    ['one with the actions of a template', `${nothing(LONG)}{{ if .x }}\n---\n${found}{{ end }}\n`, 'file.yaml'],
    ['a template by its name', `${nothing(LONG)}---\n${found}`, 'file.yaml.j2'],
    ['one that tells how to read it', `%YAML 1.2\n---\n${nothing(LONG)}---\n${found}`, 'file.yaml'],
  ])('all of %s are built', (_, text, name) => {
    expect(built(text, name).length).toBe(2)
  })

  test('many cost no more than their text', async () => {
    const services = Array.from({ length: 4_000 }, (_, i) => `kind: Service\nmetadata: {name: docker-${i}}\n`)
    const text = [...services, found].join('---\n')
    const start = Date.now()
    await lint({ texts: [{ path: 'all.yaml', text }] })
    expect(Date.now() - start).toBeLessThan(20_000)
  })
})

describe('objects of a list in JSON', () => {
  const item = (command: string) => JSON.stringify({ kind: 'Pod', quote: '"}\\"]{', nested: [[{}]], command })
  const listOf = (items: readonly string[]) => `{"kind": "List", "items": [${items.join(', ')}]}`

  test('of a long one only those are built that may hold something, at their places', () => {
    const text = listOf([item('x'.repeat(LONG)), item('docker ps'), item('ls'), item('docker images')])
    const [document] = built(text, 'all.json')
    const items = itemsOf(at(document!.root, 'items'))
    expect(items.map(one => textAt(one, 'command'))).toEqual(['docker ps', 'docker images'])
    for (const one of items) {
      const { span, value } = locatedAt(one, 'command')!
      expect(text.slice(span.start, span.end)).toBe(value)
    }
  })

  test('all of a short one are built', () => {
    const [document] = built(listOf([item('docker ps'), item('ls')]), 'all.json')
    expect(itemsOf(at(document!.root, 'items')).length).toBe(2)
  })

  test('one that does not end is no JSON', () => {
    const text = listOf([item('x'.repeat(LONG)), item('ls')])
    expect(built(text.slice(0, -20), 'all.json').every(({ root }) => itemsOf(at(root, 'items')).length !== 1)).toBe(
      true,
    )
  })
})
