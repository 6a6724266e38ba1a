/** Walks a script and says what it does: calls, tests, paths, options, variables, patterns, files that it writes. */
import { type Scope, viaOf } from '../../facts.ts'
import { programOfFile, programOfVariable } from '../../reading/flag-words.ts'
import { pathsIn } from '../../reading/path-words.ts'
import { isTemplateName, maskActions } from '../../reading/template.ts'
import { locate, type Source, spanOf, UNKNOWN, withText } from '../../source.ts'
import type { Reader } from '../language.ts'
import { type Definitions, definitionsOf, heldWords, resolvedArgument, textAbove, variableOf } from './definitions.ts'
import { continuesAs, guardsOfBranches, guardsOfCase, guardsOfList, isProbe } from './guards.ts'
import type { Inner, Unwrapped } from './inner.ts'
import { saysCall } from './kept-calls.ts'
import { componentOfImage, componentProgram, isLongOption, optionsIn } from './options.ts'
import { parseScript } from './parse.ts'
import { patternsOf, sedExpressions, takesPattern, writtenBySed } from './patterns.ts'
import {
  type Assignment,
  type Call,
  type Comparison,
  type Loop,
  type Node,
  type Part,
  type Redirect,
  visitTree,
  type Word,
} from './tree.ts'
import { unwrap } from './unwrap.ts'
import { baseName, joinedSource, literalOf, locatedOf, sourceOf, textOf } from './word.ts'
import { type Destination, destinationOf, printedBy, writesTo } from './written.ts'

/** Scripts longer than this are not parsed. */
const LONGEST_SCRIPT = 1_000_000
/** How deep scripts may stand in strings of scripts. */
const MOST_DEPTH = 8
/** How many characters of scripts in strings one script may hold: each level is read again. */
const MOST_INNER = 4_000_000

/** Loops over more words, or longer ones, are read once, without the words. */
const MOST_TURNS = 6
const LONGEST_LOOP = 2_000
const NONE: ReadonlyMap<string, never> = new Map<string, never>()

/** What is known at a place of the script. */
interface Here {
  readonly scope: Scope
  /** The wrappers that the whole script stands in: `['ssh']` inside `ssh host '…'`. */
  readonly wrappers: readonly string[]
  /** Whether only the success of the command is asked for. */
  readonly tested: boolean
  readonly definitions: Definitions
  /** Where the standard output goes, when it is written to a file or fed to a program. */
  readonly out: Destination | undefined
  readonly depth: number
  /** Whether it stands in a loop whose turns are read one by one: loops in it are read once. */
  readonly turned?: boolean
}

/** A text that is given to a variable and holds options, whose program the variable's use tells. */
interface KeptOptions {
  readonly variable: string
  readonly scope: Scope
  readonly source: Source
}

/** A text that is given to a variable and may be a call. */
interface KeptText {
  readonly variable: string
  readonly here: Here
  readonly source: Source
}

/** Reads one script with all the scripts in its strings. */
export function readScript(source: Source, reader: Reader): void {
  if (source.text.length > LONGEST_SCRIPT) {
    reader.unread(spanOf(source, 0, 1), 'the script is longer than 1 MB', false)
    return
  }
  if (/^\s*#cloud-config\b/.test(source.text)) {
    // User data is often kept in a file named `.sh`, whatever it holds.
    reader.embed({ file: 'cloud-config.yaml' }, source)
    return
  }
  const script = withoutTestNames(isTemplateName(reader.name) ? maskActions(source) : source)
  const { nodes, error } = parseScript(script)
  if (error) {
    const at = Math.min(error.at, Math.max(source.text.length - 1, 0))
    reader.unread(
      spanOf(source, at, at + 1),
      `a part of the shell script could not be read: ${plain(error.message)}`,
      true,
    )
  }
  const walker = walkerOf(reader)
  walker.list(nodes, {
    scope: reader.scope,
    wrappers: [],
    tested: false,
    definitions: definitionsOf(nodes),
    out: undefined,
    depth: 0,
  })
  walker.end()
}

/** Bats writes `@test "name" {` before a group of commands: the name is blanked, and the group is shell. */
const withoutTestNames = (source: Source): Source =>
  source.text.includes('@test')
    ? withText(
        source,
        source.text.replace(/^[ \t]*@test[ \t][^\n]*(?=\{[ \t]*$)/gm, name => ' '.repeat(name.length)),
      )
    : source

/** The parser's message without a text that could be long. */
const plain = (message: string): string => (message.length > 100 ? `${message.slice(0, 100)}…` : message)

/** Variables that hold text for people. */
const PROSE = /msg|message|usage|help|desc|text|title|banner|doc$/i
const DECLARING = new Set(['export', 'local', 'declare', 'readonly', 'typeset', 'unset'])
/** Programs whose arguments are text for people. */
const TALKING =
  /^(echo|printf|logger|notify-send|wall|say)$|(^|[_:-])(log|echo|print|msg|message|info|warn|warning|error|err|die|fail|fatal|abort|usage|debug|note|title|banner|step|section|success|ok|panic|exit_?with)([_:-]|$)/i

function walkerOf(reader: Reader) {
  const kept: KeptOptions[] = []
  const keptCalls: KeptText[] = []
  /** How the variables are used that are called as a command. */
  const called = new Map<string, { readonly wrappers: readonly string[]; readonly tested: boolean }>()
  /** The program that a variable is an argument of, or the variable that it is a part of. */
  const usedBy = new Map<string, string>()
  const partOfVariable = new Map<string, string>()
  const files = writesTo(reader)
  let innerBudget = MOST_INNER
  let saidDeep = false

  const nameIn = (here: Here) => (each: Word) =>
    textAbove(each, here.definitions) ?? textOf(resolvedArgument(each, here.definitions) ?? each)

  function list(nodes: readonly Node[], here: Here): void {
    let scope = here.scope
    let opened = 0
    for (const node of nodes) {
      visit(node, scope === here.scope ? here : { ...here, scope })
      const guard = opened < MOST_DEPTH && nodes.length > 1 ? continuesAs(node) : undefined
      if (guard && node !== nodes.at(-1)) {
        scope = reader.open('branch', { guard }, scope)
        opened++
      }
    }
  }

  const argumentsOf = (each: Word, definitions: Definitions): readonly Word[] =>
    heldWords(each, definitions) ?? [resolvedArgument(each, definitions) ?? each]

  /** The turns of a loop over words that are written out, each with its word as the variable's value; else one turn. */
  function turnsOf({ variable, words: given, source, start, end }: Loop, here: Here): readonly Here[] {
    const words = given.flatMap(each => heldWords(each, here.definitions) ?? [each])
    const isShort = words.length <= MOST_TURNS && end - start <= LONGEST_LOOP && here.turned !== true
    if (!variable || words.length === 0 || !isShort) return [here]
    const text = source.text.slice(start, end)
    const isUsed = text.includes(`$${variable}`) || text.includes(`\${${variable}`)
    if (!isUsed || words.some(each => literalOf(each) === undefined)) return [here]
    return words.map(each => {
      const values = new Map([[variable, [{ words: [each], array: false, turn: true }]]])
      const definitions = { parent: here.definitions, sameShell: true, values, functions: NONE, aliases: NONE }
      return { ...here, turned: true, definitions }
    })
  }

  function visit(node: Node, here: Here): void {
    switch (node.kind) {
      case 'call':
        call(node, here)
        break
      case 'pipeline':
        pipeline(node.nodes, here)
        break
      case 'and-or': {
        const guards = guardsOfList(node)
        for (const [index, each] of node.nodes.entries()) {
          const guard = guards[index]
          const scope = guard ? reader.open('branch', { guard }, here.scope) : here.scope
          const last = index === node.nodes.length - 1
          const tested = here.tested || (!last && isProbe(each, node.nodes[index + 1]))
          visit(each, { ...here, scope, tested })
        }
        break
      }
      case 'if': {
        const guards = guardsOfBranches(node)
        for (const [index, { condition, body }] of node.branches.entries()) {
          conditions(condition, here)
          list(body, {
            ...inGroup(node.redirects, here),
            tested: false,
            scope: reader.open('branch', { guard: guards[index] }, here.scope),
          })
        }
        redirects(node.redirects, here)
        break
      }
      case 'loop':
        for (const each of node.words) word(each, here)
        conditions(node.condition, here)
        for (const turn of turnsOf(node, here)) list(node.body, { ...inGroup(node.redirects, turn), tested: false })
        redirects(node.redirects, here)
        break
      case 'case': {
        word(node.subject, here)
        const guards = guardsOfCase(node)
        for (const [index, item] of node.items.entries()) {
          const scope = reader.open('branch', { guard: guards[index] }, here.scope)
          for (const pattern of item.patterns) {
            word(pattern, here)
            comparison(
              { operator: 'case', left: node.subject, right: pattern },
              here,
              `case ${textOf(node.subject)} in`,
            )
          }
          list(item.body, { ...inGroup(node.redirects, here), tested: false, scope })
        }
        redirects(node.redirects, here)
        break
      }
      case 'group':
        list(node.body, inGroup(node.redirects, here))
        redirects(node.redirects, here)
        break
      case 'function':
        list(node.body, { ...here, tested: false, out: undefined })
        break
      case 'test': {
        const subject = bounded(node.source.text.slice(node.start, node.end))
        for (const each of node.comparisons) {
          if (each.left) word(each.left, here)
          word(each.right, here)
          comparison(each, here, subject)
        }
        redirects(node.redirects, here)
        break
      }
      case 'arithmetic':
        for (const each of node.words) word(each, here)
        redirects(node.redirects, here)
        break
    }
  }

  /** Of a list of conditions only the last one decides. */
  function conditions(nodes: readonly Node[], here: Here): void {
    for (const [index, node] of nodes.entries())
      visit(node, { ...here, out: undefined, tested: index === nodes.length - 1 })
  }

  /** What the inside of `{ … } > file` writes to. */
  function inGroup(list: readonly Redirect[], here: Here): Here {
    const out = destinationOf(undefined, list, nameIn(here))
    if (out?.kind !== 'file') return here
    if (!out.append) files.close(out.name)
    return { ...here, out: { ...out, append: true } }
  }

  function pipeline(nodes: readonly Node[], here: Here): void {
    const inners = nodes.map(node => (node.kind === 'call' ? unwrap(node.words, here.definitions) : undefined))
    const destinations: (Destination | undefined)[] = []
    let next = here.out
    for (let i = nodes.length - 1; i >= 0; i--) {
      destinations[i] = next
      const node = nodes[i]!
      next = node.kind === 'call' ? destinationOf(inners[i], node.redirects, nameIn(here), destinations[i]) : undefined
    }
    const [first] = nodes
    const last = nodes.at(-1)
    if (!first || !last) return
    const subject = first.source === last.source ? bounded(first.source.text.slice(first.start, last.end)) : undefined
    for (const [index, node] of nodes.entries()) {
      const within = { ...here, tested: here.tested && index === nodes.length - 1, out: destinations[index] }
      if (node.kind === 'call') call(node, within, subject, inners[index])
      else visit(node, within)
    }
  }

  function call(node: Call, here: Here, subject?: string, unwrapped?: Inner): void {
    for (const each of node.assignments) assignment(each, here)
    for (const each of node.declares) assignment(each, here)
    for (const each of node.words) word(each, here)
    redirects(node.redirects, here)
    const [first] = node.words
    if (!first) return
    const name = textOf(first)
    if (DECLARING.has(name) || name === 'alias') return
    if (name === '[' || name === 'test') {
      const operands =
        name === '[' && node.words.length > 1 && textOf(node.words.at(-1)!) === ']'
          ? node.words.slice(1, -1)
          : node.words.slice(1)
      const text = bounded(node.source.text.slice(node.start, node.end))
      for (const each of comparisonsIn(operands)) comparison(each, here, text)
      return
    }
    const inner = unwrapped ?? unwrap(node.words, here.definitions)
    for (const each of inner.assignments) assignmentWord(each, here)
    const line = subject ?? bounded(node.source.text.slice(node.start, node.end))
    for (const each of inner.calls) program(each, [...here.wrappers, ...each.wrappers], here, line)
    for (const { source, wrappers, guessed } of inner.scripts)
      script(
        source,
        {
          ...here,
          wrappers: [...here.wrappers, ...wrappers],
          out: destinationOf(undefined, node.redirects, nameIn(here)) ?? here.out,
        },
        guessed,
      )
    for (const { variable, program: base, words, wrappers } of inner.kept) {
      const before = called.get(variable)
      const tested = here.tested && before?.tested !== false
      called.set(variable, { wrappers: before?.wrappers ?? [...here.wrappers, ...wrappers], tested })
      flags(baseName(base), words, here.scope)
      for (const each of words.slice(1)) paths(each, here, baseName(base), 'used')
    }
    for (const source of inner.powershell) reader.embed({ language: 'powershell' }, source, here.scope)
    written(node, inner, here)
  }

  /** Texts that a call writes to a file or feeds to a shell: heredocs, and what echo and printf print. */
  function written(node: Call, inner: Inner, here: Here): void {
    const own = destinationOf(inner, node.redirects, nameIn(here), here.out)
    for (const redirect of node.redirects) {
      const body = redirect.heredoc?.body ?? (redirect.operator === '<<<' ? redirect.target : undefined)
      if (body) send(body, own, here)
    }
    const printed = printedBy(inner)
    if (!printed) return
    const out = destinationOf(undefined, node.redirects, nameIn(here)) ?? here.out
    if (!out) return
    if (out.kind === 'shell')
      script(
        printed('scripts masked'),
        { ...here, wrappers: [...here.wrappers, ...out.wrappers], out: undefined },
        true,
      )
    else files.write(out, printed('masked'), here.scope)
  }

  function send(body: Word, out: Destination | undefined, here: Here): void {
    if (!out) return
    if (out.kind === 'shell')
      script(
        sourceOf(body, 'scripts masked'),
        { ...here, wrappers: [...here.wrappers, ...out.wrappers], out: undefined, tested: false },
        false,
      )
    else files.write(out, sourceOf(body, 'masked'), here.scope)
  }

  /** A text that a shell runs. */
  function script(source: Source, here: Here, guessed: boolean): void {
    innerBudget -= source.text.length
    if (here.depth >= MOST_DEPTH || innerBudget < 0) {
      if (!saidDeep) reader.unread(spanOf(source, 0, 1), 'scripts stand too deep in strings of each other', true)
      saidDeep = true
      return
    }
    const { nodes, error } = parseScript(source)
    if (error) {
      if (guessed) return
      const at = Math.min(error.at, Math.max(source.text.length - 1, 0))
      reader.unread(
        spanOf(source, at, at + 1),
        `a part of a script in a string could not be read: ${plain(error.message)}`,
        true,
      )
    }
    list(nodes, {
      ...here,
      definitions: definitionsOf(nodes, here.definitions, runHere(here.wrappers)),
      depth: here.depth + 1,
    })
  }

  /** What runs inside a word, and the patterns in its expansions. */
  function word(each: Word, here: Here): void {
    for (const part of each.parts) expansion(each, part, here)
  }

  function expansion(each: Word, part: Part, here: Here): void {
    if (part.kind === 'script') list(part.nodes, { ...here, tested: false, out: undefined })
    else if (part.kind === 'unknown') for (const inner of part.words) word(inner, here)
    else if (part.kind === 'variable') {
      for (const inner of part.operands) word(inner, here)
      if (part.index) word(part.index, here)
      if (part.operator && /^[#%/]/.test(part.operator) && part.operands[0]) {
        const text = locatedOf(part.operands[0])
        if (text.value !== '')
          reader.fact(
            { kind: 'pattern', text, role: 'string', subject: bounded(each.source.text.slice(part.start, part.end)) },
            here.scope,
          )
      } else if (part.operator === ':' && /^\d+$/.test(literalOf(part.operands[0] ?? each) ?? ''))
        reader.fact(
          {
            kind: 'pattern',
            text: locate(each.source, part.start, part.end),
            role: 'string',
            subject: bounded(each.source.text.slice(part.start, part.end)),
          },
          here.scope,
        )
      else if (
        (part.operator === ':-' || part.operator === ':=' || part.operator === '=' || part.operator === '-') &&
        part.operands[0]
      )
        paths(part.operands[0], here, undefined, 'used')
    }
  }

  function assignment({ name, nameStart, source, value, items }: Assignment, here: Here): void {
    reader.fact(
      { kind: 'env', name: locate(source, nameStart, nameStart + name.length), value: value && locatedOf(value) },
      here.scope,
    )
    for (const each of value ? [value] : (items ?? [])) {
      word(each, here)
      paths(each, here, undefined, 'used')
      for (const part of each.parts)
        if (part.kind === 'variable' && part.name !== name) partOfVariable.set(part.name, name)
    }
    const words = value ? [value] : (items ?? [])
    if (words.length === 0 || PROSE.test(name)) return
    if (saysCall(words)) keptCalls.push({ variable: name, here, source: joinedSource(words, 'scripts masked') })
    // The program of the options may only be known when the whole script is read.
    const text = joinedSource(words, 'scripts masked')
    if (optionsIn(text.text).length) kept.push({ variable: name, scope: here.scope, source: text })
  }

  /** `VAR=x` as an argument of env or sudo. */
  function assignmentWord(each: Word, here: Here): void {
    const source = sourceOf(each)
    const at = source.text.indexOf('=')
    reader.fact(
      { kind: 'env', name: locate(source, 0, at), value: locate(source, at + 1, source.text.length) },
      here.scope,
    )
    paths(each, here, undefined, 'used')
  }

  function program({ words, own }: Unwrapped, wrappers: readonly string[], here: Here, line: string): void {
    const [first] = words
    if (!first) return
    const name = locatedOf(first)
    if (name.value.replaceAll(UNKNOWN, '') === '') return
    const base = baseName(name.value)
    if (own && !asksForProgram(own.body, name.value)) return
    const { scope } = here
    const asked = /^(command|type|which|hash|whereis)$/.test(base)
    reader.fact(
      {
        kind: 'command',
        name,
        args: words
          .slice(1)
          .flatMap(each => argumentsOf(each, here.definitions))
          .map(locatedOf),
        wrappers,
        tested: here.tested || asked,
        via: viaOf(scope),
      },
      scope,
    )
    if (asked || own) return
    for (const found of patternsOf(base, words)) reader.fact({ kind: 'pattern', ...found, subject: line }, scope)
    flags(base, words, scope)
    if (base === 'sed' || base === 'gsed') writtenOptions(words, scope)
    if (TALKING.test(base)) return
    const access = WRITES.has(base) ? 'write' : READS.has(base) ? 'read' : 'used'
    const expressions = takesPattern(base)
      ? new Set(patternsOf(base, words).map(({ text }) => text.span.start))
      : undefined
    for (const each of words.slice(1)) {
      const { start } = locatedOf(each).span
      // Words that a variable stands for were read where they are written.
      if (start !== name.span.start && !expressions?.has(start)) paths(each, here, base, access)
    }
  }

  /** The options of a call. Those behind the name of a component belong to it: `docker run … hyperkube kubelet --x`. */
  function flags(base: string, words: readonly Word[], scope: Scope): void {
    let program = componentProgram(base) ?? base
    const carries =
      /^(docker|podman|nerdctl|rkt|hyperkube|systemd-run|start-stop-daemon|daemon|supervise|k3s|rke2|microk8s|setsid|runit|chpst|s6-setuidgid)$/.test(
        base,
      )
    for (let i = 1; i < words.length; i++) {
      const each = words[i]!
      const text = textOf(each)
      if (carries && !text.startsWith('-')) program = componentProgram(text) ?? componentOfImage(text) ?? program
      const variable = variableOf(each)
      if (variable) usedBy.set(variable.name, program)
      if (!text.startsWith('-') || !isLongOption(text)) continue
      const source = sourceOf(each)
      const equals = text.indexOf('=')
      const next = words[i + 1]
      const value =
        equals >= 0
          ? locate(source, equals + 1, text.length)
          : next && !textOf(next).startsWith('-')
            ? locatedOf(next)
            : undefined
      const name = (equals >= 0 ? text.slice(0, equals) : text).replace(/^-+/, '')
      reader.fact({ kind: 'flag', program, flag: locatedOf(each), name, value }, scope)
    }
  }

  /** Options that sed writes into a file. */
  function writtenOptions(words: readonly Word[], scope: Scope): void {
    const target =
      words
        .slice(1)
        .map(textOf)
        .filter(text => !text.startsWith('-'))
        .at(-1) ?? ''
    for (const expression of sedExpressions(words)) {
      const source = sourceOf(expression)
      for (const { start, end } of writtenBySed(source.text))
        optionsOf(source, start, end, programOfFile(target), scope)
    }
  }

  function optionsOf(source: Source, start: number, end: number, program: string | undefined, scope: Scope): void {
    for (const found of optionsIn(source.text.slice(start, end)))
      reader.fact(
        {
          kind: 'flag',
          program,
          flag: locate(source, start + found.start, start + found.end),
          name: found.name,
          value: found.value && locate(source, start + found.value.start, start + found.value.end),
        },
        scope,
      )
  }

  function redirects(list: readonly Redirect[], here: Here): void {
    for (const { operator, target, heredoc } of list) {
      if (heredoc) {
        if (!heredoc.literal) word(heredoc.body, here)
        continue
      }
      if (!target) continue
      word(target, here)
      if (operator !== '<<<' && !/^[\d-]+$/.test(textOf(target)) && !textOf(target).startsWith('/dev/'))
        paths(target, here, undefined, /[<]/.test(operator) ? 'read' : 'write')
    }
  }

  function paths(each: Word, here: Here, by: string | undefined, access: 'read' | 'write' | 'used'): void {
    if (!mayHoldPath(each)) return
    const source = sourceOf(each, 'masked')
    // A sentence is text for people, unless options or a list of paths make it a command line.
    const said = new Set<string>()
    for (const { start, end } of pathsIn(source.text)) {
      const path = locate(source, start, end)
      if (said.has(path.value)) continue
      said.add(path.value)
      reader.fact({ kind: 'path', path, access, by }, here.scope)
    }
  }

  function comparison({ operator, left, right }: Comparison, here: Here, subject: string): void {
    const operand =
      left && literalOf(right) === undefined && literalOf(left) !== undefined && operator !== 'case' ? left : right
    const text = locatedOf(operand)
    if (text.value === '' || (operator === 'case' && /^[*?]$/.test(text.value))) return
    reader.fact({ kind: 'test', operator, operand: text }, here.scope)
    if (operator === '=~') reader.fact({ kind: 'pattern', text, role: 'regex', subject }, here.scope)
    else if (/^(=|==|!=|case)$/.test(operator))
      reader.fact({ kind: 'pattern', text, role: 'string', subject }, here.scope)
  }

  /** Says what could only be known when the whole script is read. */
  function end(): void {
    for (const { variable, here, source } of keptCalls) {
      const use = called.get(variable)
      if (use) script(source, { ...here, ...use, out: undefined }, true)
    }
    for (const { variable, scope, source } of kept)
      optionsOf(source, 0, source.text.length, componentOfVariable(variable), scope)
    files.end()
  }

  function componentOfVariable(variable: string): string | undefined {
    let name = variable
    for (let step = 0; step < 5; step++) {
      const program = programOfVariable(name) ?? usedBy.get(name)
      if (program) return componentProgram(program) ?? program
      const next = partOfVariable.get(name)
      if (!next) return undefined
      name = next
    }
    return undefined
  }

  return { list, end }
}

/** Most words are no paths, which saves making sources of them. */
const mayHoldPath = ({ parts }: Word): boolean =>
  parts.some(part => part.kind === 'text' && (part.text.includes('/') || part.text.includes('\\')))

/** Whether a string is run by the same shell, which knows the script's functions. */
const runHere = (wrappers: readonly string[]): boolean => wrappers.every(wrapper => /^(eval|trap)$/.test(wrapper))

/** The longest text of a command line that a fact keeps. */
const LONGEST_SUBJECT = 1_000
const bounded = (text: string): string => (text.length > LONGEST_SUBJECT ? text.slice(0, LONGEST_SUBJECT) : text)

const READS = new Set([
  'cat',
  'less',
  'more',
  'head',
  'tail',
  'ls',
  'grep',
  'egrep',
  'stat',
  'file',
  'source',
  '.',
  'jq',
  'find',
  'wc',
  'du',
  'readlink',
  'realpath',
  'md5sum',
  'sha256sum',
  'diff',
  'awk',
])
const WRITES = new Set([
  'rm',
  'mkdir',
  'touch',
  'tee',
  'chmod',
  'chown',
  'chgrp',
  'truncate',
  'rmdir',
  'mv',
  'cp',
  'ln',
  'install',
  'rsync',
  'sed',
  'mount',
  'umount',
  'mknod',
  'setfacl',
  'chcon',
  'restorecon',
  'mkfs.ext4',
  'mkfs.xfs',
])

const askers = new WeakMap<readonly Node[], boolean>()

/** Whether a function of the script is one that asks for a program, as `command_exists docker` does: its calls say what is asked. */
function asksForProgram(body: readonly Node[], name: string): boolean {
  if (/exist|require|need|has_|have_|installed|check|ensure|verify|is_/i.test(name)) return true
  const known = askers.get(body)
  if (known !== undefined) return known
  let asks = false
  visitTree(body, {
    node(node) {
      if (node.kind !== 'call') return
      const [program, ...args] = node.words
      if (
        program &&
        /^(command|type|which|hash)$/.test(textOf(program)) &&
        (textOf(program) !== 'command' || args.some(arg => /^-[vV]$/.test(textOf(arg)))) &&
        args.some(arg => /^\$[{]?[1@*]/.test(textOf(arg)))
      )
        asks = true
    },
  })
  askers.set(body, asks)
  return asks
}

/** The comparisons between `[` and `]`. */
function comparisonsIn(words: readonly Word[]): readonly Comparison[] {
  const found: Comparison[] = []
  for (let i = 0; i < words.length; i++) {
    const text = textOf(words[i]!)
    if (/^(!|\(|\)|-a|-o)$/.test(text) && !(text === '-a' && found.length === 0)) continue
    const next = words[i + 1]
    if (/^-[a-zA-Z]$/.test(text) && next) {
      found.push({ operator: text, left: undefined, right: next })
      i++
    } else if (next && /^([=!]=|=|=~|[<>]|-(eq|ne|lt|le|gt|ge|nt|ot|ef))$/.test(textOf(next)) && words[i + 2]) {
      found.push({ operator: textOf(next), left: words[i]!, right: words[i + 2]! })
      i += 2
    }
  }
  return found
}
