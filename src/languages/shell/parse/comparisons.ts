/** Converts the expressions of `[[ … ]]`. */
import type { TestExpression } from 'unbash'
import type { Source } from '../../../text/source.ts'
import type { Comparison } from '../tree.ts'
import type { Progress } from './progress.ts'
import { wordOf } from './words.ts'

/** The comparisons of a `[[ … ]]` expression. */
export function comparisonsOf(source: Source, root: TestExpression, progress: Progress): readonly Comparison[] {
  const found: Comparison[] = []
  const stack: TestExpression[] = [root]
  for (let next = stack.pop(); next; next = stack.pop())
    switch (next.type) {
      case 'TestUnary':
        found.push({ operator: next.operator, left: undefined, right: wordOf(source, next.operand, progress) })
        break
      case 'TestBinary':
        found.push({
          operator: next.operator,
          left: wordOf(source, next.left, progress),
          right: wordOf(source, next.right, progress),
        })
        break
      case 'TestLogical':
        for (let i = next.operands.length - 1; i >= 0; i--) stack.push(next.operands[i]!)
        break
      case 'TestNot':
        stack.push(next.operand)
        break
      case 'TestGroup':
        stack.push(next.expression)
        break
    }
  return found
}
