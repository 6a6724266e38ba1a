/** Settings as TOML, with where each comes from. */
import { stringify } from 'smol-toml'
import { commentsOf } from './comments.ts'
import type { Entry, Value } from './plan.ts'

/** The text of a file: the keys of no table first, then each table, in the order in which they come. */
export function tomlText(entries: readonly Entry[]): string {
  const tables = new Map<string, Entry[]>()
  for (const entry of [
    ...entries.filter(({ table }) => !table.length),
    ...entries.filter(({ table }) => table.length),
  ]) {
    const id = JSON.stringify([entry.table, entry.item])
    tables.set(id, [...(tables.get(id) ?? []), entry])
  }
  const parts: string[] = []
  for (const own of tables.values()) {
    const [{ table, item }] = own as [Entry]
    const name = table.map(keyText).join('.')
    const head = !table.length ? [] : [item === undefined ? `[${name}]` : `[[${name}]]`]
    parts.push([...head, ...own.flatMap(entry => [...commentsOf(entry), lineOf(entry.key, entry.value)])].join('\n'))
  }
  return `${parts.join('\n\n')}\n`
}

/** A key and its value, as the library writes them: on one line, with everything escaped that has to be. */
const lineOf = (key: string, value: Value): string => stringify({ [key]: value }).trimEnd()

const keyText = (key: string): string => lineOf(key, true).slice(0, -' = true'.length)
