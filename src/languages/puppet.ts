/** Puppet manifests: what `exec` runs, which services are managed, which files hold what. Reference: https://www.puppet.com/docs/puppet/8/lang_resources.html */
import type { Place, Scope } from '../facts.ts'
import { type Given, saysDaemonParameters } from '../reading/docker-settings.ts'
import type { Language, Reader } from '../reading/language.ts'
import { namesNodes } from '../reading/node-names.ts'
import { scopesIn } from '../reading/token-branches.ts'
import { forward } from '../text/progress.ts'
import { innerSource, locate, type Piece, type Source, sliceSource, UNKNOWN } from '../text/source.ts'
import { saysAddresses } from './puppet/addresses.ts'
import { conditionsOf } from './puppet/conditions.ts'
import { saysOptions, textsAt } from './puppet/options.ts'
import type { Token } from './puppet/token.ts'

export const puppet: Language = {
  id: 'puppet',
  read(source, reader) {
    const tokens = tokensOf(source)
    const place = namesNodes(reader.name.split('/').slice(-4).join('/')) ? 'node' : undefined
    const scopeAt = scopesIn(conditionsOf(source, tokens), reader)
    for (let at = 0; at < tokens.length; at++)
      if (tokens[at]!.kind === 'name' && tokens[at + 1]?.text === '{')
        resource(at, tokens, { source, place, around: scopeAt(at), reader })
    saysOptions(source, tokens, reader)
    saysAddresses(tokens, reader)
  },
}

const TOKEN =
  /#[^\n]*|\/\*|@\([ \t]{0,40}(?:"(\w{1,80})"|(\w{1,80}))[ \t]{0,40}(?::\w{1,40})?[ \t]{0,40}(?:\/[\w$]{0,20})?[ \t]{0,40}\)|'|"|=>|\+>|[A-Za-z_$][\w:$-]*|\s+|[\s\S]/y

function tokensOf(source: Source): readonly Token[] {
  const { text } = source
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    const [found, interpolated, plain] = match
    let next = match.index + found.length
    if (found === '/*') {
      const end = text.indexOf('*/', next)
      next = end < 0 ? text.length : end + 2
    } else if (found === "'" || found === '"') {
      const from = next
      const end = stringEnd(text, from, found)
      tokens.push({
        kind: 'string',
        text: '',
        start: match.index,
        content: () => contentOf(source, from, end, found === '"'),
      })
      next = Math.min(text.length, end + 1)
    } else if (interpolated ?? plain) {
      const marker = interpolated ?? plain ?? ''
      const from = text.indexOf('\n', next) + 1 || text.length
      const close = new RegExp(`^[ \\t]*(?:\\|[ \\t]*)?(?:-[ \\t]*)?${marker}[ \\t]*$`, 'm')
      const body = close.exec(text.slice(from))
      const end = body ? from + body.index : text.length
      tokens.push({
        kind: 'string',
        text: '',
        start: match.index,
        content: () => contentOf(source, from, end, interpolated !== undefined),
      })
      next = body ? end + body[0].length : text.length
    } else if (!/^[#\s]/.test(found))
      tokens.push({ kind: /^[A-Za-z_$]/.test(found) ? 'name' : 'mark', text: found, start: match.index })
    TOKEN.lastIndex = next
  }
  return tokens
}

function stringEnd(text: string, from: number, quote: string): number {
  for (let at = from; at < text.length; at++)
    if (text[at] === '\\') at++
    else if (text[at] === quote) return at
  return text.length
}

/** Escapes resolved; `${name}` and `$name` of a double-quoted text masked. */
function contentOf(source: Source, start: number, end: number, interpolated: boolean): Source {
  const inner = sliceSource(source, start, end)
  const { text } = inner
  const pieces: Piece[] = []
  let from = 0
  const special = interpolated ? /\\[\s\S]|\$\{[^}\n]{0,500}\}|\$[a-z_:][\w:]*/g : /\\[\\']/g
  for (const match of text.matchAll(special)) {
    const [found] = match
    const close = match.index + found.length
    const plain = ESCAPES[found[1]!] ?? found[1]!
    const value = found.startsWith('\\') ? plain : found.replace(/[^\n]/g, UNKNOWN)
    pieces.push({ text: text.slice(from, match.index), start: from, end: match.index })
    pieces.push({ text: value, start: match.index, end: close })
    from = close
  }
  pieces.push({ text: text.slice(from), start: from, end: text.length })
  return innerSource(inner, pieces)
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', s: ' ' }

/** Where a resource stands. */
interface Within {
  readonly place: Place | undefined
  readonly around: Scope
  readonly source: Source
  readonly reader: Reader
}

/** `service { ['docker', 'kubelet']: ensure => running }`; several bodies are parted by semicolons. */
function resource(at: number, tokens: readonly Token[], { source, place, around, reader }: Within): void {
  const type = tokens[at]!.text.replace(/^::/, '')
  // A class is declared like a resource, but its parameters are its own affair.
  if (type === 'class' || type === 'package') {
    if (type === 'class' && tokens[at + 2]?.content?.().text === 'docker')
      saysDaemonParameters(
        parametersOf(at + 4, source, tokens),
        reader,
        reader.open('object', { name: 'docker', place }, around),
      )
    return
  }
  let next = at + 2
  for (const moves = forward(); next < tokens.length && tokens[next]!.text !== '}' && moves(next); ) {
    const titles: Source[] = []
    for (; next < tokens.length && isTitle(tokens[next]!); next++) {
      const title = tokens[next]!.content?.()
      if (title) titles.push(title)
    }
    if (tokens[next]?.text !== ':' || titles.length === 0) return
    const { attributes, end } = attributesOf(next + 1, tokens)
    for (const title of titles)
      use(type, title, attributes, reader.open('script', { name: title.text, place }, around), reader)
    if (tokens[end]?.text !== ';') return
    next = end + 1
  }
}

/** The parameters that a class is declared with, as far as they are texts. */
function parametersOf(from: number, source: Source, tokens: readonly Token[]): readonly Given[] {
  const found: Given[] = []
  for (let at = from; at < tokens.length && at < from + MOST_TOKENS && tokens[at]!.text !== '}'; at++) {
    const { kind, text, start } = tokens[at]!
    if (kind !== 'name' || tokens[at + 1]?.text !== '=>' || !tokens[at + 2]) continue
    const name = locate(source, start, start + text.length)
    found.push({ name, texts: textsAt(at + 2, tokens), isList: tokens[at + 2]!.text === '[' })
  }
  return found
}

const isTitle = ({ kind, text }: Token): boolean => kind === 'string' || /^(?:\$[\w:]+|[[\],])$/.test(text)

/** No resource has more attributes than this many tokens. */
const MOST_TOKENS = 5_000

/** The attributes up to the bracket or semicolon that ends them; a value that is a name is its text. */
function attributesOf(at: number, tokens: readonly Token[]): { attributes: ReadonlyMap<string, Token>; end: number } {
  const attributes = new Map<string, Token>()
  let depth = 0
  let next = at
  for (; next < tokens.length && next < at + MOST_TOKENS; next++) {
    const { text } = tokens[next]!
    if (/^[[({]$/.test(text)) depth++
    else if (depth === 0 && /^[};]$/.test(text)) break
    else if (/^[\])}]$/.test(text)) depth--
    else if (text === '=>' && depth === 0) {
      const name = tokens[next - 1]
      const value = tokens[tokens[next + 1]?.text === '[' ? next + 2 : next + 1]
      if (name?.kind === 'name' && value) attributes.set(name.text, value)
    }
  }
  return { attributes, end: next }
}

function use(type: string, title: Source, attributes: ReadonlyMap<string, Token>, scope: Scope, reader: Reader): void {
  const text = (name: string): Source | undefined => attributes.get(name)?.content?.()
  const word = (name: string): string | undefined => text(name)?.text ?? attributes.get(name)?.text
  if (type === 'exec' || type === 'cron') {
    const command = text('command') ?? (attributes.has('command') || type === 'cron' ? undefined : title)
    const language = /powershell/i.test(word('provider') ?? '') ? 'powershell' : 'shell'
    for (const script of [command, text('unless'), text('onlyif'), text('refresh')])
      if (script) reader.embed({ language }, script, scope)
  } else if (type === 'service') {
    const unit = text('name') ?? title
    const action = word('ensure') ?? (attributes.has('enable') ? 'enabled' : undefined)
    if (action) reader.fact({ kind: 'service', unit: locate(unit, 0, unit.text.length), action }, scope)
  } else if (type === 'file') {
    const path = text('path') ?? title
    const content = text('content')
    if (content) reader.embed({ file: path.text }, content, scope)
    else if (/^(?:absent|directory)$/.test(word('ensure') ?? '') && path.text.startsWith('/'))
      reader.fact({ kind: 'path', path: locate(path, 0, path.text.length), access: 'used' }, scope)
  } else if (type === 'file_line') {
    const path = text('path')
    const line = text('line')
    if (path && line) reader.embed({ file: path.text }, line, scope)
  } else definedType(title, text, scope, reader)
}

/**
 * A type that a module defines: `systemd::timer::job { 'prune': command => '…' }`, `cron::job`, `systemd::unit_file { 'a.service': … }`,
 * `systemd::dropin_file { 'proxy.conf': unit => 'docker.service', … }`.
 */
function definedType(title: Source, text: (name: string) => Source | undefined, scope: Scope, reader: Reader): void {
  const command = text('command')
  if (command) reader.embed({ language: 'shell' }, command, scope)
  const content = text('content')
  const unit = text('unit')?.text
  const file = unit ? `${unit}.d/${title.text}` : title.text
  if (content && UNIT_FILE.test(file)) reader.embed({ file }, content, scope)
}

const UNIT_FILE = /^[\w@.-]+\.(?:service|socket|timer|path|mount|slice)(?:\.d\/[\w.-]+)?$/
