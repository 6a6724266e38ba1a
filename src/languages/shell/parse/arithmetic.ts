/** What runs inside arithmetic expressions. */
import type { ArithmeticCommandExpansion, ArithmeticExpression, ArithmeticWord } from 'unbash'

/**
 * The words and substitutions of an arithmetic expression, in the order of the text. Without recursion: `1+1+1+…` nests by
 * length.
 */
export function arithmeticLeaves(
  root: ArithmeticExpression | undefined,
): readonly (ArithmeticWord | ArithmeticCommandExpansion)[] {
  const found: (ArithmeticWord | ArithmeticCommandExpansion)[] = []
  const stack: (ArithmeticExpression | undefined)[] = [root]
  while (stack.length) {
    const next = stack.pop()
    switch (next?.type) {
      case 'ArithmeticBinary':
        stack.push(next.right, next.left)
        break
      case 'ArithmeticUnary':
        stack.push(next.operand)
        break
      case 'ArithmeticTernary':
        stack.push(next.alternate, next.consequent, next.test)
        break
      case 'ArithmeticGroup':
        stack.push(next.expression)
        break
      case 'ArithmeticWord':
      case 'ArithmeticCommandExpansion':
        found.push(next)
        break
    }
  }
  return found
}
