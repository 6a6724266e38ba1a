/** Conditions of branches: whether they hold under what is assumed, and what has to be assumed for them to hold. */
import { type Assumptions, fieldUnder, identityOf } from './assume.ts'
import { type Call, callOf, pipeOf } from './calls.ts'
import type { Pipe, Term } from './parse.ts'
import { NIL, plainText, truth, type Value } from './value.ts'

/** Where a condition stands. */
export interface Standing {
  readonly dot: Value
  /** What `$` is. */
  readonly root: Value
}

/** What evaluates the parts of a condition. */
export interface Evaluator<S extends Standing> {
  value(pipe: Pipe, scope: S): Value
  /** The block that keeps a variable. */
  keeperOf(name: string, scope: S): object | undefined
}

export interface Conditions<S extends Standing> {
  /** Whether a condition holds; undefined where that is not known. */
  holds(pipe: Pipe, scope: S): boolean | undefined
  /**
   * Assumes that a condition holds, or that it does not, also where it does so by default: the first way that does it. False
   * where what is assumed already speaks against it, so that no chart takes both branches; what was assumed in vain is left to
   * `undo`.
   */
  assume(pipe: Pipe, wanted: boolean, scope: S): boolean
}

/** A value that a condition asks for, and how it is reached. */
interface Place {
  readonly owner: object
  readonly name: string
  /** What is missing below it. */
  readonly rest: readonly string[]
  readonly now: Value
}

/** Functions that answer with their last argument where it is set, in another form. */
const PASSING = new Set(['default', 'toString', 'lower', 'trim', 'required'])

export function conditionsUnder<S extends Standing>(assumed: Assumptions, evaluator: Evaluator<S>): Conditions<S> {
  function holds(pipe: Pipe, scope: S): boolean | undefined {
    if (assumed.isEmpty()) return truth(evaluator.value(pipe, scope))
    const call = callOf(pipe)
    if (call?.kind === 'call') {
      const { name, args } = call
      if (name === 'not' && args.length === 1) {
        const answer = holds(pipeOf(args[0]!), scope)
        return answer === undefined ? undefined : !answer
      }
      if (name === 'and' || name === 'or') {
        const decides = name === 'or'
        let all: boolean | undefined = !decides
        for (const arg of args) {
          const answer = holds(pipeOf(arg), scope)
          if (answer === decides) return decides
          if (answer === undefined) all = undefined
        }
        return all
      }
    }
    const question = questionOf(pipe, scope)
    const answer = question && assumed.of(question.owner, question.name)
    return truth(answer ?? evaluator.value(pipe, scope))
  }

  function assume(pipe: Pipe, wanted: boolean, scope: S): boolean {
    const call = callOf(pipe)
    if (call?.kind === 'call') {
      const { name, args } = call
      if ((name === 'not' || name === 'empty') && args.length === 1) return assume(pipeOf(args[0]!), !wanted, scope)
      if (name === 'and' || name === 'or')
        return (name === 'and') === wanted
          ? args.every(arg => assume(pipeOf(arg), wanted, scope))
          : assumeAny(args, wanted, scope)
      // What is another text by default may be one more.
      if (name === 'eq' && (wanted || holds(pipe, scope) !== wanted))
        return equate(args, wanted, scope) ?? answer(pipe, wanted, scope)
    }
    const place = call && placeOf(call, scope)
    if (holds(pipe, scope) === wanted) {
      // What is empty is no other text; what is set may be any.
      const isEmpty = !wanted && place && place.rest.length === 0 && truth(place.now) === false
      return answer(pipe, wanted, scope) && (!isEmpty || setTo(place, place.now))
    }
    if (!place || isAnswered(pipe, scope)) return answer(pipe, wanted, scope)
    if (!setTo(place, truthy(place.now, wanted))) return false
    // What is empty may have a default that is not.
    return truth(evaluator.value(pipe, scope)) === wanted || answer(pipe, wanted, scope)
  }

  /** Assumes one of several conditions: the one that is so already, when there is only one, else the first that can be. */
  function assumeAny(args: readonly Term[], wanted: boolean, scope: S): boolean {
    const such = args.filter(arg => holds(pipeOf(arg), scope) === wanted)
    if (such.length > 1) return true
    return (such.length > 0 ? such : args).some(arg => {
      const mark = assumed.mark()
      if (assume(pipeOf(arg), wanted, scope)) return true
      assumed.undo(mark)
      return false
    })
  }

  /** Makes a value equal to a text, or other than it. Undefined where it is no comparison of a value with a text. */
  function equate(args: readonly Term[], wanted: boolean, scope: S): boolean | undefined {
    for (const [index, arg] of args.slice(0, 2).entries()) {
      const call = callOf(pipeOf(arg))
      const other = evaluator.value(pipeOf(args[1 - index] ?? arg), scope)
      const text = plainText(other)
      const place = call && text !== undefined ? placeOf(call, scope) : undefined
      if (!place) continue
      if (wanted) return setTo(place, other)
      const more = args.slice(2).flatMap(one => plainText(evaluator.value(pipeOf(one), scope)) ?? [])
      return setTo(place, { kind: 'unknown', except: [text!, ...more] })
    }
    return undefined
  }

  function isAnswered(pipe: Pipe, scope: S): boolean {
    const question = questionOf(pipe, scope)
    return question !== undefined && assumed.of(question.owner, question.name) !== undefined
  }

  /** Remembers the answer to a condition as it is written. */
  function answer(pipe: Pipe, wanted: boolean, scope: S): boolean {
    const question = questionOf(pipe, scope)
    if (!question) return true
    const before = assumed.of(question.owner, question.name)
    if (before) return truth(before) === wanted
    assumed.set(question.owner, question.name, { kind: 'bool', value: wanted })
    return true
  }

  /** Where the value stands that a term asks for; undefined where no single value decides. */
  function placeOf(term: Call | Term, scope: S): Place | undefined {
    if (term.kind === 'call') {
      const [first, ...keys] = term.args
      if (PASSING.has(term.name) && term.args.length > 0) {
        const inner = callOf(pipeOf(term.args.at(-1)!))
        return inner && placeOf(inner, scope)
      }
      const base = first && callOf(pipeOf(first))
      if ((term.name !== 'index' && term.name !== 'get') || (base?.kind !== 'dot' && base?.kind !== 'variable'))
        return undefined
      const names = keys.flatMap(key => (key.kind === 'string' ? [key.value] : []))
      return names.length === keys.length ? placeOf({ ...base, path: [...base.path, ...names] }, scope) : undefined
    }
    if (term.kind === 'dot') return below(scope.dot, term.path)
    if (term.kind === 'parentheses') return below(evaluator.value(term.pipe, scope), term.path)
    if (term.kind !== 'variable') return undefined
    if (term.name === '') return below(scope.root, term.path)
    const now = evaluator.value(pipeOf({ ...term, path: [] }), scope)
    const owner = evaluator.keeperOf(term.name, scope)
    return term.path.length > 0 ? below(now, term.path) : owner && { owner, name: term.name, rest: [], now }
  }

  function below(value: Value, path: readonly string[]): Place | undefined {
    let next = value
    for (const [index, name] of path.entries()) {
      const owner = identityOf(next)
      if (!owner) return undefined
      next = fieldUnder(assumed, next, name)
      const rest = path.slice(index + 1)
      if (rest.length === 0 || next.kind === 'nil') return { owner, name, rest, now: next }
    }
    return undefined
  }

  function setTo({ owner, name, rest }: Place, value: Value): boolean {
    const before = assumed.of(owner, name)
    const both = before && rest.length === 0 ? agreed(before, value) : value
    if (!both || (before && rest.length > 0)) return false
    if (both === before) return true
    // What is missing on the way is made, so that it can be asked for as well.
    let made: Value = both
    for (const [index, key] of [...rest.entries()].reverse()) {
      const entries = new Map([[key, made]])
      if (index === rest.length - 1) assumed.set(entries, key, both)
      made = { kind: 'map', entries }
    }
    assumed.set(owner, name, made)
    return true
  }

  return { holds, assume }
}

/** A value that counts as true or false, of the kind that is there. */
function truthy(now: Value, wanted: boolean): Value {
  const isSwitch =
    now.kind === 'bool' || (now.kind === 'text' && now.plain && /^(?:true|false)$/i.test(now.source.text))
  // `default false` stands for what is not given: what somebody gives is hardly `true`.
  const isGiven = now.kind !== 'bool' || now.value || !wanted
  if (isSwitch && isGiven) return { kind: 'bool', value: wanted }
  if (!wanted) return NIL
  return now.kind === 'unknown' ? { ...now, set: true } : { kind: 'unknown', set: true }
}

/** What is known of a value of which two things are assumed; undefined where they speak against each other. */
function agreed(one: Value, other: Value): Value | undefined {
  const text = plainText(other)
  if (one.kind !== 'unknown') return text !== undefined && text === plainText(one) ? one : undefined
  if (other.kind === 'unknown')
    return {
      kind: 'unknown',
      set: one.set === true || other.set === true,
      except: [...(one.except ?? []), ...(other.except ?? [])],
    }
  if (one.set && truth(other) === false) return undefined
  return text !== undefined && one.except?.includes(text) ? undefined : other
}

/** A condition that no single value decides, as it is written, with what it is asked of. */
function questionOf(pipe: Pipe, { dot, root }: Standing): { owner: object; name: string } | undefined {
  let usesDot = false
  let usesRoot = false
  let isOwn = true
  const path = (names: readonly string[]): string => names.map(name => `.${name}`).join('')
  const term = (one: Term): string => {
    switch (one.kind) {
      case 'dot':
        usesDot = true
        return path(one.path) || '.'
      case 'variable':
        if (one.name !== '') isOwn = false
        usesRoot = true
        return path(one.path) || '.'
      case 'parentheses':
        return `(${words(one.pipe)})${path(one.path)}`
      case 'string':
        return JSON.stringify(one.value)
      case 'function':
        return one.name
      default:
        return one.value
    }
  }
  const words = (inner: Pipe): string => {
    const call = callOf(inner)
    if (call?.kind === 'call') return [call.name, ...call.args.map(term)].join(' ')
    return call ? term(call) : inner.commands.map(command => command.map(term).join(' ')).join(' | ')
  }
  const name = `(${words(pipe)})`
  if (!isOwn || (usesDot && usesRoot && dot !== root)) return undefined
  const owner = identityOf(usesDot ? dot : root)
  return owner && { owner, name }
}
