/**
 * Reads a template of a chart as the file that it makes with the chart's values, as far as they are known. Every text keeps
 * its place: that of the template, of the value or of the definition that it comes from. Nothing is executed: both branches
 * of every condition are there, each with its condition.
 */
import {
  type Guard,
  joinSources,
  locate,
  type Origin,
  type Source,
  type Span,
  sliceSource,
  spanOf,
  UNKNOWN,
} from '../source.ts'
import { FUNCTIONS, printed, type Tools } from './functions.ts'
import { type Output, outputOf } from './output.ts'
import {
  type Branch,
  type Choose,
  type Command,
  type Part,
  type Pipe,
  parseTemplate,
  type Template,
  type Term,
} from './parse.ts'
import {
  choiceOf,
  chosen,
  fieldOf,
  fieldsOf,
  itemsOf,
  NIL,
  ownText,
  textValue,
  truth,
  UNKNOWN_VALUE,
  type Value,
} from './value.ts'

/** What a template may use of its chart. */
export interface Surroundings extends Tools {
  /** What `.` and `$` are at the beginning. */
  readonly root: Value
  definition(name: string): Template | undefined
  /** The text of a file of the chart, for `.Files.Get`. */
  read(path: string): Source | undefined
}

/** What is made of one template at most; a hostile one makes more and is read with its actions masked. */
const MOST_STEPS = 30_000
/** Characters and pieces of text that are put together, counted at every level of blocks. */
const MOST_WORK = 2_000_000
/** Definitions include one another a few levels deep. */
const MOST_INCLUDES = 30
const MOST_ROUNDS = 50
/** Sibling branches are told as text; no more than this of each. */
const MOST_OTHER_TEXT = 1_000

class TooMuch extends Error {}

interface Variables {
  readonly values: Map<string, Value>
  readonly parent: Variables | undefined
}

interface Scope {
  readonly source: Source
  readonly dot: Value
  readonly variables: Variables
  /** What `$` is. */
  readonly root: Value
  readonly depth: number
  /** Whether it stands in a branch that may not be taken: what is empty there has a value when it is. */
  readonly unsure: boolean
  /** Whether a value that is empty by default counts as not known: somebody who uses the chart fills it in. */
  readonly filled?: boolean | undefined
}

/** Which branches are written: all of them, those that the default values choose, or the others. */
export type Branches = 'all' | 'default' | 'other'

/** The text that a template makes, or undefined where that is too much to be read. */
export function render(template: Template, around: Surroundings, branches: Branches = 'all'): Source | undefined {
  try {
    return renderer(around, branches).whole(template)
  } catch (error) {
    if (error instanceof TooMuch || error instanceof RangeError) return undefined
    throw error
  }
}

function renderer(around: Surroundings, mode: Branches) {
  const { file } = around
  let steps = 0
  let work = 0
  /** Assignments to variables of outer blocks, to be taken back and joined where branches meet. */
  let assigned: { readonly variables: Variables; readonly name: string; readonly before: Value }[] = []

  const step = (): void => {
    if (++steps > MOST_STEPS) throw new TooMuch()
  }

  const spend = ({ text, segments }: Source): void => {
    work += text.length + 10 * segments.length
    if (work > MOST_WORK) throw new TooMuch()
  }

  function whole(template: Template): Source {
    const scope: Scope = {
      source: template.source,
      dot: around.root,
      root: around.root,
      variables: { values: new Map(), parent: undefined },
      depth: 0,
      unsure: mode === 'other',
    }
    return body(template.parts, scope)[0]!
  }

  /** The text of a body: each alternative of it, when it is a single line. */
  function body(parts: readonly Part[], scope: Scope): readonly Source[] {
    const output = outputOf(file)
    write(parts, scope, output)
    const variants = output.finish()
    for (const variant of variants) spend(variant)
    return variants
  }

  function write(parts: readonly Part[], scope: Scope, output: Output): void {
    for (const part of parts) {
      step()
      switch (part.kind) {
        case 'text':
          output.write(sliceSource(scope.source, part.start, part.end))
          break
        case 'print': {
          const value = part.pipe ? pipeOf(part.pipe, scope) : UNKNOWN_VALUE
          if (!part.pipe?.variables.length) put(value, part.at, part.broke, scope, output)
          break
        }
        case 'template': {
          const dot = part.pipe ? pipeOf(part.pipe, scope) : NIL
          put(included(part.name, dot, scope), part.at, part.broke, scope, output)
          break
        }
        case 'choose':
          choose(part, scope, output)
          break
        case 'range':
          range(part, scope, output)
          break
        default:
      }
    }
  }

  /** Writes what an action prints. */
  function put(
    value: Value,
    { start, end }: { start: number; end: number },
    broke: boolean,
    { source, unsure }: Scope,
    output: Output,
  ): void {
    const action = spanOf(source, start, end)
    const comesFrom = through(action)
    const write = (one: Value): Source => {
      const text = printed(one, file)
      if (text) return comesFrom(text)
      const filler = locate(source, start, end, UNKNOWN.repeat(Math.min(end - start, 200)))
      return fillerOf(filler.value, action)
    }
    const values = (value.kind === 'choice' ? value.values : [value]).map(one => (unsure ? notEmpty(one) : one))
    const unknown = values.every(one => one.kind === 'unknown')
    if (
      (unknown && values.some(one => one.kind === 'unknown' && one.lines)) ||
      (unknown && broke && output.line().trim() !== '')
    )
      output.write('\n')
    putVariants(values.map(write), output)
  }

  /** Writes alternatives: beside each other in one line, or one below the other. */
  function putVariants(variants: readonly Source[], output: Output): void {
    const [first, ...rest] = variants
    if (!first) return
    if (rest.length === 0) output.write(first)
    else if (variants.every(({ text }) => !text.includes('\n'))) output.choose(variants)
    else {
      const before = output.line()
      for (const [index, variant] of variants.entries()) {
        if (index > 0 && variant.text !== '' && !/^[ \t]*\n/.test(variant.text) && output.line().trim() !== '') {
          output.breakLine()
          output.write(before)
        }
        output.write(variant)
      }
    }
  }

  /** Whether a condition that does not hold by default may hold once the values that are empty by default are filled in. */
  function holdsWhenFilled({ pipe }: Branch, value: Value, scope: Scope): boolean {
    return (
      pipe !== undefined && truth(value) === false && truth(pipeOf(pipe, inner({ ...scope, filled: true }))) !== false
    )
  }

  function choose({ how, branches }: Choose, scope: Scope, output: Output): void {
    const conditions = branches.map(({ pipe, condition }) => {
      if (condition === '') return undefined
      const within = inner(scope)
      return { value: pipe ? pipeOf(pipe, within) : UNKNOWN_VALUE, scope: within }
    })
    /** Whether each branch is taken with the default values, as far as that is known. */
    const taken: (boolean | undefined)[] = []
    let before: boolean | undefined = false
    for (const condition of conditions) {
      const holds = condition ? truth(condition.value) : true
      taken.push(before === true ? false : before === false ? holds : holds === false ? false : undefined)
      before =
        before === true || holds === true ? true : before === undefined || holds === undefined ? undefined : false
    }
    const texts: (readonly Source[])[] = []
    const changes: (typeof assigned)[] = []
    const outer = assigned
    const byKind = branches.some(({ condition }) => ASKS_KIND.test(condition))
    const picked =
      byKind && taken.includes(true) ? (index: number) => taken[index] === true : pickedOf(taken, branches.length)
    for (const [index, branch] of branches.entries()) {
      if (!picked(index)) {
        texts.push([])
        changes.push([])
        continue
      }
      const condition = conditions[index]
      let within = condition?.scope ?? inner(scope)
      if (taken[index] !== true) within = { ...within, unsure: true }
      if (how === 'with' && condition)
        within = { ...within, dot: truth(condition.value) === false ? UNKNOWN_VALUE : condition.value }
      assigned = []
      const off =
        taken[index] === false && (condition === undefined || !holdsWhenFilled(branch, condition.value, scope))
      const under = guardsOf(branches, index, off, how, scope.source)
      texts.push(body(branch.body, within).map(text => guarded(text, under)))
      changes.push(assigned.map(change => ({ ...change, before: lookUp(change.variables, change.name) })))
      for (const { variables, name, before: value } of [...assigned].reverse()) variables.values.set(name, value)
    }
    assigned = outer
    join(changes, taken)
    // What the defaults choose comes first, where one line can hold only one of them.
    const first = taken.indexOf(true)
    const order = [...branches.keys()]
    const isLine = texts.every(variants => variants.every(({ text }) => !text.includes('\n')))
    const isBlank = texts.every(variants => variants.every(({ text }) => text.trim() === ''))
    if (isBlank) return
    if (isLine && first > 0) order.unshift(...order.splice(first, 1))
    const variants = order.flatMap(index => texts[index]!)
    const nothingElse = !branches.some(({ condition }) => condition === '')
    if (isLine && nothingElse && taken.every(one => one === false)) variants.unshift(joinSources(file, []))
    putVariants(isLine ? distinct(variants) : variants, output)
  }

  /** Which branches are written. */
  function pickedOf(taken: readonly (boolean | undefined)[], count: number): (index: number) => boolean {
    if (mode === 'all') return () => true
    const known = taken.indexOf(true)
    const one = known >= 0 ? known : taken.indexOf(undefined)
    if (mode === 'default') return index => index === one
    const other = Array.from({ length: count }, (_, index) => index).find(index => index !== one) ?? one
    return index => index === other
  }

  /** Variables that branches set: what the taken branch says, else any of it. */
  function join(changes: readonly (typeof assigned)[], taken: readonly (boolean | undefined)[]): void {
    const chosenBranch = taken.indexOf(true)
    const done = new Map<Variables, Set<string>>()
    for (const [index, list] of changes.entries())
      for (const { variables, name, before: value } of list) {
        const names = done.get(variables) ?? new Set()
        done.set(variables, names)
        if (chosenBranch >= 0 ? index === chosenBranch : taken[index] !== false) {
          const earlier = lookUp(variables, name)
          const all = names.has(name) && chosenBranch < 0 ? choiceOf([earlier, value]) : value
          names.add(name)
          assign(variables, name, chosenBranch >= 0 ? value : all)
        }
      }
  }

  function range(
    { pipe, body: parts, otherwise }: Extract<Part, { kind: 'range' }>,
    scope: Scope,
    output: Output,
  ): void {
    const value = pipe ? chosen(pipeOf({ ...pipe, variables: [] }, scope)) : UNKNOWN_VALUE
    const rounds = roundsOf(value)
    const [first, second] = pipe?.variables ?? []
    const round = (key: Value, item: Value, guards: readonly Guard[]): void => {
      const within = inner({ ...scope, dot: item, unsure: scope.unsure || item.kind === 'unknown' })
      if (second !== undefined) {
        within.variables.values.set(first!, key)
        within.variables.values.set(second, item)
      } else if (first !== undefined) within.variables.values.set(first, item)
      const variants = body(parts, within)
      const text = variants[0]!
      if (/^[^\n]*\S/.test(text.text) && text.text.includes('\n') && output.line().trim() !== '') output.breakLine()
      putVariants(guards.length > 0 ? variants.map(one => guarded(one, guards)) : variants, output)
    }
    if (rounds && rounds.length > 0)
      for (const [key, item] of rounds.slice(0, MOST_ROUNDS)) {
        step()
        round(key, item, [])
      }
    else if (mode !== 'default' || !(rounds ?? value.kind === 'nil')) {
      // A list that the template itself makes may be filled in ways that are not followed; an empty one of the values is empty.
      const empty = value.kind === 'node' || value.kind === 'nil'
      round(UNKNOWN_VALUE, UNKNOWN_VALUE, empty ? [{ condition: 'range', others: [], off: true }] : [])
    }
    if (otherwise.length > 0 && !rounds?.length) write(otherwise, inner(scope), output)
  }

  function roundsOf(value: Value): readonly (readonly [Value, Value])[] | undefined {
    const items = itemsOf(value)
    if (items) return items.map((item, index) => [{ kind: 'number', value: index }, item])
    const fields = fieldsOf(value)
    return fields?.map(([key, field]) => [typeof key === 'string' ? ownText(file, key) : textValue(key), field])
  }

  const inner = (scope: Scope): Scope => ({ ...scope, variables: { values: new Map(), parent: scope.variables } })

  function lookUp(variables: Variables, name: string): Value {
    for (let next: Variables | undefined = variables; next; next = next.parent) {
      const value = next.values.get(name)
      if (value) return value
    }
    return UNKNOWN_VALUE
  }

  function assign(variables: Variables, name: string, value: Value): void {
    for (let next: Variables | undefined = variables; next; next = next.parent)
      if (next.values.has(name)) {
        assigned.push({ variables: next, name, before: next.values.get(name)! })
        next.values.set(name, value)
        return
      }
    variables.values.set(name, value)
  }

  function pipeOf(pipe: Pipe, scope: Scope): Value {
    step()
    let value: Value | undefined
    for (const command of pipe.commands) value = commandOf(command, scope, value)
    const [name] = pipe.variables
    if (name !== undefined && value) {
      if (pipe.assigns) assign(scope.variables, name, value)
      else scope.variables.values.set(name, value)
    }
    return value ?? UNKNOWN_VALUE
  }

  /** A command with the value that a pipe brings as its last argument. */
  function commandOf(command: Command, scope: Scope, piped: Value | undefined): Value {
    const [head, ...rest] = command
    const fn = head!.kind === 'function' ? head!.name : undefined
    if (fn === undefined) {
      const value = termOf(head!, scope)
      if (value.kind === 'function') return called(value.name, rest, scope, piped)
      return piped && rest.length === 0 && head!.kind !== 'string' ? value : value
    }
    return called(fn, rest, scope, piped)
  }

  function called(name: string, terms: readonly Term[], scope: Scope, piped: Value | undefined): Value {
    const args = terms.map(term => termOf(term, scope))
    if (piped) args.push(piped)
    if (name === 'ternary') return ternary(terms, args, scope, piped)
    const alternatives = Math.max(1, ...args.map(arg => (arg.kind === 'choice' ? arg.values.length : 1)))
    if (alternatives === 1) return apply(name, args, scope)
    const values: Value[] = []
    for (let i = 0; i < alternatives; i++) {
      const picked = args.map(arg => (arg.kind === 'choice' ? arg.values[Math.min(i, arg.values.length - 1)]! : arg))
      values.push(apply(name, picked, scope))
    }
    return choiceOf(values)
  }

  function apply(name: string, args: readonly Value[], scope: Scope): Value {
    const value = applied(name, args, scope)
    if (value.kind === 'text') spend(value.source)
    return value
  }

  function applied(name: string, args: readonly Value[], scope: Scope): Value {
    step()
    switch (name) {
      case 'default': {
        // `default false .Values.x` is a switch too, though nothing is written for it in the values.
        const [other, value = NIL] = args
        return scope.filled && other?.kind === 'bool' && value.kind === 'unknown'
          ? other
          : FUNCTIONS.default!(args, around)
      }
      case 'include': {
        const definition = args[0]?.kind === 'text' ? args[0].source.text : ''
        return included(definition, args[1] ?? NIL, scope)
      }
      case 'tpl': {
        const source = args[0] && printed(args[0], file)
        return source ? templated(source, args[1] ?? NIL, scope) : UNKNOWN_VALUE
      }
      case 'files.Get': {
        const source = args[0]?.kind === 'text' ? around.read(args[0].source.text) : undefined
        return source ? textValue(source) : UNKNOWN_VALUE
      }
      default:
        return Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name]!(args, around) : UNKNOWN_VALUE
    }
  }

  /** `ternary a b condition`: both, each under its condition, what the defaults choose first. */
  function ternary(terms: readonly Term[], args: readonly Value[], scope: Scope, piped: Value | undefined): Value {
    const [yes = NIL, no = NIL, condition = UNKNOWN_VALUE] = args
    const holds = truth(condition)
    const written = terms.length > 2 && !piped ? termText(terms[2]!, scope) : ''
    const say = (value: Value): string => (value.kind === 'text' ? value.source.text : '')
    const under = (value: Value, other: Value, off: boolean, negated: boolean): Value =>
      value.kind === 'text'
        ? { ...value, source: guarded(value.source, [{ condition: written, others: [say(other)], negated, off }]) }
        : value
    const first = under(yes, no, holds === false, false)
    const second = under(no, yes, holds === true, true)
    return choiceOf(holds === false ? [second, first] : [first, second])
  }

  const termText = (term: Term, { source }: Scope): string => {
    if (term.kind === 'parentheses') return source.text.slice(term.start, term.end)
    if (term.kind === 'dot') return `.${term.path.join('.')}`
    return term.kind === 'variable' ? `$${[term.name, ...term.path].join('.')}` : ''
  }

  /** With `filled`, an empty value is one that is not known. A switch that is off is no empty value. */
  const known = (value: Value, { filled }: Scope): Value =>
    filled && value.kind !== 'bool' && truth(value) === false && !(value.kind === 'text' && value.source.text !== '')
      ? UNKNOWN_VALUE
      : value

  function termOf(term: Term, scope: Scope): Value {
    switch (term.kind) {
      case 'dot':
        return known(at(scope.dot, term.path), scope)
      case 'variable':
        return known(at(term.name === '' ? scope.root : lookUp(scope.variables, term.name), term.path), scope)
      case 'parentheses':
        return at(pipeOf(term.pipe, scope), term.path)
      case 'function':
        return called(term.name, [], scope, undefined)
      case 'string': {
        const { start, end, value } = term
        const isExact = scope.source.text.slice(start + 1, end - 1) === value
        return textValue(
          isExact ? sliceSource(scope.source, start + 1, end - 1) : fillerOf(value, spanOf(scope.source, start, end)),
        )
      }
      default:
        if (term.value === 'nil') return NIL
        if (term.value === 'true' || term.value === 'false') return { kind: 'bool', value: term.value === 'true' }
        return Number.isFinite(Number(term.value)) ? { kind: 'number', value: Number(term.value) } : UNKNOWN_VALUE
    }
  }

  const at = (value: Value, path: readonly string[]): Value => path.reduce(fieldOf, value)

  /** The text of a definition, for `include` and `template`. */
  function included(name: string, dot: Value, scope: Scope): Value {
    step()
    if (name === 'common.tplvalues.render') return commonRender(dot, scope)
    const template = around.definition(name)
    if (!template || scope.depth >= MOST_INCLUDES) return UNKNOWN_VALUE
    return bodyValue(template, dot, scope)
  }

  /** A text of the values that is a template itself. */
  function templated(source: Source, dot: Value, scope: Scope): Value {
    if (!source.text.includes('{{')) return textValue(source)
    if (scope.depth >= MOST_INCLUDES) return UNKNOWN_VALUE
    return bodyValue(parseTemplate(source), dot, scope)
  }

  function bodyValue(template: Template, dot: Value, scope: Scope): Value {
    const within: Scope = {
      source: template.source,
      dot,
      root: dot,
      variables: { values: new Map(), parent: undefined },
      depth: scope.depth + 1,
      unsure: scope.unsure,
      filled: scope.filled,
    }
    const outer = assigned
    assigned = []
    const variants = body(template.parts, within)
    assigned = outer
    const values = variants.map(source =>
      /^[\s\uE000]*\uE000[\s\uE000]*$/.test(source.text) ? UNKNOWN_VALUE : textValue(source),
    )
    return choiceOf(values)
  }

  /** The definition of Bitnami's common chart that writes a value which may be a template. It is seldom there to be read. */
  function commonRender(dot: Value, scope: Scope): Value {
    const value = fieldOf(dot, 'value')
    const text = value.kind === 'text' ? value : FUNCTIONS.toYaml!([value], around)
    return text.kind === 'text' ? templated(text.source, fieldOf(dot, 'context'), scope) : text
  }

  return { whole }
}

/** Conditions on what kind of value is there: the other branches could do nothing with it. */
const ASKS_KIND = /\b(?:kindIs|typeIs|typeIsLike|kindOf|typeOf)\b|\$\w{0,40}[tT]ype\b/

/** A value as it is when somebody sets what is empty by default. */
const notEmpty = (value: Value): Value =>
  value.kind === 'nil' || (value.kind === 'text' && /^\s*(?:\{\}|\[\]|null)?\s*$/.test(value.source.text))
    ? { kind: 'unknown', lines: value.kind === 'text' && value.source.text.startsWith('\n') }
    : value

/** A text of our own that stands for a range of a file. */
function fillerOf(text: string, { file, start, end, origin }: Span): Source {
  return {
    file,
    text,
    segments: [{ at: 0, length: text.length, file, fileAt: start, fileLength: end - start, origin }],
  }
}

function distinct(variants: readonly Source[]): readonly Source[] {
  const seen = new Set<string>()
  const found = variants.filter(({ text }) => {
    if (seen.has(text)) return false
    seen.add(text)
    return true
  })
  const filled = found.filter(({ text }) => /[^\s\uE000]/.test(text))
  return filled.length > 0 && filled.length < found.length && found[0]!.text.trim() !== '' ? filled : found
}

/** The same text, each part of which says that an action put it there. */
function through(action: Span): (source: Source) => Source {
  const known = new Map<Origin | undefined, Origin>()
  const vias = new Map<Span, Span>()
  const behind = (via: Span): Span => {
    const made: Span = vias.get(via) ?? {
      ...via,
      origin: { under: via.origin?.under ?? [], via: via.origin?.via ? behind(via.origin.via) : action },
    }
    vias.set(via, made)
    return made
  }
  const from = (origin: Origin | undefined): Origin => {
    const made = known.get(origin) ?? {
      ...origin,
      under: origin?.under ?? [],
      via: origin?.via ? behind(origin.via) : action,
    }
    known.set(origin, made)
    return made
  }
  const isOwn = ({ file, fileAt, fileLength, origin }: Source['segments'][0]): boolean =>
    file === action.file && fileAt >= action.start && fileAt + fileLength <= action.end && !origin?.via
  return source => ({
    ...source,
    segments: source.segments.map(segment => (isOwn(segment) ? segment : { ...segment, origin: from(segment.origin) })),
  })
}

/** The same text under conditions, around those that its parts have already. */
function guarded(source: Source, guards: readonly Guard[]): Source {
  if (guards.length === 0 || source.text.trim() === '') return source
  const known = new Map<Origin | undefined, Origin>()
  const under = (origin: Origin | undefined): Origin => {
    let made = known.get(origin)
    if (!made) {
      made = { ...origin, under: [...(origin?.under ?? []), ...guards] }
      known.set(origin, made)
    }
    return made
  }
  return { ...source, segments: source.segments.map(segment => ({ ...segment, origin: under(segment.origin) })) }
}

/** The conditions of one of several branches. */
function guardsOf(
  branches: readonly Branch[],
  index: number,
  off: boolean,
  how: 'if' | 'with',
  { text }: Source,
): readonly Guard[] {
  const { condition } = branches[index]!
  const others = branches
    .filter((_, other) => other !== index)
    .slice(0, 20)
    .map(({ condition: other, start, end }) => `${other} ${text.slice(start, Math.min(end, start + MOST_OTHER_TEXT))}`)
  if (how === 'with')
    return off
      ? [{ condition: `with ${condition || branches[0]!.condition}`, others: [], off, negated: condition === '' }]
      : []
  return [{ condition: condition || branches[0]!.condition, others, negated: condition === '', off }]
}
