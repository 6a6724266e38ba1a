import { expect, test } from 'vitest'
import { documentsApart } from '../../src/languages/yaml/apart.ts'
import { yaml } from '../../src/languages/yaml.ts'
import { fileSource } from '../../src/text/source.ts'
import { readWith } from '../read-with.ts'

const document = (index: number, line = 'image: x'): string =>
  `# The pod ${index}.\napiVersion: v1\nkind: Pod\nmetadata:\n  name: pod-${index}\nspec:\n  ${line}\n  note: |\n    --- no mark\n`
const names = (text: string): readonly (string | undefined)[] =>
  readWith(yaml, text, 'all.yaml').trees.map(({ root }) => {
    const metadata = root?.kind === 'map' ? root.entries.find(({ key }) => key.value === 'metadata')?.value : undefined
    const name = metadata?.kind === 'map' ? metadata.entries[0]?.value : undefined
    return name?.kind === 'scalar' ? name.value : undefined
  })
const pods = Array.from({ length: 120 }, (_, index) => document(index))

test('a long text with a mistake in one document is read document by document', () => {
  const text = pods.with(60, document(60, 'image')).join('---\n')
  const read = readWith(yaml, text, 'all.yaml')
  expect(read.of('unread')).toHaveLength(1)
  const [unread] = read.of('unread')
  expect(text.slice(0, unread!.span.start)).toMatch(/pod-60\nspec:\n {2}$/)
  const found = names(text)
  expect(found).toHaveLength(120)
  expect(found.toSpliced(60, 1)).toEqual(pods.map((_, index) => `pod-${index}`).toSpliced(60, 1))
  for (const { source, root } of read.trees)
    if (root) expect(source.text.slice(root.start, root.start + 10)).toBe('apiVersion')
})

test('comments before a document are a part of it, and a short text is not taken apart', () => {
  const text = ['# Nothing but this.\n', ...pods].join('---\n')
  const parts = documentsApart(fileSource({ path: 'all.yaml', text }))
  expect(parts).toHaveLength(120)
  expect(parts[0]!.text.startsWith('# Nothing')).toBe(true)
  expect(parts.map(part => part.text).join('')).toBe(text)
  expect(documentsApart(fileSource({ path: 'all.yaml', text: pods.slice(0, 3).join('---\n') }))).toHaveLength(1)
  expect(documentsApart(fileSource({ path: 'all.yaml', text: `%YAML 1.2\n---\n${text}` }))).toHaveLength(1)
})
