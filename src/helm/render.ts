/**
 * Reads a template of a chart as the file that it makes with the chart's values, as far as they are known. Every text keeps
 * its place: that of the template, of the value or of the definition that it comes from. Nothing is executed: both branches
 * of every condition are there, each with its condition.
 */
import { type Guard, joinSources, locate, type Source, sliceSource, spanOf, UNKNOWN } from '../source.ts'
import { assumptions, fieldUnder } from './assume.ts'
import type { Asked } from './callers.ts'
import { conditionsUnder } from './conditions.ts'
import { FUNCTIONS, printed, type Tools } from './functions.ts'
import { distinct, fillerOf, guarded, guardsOf, through } from './marks.ts'
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
export interface Surroundings extends Omit<Tools, 'field'> {
  /** What `.` and `$` are at the beginning. */
  readonly root: Value
  definition(name: string): Template | undefined
  /** The text of a file of the chart, for `.Files.Get`. */
  read(path: string): Source | undefined
}

/** What is made of one template at most; a hostile one makes more and is read with its actions masked. */
const MOST_STEPS = 60_000
/** Characters and pieces of text that are put together, counted at every level of blocks. */
const MOST_WORK = 4_000_000
/** Definitions include one another a few levels deep. */
const MOST_INCLUDES = 30
const MOST_ROUNDS = 50

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

/** What a definition makes, and what it was made under. */
interface Answer extends Pick<Scope, 'dot' | 'filled' | 'unsure'> {
  readonly state: object | undefined
  readonly value: Value
}

/**
 * Which branches are written: all of them beside each other; those that the default values choose; of each choice the first that
 * was not written before, else what the defaults choose; the same without what was written before and can be left out, so that
 * its values are free for others; or, for a condition, those that the default values do not rule out.
 */
type Mode = 'all' | 'default' | 'other' | 'lean' | 'likely'

/** The modes in which the texts of a template are made whose branches cannot all stand in one. */
const MODES: readonly Mode[] = ['default', 'other', 'lean', 'other', 'lean']

/**
 * The text that a template makes with all its branches, or undefined where that is too much to be read. `ways` are what has to
 * hold for it to be there, one of them.
 */
export const render = (
  template: Template,
  around: Surroundings,
  ways: readonly (readonly Asked[])[] = [],
): Source | undefined => written(() => renderer(around, 'all', new Set()).whole(template, ways))

/**
 * The texts that a template makes: with the default values first, then with others, until each branch is in one of them. None
 * where that is too much to be read.
 */
export function renderEach(template: Template, around: Surroundings): readonly Source[] {
  const read = new Set<Branch>()
  const texts: Source[] = []
  for (const mode of MODES) {
    const next = renderer(around, mode, read)
    const text = written(() => next.whole(template))
    if (!text) return texts.length > 1 ? texts : []
    if (mode === 'default' || next.isNew()) texts.push(text)
    if (!next.isUnread()) break
  }
  return texts
}

function written(make: () => Source): Source | undefined {
  try {
    return make()
  } catch (error) {
    if (error instanceof TooMuch || error instanceof RangeError) return undefined
    throw error
  }
}

/** Makes one text. `read` are the branches that were written with all that is in them. */
function renderer(around: Surroundings, text: Mode, read: Set<Branch>) {
  let mode = text
  /** Whether a branch was written that was not written before. */
  let isNew = false
  /** How many branches were left out that were not written before. */
  let left = 0
  const { file } = around
  const assumed = assumptions()
  const field = (value: Value, name: string): Value => fieldUnder(assumed, value, name)
  const tools: Tools = { file, parse: around.parse, field }
  const conditions = conditionsUnder<Scope>(assumed, {
    value: (pipe, scope) => pipeOf({ ...pipe, variables: [] }, scope),
    keeperOf: (name, { variables }) => keeperOf(variables, name),
  })
  /** What conditions were told last by the definitions that they include: they ask again and again. */
  const answers = new Map<string, Answer>()
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

  function whole(template: Template, ways: readonly (readonly Asked[])[] = []): Source {
    const scope: Scope = {
      source: template.source,
      dot: around.root,
      root: around.root,
      variables: { values: new Map(), parent: undefined },
      depth: 0,
      unsure: mode === 'other' || mode === 'lean',
    }
    const isOff = ({ pipe, wanted }: Asked): boolean =>
      holds(pipe, scope) === !wanted && !(wanted && holdsWhenFilled(pipe, scope))
    const off = ways.map(way => way.find(isOff))
    const [first] = off
    if (!first || off.includes(undefined)) return body(template.parts, scope)[0]!
    // Whichever way it is reached, something has to be set for it.
    for (const { pipe, wanted } of ways[0]!) assume(pipe, wanted, scope)
    const { condition, wanted } = first
    return guarded(body(template.parts, scope)[0]!, [{ condition, others: [], negated: !wanted, off: true }])
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
          if (!part.pipe?.variables.length && !ends(part.pipe)) put(value, part.at, part.broke, scope, output)
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
    const all = (value.kind === 'choice' ? value.values : [value]).map(one => (unsure ? notEmpty(one) : one))
    const told = all.filter(one => one.kind !== 'unknown')
    // Lines that may be there say nothing beside those that are known.
    const values = told.length > 0 && all.some(one => one.kind === 'unknown' && one.lines) ? told : all
    const unknown = told.length === 0
    const margin = unknown
      ? ' '.repeat(Math.max(...values.map(one => (one.kind === 'unknown' && one.indent) || 0)))
      : ''
    if (
      (unknown && values.some(one => one.kind === 'unknown' && one.lines)) ||
      (unknown && broke && output.line().trim() !== '')
    )
      output.write('\n')
    if (output.line() === '') output.write(margin)
    // A value behind its key begins with a blank or a line end, whatever it is.
    else if (unknown && BEHIND_KEY.test(source.text.slice(Math.max(0, start - LONGEST_KEY), start))) output.write(' ')
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

  /** Whether a condition holds: with what is assumed, and what the defaults make of what it includes. */
  function holds(pipe: Pipe, scope: Scope): boolean | undefined {
    const before = mode
    mode = 'likely'
    const answer = conditions.holds(pipe, scope)
    mode = before
    return answer
  }

  /** Assumes of a condition that it holds, or not. False where it cannot be. */
  function assume(pipe: Pipe, wanted: boolean, scope: Scope): boolean {
    const before = mode
    mode = 'likely'
    const can = conditions.assume(pipe, wanted, scope)
    mode = before
    return can
  }

  /** Whether a condition that does not hold may hold once the values that are empty by default are filled in. */
  const holdsWhenFilled = (pipe: Pipe | undefined, scope: Scope): boolean =>
    pipe !== undefined && holds(pipe, scope) === false && holds(pipe, inner({ ...scope, filled: true })) !== false

  function choose({ how, branches }: Choose, scope: Scope, output: Output): void {
    const scopes = branches.map(({ pipe }) => {
      const within = inner(scope)
      if (how === 'if' && !pipe?.variables.length) return within
      const value = pipe ? pipeOf(pipe, within) : UNKNOWN_VALUE
      return how === 'with' ? { ...within, dot: value } : within
    })
    const asked = branches.map(
      ({ pipe, condition }, index) =>
        (): boolean | undefined =>
          condition === '' ? true : pipe && holds(pipe, { ...scopes[index]!, dot: scope.dot }),
    )
    const taken = takenOf(asked)
    // What is assumed for the rest of the text is not what the defaults are.
    const byDefault = isWhole() ? taken : assumed.without(() => takenOf(asked))
    /** Assumes that a branch is taken. False where an outer branch speaks against it. */
    const canBe = (index: number): boolean =>
      branches
        .slice(0, index + 1)
        .every(({ pipe }, other) => !pipe || assume(pipe, other === index, { ...scopes[other]!, dot: scope.dot })) ||
      taken[index] === true
    if (mode === 'lean' && branches.length === 1 && read.has(branches[0]!)) {
      const mark = assumed.mark()
      if (!branches[0]!.pipe || assume(branches[0]!.pipe, false, scope)) return
      assumed.undo(mark)
    }
    const texts: (readonly Source[])[] = branches.map(() => [])
    const changes: (typeof assigned)[] = branches.map(() => [])
    const outer = assigned
    const byKind = branches.some(({ condition }) => ASKS_KIND.test(condition))
    const known = byKind ? taken.indexOf(true) : -1
    for (const index of known >= 0 ? [known] : pickedOf(taken, branches)) {
      const branch = branches[index]!
      let within = scopes[index]!
      const off = byDefault[index] === false && !holdsWhenFilled(branch.pipe, scope)
      const mark = assumed.mark()
      if (!canBe(index)) {
        assumed.undo(mark)
        continue
      }
      if (taken[index] !== true) within = { ...within, unsure: true }
      if (how === 'with') {
        if (branch.condition === '') within = { ...within, dot: scope.dot }
        else if (truth(within.dot) === false) within = { ...within, dot: UNKNOWN_VALUE }
      }
      assigned = []
      const under = guardsOf(branches, index, off, how, scope.source)
      const leftBefore = left
      texts[index] = body(branch.body, within).map(text => guarded(text, under))
      changes[index] = assigned.map(change => ({ ...change, before: lookUp(change.variables, change.name) }))
      for (const { variables, name, before } of [...assigned].reverse()) variables.values.set(name, before)
      if (!isWhole()) {
        isNew ||= !read.has(branch)
        if (left === leftBefore) read.add(branch)
      }
      // A branch that is chosen goes for the rest of the text.
      if (!isWhole()) break
      assumed.undo(mark)
    }
    if (!isWhole()) left += branches.filter(branch => !read.has(branch)).length
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

  /** Whether each branch is taken, as far as that is known. */
  function takenOf(conditions: readonly (() => boolean | undefined)[]): readonly (boolean | undefined)[] {
    let before: boolean | undefined = false
    return conditions.map(condition => {
      if (before === true) return false
      const holds = condition()
      const taken = before === false || holds === false ? holds : undefined
      before = holds === true ? true : before === undefined || holds === undefined ? undefined : false
      return taken
    })
  }

  /** Whether several branches stand beside each other; otherwise one is taken and goes for the rest of the text. */
  const isWhole = (): boolean => mode === 'all' || mode === 'likely'

  /** Which branches are written: every one that can be, or the first of these that can. */
  function pickedOf(taken: readonly (boolean | undefined)[], branches: readonly Branch[]): readonly number[] {
    const every = [...branches.keys()]
    if (mode === 'all') return every
    if (mode === 'likely') return every.filter(index => taken[index] !== false)
    const known = taken.indexOf(true)
    const one = known >= 0 ? known : taken.indexOf(undefined)
    const byDefault = one >= 0 ? [one] : []
    if (mode === 'default') return byDefault
    const unread = every.filter(index => index !== one && !read.has(branches[index]!))
    return [...unread, ...(byDefault.length > 0 ? byDefault : every)]
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
    else if (mode === 'all' || mode === 'other' || mode === 'lean' || !(rounds ?? value.kind === 'nil')) {
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

  function keeperOf(variables: Variables, name: string): Variables | undefined {
    for (let next: Variables | undefined = variables; next; next = next.parent) if (next.values.has(name)) return next
    return undefined
  }

  function lookUp(variables: Variables, name: string): Value {
    const keeper = keeperOf(variables, name)
    return assumed.of(keeper, name) ?? keeper?.values.get(name) ?? UNKNOWN_VALUE
  }

  function assign(variables: Variables, name: string, value: Value): void {
    const keeper = keeperOf(variables, name)
    if (keeper) {
      assigned.push({ variables: keeper, name, before: keeper.values.get(name)! })
      if (assumed.of(keeper, name)) assumed.set(keeper, name, value)
    }
    ;(keeper ?? variables).values.set(name, value)
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
          : FUNCTIONS.default!(args, tools)
      }
      case 'include': {
        const definition = args[0]?.kind === 'text' ? args[0].source.text : ''
        return included(definition, args[1] ?? NIL, scope)
      }
      case 'tpl': {
        const source = args[0] && printed(args[0], file)
        return source ? templated(source, args[1] ?? NIL, scope) : args[0]?.kind === 'unknown' ? args[0] : UNKNOWN_VALUE
      }
      case 'files.Get': {
        const source = args[0]?.kind === 'text' ? around.read(args[0].source.text) : undefined
        return source ? textValue(source) : UNKNOWN_VALUE
      }
      default:
        return Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name]!(args, tools) : UNKNOWN_VALUE
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

  const at = (value: Value, path: readonly string[]): Value => path.reduce(field, value)

  /** The text of a definition, for `include` and `template`. */
  function included(name: string, dot: Value, scope: Scope): Value {
    step()
    if (name === 'common.tplvalues.render') return commonRender(dot, scope)
    const template = around.definition(name)
    if (!template || scope.depth >= MOST_INCLUDES) return UNKNOWN_VALUE
    if (mode !== 'likely') return bodyValue(template, dot, scope)
    const { filled, unsure } = scope
    const state = assumed.state()
    const before = answers.get(name)
    if (before && before.dot === dot && before.state === state && before.filled === filled && before.unsure === unsure)
      return before.value
    const value = bodyValue(template, dot, scope)
    answers.set(name, { dot, state, filled, unsure, value })
    return value
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
    const value = field(dot, 'value')
    const text = value.kind === 'text' ? value : FUNCTIONS.toYaml!([value], tools)
    return text.kind === 'text' ? templated(text.source, field(dot, 'context'), scope) : text
  }

  return { whole, isNew: () => isNew, isUnread: () => left > 0 }
}

const LONGEST_KEY = 200
const BEHIND_KEY = /(?:^|\n)[ \t]{0,99}(?:- )?[\w./-]{1,99}:[ \t]{1,9}$/

/** Whether an action ends the rendering: it prints nothing. */
const ends = (pipe: Pipe | undefined): boolean =>
  pipe?.commands.some(([head]) => head?.kind === 'function' && head.name === 'fail') === true

/** Conditions on what kind of value is there: the other branches could do nothing with it. */
const ASKS_KIND = /\b(?:kindIs|typeIs|typeIsLike|kindOf|typeOf)\b|\$\w{0,40}[tT]ype\b/

/** A value as it is when somebody sets what is empty by default. */
const notEmpty = (value: Value): Value =>
  value.kind === 'nil' || (value.kind === 'text' && /^\s*(?:\{\}|\[\]|null)?\s*$/.test(value.source.text))
    ? { kind: 'unknown', lines: value.kind === 'text' && value.source.text.startsWith('\n') }
    : value
