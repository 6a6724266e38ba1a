/** Both readers of YAML make the same trees, wherever both take a text. */
import { expect, test } from 'vitest'
import { eventDocuments } from '../../src/languages/yaml/events.ts'
import { composedTrees } from '../../src/languages/yaml.ts'
import { maskActions } from '../../src/reading/template.ts'
import { fileSource } from '../../src/text/source.ts'
import type { TreeNode } from '../../src/text/tree.ts'
import { fixturesIn } from '../fixture-files.ts'

const texts = [...fixturesIn('test/fixtures'), ...fixturesIn('examples')]
  .filter(({ path, text }) => /\.ya?ml$/.test(path) && text.length < 8_000)
  .flatMap(({ path, text }) => {
    const source = fileSource({ path, text })
    return source.text.includes('{{') ? [source.text, maskActions(source).text] : [source.text]
  })

/** All that rules and dialects see of a tree, with aliases as the number of the node that they name. */
function shown(node: TreeNode | undefined, seen = new Map<TreeNode, number>()): unknown {
  if (!node) return null
  const known = seen.get(node)
  if (known !== undefined) return known
  seen.set(node, seen.size)
  const place = [node.start, node.end]
  if (node.kind === 'scalar') {
    const { value, style, located } = node
    const { text, segments } = node.content()
    return { value, style, place, located, text, segments: segments.map(({ at, fileAt }) => [at, fileAt]) }
  }
  if (node.kind === 'list') return { items: node.items.map(item => shown(item, seen)), place }
  const entries = node.entries.map(({ key, value }) => [key, shown(value, seen)])
  return { entries, merged: node.merged.map(map => shown(map, seen)), place }
}

/** Whether both readers took the text. They may tell empty documents at its ends apart. */
function compare(text: string): boolean {
  const source = fileSource({ path: 'file.yaml', text })
  const events = eventDocuments(source)
  const composed = events && composedTrees(source)
  if (!composed) return false
  const withText = (roots: readonly (TreeNode | undefined)[]) =>
    JSON.stringify(roots.filter(root => root !== undefined).map(root => shown(root)))
  expect(withText(events.map(({ root }) => root)), text).toBe(withText(composed))
  return true
}

test('every fixture and example', () => {
  expect(texts.filter(compare).length).toBeGreaterThan(texts.length * 0.8)
}, 60_000)

test('files with mistakes in them', () => {
  let seed = 7
  const below = (most: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed % most
  }
  const marks = '\n :-#"\'&a*{}[],|>\t<?!%x'
  let taken = 0
  for (const text of texts)
    for (let round = 0; round < 2; round++) {
      const at = below(text.length + 1)
      if (compare(text.slice(0, at) + marks.charAt(below(marks.length)) + text.slice(at + below(4)))) taken++
    }
  expect(taken).toBeGreaterThan(texts.length)
}, 60_000)

test.each([
  ['anchors, aliases and merges', 'a: &a {b: c}\nd: *a\ne:\n  <<: *a\n  <<: [*a, {f: g}]\nh: *unknown\n'],
  ['keys and items without values', 'a:\nb: # none\n\nc:\n  -\n  - # none\n\n  -\nd: [a: , {b: , c}]\ne: &e\n'],
  [
    'block scalars',
    'a: |\n  x\n   \n\nb: >-\n  y\n  z\n\n\nc: |+\n  x\n\n\nd: |2\n    y\ne: |\nf: > # a | b\n   x\n    y\n   z\n',
  ],
  ['quotes', `a: "b\\tc\\\n  d\\u00e9"\nc: 'it''s\n\n  two'\n"d e": ''\n`],
  ['several documents', '# one\n---\na: b\n# two\n---\n---\n# three\n- c\n...\n'],
  ['what comes behind a collection', 'a: [b, # c\n  d ] # e\nf: { g: "h" ,\n  }\ni:\n- j: k\n  # l\n\n# m\n'],
  ['tags that are not of YAML', 'a: !Ref b\nc: !Join [d, [e]]\n'],
])('%s', (_, text) => {
  expect(compare(text)).toBe(true)
})

test.each([
  'a: {{ b }}\n',
  'a: b\n...\nc: d\n',
  '%YAML 1.2\n---\na\n',
  '&a b: c\n',
  'a: !!binary YQ==\n',
])('%j is left to the other one', text => {
  expect(eventDocuments(fileSource({ path: 'file.yaml', text }))).toBeUndefined()
})
