/**
 * Ansible inventories in INI form: the variables of groups and of hosts, as a tree of keys and texts.
 * Reference: https://docs.ansible.com/ansible/latest/collections/ansible/builtin/ini_inventory.html
 */

import type { Language } from '../reading/language.ts'
import { maskActions } from '../reading/template.ts'
import { forward } from '../text/progress.ts'
import { locate, type Source, sliceSource } from '../text/source.ts'
import type { Entry, ScalarNode } from '../text/tree.ts'

export const inventory: Language = {
  id: 'inventory',
  read(source, reader) {
    const masked = maskActions(source)
    const { text } = masked
    const entries: Entry[] = []
    let section: Section = 'hosts'
    for (let start = 0, moves = forward(); start < text.length && moves(start); ) {
      const newline = text.indexOf('\n', start)
      const end = newline < 0 ? text.length : newline
      const line = text.slice(start, end)
      const head = /^\s*\[[^\]:]*(?::(\w+))?\]/.exec(line)
      if (head) section = head[1] === 'vars' ? 'vars' : head[1] === 'children' ? 'children' : 'hosts'
      else if (!/^\s*[#;]/.test(line)) {
        if (section === 'vars') entries.push(...variableAt(masked, start, end))
        else if (section === 'hosts') entries.push(...hostVariables(masked, start, end))
      }
      start = end + 1
    }
    if (entries.length > 0)
      reader.tree({
        root: { kind: 'map', entries, merged: [], start: 0, end: text.length },
        source: masked,
        comments: [],
      })
  },
}

/** What the lines of a section are: hosts with variables behind them, variables, or names of groups. */
type Section = 'hosts' | 'vars' | 'children'

/** `name = value`: all of the rest of the line. */
function variableAt(source: Source, start: number, end: number): readonly Entry[] {
  const line = source.text.slice(start, end)
  const [head = '', blanks = '', name] = /^(\s*)([A-Za-z_]\w*)\s*=\s*/.exec(line) ?? []
  if (name === undefined) return []
  const from = start + blanks.length
  return [entry(source, from, from + name.length, start + head.length, start + line.trimEnd().length)]
}

/** A variable, or the comment that ends its line. */
const HOST_VARIABLE = /(?<=\s)(?:#.*|([A-Za-z_]\w*)=("[^"\n]*"|'[^'\n]*'|[^\s#]*))/g

/** `host name=value other="two words"` */
function hostVariables(source: Source, start: number, end: number): readonly Entry[] {
  return [...source.text.slice(start, end).matchAll(HOST_VARIABLE)].flatMap(match => {
    if (match[1] === undefined) return []
    const from = start + match.index
    const value = from + match[1].length + 1
    return [entry(source, from, value - 1, value, from + match[0].length)]
  })
}

/** A key and its text, without the quotes around all of it. */
function entry(source: Source, keyStart: number, keyEnd: number, valueStart: number, valueEnd: number): Entry {
  const { text } = source
  const quoted = valueEnd - valueStart > 1 && /["']/.test(text[valueStart]!) && text[valueEnd - 1] === text[valueStart]
  const start = quoted ? valueStart + 1 : valueStart
  const end = Math.max(start, quoted ? valueEnd - 1 : valueEnd)
  const key = locate(source, keyStart, keyEnd)
  const items = LIST.test(text.slice(start, end)) ? itemsIn(source, start, end) : []
  return {
    key,
    value:
      items.length > 0 ? { kind: 'list', items, start, end } : scalar(source, start, end, quoted ? 'quoted' : 'plain'),
  }
}

/** A list as Python or JSON writes it. */
const LIST = /^\[\s*["'].*\]$/

/** The texts of a list: `["--v=2", '--max-pods=50']`. */
const itemsIn = (source: Source, start: number, end: number): readonly ScalarNode[] =>
  [...source.text.slice(start, end).matchAll(/"[^"\n]*"|'[^'\n]*'/g)].map(({ index, 0: found }) =>
    scalar(source, start + index + 1, start + index + found.length - 1, 'quoted'),
  )

function scalar(source: Source, start: number, end: number, style: ScalarNode['style']): ScalarNode {
  const located = locate(source, start, end)
  const content = () => sliceSource(source, start, end)
  return { kind: 'scalar', value: located.value, located, style, start, end, content }
}
