/** `if` and `with`: the text of each branch that is written, under its condition. */
import { joinSources, type Source } from '../../text/source.ts'
import { distinct, guarded, guardsOf } from '../marks.ts'
import type { Output } from '../output.ts'
import type { Branch, Choose, Pipe } from '../parse.ts'
import { truth, UNKNOWN_VALUE } from '../value.ts'
import { deciderOf } from './decider.ts'
import { evaluate } from './evaluate.ts'
import { isWhole, pickedOf, takenOf } from './mode.ts'
import { writeVariants } from './print.ts'
import { inner, type Rendering, type Scope } from './rendering.ts'
import { type Change, keeperOf } from './variables.ts'

/** Whether each branch is taken; undefined where that is not known. */
type Taken = readonly (boolean | undefined)[]

/** Writes the branches of a condition. */
export function choose(part: Choose, scope: Scope, output: Output, rendering: Rendering): void {
  const { branches } = part
  const scopes = scopesOf(part, scope, rendering)
  const asked = branches.map(
    ({ pipe, condition }, index) =>
      (): boolean | undefined =>
        condition === '' ? true : pipe && rendering.holds(pipe, { ...scopes[index]!, dot: scope.dot }),
  )
  const taken = takenOf(asked)
  if (isLeftOut(part, scope, rendering)) return
  // What is assumed for the rest of the text is not what the defaults are.
  const byDefault = isWhole(rendering.mode) ? taken : rendering.assumed.without(() => takenOf(asked))
  const texts = textsOf(part, { scope, scopes, taken, byDefault }, rendering)
  writeBranches(part, texts, taken, output, rendering)
}

/** What the branches see. */
const scopesOf = ({ how, branches }: Choose, scope: Scope, rendering: Rendering): readonly Scope[] =>
  branches.map(({ pipe }) => {
    const within = inner(scope)
    if (how === 'if' && !pipe?.variables.length) return within
    const value = pipe ? evaluate(pipe, within, rendering) : UNKNOWN_VALUE
    return how === 'with' ? { ...within, dot: value } : within
  })

/** Whether a condition was written before and is left out now, which is assumed from here on. */
function isLeftOut({ branches }: Choose, scope: Scope, { mode, read, assumed, assume }: Rendering): boolean {
  const [branch] = branches
  if (mode !== 'lean' || branches.length !== 1 || !read.has(branch!)) return false
  const mark = assumed.mark()
  if (!branch!.pipe || assume(branch!.pipe, false, scope)) return true
  assumed.undo(mark)
  return false
}

interface Asked {
  readonly scope: Scope
  /** What each branch sees. */
  readonly scopes: readonly Scope[]
  readonly taken: Taken
  readonly byDefault: Taken
}

/** The texts of the branches that are written, each with its alternatives. Joins what they assign to variables. */
function textsOf(
  { how, branches }: Choose,
  { scope, scopes, taken, byDefault }: Asked,
  rendering: Rendering,
): readonly (readonly Source[])[] {
  const { mode, read, assumed, assignments } = rendering
  const texts: (readonly Source[])[] = branches.map(() => [])
  const changes: (readonly Change[])[] = branches.map(() => [])
  /** Assumes that a branch is taken. False where an outer branch speaks against it. */
  const canBe = (index: number): boolean =>
    branches
      .slice(0, index + 1)
      .every(
        ({ pipe }, other) => !pipe || rendering.assume(pipe, other === index, { ...scopes[other]!, dot: scope.dot }),
      ) || taken[index] === true
  const picked = isSettled(branches, taken, scope)
    ? [...taken.keys()].filter(index => taken[index])
    : pickedOf(mode, taken, branches, read)
  for (const index of picked) {
    const branch = branches[index]!
    const off = byDefault[index] === false && !holdsWhenFilled(branch.pipe, scope, rendering)
    const mark = assumed.mark()
    if (!canBe(index)) {
      assumed.undo(mark)
      continue
    }
    const within: Scope = {
      ...scopes[index]!,
      ...(taken[index] !== true && { unsure: true }),
      ...(how === 'with' && { dot: dotOf(branch.condition, scopes[index]!, scope) }),
    }
    const decided = byDefault[index] === true && how === 'if'
    const under = guardsOf(
      branches,
      index,
      decided
        ? { byDefault: true, decidedBy: deciderOf(branches.slice(0, index + 1), scopes, rendering) }
        : { off, ...(byDefault[index] === false && { byDefault: false }) },
      how,
      scope.source,
    )
    const leftBefore = rendering.left
    const text = assignments.apart(() => rendering.body(branch.body, within).map(one => guarded(one, under)))
    texts[index] = text.made
    changes[index] = text.changes
    // A branch that is chosen goes for the rest of the text.
    if (!isWhole(mode)) {
      rendering.isNew ||= !read.has(branch)
      if (rendering.left === leftBefore) read.add(branch)
      break
    }
    assumed.undo(mark)
  }
  if (!isWhole(mode)) rendering.left += branches.filter(branch => !read.has(branch)).length
  assignments.join(changes, taken)
  return texts
}

/** Whether no other values change which branch is taken. */
function isSettled(branches: readonly Branch[], taken: Taken, { variables }: Scope): boolean {
  if (branches.some(({ condition }) => ASKS_KIND.test(condition))) return taken.includes(true)
  const asksKey = ({ condition }: Branch): boolean => {
    const [, name, key] = ASKS_KEY.exec(condition) ?? []
    const round = name === undefined ? undefined : keeperOf(variables, name)?.round
    return condition === '' || (round?.name === name && round?.keys.has(key!) === true)
  }
  return !taken.includes(undefined) && branches.every(asksKey)
}

/** Conditions on what kind of value is there: the other branches could do nothing with it. */
const ASKS_KIND = /\b(?:kindIs|typeIs|typeIsLike|kindOf|typeOf)\b|\$\w{0,40}[tT]ype\b/
/** Conditions on the key that a `range` comes to: where it comes to the other one as well, that has a round of its own. */
const ASKS_KEY = /^(?:eq|ne) \$(\w{1,99}) "([^"]*)"$/

/** What the dot is in a branch of `with`: what it asked for, which is set when the branch is taken. */
const dotOf = (condition: string, within: Scope, outer: Scope): Scope['dot'] => {
  if (condition === '') return outer.dot
  return truth(within.dot) === false ? UNKNOWN_VALUE : within.dot
}

/** Whether a condition that does not hold may hold once the values that are empty by default are filled in. */
export const holdsWhenFilled = (pipe: Pipe | undefined, scope: Scope, { holds }: Rendering): boolean =>
  pipe !== undefined && holds(pipe, scope) === false && holds(pipe, inner({ ...scope, filled: true })) !== false

/** Writes the texts of branches: what the defaults choose comes first, where one line can hold only one of them. */
function writeBranches(
  { branches }: Choose,
  texts: readonly (readonly Source[])[],
  taken: Taken,
  output: Output,
  { tools: { file } }: Rendering,
): void {
  const first = taken.indexOf(true)
  const order = [...branches.keys()]
  const isLine = texts.every(variants => variants.every(({ text }) => !text.includes('\n')))
  const isBlank = texts.every(variants => variants.every(({ text }) => text.trim() === ''))
  if (isBlank) return
  if (isLine && first > 0) order.unshift(...order.splice(first, 1))
  const variants = order.flatMap(index => texts[index]!)
  const nothingElse = !branches.some(({ condition }) => condition === '')
  if (isLine && nothingElse && taken.every(one => one === false)) variants.unshift(joinSources(file, []))
  writeVariants(isLine ? distinct(variants) : variants, output)
}
