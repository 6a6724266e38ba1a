/**
 * Logstash pipelines: `input { file { path => "…" codec => json } } filter { … }`.
 * Source: elastic.co/guide/en/logstash, "Structure of a pipeline", "File input plugin".
 */

import { fieldsIn, sayField } from '../reading/journal.ts'
import type { Language, Reader } from '../reading/language.ts'
import { maskActions } from '../reading/template.ts'
import { forward } from '../text/progress.ts'
import { type Located, locate, type Source, sourceOf } from '../text/source.ts'

const AGENT = 'Logstash'

/** A section, plugin or condition. */
interface Block {
  readonly name: string
  readonly at: Located
  readonly settings: Setting[]
  readonly blocks: Block[]
}

interface Setting {
  readonly name: string
  readonly at: Located
  /** The strings and words of its value, in order. */
  readonly values: Located[]
}

export const logstash: Language = {
  id: 'logstash',
  read(source, reader) {
    const masked = maskActions(source)
    const sections = parse(masked)
    const filters = sections.filter(section => section.name === 'filter').flatMap(section => flatten(section))
    const rename = filters.flatMap(renamedLog)[0]
    const reads = filters.some(filter => filter.name === 'date' && valuesOf(filter, 'match')[0]?.value === 'time')
    if (rename && reads)
      reader.fact({ kind: 'setting', program: 'logstash', key: ['mutate', 'rename', 'log'], at: rename, value: rename })
    for (const section of sections)
      for (const plugin of flatten(section))
        if (plugin.name === 'exec' || plugin.name === 'pipe')
          for (const command of valuesOf(plugin, 'command'))
            reader.embed({ language: 'shell' }, sourceOf(command), reader.open('script', { name: plugin.name }))
    for (const section of sections)
      if (section.name === 'input')
        for (const plugin of flatten(section))
          if (plugin.name === 'file') readFile(plugin, filters, reader)
          else if (plugin.name === 'journald') readJournal(plugin, masked, reader)
  },
}

/** The matches of an input of the journal, `filter => { "_SYSTEMD_UNIT" => "docker.service" }`, and the fields that what follows asks for. */
function readJournal(plugin: Block, source: Source, reader: Reader): void {
  const told = new Set<string>()
  for (const block of plugin.blocks)
    for (const { at, values } of block.settings) {
      told.add(at.value)
      sayField(at, values[0], AGENT, reader)
    }
  for (const field of fieldsIn(source)) if (!told.has(field.value)) sayField(field, undefined, AGENT, reader)
}

function readFile(plugin: Block, filters: readonly Block[], reader: Reader): void {
  const paths = valuesOf(plugin, 'path')
  for (const path of paths) reader.fact({ kind: 'path', path, access: 'read', by: AGENT, role: 'log' })
  for (const path of valuesOf(plugin, 'sincedb_path'))
    reader.fact({ kind: 'path', path, access: 'write', by: AGENT, role: 'position' })
  const codec = valuesOf(plugin, 'codec')[0] ?? plugin.blocks.find(block => block.name.startsWith('json'))?.at
  // Without a codec the line is taken apart by the first filter that does so.
  const parser = filters.find(
    filter =>
      (filter.name === 'json' && valuesOf(filter, 'source')[0]?.value === 'message') ||
      filter.name === 'grok' ||
      filter.name === 'dissect',
  )
  const format = codec && codec.value !== 'plain' ? codec : parser?.name === 'json' ? parser.at : undefined
  const parses = format && /^json/.test(format.value) ? 'json-file' : format || parser ? 'unknown' : 'text'
  reader.fact({ kind: 'log-input', agent: AGENT, at: plugin.at, paths, format, parses, companions: [] })
}

/** The key "log" that a filter renames: `rename => { "log" => "message" }`, `rename => ["log", "message"]`. */
function renamedLog(filter: Block): readonly Located[] {
  const [first] = filter.name === 'mutate' ? valuesOf(filter, 'rename') : []
  if (first) return first.value === 'log' || first.value === '[log]' ? [first] : []
  if (filter.name !== 'rename') return []
  return filter.settings.flatMap(({ name, at }) => (name === 'log' || name === '[log]' ? [at] : []))
}

const valuesOf = (block: Block, name: string): readonly Located[] =>
  block.settings.filter(each => each.name === name).flatMap(each => each.values)

function flatten(root: Block): readonly Block[] {
  const found: Block[] = []
  const stack = [...root.blocks].reverse()
  for (let next = stack.pop(); next; next = stack.pop()) {
    found.push(next)
    for (let i = next.blocks.length - 1; i >= 0; i--) stack.push(next.blocks[i]!)
  }
  return found
}

const WORD = /[A-Za-z_@][\w.@-]{0,200}/y
const BLANK = /(?:[\s,]|#[^\n]*(?![^\n]))+/y

function parse(source: Source): readonly Block[] {
  const { text } = source
  const root: Block = { name: '', at: locate(source, 0, 0), settings: [], blocks: [] }
  const open = [root]
  /** The word that was read last: the name of what follows. */
  let word: Located | undefined
  let setting: Setting | undefined
  let brackets = 0
  const say = (value: Located) => {
    setting?.values.push(value)
    if (brackets === 0) setting = undefined
  }
  for (let i = 0, moves = forward(); i < text.length && moves(i); ) {
    BLANK.lastIndex = i
    if (BLANK.test(text)) {
      i = BLANK.lastIndex
      continue
    }
    const char = text[i]!
    WORD.lastIndex = i
    if (char === '"' || char === "'") {
      let close = text.indexOf(char, i + 1)
      while (close > 0 && text[close - 1] === '\\') close = text.indexOf(char, close + 1)
      if (close < 0) close = text.length
      const value = locate(source, i + 1, close)
      if (setting) say(value)
      else word = value
      i = close + 1
    } else if (WORD.test(text)) {
      const value = locate(source, i, WORD.lastIndex)
      i = WORD.lastIndex
      word = value
      // `codec => json { … }`: the word is the value and the name of what follows.
      if (setting) say(value)
    } else if (text.startsWith('=>', i)) {
      setting = word && { name: word.value, at: word, values: [] }
      if (setting) open.at(-1)!.settings.push(setting)
      i += 2
    } else {
      if (char === '[') brackets++
      else if (char === ']') brackets = Math.max(0, brackets - 1)
      if (char === ']' && brackets === 0) setting = undefined
      if (char === '{') {
        const block: Block = { name: word?.value ?? '', at: word ?? locate(source, i, i + 1), settings: [], blocks: [] }
        open.at(-1)!.blocks.push(block)
        open.push(block)
        setting = undefined
        word = undefined
      } else if (char === '}' && open.length > 1) {
        open.pop()
        setting = undefined
      }
      i++
    }
  }
  return root.blocks
}
