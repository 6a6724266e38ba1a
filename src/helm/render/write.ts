/** The text of a template's parts. */
import { type Source, sliceSource } from '../../text/source.ts'
import { type Output, outputOf } from '../output.ts'
import type { Part, Pipe } from '../parse.ts'
import { NIL, UNKNOWN_VALUE } from '../value.ts'
import { choose } from './choose.ts'
import { evaluate } from './evaluate.ts'
import { included } from './include.ts'
import { print } from './print.ts'
import { writeRange } from './range.ts'
import { inner, type Rendering, type Scope } from './rendering.ts'

/** The text of a body: each alternative of it, when it is a single line. */
export function bodyOf(parts: readonly Part[], scope: Scope, rendering: Rendering): readonly Source[] {
  const output = outputOf(rendering.tools.file)
  write(parts, scope, output, rendering)
  const variants = output.finish()
  for (const variant of variants) rendering.budget.spend(variant)
  return variants
}

function write(parts: readonly Part[], scope: Scope, output: Output, rendering: Rendering): void {
  for (const part of parts) {
    rendering.budget.step()
    switch (part.kind) {
      case 'text':
        output.write(sliceSource(scope.source, part.start, part.end))
        break
      case 'print': {
        const value = part.pipe ? evaluate(part.pipe, scope, rendering) : UNKNOWN_VALUE
        if (!part.pipe?.variables.length && !ends(part.pipe)) print(value, part, scope, output, rendering)
        break
      }
      case 'template': {
        const dot = part.pipe ? evaluate(part.pipe, scope, rendering) : NIL
        print(included(part.name, dot, scope, rendering), part, scope, output, rendering)
        break
      }
      case 'choose':
        choose(part, scope, output, rendering)
        break
      case 'range':
        if (!writeRange(part, scope, output, rendering)) write(part.otherwise, inner(scope), output, rendering)
    }
  }
}

/** Whether an action ends the rendering: it prints nothing. */
const ends = (pipe: Pipe | undefined): boolean =>
  pipe?.commands.some(([head]) => head?.kind === 'function' && head.name === 'fail') === true
