/**
 * Reads a template of a chart as the file that it makes with the chart's values, as far as they are known. Every text keeps
 * its place: that of the template, of the value or of the definition that it comes from. Nothing is executed: both branches
 * of every condition are there, each with its condition.
 */
import { joinSources, type Source, type SourceFile, sliceSource } from '../text/source.ts'
import { assumptions, fieldUnder } from './assume.ts'
import type { Asked } from './callers.ts'
import { type Conditions, conditionsUnder } from './conditions.ts'
import { guarded } from './marks.ts'
import type { Branch, Template } from './parse.ts'
import { budgetOf, TooMuch } from './render/budget.ts'
import { holdsWhenFilled } from './render/choose.ts'
import { evaluateAlone } from './render/evaluate.ts'
import { keptFields } from './render/kept.ts'
import { MODES, type Mode, seeksOther } from './render/mode.ts'
import type { Rendering, Scope, Surroundings } from './render/rendering.ts'
import { assignmentsUnder, keeperOf, variablesIn } from './render/variables.ts'
import { bodyOf } from './render/write.ts'

/**
 * The text that a template makes with all its branches, or undefined where that is too much to be read. `ways` are what has to
 * hold for it to be there, one of them.
 */
export const render = (
  template: Template,
  around: Surroundings,
  ways: readonly (readonly Asked[])[] = [],
): Source | undefined => written(() => whole(template, ways, renderingOf(around, 'all', new Set())))

/**
 * The texts that a template makes: with the default values first, then with others, until each branch is in one of them. None
 * where that is too much to be read.
 */
export function renderEach(
  template: Template,
  around: Surroundings,
  isValid: (text: Source) => boolean,
): readonly Source[] {
  let read: ReadonlySet<Branch> = new Set<Branch>()
  const texts: Source[] = []
  for (const mode of MODES) {
    const first = renderingOf(around, mode, new Set(read))
    let rendering = first
    let text = written(() => whole(template, [], first))
    if (text && seeksOther(mode) && !isValid(text)) {
      // What was assumed further down may hold for a condition further up, which was left out: `initContainers:`.
      const second = renderingOf(around, mode, new Set(read), first.assumed)
      const again = written(() => whole(template, [], second))
      if (again && isValid(again)) {
        text = again
        rendering = second
      }
    }
    read = rendering.read
    if (!text) return texts.length > 1 ? texts : []
    if (mode === 'default' || rendering.isNew) texts.push(text)
    if (rendering.left === 0) break
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

function renderingOf(around: Surroundings, mode: Mode, read: Set<Branch>, assumed = assumptions()): Rendering {
  const kept = keptFields()
  const rendering: Rendering = {
    around,
    tools: {
      file: around.file,
      parse: around.parse,
      field: (value, name) => kept.of(value, name) ?? fieldUnder(assumed, value, name),
      set: kept.set,
    },
    budget: budgetOf(),
    assumed,
    assignments: assignmentsUnder(assumed),
    mode,
    read,
    isNew: false,
    left: 0,
    answers: new Map(),
    body: (parts, scope) => bodyOf(parts, scope, rendering),
    holds: (pipe, scope) => asked(({ holds }) => holds(pipe, scope)),
    assume: (pipe, wanted, scope) => asked(({ assume }) => assume(pipe, wanted, scope)),
  }
  const conditions = conditionsUnder<Scope>(assumed, {
    value: (pipe, scope) => evaluateAlone(pipe, scope, rendering),
    keeperOf: (name, { variables }) => keeperOf(variables, name),
  })
  /** What a condition includes is made of the branches that the defaults do not rule out. */
  const asked = <T>(ask: (conditions: Conditions<Scope>) => T): T => {
    const before = rendering.mode
    rendering.mode = 'likely'
    const answer = ask(conditions)
    rendering.mode = before
    return answer
  }
  return rendering
}

/** The text of a whole template. */
function whole({ source, parts }: Template, ways: readonly (readonly Asked[])[], rendering: Rendering): Source {
  const { file, root } = rendering.around
  const unsure = seeksOther(rendering.mode)
  const scope: Scope = { source, dot: root, root, variables: variablesIn(), depth: 0, unsure }
  const isOff = ({ pipe, wanted }: Asked): boolean =>
    rendering.holds(pipe, scope) === !wanted && !(wanted && holdsWhenFilled(pipe, scope, rendering))
  const off = ways.map(way => way.find(isOff))
  const [first] = off
  const text = (): Source => separated(rendering.body(parts, scope)[0]!, file)
  if (!first || off.includes(undefined)) return text()
  // Whichever way it is reached, something has to be set for it.
  for (const { pipe, wanted } of ways[0]!) rendering.assume(pipe, wanted, scope)
  const { condition, wanted } = first
  return guarded(text(), [{ condition, others: [], negated: !wanted, off: true }])
}

/**
 * The same text, in which every document begins on a line of its own: Helm takes `---` at the beginning of a line for the end of
 * a document, whatever comes behind it. What is not known there says nothing.
 */
function separated(source: Source, file: SourceFile): Source {
  const parts: (Source | string)[] = []
  let done = 0
  for (const { index, 0: mark, 1: unknown } of source.text.matchAll(/^---(?=[^\s-])(\uE000[\uE000 \t]*$)?/gm)) {
    parts.push(sliceSource(source, done, index + 3), '\n')
    done = unknown ? index + mark.length : index + 3
  }
  if (done === 0) return source
  return joinSources(file, [...parts, sliceSource(source, done, source.text.length)])
}
