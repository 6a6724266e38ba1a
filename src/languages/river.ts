/**
 * Grafana Alloy and Agent flow configuration (once called River): blocks `component "label" { … }` with attributes.
 * Source: grafana.com/docs/alloy, "Configuration syntax", discovery.docker, loki.source.docker, loki.process.
 */

import { sayField, sayMatch } from '../reading/journal.ts'
import type { Language, Reader } from '../reading/language.ts'
import { anyOf, type Parses } from '../reading/log-line.ts'
import { sayRelabeling } from '../reading/relabeling.ts'
import { maskActions } from '../reading/template.ts'
import { forward } from '../text/progress.ts'
import { type Located, locate, partOf, type Source, sourceOf, spanOf } from '../text/source.ts'

const AGENT = 'Grafana Alloy'

interface Block {
  /** `loki.process`, `stage.docker`. */
  readonly name: string
  readonly at: Located
  readonly attributes: Attribute[]
  readonly blocks: Block[]
}

interface Attribute {
  readonly name: string
  /** The strings of its expression, in order. */
  readonly strings: Located[]
  /** The expression as it is written. */
  readonly text: string
}

export const river: Language = {
  id: 'river',
  read(source, reader) {
    const { root, complete } = parse(maskActions(source))
    if (!complete)
      reader.unread(spanOf(source, source.text.length, source.text.length), 'a block of it is never closed', true)
    const all = flatten(root)
    const paths = all.flatMap(pathsOf)
    for (const path of paths) reader.fact({ kind: 'path', path, access: 'read', by: AGENT, role: 'log' })
    for (const block of all) {
      if (
        block.name === 'discovery.docker' ||
        block.name === 'loki.source.docker' ||
        block.name === 'otelcol.receiver.docker_stats'
      )
        reader.fact({
          kind: 'endpoint',
          api: 'docker',
          program: AGENT,
          at: block.at,
          value: stringOf(block, 'host') ?? stringOf(block, 'endpoint'),
        })
      else if (block.name === 'prometheus.exporter.cadvisor' && stringOf(block, 'docker_host'))
        reader.fact({
          kind: 'endpoint',
          api: 'docker',
          program: AGENT,
          at: block.at,
          value: stringOf(block, 'docker_host'),
        })
      else if (block.name === 'loki.process') readProcess(block, paths, reader)
      else if (block.name === 'loki.source.journal') {
        const matches = stringOf(block, 'matches')
        for (const word of matches?.value.matchAll(/\S+/g) ?? [])
          if (!sayMatch(partOf(matches!, word.index, word.index + word[0].length), AGENT, reader)) break
      } else if (block.name === 'rule') {
        readJournalLabels(block, reader)
        readRelabeling(block, reader)
      }
    }
  },
}

/** Labels that are made of fields of the journal: `source_labels = ["__journal_container_name"]`. */
function readJournalLabels(rule: Block, reader: Reader): void {
  if (stringOf(rule, 'action')?.value === 'drop') return
  for (const label of rule.attributes.find(each => each.name === 'source_labels')?.strings ?? []) {
    const field = /^__journal_(\w{1,60})$/.exec(label.value)?.[1]?.toUpperCase()
    if (field) sayField({ ...label, value: field, exact: false }, stringOf(rule, 'regex'), AGENT, reader)
  }
}

/** A rule of `prometheus.relabel`, `discovery.relabel` and the like. */
function readRelabeling(rule: Block, reader: Reader): void {
  const labels = rule.attributes.find(({ name }) => name === 'source_labels')?.strings ?? []
  const regex = stringOf(rule, 'regex')
  if (labels.length > 0)
    sayRelabeling(
      {
        labels,
        action: stringOf(rule, 'action')?.value.toLowerCase() ?? 'replace',
        regex: regex && { located: regex, content: sourceOf(regex) },
      },
      reader,
    )
}

/** The stages of a `loki.process`, also those in `stage.match`, which take some lines each. */
function readProcess(pipeline: Block, paths: readonly Located[], reader: Reader): void {
  const stages: { at: Located; parses: Parses; byNature: boolean }[] = []
  for (const block of flatten(pipeline)) {
    if (block.name === 'stage.docker') stages.push({ at: block.at, parses: 'json-file', byNature: true })
    else if (block.name === 'stage.cri') stages.push({ at: block.at, parses: 'cri', byNature: true })
    else if (block.name === 'stage.regex' && /stdout|stderr|<stream>/.test(stringOf(block, 'expression')?.value ?? ''))
      stages.push({ at: block.at, parses: 'cri', byNature: false })
    else if (block.name === 'stage.json' && block === pipeline.blocks[0] && readsDockerKeys(block))
      stages.push({ at: block.at, parses: 'json-file', byNature: false })
  }
  const first = stages.find(stage => stage.parses === 'json-file') ?? stages[0]
  if (!first) return
  reader.fact({
    kind: 'log-input',
    agent: AGENT,
    at: pipeline.at,
    paths: stages.some(stage => stage.byNature) ? [] : paths,
    format: first.at,
    parses: anyOf(stages.map(stage => stage.parses)),
    companions: [],
  })
}

/** Whether the keys that a JSON stage takes are those of Docker. */
function readsDockerKeys(stage: Block): boolean {
  const expressions = stage.attributes.find(each => each.name === 'expressions')?.text ?? ''
  return /\blog\b/.test(expressions) && /\bstream\b|\btime\b/.test(expressions)
}

/** What is tailed: `local.file_match` and the label `__path__` of targets and of relabelling rules. */
function pathsOf(block: Block): readonly Located[] {
  if (block.name === 'rule' && stringOf(block, 'target_label')?.value === '__path__') {
    const replacement = stringOf(block, 'replacement')
    return replacement ? [replacement] : []
  }
  if (block.name !== 'local.file_match' && block.name !== 'loki.source.file') return []
  const targets = block.attributes.find(each => each.name === 'path_targets' || each.name === 'targets')
  return targets ? targets.strings.filter(each => /^(?:\/|[A-Za-z]:)/.test(each.value)) : []
}

const stringOf = (block: Block, name: string): Located | undefined => {
  const attribute = block.attributes.find(each => each.name === name)
  return attribute?.strings.length === 1 ? attribute.strings[0] : undefined
}

function flatten(root: Block): readonly Block[] {
  const found: Block[] = []
  const stack = [root]
  for (let next = stack.pop(); next; next = stack.pop()) {
    found.push(next)
    for (let i = next.blocks.length - 1; i >= 0; i--) stack.push(next.blocks[i]!)
  }
  return found
}

/** A block's head: name, label, brace. An attribute's: name and `=`. Both at the place where a statement may begin. */
const HEAD = /([A-Za-z_][\w.]{0,200})(?:[ \t]+"([^"\n]{0,200})")?[ \t]*(\{|=(?!=))/y

function parse(source: Source): { root: Block; complete: boolean } {
  const { text } = source
  const root: Block = { name: '', at: locate(source, 0, 0), attributes: [], blocks: [] }
  const open = [root]
  for (let i = 0, moves = forward(); i < text.length && moves(i); ) {
    const skipped = skipBlank(text, i)
    if (skipped !== i) {
      i = skipped
      continue
    }
    if (text[i] === '}') {
      if (open.length > 1) open.pop()
      i++
      continue
    }
    HEAD.lastIndex = i
    const head = HEAD.exec(text)
    if (!head) {
      // Not a statement: the rest of the line is left out.
      const end = text.indexOf('\n', i)
      i = end < 0 ? text.length : end
      continue
    }
    i = HEAD.lastIndex
    if (head[3] === '{') {
      const end = head.index + head[0].length - 1
      const block: Block = {
        name: head[1]!,
        at: locate(source, head.index, head.index + text.slice(head.index, end).trimEnd().length),
        attributes: [],
        blocks: [],
      }
      open.at(-1)!.blocks.push(block)
      open.push(block)
    } else {
      const { end, strings } = expression(source, i)
      open.at(-1)!.attributes.push({ name: head[1]!, strings, text: text.slice(i, end) })
      i = end
    }
  }
  return { root, complete: open.length === 1 }
}

/** Past blanks and comments. */
function skipBlank(text: string, from: number): number {
  let i = from
  while (i < text.length && /\s|[\uE000;,]/.test(text[i]!)) i++
  if (text.startsWith('//', i)) {
    const end = text.indexOf('\n', i)
    return end < 0 ? text.length : end
  }
  if (text.startsWith('/*', i)) {
    const end = text.indexOf('*/', i + 2)
    return end < 0 ? text.length : end + 2
  }
  return i
}

/** An expression to its end: the end of the line outside of brackets and strings, or the brace that closes the block. */
function expression(source: Source, from: number): { end: number; strings: Located[] } {
  const { text } = source
  const strings: Located[] = []
  let depth = 0
  let i = from
  for (; i < text.length; i++) {
    const char = text[i]
    if (char === '"') {
      let close = i + 1
      while (close < text.length && text[close] !== '"' && text[close] !== '\n') close += text[close] === '\\' ? 2 : 1
      if (text[close] !== '"') break
      const raw = text.slice(i + 1, close)
      strings.push(raw.includes('\\') ? locate(source, i + 1, close, unescaped(raw)) : locate(source, i + 1, close))
      i = close
    } else if (char === '`') {
      const close = text.indexOf('`', i + 1)
      if (close < 0) break
      strings.push(locate(source, i + 1, close))
      i = close
    } else if (char === '/' && (text[i + 1] === '/' || text[i + 1] === '*')) i = Math.max(i, skipBlank(text, i) - 1)
    else if (char === '{' || char === '[' || char === '(') depth++
    else if (char === '}' || char === ']' || char === ')') {
      if (depth === 0) break
      depth--
    } else if (char === '\n' && depth === 0) break
  }
  return { end: i, strings }
}

const unescaped = (raw: string): string =>
  raw.replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char === 't' ? '\t' : char))
