/** Vagrantfiles and Chef recipes: the shell, services and files in them, as far as they are written out. */
import type { Place, Scope } from '../facts.ts'
import { type Given, saysDaemonParameters } from '../reading/docker-settings.ts'
import type { Language, Reader } from '../reading/language.ts'
import { namesNodes } from '../reading/node-names.ts'
import { componentOfKeys, listFlags, textFlags } from '../reading/option-texts.ts'
import { scopesIn } from '../reading/token-branches.ts'
import { joinSources, locate, type Source } from '../text/source.ts'
import { conditionsOf } from './ruby/conditions.ts'
import { type Token, tokensOf } from './ruby/tokens.ts'

export const ruby: Language = {
  id: 'ruby',
  read(source, reader) {
    const tokens = tokensOf(source)
    const vagrant = /(^|\/)vagrantfile[^/]*$/i.test(reader.name)
    const file: File = { source, reader, tokens, vagrant, texts: textsIn(tokens), place: placeOfCookbook(reader.name) }
    const scopeAt = scopesIn(vagrant ? [] : conditionsOf(source, tokens), reader)
    for (let at = 0; at < tokens.length; at++) {
      const scope = scopeAt(at)
      readAt(at, scope === reader.scope ? file : { ...file, reader: below(reader, scope) })
    }
  },
}

/** The reader within a branch. */
const below = (reader: Reader, scope: Scope): Reader => ({
  ...reader,
  scope,
  fact: (fact, at = scope) => reader.fact(fact, at),
  open: (kind, init, parent = scope) => reader.open(kind, init, parent),
  embed: (what, text, at = scope) => reader.embed(what, text, at),
})

interface File {
  readonly source: Source
  readonly reader: Reader
  readonly tokens: readonly Token[]
  readonly vagrant: boolean
  /** Texts that variables were given. */
  readonly texts: ReadonlyMap<string, Source>
  readonly place: Place | undefined
}

const placeOfCookbook = (path: string): Place | undefined =>
  namesNodes(path.split('/').slice(-4).join('/')) ? 'node' : undefined

/** `$script = <<-SHELL` */
function textsIn(tokens: readonly Token[]): ReadonlyMap<string, Source> {
  const texts = new Map<string, Source>()
  for (const [at, token] of tokens.entries()) {
    const content = tokens[at + 2]?.content
    if (token.kind === 'name' && tokens[at + 1]?.text === '=' && content) texts.set(token.text, content())
  }
  return texts
}

/** Resources of Chef that run code, with the property that holds it and its language. */
const RUNS: Readonly<Record<string, readonly [property: string, language: 'shell' | 'powershell']>> = {
  execute: ['command', 'shell'],
  bash: ['code', 'shell'],
  script: ['code', 'shell'],
  csh: ['code', 'shell'],
  ksh: ['code', 'shell'],
  batch: ['code', 'shell'],
  cron: ['command', 'shell'],
  cron_d: ['command', 'shell'],
  powershell_script: ['code', 'powershell'],
}

const SERVICES = new Set(['service', 'systemd_service', 'windows_service', 'systemd_unit'])

/** Programs in Ruby, of which only options of components are taken: what they run is run wherever they are. */
const COOKBOOK = /(?:^|\/)(?:recipes|resources|providers)\/[^/]+\.rb$|(?:^|\/)vagrantfile[^/]*$/i

function readAt(at: number, file: File): void {
  const { tokens, vagrant, reader } = file
  const token = tokens[at]!
  if (token.kind === 'mark' && token.text === '[') commandLine(at, file)
  if (token.kind === 'string') {
    optionText(at, file)
    attributeOption(at, file)
  }
  if (!COOKBOOK.test(reader.name)) return
  if (token.kind === 'call')
    embed('shell', token.content!(), reader.open('script', { place: vagrant ? 'build' : file.place }), file)
  if (token.kind !== 'name') {
    if (token.kind === 'symbol' && token.text === 'inline' && vagrant) inline(at, file)
    return
  }
  if (vagrant && token.text === 'inline') inline(at, file)
  else if (/^(?:system|exec|shell_out!?|shell_out_compact!?)$/.test(token.text)) {
    const text = tokens[tokens[at + 1]?.text === '(' ? at + 2 : at + 1]?.content?.()
    if (text) embed('shell', text, reader.open('script', { place: vagrant ? 'build' : file.place }), file)
  } else if (!vagrant && (at === 0 || tokens[at - 1]?.kind === 'line')) resource(at, file)
}

/** How many tokens a list of options has at the most. */
const MOST_OPTIONS = 400

/** `['/usr/bin/kubelet', '--network-plugin=cni'].join(' ')`: a list of strings that is a program with options, or only options. */
function commandLine(at: number, { source, tokens, reader, place }: File): void {
  const words: Source[] = []
  for (let next = at + 1; next < tokens.length && next < at + MOST_OPTIONS && tokens[next]!.text !== ']'; next++) {
    const { kind, text, content } = tokens[next]!
    if (content) words.push(content())
    else if (kind !== 'line' && text !== ',') return
  }
  const [first] = words
  const options = words.filter(({ text }) => /^--[a-z]/.test(text))
  if (!first || options.length === 0) return
  const scope = reader.open('script', { place })
  if (options.length > 1 && /^-?\//.test(first.text))
    reader.embed(
      { language: 'shell' },
      joinSources(
        source.file,
        words.flatMap(word => [word, ' ']),
      ),
      scope,
    )
  else for (const flag of listFlags(words, keysBefore(at, tokens))) reader.fact({ kind: 'flag', ...flag }, scope)
}

/** The key or variable that a value is given to: `"args" => [`, `args: [`, `args = [`. */
function keysBefore(at: number, tokens: readonly Token[]): readonly string[] {
  const mark = tokens[at - 1]?.text ?? ''
  const name = tokens[at - 2]
  if (mark === '=' && name?.text === ']') return keysOfAttribute(at - 2, tokens)
  return /^(?:=>|=|:)$/.test(mark) && name ? [name.content?.().text ?? name.text] : []
}

/** The keys of an attribute, by its last bracket: `default['kubernetes']['kubelet']['args'] =`. */
function keysOfAttribute(close: number, tokens: readonly Token[]): readonly string[] {
  const keys: string[] = []
  for (let at = close; tokens[at]?.text === ']' && tokens[at - 2]?.text === '['; at -= 3) {
    const key = tokens[at - 1]!
    keys.unshift(key.content?.().text ?? key.text)
  }
  return keys
}

/** An attribute of a component that is named for an option: `default['kubelet']['network_plugin'] = 'cni'`. */
function attributeOption(at: number, { tokens, reader, place }: File): void {
  const keys = tokens[at - 1]?.text === '=' && tokens[at - 2]?.text === ']' ? keysOfAttribute(at - 2, tokens) : []
  const key = tokens[at - 3]?.content?.()
  if (!key || keys.length < 2 || componentOfKeys(keys.slice(0, -1)) === undefined) return
  const text = tokens[at]!.content!()
  const value = locate(text, 0, text.text.length)
  const name = key.text.replaceAll('_', '-')
  const flag = locate(key, 0, key.text.length)
  // It may be the cookbook's own, so nobody is named.
  reader.fact({ kind: 'flag', program: undefined, flag, name, value }, reader.open('script', { place }))
}

/** A text that calls a component, or options in one that a component is named for. */
function optionText(at: number, { tokens, reader, place }: File): void {
  const text = tokens[at]!.content!()
  if (!/--[a-z]/.test(text.text)) return
  const flags = textFlags(text, keysBefore(at, tokens))
  const known = flags.filter(({ program }) => program !== undefined)
  const scope = known.length > 0 ? reader.open('script', { place }) : reader.scope
  for (const flag of known) reader.fact({ kind: 'flag', ...flag }, scope)
}

/** `inline: <<-SHELL`, `inline: $script`, `:inline => "..."`, `s.inline = ...` of Vagrant's shell provisioner. */
function inline(at: number, file: File): void {
  const { tokens, reader, texts } = file
  const mark = tokens[at + 1]
  if (mark?.kind !== 'mark' || !/^(?::|=>|=)$/.test(mark.text)) return
  let next = at + 2
  while (tokens[next]?.kind === 'line') next++
  const token = tokens[next]
  const text = token?.content?.() ?? (token?.kind === 'name' ? texts.get(token.text) : undefined)
  if (!text) return
  const windows = tokens.slice(Math.max(0, at - 40), at + 40).some(near => /powershell/i.test(near.text))
  embed(windows ? 'powershell' : 'shell', text, reader.open('script', { name: 'inline' }), file)
}

function embed(language: 'shell' | 'powershell', text: Source, scope: Scope, { reader }: File): void {
  if (!/^\s*#!.*\b(?:python|perl|ruby|node)/.test(text.text)) reader.embed({ language }, text, scope)
}

/** `execute 'name' do ... end` */
function resource(at: number, file: File): void {
  const { tokens, reader } = file
  const type = tokens[at]!.text
  const name = tokens[at + 1]?.content?.()
  if (!name) return
  const properties = propertiesOf(at, file)
  const place = file.place
  const runs = Object.hasOwn(RUNS, type) ? RUNS[type] : undefined
  if (runs) {
    const [property, language] = runs
    const scope = reader.open('script', { name: name.text, place })
    const text = properties.get(property)?.content?.() ?? (type === 'execute' ? name : undefined)
    if (text) embed(language, text, conditional(at, scope, file), file)
    for (const condition of CONDITIONS) {
      const test = properties.get(condition)?.content?.()
      if (test) embed('shell', test, scope, file)
    }
  } else if (/^docker_(?:service|service_manager_\w{1,20})$/.test(type)) {
    const scope = reader.open('object', { name: type, place })
    saysDaemonParameters(givenAt(at, file), reader, scope)
    const unit = locate(file.source, tokens[at]!.start, tokens[at]!.start + type.length, 'docker')
    for (const action of actionsOf(at, tokens))
      if (action !== 'create') reader.fact({ kind: 'service', unit, action }, scope)
  } else if (SERVICES.has(type)) {
    const scope = conditional(at, reader.open('script', { name: name.text, place }), file)
    const unit = properties.get('service_name')?.content?.() ?? name
    for (const action of actionsOf(at, tokens))
      reader.fact({ kind: 'service', unit: locate(unit, 0, unit.text.length), action }, scope)
    const content = properties.get('content')?.content?.()
    if (content) reader.embed({ file: name.text }, content, scope)
  } else if (type === 'file') {
    const path = properties.get('path')?.content?.().text ?? name.text
    const content = properties.get('content')?.content?.()
    if (content) reader.embed({ file: path }, content, reader.open('script', { name: path, place }))
  }
}

/** The commands that decide whether a resource does something. */
const CONDITIONS = ['not_if', 'only_if'] as const

/** A condition in a block of Ruby is no longer. */
const LONGEST_CONDITION = 400

/** What a resource does under its conditions: commands, `only_if 'which docker'`, or blocks, `only_if { node['x'] == 'y' }`. */
function conditional(at: number, around: Scope, { source, tokens, reader }: File): Scope {
  let scope = around
  const end = endOf(at, tokens)
  for (let next = at + 2; next < end; next++) {
    const name = CONDITIONS.find(each => each === tokens[next]!.text)
    const first = tokens[next + 1]
    if (!name || tokens[next - 1]?.kind !== 'line' || !first) continue
    const lineEnd = tokens.findIndex((token, index) => index > next && token.kind === 'line')
    const stop = Math.min(tokens[lineEnd]?.start ?? source.text.length, first.start + LONGEST_CONDITION)
    const condition = first.content?.().text ?? source.text.slice(first.start, stop)
    const guard = { condition, others: [], ...(name === 'not_if' ? { negated: true } : {}) }
    scope = reader.open('branch', { guard }, scope)
  }
  return scope
}

/** Where the block of a resource ends: at the first `end` that begins a line. */
function endOf(at: number, tokens: readonly Token[]): number {
  for (let next = at + 1; next < tokens.length && next < at + 600; next++)
    if (tokens[next]!.text === 'end' && tokens[next - 1]?.kind === 'line') return next
    else if (
      tokens[next]!.kind === 'line' &&
      !tokens.slice(at, next).some(token => token.text === 'do' || token.text === '{')
    )
      return next
  return Math.min(tokens.length, at + 600)
}

/** The properties of a resource that are texts, by name. */
function propertiesOf(at: number, { tokens }: File): ReadonlyMap<string, Token> {
  const found = new Map<string, Token>()
  const end = endOf(at, tokens)
  for (let next = at + 2; next < end; next++) {
    const token = tokens[next]!
    if (token.kind !== 'name' || tokens[next - 1]?.kind !== 'line') continue
    const value = tokens[tokens[next + 1]?.text === '(' ? next + 2 : next + 1]
    if (value?.content && !found.has(token.text)) found.set(token.text, value)
  }
  return found
}

/** The properties of a resource with their texts, of which some are lists. */
function givenAt(at: number, { source, tokens }: File): readonly Given[] {
  const found: Given[] = []
  const end = endOf(at, tokens)
  for (let next = at + 2; next < end; next++) {
    const { kind, text, start } = tokens[next]!
    if (kind !== 'name' || tokens[next - 1]?.kind !== 'line') continue
    const texts: Source[] = []
    const isList = tokens[next + 1]?.text === '['
    for (
      let value = next + 1;
      value < end && (isList ? tokens[value]!.text !== ']' : tokens[value]!.kind !== 'line');
      value++
    ) {
      const content = tokens[value]!.content?.()
      if (content) texts.push(content)
    }
    if (texts.length > 0) found.push({ name: locate(source, start, start + text.length), texts, isList })
  }
  return found
}

/** The names in a symbol, or in a list of them: `:start`, `%i[enable start]`. */
const namesAt = ({ kind, text, content }: Token): readonly string[] =>
  kind === 'symbol' ? [text] : (content?.().text.match(/[a-z_]{1,40}/g) ?? [])

/** `action [:enable, :start]`, or `action :restart`. What acts only when it is notified restarts, as a rule. */
function actionsOf(at: number, tokens: readonly Token[]): readonly string[] {
  const end = endOf(at, tokens)
  const actions: string[] = []
  for (let next = at + 2; next < end; next++) {
    if (tokens[next]!.text !== 'action') continue
    for (let symbol = next + 1; symbol < end && tokens[symbol]!.kind !== 'line'; symbol++)
      for (const action of namesAt(tokens[symbol]!)) actions.push(action === 'nothing' ? 'restart' : action)
  }
  return actions
}
