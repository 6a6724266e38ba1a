/**
 * JSON patches (RFC 6902), as Kustomize and its like apply them: each operation that puts something there is read as the
 * document that it makes a part of.
 */
import type { Dialect } from '../reading/language.ts'
import { type Located, partOf } from '../text/source.ts'
import { at, type Entry, entryOf, itemsOf, locatedAt, type ScalarNode, type TreeNode, textAt } from '../text/tree.ts'

export const jsonPatch: Dialect = {
  id: 'json-patch',
  recognises: ({ root }) => itemsOf(root).some(isOperation),
  read({ root, source, comments }, reader) {
    for (const operation of itemsOf(root)) {
      const value = at(operation, 'value')
      const path = locatedAt(operation, 'path')
      if (!isOperation(operation) || !value || !path) continue
      const made = below(value, path)
      if (made?.kind === 'map') reader.tree({ root: asObject(made, path), source, comments })
    }
  },
}

const isOperation = (node: TreeNode): boolean =>
  /^(?:add|replace)$/.test(textAt(node, 'op') ?? '') && textAt(node, 'path')?.startsWith('/') === true

/** Paths of real objects are some ten steps long. */
const MOST_STEPS = 40

/** The value in the maps and lists that the path leads through. */
function below(value: TreeNode, path: Located): TreeNode | undefined {
  const steps = [...path.value.matchAll(/\/([^/]*)/g)].map(match => {
    const start = match.index + 1
    const located = partOf(path, start, start + match[1]!.length)
    return { ...located, value: located.value.replaceAll('~1', '/').replaceAll('~0', '~') }
  })
  if (steps.length > MOST_STEPS) return undefined
  const { start, end } = value
  let made: TreeNode = value
  for (const [index, step] of [...steps.entries()].reverse()) {
    const isItem = /^(?:\d{1,6}|-)$/.test(step.value)
    const key = { ...step, exact: false }
    if (isItem) made = { kind: 'list', items: [named(made, steps[index - 1], key)], start, end }
    else made = { kind: 'map', entries: [{ key, value: made }], merged: [], start, end }
  }
  return made
}

/** A container or variable that is patched has a name, which the patch does not tell. */
function named(item: TreeNode, list: Located | undefined, place: Located): TreeNode {
  if (item.kind !== 'map' || entryOf(item, 'name')) return item
  const kind = list?.value === 'env' ? 'variable' : /ontainers$/.test(list?.value ?? '') ? 'container' : undefined
  return kind ? { ...item, entries: [...item.entries, entry('name', `${kind} ${place.value}`, place)] } : item
}

/** Objects say their kind; a patch leaves it to its target. */
function asObject(node: Extract<TreeNode, { kind: 'map' }>, path: Located): TreeNode {
  if (entryOf(node, 'kind')) return node
  return { ...node, entries: [entry('apiVersion', '', path), entry('kind', 'Patch', path), ...node.entries] }
}

function entry(key: string, value: string, { span }: Located): Entry {
  const located: Located = { value, span, exact: false }
  const scalar: ScalarNode = {
    kind: 'scalar',
    value,
    located,
    style: 'plain',
    start: span.start,
    end: span.end,
    content: () => ({
      file: span.file,
      text: value,
      segments: [
        { at: 0, length: value.length, file: span.file, fileAt: span.start, fileLength: span.end - span.start },
      ],
    }),
  }
  return { key: { value: key, span, exact: false }, value: scalar }
}
