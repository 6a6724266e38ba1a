/**
 * systemd units and drop-ins: Exec lines, environment, dependencies and paths.
 * Syntax: systemd.syntax(7), systemd.exec(5), systemd.service(5).
 */
import { type Guard, isLeftOpen, type Scope } from '../facts.ts'
import { componentProgram } from '../reading/component-names.ts'
import { flagWords, programOfVariable } from '../reading/flag-words.ts'
import type { Language, Reader } from '../reading/language.ts'
import { maskActions } from '../reading/template.ts'
import { forward } from '../text/progress.ts'
import {
  innerSource,
  locate,
  type Piece,
  type Source,
  sliceSource,
  spanOf,
  UNKNOWN,
  withText,
  written,
} from '../text/source.ts'

export const systemd: Language = {
  id: 'systemd',
  read(source, reader) {
    const unit = unitOf(reader.name)
    const place = isLeftOpen(reader.scope) ? undefined : 'node'
    const scope = reader.open('script', { name: unit ?? reader.name, place, via: 'unit' })
    const named = unit ? /^([\w-]+)(?:@[^.]*)?\.service$/.exec(unit)?.[1] : namedFor(reader.name)
    const program = named === 'docker' ? 'dockerd' : named
    const directives = [...directivesOf(source)]
    const owners = ownersOf(directives)
    const started = guardsIn(directives).reduce((around, guard) => reader.open('branch', { guard }, around), scope)
    for (const directive of directives) readDirective(directive, { reader, scope, started, unit, program, owners })
  },
}

/** The unit that a file describes: its name, or the folder's for a drop-in (`kubelet.service.d/10-kubeadm.conf`). */
function unitOf(path: string): string | undefined {
  const folder = /(?:^|\/)([^/]+\.(?:service|socket|timer|path|mount|target|slice|scope))\.d\/[^/]+$/.exec(path)?.[1]
  if (folder) return folder
  const name = path.slice(path.lastIndexOf('/') + 1)
  return /^[^/]*?\.(?:service|socket|timer|path|mount|target|slice|scope)(?=\.|$)/.exec(name)?.[0]
}

/** The service that a drop-in under another name is for, which a role keeps by its own: `roles/docker/templates/http-proxy.conf.j2`. */
function namedFor(path: string): string | undefined {
  const names = [...path.slice(-200).matchAll(/(?:^|[/_.-])(docker|containerd|crio)(?=[/_.-])/g)].map(
    ([, name]) => name,
  )
  return names.every(name => name === names[0]) ? names[0] : undefined
}

/** `Key=value` with its continuation lines joined. */
interface Directive {
  readonly section: string
  readonly key: string
  /** The value as systemd sees it. */
  readonly value: Source
}

interface Unit {
  readonly reader: Reader
  readonly unit: string | undefined
  /** What the unit runs, told by its name. */
  readonly program: string | undefined
  readonly scope: Scope
  /** The scope of what it runs, which its conditions may leave out. */
  readonly started: Scope
  /** The components that variables are given to. */
  readonly owners: ReadonlyMap<string, string>
}

/** The variables in the command lines of components: `ExecStart=/usr/bin/kubelet $CRI_ARGS`. */
function ownersOf(directives: readonly Directive[]): ReadonlyMap<string, string> {
  const owners = new Map<string, string>()
  for (const { key, value } of directives) {
    if (!key.startsWith('Exec')) continue
    let program: string | undefined
    const isHyperkube = value.text.includes('hyperkube')
    for (const [word] of value.text.matchAll(/[^\s"']+/g)) {
      const [, name] = /^\$\{?([A-Za-z_]\w*)\}?$/.exec(word) ?? []
      if (name && program) owners.set(name, program)
      else if (word.includes('kube') || isHyperkube) program = componentProgram(word) ?? program
    }
  }
  return owners
}

/** Tests of paths that hold where there is one, as test(1) writes them. */
const PATH_TEST =
  /^(?:Condition|Assert)(?:Path(?:Exists|IsDirectory|IsSymbolicLink|IsSocket|IsMountPoint)|FileNotEmpty|FileIsExecutable)$/

/** The conditions without which a unit is not started. Of those with `|` one is enough, so each alone says nothing. */
function guardsIn(directives: readonly Directive[]): readonly Guard[] {
  const texts = directives.flatMap(({ key, value: { text } }) => {
    if (key === 'ExecCondition') return [text.replace(/^[-@:+!|\s]+/, '')]
    const tested = PATH_TEST.test(key) ? /^(!?)\s*(\/.*)$/.exec(text.trim()) : null
    return tested ? [`${tested[1] ? '! ' : ''}-e ${tested[2]}`] : []
  })
  return texts.map(condition => ({ condition, others: [] }))
}

function* directivesOf(source: Source): Generator<Directive> {
  const masked = maskActions(source)
  const { text } = masked
  let section = ''
  for (let at = 0, moves = forward(); at < text.length && moves(at); ) {
    const end = lineEnd(text, at)
    const line = text.slice(at, end)
    const start = at
    at = end + 1
    const header = /^\s*\[([^\]\n]{1,100})\]\s*$/.exec(line)
    if (header) {
      section = header[1]!
      continue
    }
    const assigned = /^[ \t]*([A-Za-z][A-Za-z0-9-]*)[ \t]*=[ \t]*/.exec(line)
    if (!assigned) continue
    const pieces: Piece[] = []
    let from = start + assigned[0].length
    let to = end
    const joins = forward()
    while (text[to - 1] === '\\' && to < text.length && to > from - 1 && joins(to)) {
      pieces.push({ text: text.slice(from, to - 1), start: from, end: to - 1 })
      // Comments and lines that a template leaves nothing of do not end a continued line.
      let next = to + 1
      for (const moves = forward(); next < text.length && isLeftOut(masked, next) && moves(next); )
        next = lineEnd(text, next) + 1
      pieces.push({ text: ' ', start: to - 1, end: to })
      from = Math.min(next, text.length)
      to = lineEnd(text, from)
      at = to + 1
    }
    pieces.push({ text: text.slice(from, to), start: from, end: to })
    yield { section, key: assigned[1]!, value: innerSource(masked, pieces) }
  }
}

/** Whether the line at an offset is a comment, or was only template actions where the file has it. */
function isLeftOut(source: Source, at: number): boolean {
  const end = lineEnd(source.text, at)
  const line = source.text.slice(at, end).trimStart()
  return /^[#;]/.test(line) || (line === '' && end > at && written(spanOf(source, at, end)).trim() !== '')
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}

const DEPENDENCIES =
  /^(?:After|Before|Requires|Requisite|Wants|BindsTo|PartOf|Upholds|Conflicts|WantedBy|RequiredBy|UpheldBy|Unit|Sockets|PropagatesReloadTo|PropagatesStopTo|StopPropagatedFrom|JoinsNamespaceOf|OnFailure|OnSuccess)$/
const PATHS =
  /^(?:RequiresMountsFor|WantsMountsFor|ReadWritePaths|ReadOnlyPaths|BindPaths|BindReadOnlyPaths|PathExists|PathExistsGlob|PathChanged|PathModified|DirectoryNotEmpty|WorkingDirectory|RootDirectory)$/

function readDirective(directive: Directive, unit: Unit): void {
  const { key, value } = directive
  const { reader, scope } = unit
  // An empty value takes back what other files said.
  if (value.text.trim() === '') return
  if (/^Exec[A-Z]/.test(key)) readExec(directive, unit)
  else if (key === 'Environment') for (const word of wordsOf(value)) readVariable(word, unit)
  else if (key === 'PassEnvironment' || key === 'UnsetEnvironment') return
  else if (key === 'EnvironmentFile') {
    const at = /^-?/.exec(value.text)![0].length
    reader.fact(
      { kind: 'path', path: locate(value, at, value.text.trimEnd().length), access: 'read', by: unit.program },
      scope,
    )
  } else if (DEPENDENCIES.test(key)) {
    for (const match of value.text.matchAll(/\S+/g)) {
      const target = locate(value, match.index, match.index + match[0].length)
      reader.fact({ kind: 'unit-dependency', unit: unit.unit, directive: key, target }, scope)
    }
  } else if (/^(?:Condition|Assert)(?:Path|File)/.test(key)) {
    const [marks] = /^[|!\s]*/.exec(value.text)!
    const operand = locate(value, marks.length, value.text.trimEnd().length)
    reader.fact({ kind: 'test', operator: marks.trim() + key, operand }, scope)
  } else if (PATHS.test(key)) {
    for (const match of value.text.matchAll(/[^\s:]+/g)) {
      const at = match.index + (/^[-+]*/.exec(match[0])?.[0].length ?? 0)
      const path = locate(value, at, match.index + match[0].length)
      reader.fact({ kind: 'path', path, access: 'used', by: unit.program }, scope)
    }
  } else if (unit.program && directive.section === 'Service') {
    const at = locate(value, 0, value.text.trimEnd().length)
    const said = { program: `${unit.program}.service`, key: [directive.section, key], value: at }
    reader.fact({ kind: 'setting', ...said, at }, scope)
  }
}

/** A parenthesis, which is a letter like any other outside of quotes (`%(kubelet_args)s`), or what keeps its own: a quoted text, `$( )`. */
const PARENTHESES = /'[^']{0,2000}'|"(?:[^"\\]|\\.){0,2000}"|\$\([^)]{0,2000}\)|[()]/g

/** An Exec line is no shell, but reads as one: `;` runs the next command, quotes and variables are alike. */
function readExec({ key, value }: Directive, { reader, scope, started }: Unit): void {
  const prefix = /^[-@:+!|\s]*/.exec(value.text)![0].length
  // `$$` is a dollar sign. A blank keeps the length, and a command that it stands before begins a word either way.
  const dollars = value.text.replace(/\$\$(?=[({A-Za-z_])/g, ' $')
  const line = withText(
    value,
    dollars.replace(PARENTHESES, found => (found.length === 1 ? UNKNOWN : found)),
  )
  reader.embed(
    { language: 'shell' },
    sliceSource(line, prefix, line.text.length),
    reader.open('script', { name: key }, key === 'ExecCondition' ? scope : started),
  )
}

/** The words of `Environment=`, each an assignment; quotes around a word or around the value only are taken off. */
function* wordsOf(value: Source): Generator<Source> {
  const { text } = value
  for (let at = 0, moves = forward(); at < text.length && moves(at); ) {
    if (/\s/.test(text[at]!)) {
      at++
      continue
    }
    const start = at
    let quote = ''
    for (; at < text.length && (quote || !/\s/.test(text[at]!)); at++) {
      const char = text[at]!
      if (char === '\\') at++
      else if (quote ? char === quote : char === '"' || char === "'") quote = quote ? '' : char
    }
    const first = text[start]!
    const whole = (first === '"' || first === "'") && at - start > 1
    // A quote that is never closed runs to the end of the value.
    const end =
      whole && text[Math.min(at, text.length) - 1] === first ? Math.min(at, text.length) - 1 : Math.min(at, text.length)
    yield sliceSource(value, whole ? start + 1 : start, end)
  }
}

function readVariable(source: Source, { reader, scope, program, owners }: Unit): void {
  const { text } = source
  const equals = text.indexOf('=')
  if (equals <= 0 || !/^[A-Za-z_\uE000][\w\uE000]*$/.test(text.slice(0, equals))) {
    if (text.replaceAll(UNKNOWN, '').trim() !== '' && equals > 0)
      reader.unread(spanOf(source, 0, text.length), 'it does not assign a variable', true)
    return
  }
  const quote = text[equals + 1]
  const quoted = (quote === '"' || quote === "'") && text.length > equals + 2 && text.endsWith(quote)
  const from = equals + (quoted ? 2 : 1)
  const to = text.length - (quoted ? 1 : 0)
  const name = locate(source, 0, equals)
  reader.fact({ kind: 'env', name, value: locate(source, from, to), program }, scope)
  const owner = owners.get(name.value) ?? programOfVariable(name.value) ?? program
  for (const word of flagWords(source, from, to)) reader.fact({ kind: 'flag', program: owner, ...word }, scope)
}
