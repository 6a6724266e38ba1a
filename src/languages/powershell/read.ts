/** Walks a script and says what it does: calls, services, tests, paths, options, variables, files that it writes. */
import { type Guard, type Scope, viaOf } from '../../facts.ts'
import { flagWords, programOfVariable } from '../../reading/flag-words.ts'
import { pathsIn } from '../../reading/path-words.ts'
import { isTemplateName, maskActions } from '../../reading/template.ts'
import { shellLines } from '../../reading/words.ts'
import { type Located, locate, type Source, spanOf, UNKNOWN } from '../../source.ts'
import type { Reader } from '../language.ts'
import { ASKS, cmdletName, given, parametersOf, SERVICE_ACTIONS, TALKS } from './cmdlets.ts'
import { parsePowerShell } from './parse.ts'
import type { Assignment, Branches, Call, Expression, Item, Node, Word } from './tree.ts'
import { baseName, locatedOf, plainName, sourceOf, textOf, variableOf } from './word.ts'

/** Scripts longer than this are not parsed. */
const LONGEST_SCRIPT = 1_000_000
/** How deep scripts may stand in strings of scripts, and how many characters they may hold together. */
const MOST_DEPTH = 6
const MOST_INNER = 4_000_000
/** How much of a condition or a branch is kept, and how many sibling branches. */
const LONGEST_TEXT = 2_000
const MOST_OTHERS = 12

interface Here {
  readonly source: Source
  readonly scope: Scope
  readonly wrappers: readonly string[]
  readonly tested: boolean
  readonly depth: number
}

/** A word with the source that its offsets count in. */
interface Placed {
  readonly source: Source
  readonly word: Word
}

/** Options in the value of a variable, whose program its use may tell. */
interface KeptOptions {
  readonly variable: string
  readonly scope: Scope
  readonly source: Source
}

export function readPowerShell(source: Source, reader: Reader): void {
  if (source.text.length > LONGEST_SCRIPT) {
    reader.unread(spanOf(source, 0, 1), 'the script is longer than 1 MB', false)
    return
  }
  const masked = isTemplateName(reader.name) ? maskActions(source) : source
  const { nodes, error } = parsePowerShell(masked.text)
  if (error) {
    const at = Math.min(error.at, Math.max(source.text.length - 1, 0))
    reader.unread(
      spanOf(source, at, at + 1),
      `a part of the PowerShell script could not be read: ${error.message}`,
      true,
    )
  }
  const walker = walkerOf(reader)
  walker.list(nodes, { source: masked, scope: reader.scope, wrappers: [], tested: false, depth: 0 })
  walker.end()
}

function walkerOf(reader: Reader) {
  /** The strings that variables were last given, by plain name. */
  const values = new Map<string, readonly Placed[]>()
  const usedBy = new Map<string, string>()
  const kept: KeptOptions[] = []
  const files = new Map<string, { readonly scope: Scope; readonly parts: Source[] }>()
  let innerBudget = MOST_INNER

  function list(nodes: readonly Node[], here: Here): void {
    for (const node of nodes) visit(node, here)
  }

  function visit(node: Node, here: Here): void {
    switch (node.kind) {
      case 'call':
        call(node, here)
        break
      case 'expression':
        expression(node, here)
        for (const { target, append } of node.redirects) write(target, append, node.items.flatMap(wordsIn), here)
        break
      case 'assignment':
      case 'entry':
        assignment(node, here)
        break
      case 'pipeline': {
        const asked = here.tested
        for (const [index, each] of node.nodes.entries()) {
          visit(each, { ...here, tested: asked && index === 0 })
          if (each.kind === 'call' && index > 0) writtenByPipe(each, node.nodes[index - 1]!, here)
        }
        break
      }
      case 'branches': {
        list(node.subject, here)
        const guards = guardsOf(node, here.source)
        for (const [index, { condition, body }] of node.branches.entries()) {
          conditions(condition, here)
          list(body, { ...here, tested: false, scope: reader.open('branch', { guard: guards[index] }, here.scope) })
        }
        break
      }
      case 'block':
        conditions(node.condition, here)
        list(node.body, { ...here, tested: false })
        break
      case 'function':
        list(node.body, { ...here, tested: false })
        break
    }
  }

  const conditions = (nodes: readonly Node[], here: Here): void => list(nodes, { ...here, tested: true })

  /** What runs inside a word. */
  function inside(word: Word, here: Here): void {
    for (const part of word.parts) if (part.kind === 'script') list(part.nodes, { ...here, tested: false })
  }

  function call({ words: given_, redirects, start, end }: Call, here: Here): void {
    const { source, scope } = here
    const [first] = given_
    if (!first) return
    const written = textOf(source, first)
    const cmdlet = cmdletName(written)
    const inner = cmdlet === 'invoke-command' || cmdlet === 'start-job' ? [...here.wrappers, written] : here.wrappers
    for (const word of given_) inside(word, { ...here, wrappers: inner })
    for (const { target, append } of redirects) {
      paths(target, here, undefined, 'write')
      if (/^(echo|write-output)$/.test(cmdlet)) write(target, append, given_.slice(1), here)
    }
    if (first.parts.some(part => part.kind === 'script')) return
    const parameters = parametersOf(source, given_)
    const operands = parameters.get('') ?? []

    if (cmdlet === 'start-process') {
      const [program] = [...given(parameters, 'filepath'), ...operands]
      const rest = given(parameters, 'argumentlist', 'args')
      const others = given(parameters, 'filepath').length ? operands : operands.slice(1)
      if (program) run([program, ...listed([...rest, ...others], here)], [...here.wrappers, written], here, start, end)
      return
    }
    if (cmdlet === 'invoke-expression') {
      for (const word of [...given(parameters, 'command'), ...operands]) text(word, [...here.wrappers, written], here)
      return
    }
    if (/^(powershell|pwsh)(\.exe)?$/.test(baseName(cmdlet))) {
      const script = given(parameters, 'command')
      for (const word of script.length ? script : []) text(word, [...here.wrappers, written], here)
      if (script.length) return
    }
    if (/^cmd(\.exe)?$/.test(baseName(cmdlet))) {
      const at = given_.findIndex(word => /^\/[ck]$/i.test(textOf(source, word)))
      const rest = at < 0 ? [] : given_.slice(at + 1)
      if (rest.length === 1) {
        text(rest[0]!, [...here.wrappers, written], here)
        return
      }
      if (rest.length) {
        run(rest, [...here.wrappers, written], here, start, end)
        return
      }
    }
    if (/^(wsl|sudo)(\.exe)?$/.test(cmdlet) && given_.length > 1) {
      const at = given_.findIndex((word, index) => index > 0 && !textOf(source, word).startsWith('-'))
      if (at > 0) {
        run(given_.slice(at), [...here.wrappers, written], here, start, end)
        return
      }
    }
    if (/^(ba|da|z)?sh(\.exe)?$|^ssh(\.exe)?$/.test(baseName(cmdlet))) {
      const script = given_.slice(1).find(word => word.quoted && /\s/.test(textOf(source, word)))
      if (script) reader.embed({ language: 'shell' }, sourceOf(source, script, false), scope)
    }
    if (cmdlet === 'test-path') {
      for (const word of [...given(parameters, 'path', 'literalpath'), ...operands])
        reader.fact({ kind: 'test', operator: '-e', operand: resolved(word, here) }, scope)
      return
    }
    if (Object.hasOwn(SERVICE_ACTIONS, cmdlet)) {
      const disabled = /disabled/i.test(
        given(parameters, 'startuptype')
          .map(word => textOf(source, word))
          .join(),
      )
      const action = disabled ? 'disabled' : SERVICE_ACTIONS[cmdlet]!
      const units = given(parameters, 'name').length ? given(parameters, 'name') : operands
      for (const word of listed(units, here)) service(word, action, here)
      return
    }
    if (cmdlet === 'new-service') {
      const [unit] = [...given(parameters, 'name'), ...operands]
      for (const word of listed(given(parameters, 'dependson'), here))
        dependency(unit && textOf(source, unit), 'DependsOn', word, here)
    }
    writtenByCall(cmdlet, given_, here)
    run(given_, here.wrappers, here, start, end)
  }

  /** A call of a program or a function. */
  function run(words: readonly Word[], wrappers: readonly string[], here: Here, start: number, end: number): void {
    const { source, scope } = here
    const [first] = words
    if (!first) return
    const name = resolved(first, here)
    if (name.value.replaceAll(UNKNOWN, '') === '') return
    const program = baseName(name.value).replace(/\.exe$/i, '')
    const asks = ASKS.has(cmdletName(name.value))
    const args = words.slice(1).map(word => locatedOf(source, word))
    reader.fact({ kind: 'command', name, args, wrappers, tested: here.tested || asks, via: viaOf(scope) }, scope)
    if (asks) return
    const values = words.slice(1)
    serviceTools(program.toLowerCase(), values, here)
    for (const [index, word] of values.entries()) {
      const variable = variableOf(word)
      if (variable) usedBy.set(variable, program)
      const value = textOf(source, word)
      if (!/^--[A-Za-z]/.test(value)) continue
      // A word in one string may hold several: `-ArgumentList "--a=b --c"`.
      for (const { flag, name: option, value: set } of flagWords(sourceOf(source, word, false))) {
        const next = values[index + 1]
        const behind = set ?? (next && !textOf(source, next).startsWith('-') ? locatedOf(source, next) : undefined)
        reader.fact({ kind: 'flag', program, flag, name: option, value: behind }, scope)
      }
    }
    if (TALKS.test(name.value)) return
    const line = source.text.slice(start, Math.min(end, start + 1_000))
    for (const word of values) {
      paths(word, here, program, /^(remove|new|set|clear|copy|move)-/i.test(program) ? 'write' : 'used')
      const value = textOf(source, word)
      const template = /\{\{-?\s*[.$(a-z]/.test(value)
      if (template || /jsonpath|\{\s*(?:\.|range )/.test(value))
        reader.fact(
          { kind: 'pattern', text: locatedOf(source, word), role: template ? 'template' : 'jsonpath', subject: line },
          scope,
        )
    }
  }

  /** Programs that act on services, or say what a service depends on. */
  function serviceTools(program: string, args: readonly Word[], here: Here): void {
    const texts = args.map(word => textOf(here.source, word))
    const verb = texts[0]?.toLowerCase()
    if (program === 'nssm' && verb === 'set' && texts[2]?.toLowerCase() === 'dependonservice')
      for (const word of args.slice(3)) dependency(texts[1], 'DependOnService', word, here)
    else if (
      (program === 'nssm' || program === 'net' || program === 'sc') &&
      /^(start|stop|restart|enable|disable|pause)$/.test(verb ?? '')
    )
      for (const word of args.slice(1, 2))
        service(word, { start: 'started', stop: 'stopped', restart: 'restarted' }[verb!] ?? verb!, here)
    else if (program === 'sc' && (verb === 'config' || verb === 'create')) {
      const at = texts.findIndex(each => /^depend=/i.test(each))
      if (at < 0) return
      const target = texts[at]!.length > 'depend='.length ? args[at]! : args[at + 1]
      if (target) dependency(texts[1], 'DependOnService', target, here)
    }
  }

  const service = (word: Word, action: string, here: Here): void => {
    const unit = locatedOf(here.source, word)
    if (unit.value !== '') reader.fact({ kind: 'service', unit, action }, here.scope)
  }

  /** A word with the names of the services that a service needs; several are parted by `/` or blanks. */
  function dependency(unit: string | undefined, directive: string, word: Word, here: Here): void {
    const source = sourceOf(here.source, word, false)
    for (const match of source.text.matchAll(/[^\s/=]+/g)) {
      if (match[0].toLowerCase() === 'depend') continue
      const target = locate(source, match.index, match.index + match[0].length)
      reader.fact({ kind: 'unit-dependency', unit, directive, target }, here.scope)
    }
  }

  /** A string that is run. */
  function text(word: Word, wrappers: readonly string[], here: Here): void {
    // `-Command { … }` is no string: it has been read.
    if (word.parts.every(part => part.kind === 'script')) return
    const value = placedValue(word)
    const from = value?.source ?? here.source
    const inner = sourceOf(from, value?.word ?? word, false)
    innerBudget -= inner.text.length
    if (here.depth >= MOST_DEPTH || innerBudget < 0) return
    const { nodes } = parsePowerShell(inner.text)
    list(nodes, { ...here, source: inner, wrappers, depth: here.depth + 1 })
  }

  /** The items of lists, one after another: `@("a", "b")` and `"a", "b"` alike. */
  function listed(words: readonly Word[], here: Here): readonly Word[] {
    return words.flatMap(word => {
      const [part] = word.parts
      if (part?.kind !== 'script' || word.parts.length !== 1) return [word]
      const found = part.nodes.flatMap(node => (node.kind === 'expression' ? node.items.flatMap(wordsIn) : []))
      return found.length ? listed(found, here) : [word]
    })
  }

  const wordsIn = (item: Item): readonly Word[] => (item.kind === 'word' ? [item.word] : [])

  const placedValue = (word: Word): Placed | undefined => {
    const variable = variableOf(word)
    const found = variable === undefined ? undefined : values.get(variable)
    return found?.length === 1 ? found[0] : undefined
  }

  /** The text that a word stands for, at its place: the value of a variable where that is known. */
  function resolved(word: Word, here: Here): Located {
    const value = placedValue(word)
    const located = locatedOf(here.source, word)
    return value ? { ...located, value: textOf(value.source, value.word), exact: false } : located
  }

  function assignment({ name, nameStart, value }: Assignment, here: Here): void {
    const { source, scope } = here
    const strings = value.flatMap(node => stringsOf(node))
    const plain = plainName(name)
    const environment = /^env:(.+)$/i.exec(name)
    const [only] = strings
    if (environment)
      reader.fact(
        {
          kind: 'env',
          name: locate(source, nameStart + 4, nameStart + name.length),
          value: strings.length === 1 && only ? locatedOf(source, only) : undefined,
        },
        scope,
      )
    const [node] = value
    if (node?.kind === 'expression' && strings.length === 1 && only && node.items.length === 1)
      values.set(plain, [{ source, word: only }])
    else values.delete(plain)
    if (!/msg|message|usage|help|desc|text|title/i.test(plain)) {
      // kube-log-runner has options of its own before the program that it runs.
      let runner = false
      for (const word of strings) {
        const held = sourceOf(source, word, false)
        if (/kube-log-runner(?:\.exe)?["'\s]*$/i.test(held.text)) runner = true
        else if (/^[^-].*\w/.test(held.text)) runner = false
        if (runner) continue
        if (/(^|\s|=|")--[a-z]/.test(held.text)) kept.push({ variable: plain, scope, source: held })
      }
    }
    list(value, here)
  }

  /** The strings that an expression is made of, also inside lists. */
  function stringsOf(node: Node): readonly Word[] {
    if (node.kind !== 'expression') return []
    return node.items.flatMap(item => {
      if (item.kind !== 'word') return []
      const [part] = item.word.parts
      if (item.word.quoted || part?.kind === 'text') return [item.word]
      return part?.kind === 'script' && item.word.parts.length === 1 ? part.nodes.flatMap(stringsOf) : []
    })
  }

  function expression({ items, start, end }: Expression, here: Here): void {
    const { source, scope } = here
    let operator = ''
    for (const [index, item] of items.entries()) {
      if (item.kind === 'operator') {
        operator = item.name
        continue
      }
      const { word } = item
      inside(word, here)
      paths(word, here, undefined, 'used')
      const subject = source.text.slice(start, Math.min(end, start + 1_000))
      if (operator.startsWith('.') || operator.startsWith('::')) method(operator, word, subject, here)
      else if (operator !== '' && word.quoted) compared(operator, word, subject, here)
      else if (operator === '' && word.quoted) {
        const next = items[index + 1]
        const other = items[index + 2]
        // The literal may stand on the left: `"docker" -eq $runtime`.
        if (next?.kind === 'operator' && COMPARES.test(next.name) && other?.kind === 'word' && !other.word.quoted)
          reader.fact({ kind: 'test', operator: next.name, operand: locatedOf(source, word) }, scope)
      }
      operator = ''
    }
  }

  const COMPARES = /^-[ci]?(eq|ne|like|notlike|match|notmatch|contains|notcontains|in|notin|lt|le|gt|ge)$/

  function compared(operator: string, word: Word, subject: string, here: Here): void {
    const operand = locatedOf(here.source, word)
    if (operand.value === '') return
    if (COMPARES.test(operator)) reader.fact({ kind: 'test', operator, operand }, here.scope)
    if (/^-[ci]?(eq|ne|like|notlike|match|notmatch|replace|split)$/.test(operator)) {
      const role = /match|replace|split/.test(operator) ? 'regex' : 'string'
      reader.fact({ kind: 'pattern', text: operand, role, subject }, here.scope)
    }
  }

  /** A call of a method, whose arguments stand in the brackets behind it. */
  function method(name: string, word: Word, subject: string, here: Here): void {
    const { source, scope } = here
    const strings = word.parts.flatMap(part => (part.kind === 'script' ? part.nodes.flatMap(stringsOf) : []))
    const [first, second] = strings
    if (!first) return
    if (/^\.(replace|startswith|trimstart|split|indexof|contains)$/.test(name))
      reader.fact({ kind: 'pattern', text: locatedOf(source, first), role: 'string', subject }, scope)
    else if (name === '::setenvironmentvariable')
      reader.fact({ kind: 'env', name: locatedOf(source, first), value: second && locatedOf(source, second) }, scope)
    else if (/^::(writealltext|writealllines|appendalltext)$/.test(name) && second)
      write(first, name.includes('append'), [second], here)
  }

  /** What Set-Content and the like are given as a value. */
  function writtenByCall(cmdlet: string, words: readonly Word[], here: Here): void {
    if (!/^(set-content|add-content|new-item|out-file)$/.test(cmdlet)) return
    const parameters = parametersOf(here.source, words)
    const operands = parameters.get('') ?? []
    const named = given(parameters, 'path', 'filepath', 'literalpath')
    const path = named[0] ?? operands[0]
    const value = given(parameters, 'value', 'inputobject')
    const content = value.length ? value : named.length ? operands : operands.slice(1)
    if (path && content.length) write(path, cmdlet === 'add-content', content, here)
  }

  /** `"…" | Out-File path`. */
  function writtenByPipe({ words }: Call, before: Node, here: Here): void {
    const [first] = words
    if (!first || before.kind !== 'expression') return
    const cmdlet = cmdletName(textOf(here.source, first))
    if (!/^(set-content|add-content|out-file|tee-object)$/.test(cmdlet)) return
    const parameters = parametersOf(here.source, words)
    const path = given(parameters, 'path', 'filepath', 'literalpath')[0] ?? parameters.get('')?.[0]
    if (path) write(path, cmdlet === 'add-content' || parameters.has('append'), before.items.flatMap(wordsIn), here)
  }

  /** Strings that a file is made of. */
  function write(target: Word, append: boolean, content: readonly Word[], here: Here): void {
    const path = placedValue(target)
    const name = textOf(path?.source ?? here.source, path?.word ?? target).replaceAll('\\', '/')
    const sources = listed(content, here)
      .map(word => placedValue(word) ?? { source: here.source, word })
      .filter(({ word }) => word.parts.some(part => part.kind === 'text'))
      .map(({ source, word }) => sourceOf(source, word, true))
    if (name === '' || sources.length === 0) return
    if (!append) close(name)
    const file = files.get(name)
    if (file) file.parts.push(...sources)
    else files.set(name, { scope: here.scope, parts: sources })
  }

  function close(name: string): void {
    const file = files.get(name)
    const [first] = file?.parts ?? []
    if (file && first)
      reader.embed({ file: name }, file.parts.length === 1 ? first : shellLines(first.file, file.parts), file.scope)
    files.delete(name)
  }

  function paths(word: Word, here: Here, by: string | undefined, access: 'write' | 'used'): void {
    const source = sourceOf(here.source, word, true)
    const said = new Set<string>()
    for (const { start, end } of pathsIn(source.text)) {
      const path = locate(source, start, end)
      if (said.has(path.value)) continue
      said.add(path.value)
      reader.fact({ kind: 'path', path, access, by }, here.scope)
    }
  }

  /** Says what could only be known when the whole script is read. */
  function end(): void {
    for (const { variable, scope, source } of kept) {
      const [head = ''] = /^\s*\S*/.exec(source.text) ?? []
      const called = baseName(head.trim()).replace(/\.exe$/i, '')
      const program = /^-|^$/.test(head.trim()) ? (programOfVariable(variable) ?? usedBy.get(variable)) : called
      for (const { flag, name, value } of flagWords(source))
        reader.fact({ kind: 'flag', program, flag, name, value }, scope)
    }
    for (const name of [...files.keys()]) close(name)
  }

  return { list, end }
}

/** The guards of the branches of `if` and `switch`, in their order. */
function guardsOf({ branches, subject, start }: Branches, source: Source): readonly Guard[] {
  const slice = (from: number, to: number) => source.text.slice(from, Math.min(to, from + LONGEST_TEXT)).trim()
  const head = subject.length ? `${slice(start, subject.at(-1)!.end)}) ` : ''
  const conditions = branches.map(({ conditionStart, conditionEnd }) => head + slice(conditionStart, conditionEnd))
  const texts = branches.map(({ start: from, end }) => slice(from, end).replace(/(^|[ \t;])#[^\n]*/g, '$1'))
  return branches.map(({ condition }, index) => {
    const others = texts
      .slice(Math.max(0, index - MOST_OTHERS), index + MOST_OTHERS + 1)
      .filter((_, at) => at !== Math.min(index, MOST_OTHERS))
    return condition.length
      ? { condition: conditions[index]!, others }
      : {
          condition: conditions.slice(0, Math.min(index, MOST_OTHERS)).join(' || ').slice(0, LONGEST_TEXT),
          others,
          negated: true,
        }
  })
}
