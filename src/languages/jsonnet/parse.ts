/** Objects, lists and texts of Jsonnet with their positions. Reference: https://jsonnet.org/ref/spec.html */

import { forward } from '../../text/progress.ts'
import { joinSources, locate, type Source, sliceSource, UNKNOWN, withText } from '../../text/source.ts'
import type { Entry, MapNode, ScalarNode, TreeNode } from '../../text/tree.ts'
import { type Text, textAt } from './text.ts'

export interface Parsed {
  /** The value of the file, the values of its variables, and those that are given to functions. */
  readonly roots: readonly TreeNode[]
  /** Where a bracket was never closed. */
  readonly problem: number | undefined
}

const MOST_DEPTH = 150

/** Words of the language, a name, a number, or one other character. */
const WORD = /[A-Za-z_$]\w*|\d[\w.]*/y

export function parseJsonnet(source: Source): Parsed {
  const { text } = source
  const roots: TreeNode[] = []
  let at = 0
  let problem: number | undefined

  function skip(): void {
    for (const moves = forward(); at < text.length && moves(at); ) {
      const c = text[at]!
      if (/\s/.test(c)) at++
      else if (c === '#' || text.startsWith('//', at)) at = endOf(text, '\n', at)
      else if (text.startsWith('/*', at)) at = endOf(text, '*/', at)
      else return
    }
  }

  function word(): string {
    WORD.lastIndex = at
    const found = WORD.exec(text)?.[0] ?? ''
    at += found.length
    return found
  }

  /** An expression up to the comma, semicolon or bracket that ends it. What stands in it beside its value is a root of its own. */
  function expression(depth: number): TreeNode | undefined {
    skip()
    const start = at
    const nodes: TreeNode[] = []
    const texts: (Text | undefined)[] = []
    let end = at
    let isFormatted = false
    for (const moves = forward(); moves(at); ) {
      skip()
      const c = text[at]
      if (c === undefined || c === ',' || c === ';' || c === ']' || c === '}' || c === ')') break
      const found = textAt(source, at)
      if (found) {
        texts.push(found)
        at = found.end
      } else if (c === '{' && depth < MOST_DEPTH) nodes.push(object(depth))
      else if (c === '[' && depth < MOST_DEPTH) nodes.push(list(depth))
      else if (c === '(' && depth < MOST_DEPTH) nodes.push(...inBrackets('', depth))
      else if (/[A-Za-z_$\d]/.test(c)) {
        const name = word()
        if (name === 'local') binding(depth)
        else {
          if (text[at] === '(' && depth < MOST_DEPTH) nodes.push(...inBrackets(name, depth))
          // What a name stands for is not known; in a sum with texts it is a gap.
          if (texts.length > 0 && !isFormatted) texts.push(undefined)
        }
        if (name === '') at++
      } else {
        if (c === '%' && texts.length > 0) isFormatted = true
        at++
      }
      end = at
    }
    return nodeFrom(nodes, texts, isFormatted, start, end)
  }

  function nodeFrom(
    nodes: readonly TreeNode[],
    texts: readonly (Text | undefined)[],
    isFormatted: boolean,
    start: number,
    end: number,
  ): TreeNode | undefined {
    const maps = nodes.filter(node => node.kind === 'map')
    const [first] = nodes
    if (maps.length > 1 && maps.length === nodes.length)
      return { kind: 'map', entries: maps.flatMap(map => map.entries), merged: [], start, end }
    if (texts.length > 0) {
      roots.push(...nodes)
      return scalar(textOf(isFormatted ? texts.slice(0, 1) : texts), start, end, 'quoted')
    }
    if (first) {
      roots.push(...nodes.slice(1))
      return first
    }
    if (start === end) return undefined
    const written = sliceSource(source, start, end)
    const isPlain = /^(?:true|false|null|-?\d[\d.]*)\s*$/.test(written.text)
    return scalar(isPlain ? written : withText(written, written.text.replace(/[^\n]/g, UNKNOWN)), start, end, 'plain')
  }

  const textOf = (texts: readonly (Text | undefined)[]): Source =>
    texts.length === 1 && texts[0]
      ? texts[0].content
      : joinSources(
          source.file,
          texts.map(each => each?.content ?? UNKNOWN),
        )

  /** `local a = 1, f(x) = 2;` with the semicolon; in an object it ends with a comma. */
  function binding(depth: number): void {
    for (const moves = forward(); at < text.length && moves(at); ) {
      skip()
      word()
      skip()
      if (text[at] === '(' && depth < MOST_DEPTH) roots.push(...inBrackets('', depth))
      skip()
      if (text[at] === '=') at++
      const value = expression(depth + 1)
      if (value && value.kind !== 'scalar') roots.push(value)
      const isMore =
        text[at] === ',' && /^,\s*[A-Za-z_]\w*\s*(?:\([^)]{0,200}\)\s*)?=(?!=)/.test(text.slice(at, at + 300))
      if (!isMore) {
        if (text[at] === ';') at++
        return
      }
      at++
    }
  }

  /** The arguments of a call, or what brackets group. Named ones are a map; a query is what `target` is given first. */
  function inBrackets(name: string, depth: number): readonly TreeNode[] {
    const start = at++
    const entries: Entry[] = []
    const values: TreeNode[] = []
    for (const moves = forward(); at < text.length && moves(at); ) {
      skip()
      const c = text[at]
      if (c === ')' || c === ']' || c === '}' || c === undefined) break
      if (c === ',' || c === ';') {
        at++
        continue
      }
      const from = at
      const key = word()
      const to = at
      skip()
      if (key !== '' && text[at] === '=' && text[at + 1] !== '=') {
        at++
        entries.push({ key: locate(source, from, to), value: expression(depth + 1) })
        continue
      }
      at = from
      const value = expression(depth + 1)
      if (value?.kind === 'scalar' && values.length === 0 && /^(?:target|query|prometheus|new)$/i.test(name))
        entries.push({ key: locate(source, start, start + 1, 'expr'), value })
      else if (value) values.push(value)
    }
    close(')', start)
    // What a function makes of texts and numbers is not known.
    const known = name === '' ? values : values.filter(value => value.kind !== 'scalar')
    return entries.length > 0 ? [...known, { kind: 'map', entries, merged: [], start, end: at }] : known
  }

  function list(depth: number): TreeNode {
    const start = at++
    const items: (TreeNode | undefined)[] = []
    for (const moves = forward(); at < text.length && moves(at); ) {
      skip()
      const c = text[at]
      if (c === ']' || c === ')' || c === '}' || c === undefined) break
      if (c === ',' || c === ';') at++
      else items.push(expression(depth + 1))
    }
    close(']', start)
    return { kind: 'list', items, start, end: at }
  }

  function object(depth: number): MapNode {
    const start = at++
    const entries: Entry[] = []
    for (const moves = forward(); at < text.length && moves(at); ) {
      skip()
      const c = text[at]
      if (c === '}' || c === ')' || c === ']' || c === undefined) break
      if (c === ',' || c === ';') {
        at++
        continue
      }
      const entry = field(depth)
      if (entry) entries.push(entry)
    }
    close('}', start)
    return { kind: 'map', entries, merged: [], start, end: at }
  }

  /** `key: value`, `'key'+: value`, `key(x):: value`, `[computed]: value`, `local name = value`, `assert …`, `for … in …`. */
  function field(depth: number): Entry | undefined {
    const start = at
    const named = textAt(source, at)
    let name = named?.content.text
    if (named) at = named.end
    else if (text[at] === '[') list(depth)
    else name = word()
    const end = at
    if (name === 'local' && !named) {
      binding(depth)
      return undefined
    }
    skip()
    if (text[at] === '(' && depth < MOST_DEPTH) inBrackets('', depth)
    skip()
    const colon = /^\+?:{1,3}/.exec(text.slice(at, at + 4))?.[0]
    if (colon) {
      at += colon.length
      const value = expression(depth + 1)
      return name === undefined ? rootOf(value) : { key: locate(source, start, end, name), value }
    }
    rootOf(expression(depth + 1))
    if (at === start) at++
    return undefined
  }

  function rootOf(value: TreeNode | undefined): undefined {
    if (value && value.kind !== 'scalar') roots.push(value)
  }

  function close(bracket: string, start: number): void {
    if (text[at] === bracket) at++
    else problem ??= start
  }

  for (const moves = forward(); at < text.length && moves(at); ) {
    const from = at
    rootOf(expression(0))
    if (at < text.length) at++
    if (at === from) break
  }
  return { roots, problem }
}

function scalar(content: Source, start: number, end: number, style: ScalarNode['style']): ScalarNode {
  const length = content.text.endsWith('\n') ? content.text.length - 1 : content.text.length
  return {
    kind: 'scalar',
    value: content.text,
    located: locate(content, 0, length),
    style,
    start,
    end,
    content: () => content,
  }
}

const endOf = (text: string, mark: string, from: number): number => {
  const end = text.indexOf(mark, from + 1)
  return end < 0 ? text.length : end + mark.length
}
