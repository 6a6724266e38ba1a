/** Versions that a script compares by sorting them: `[ "$(printf '%s\n' 1.24 "$V" | sort -V | head -n1)" = 1.24 ]`, `printf … | sort -VC`. */

/** How a variable compares with the version that is written out. */
export interface SortedComparison {
  readonly operator: '<=' | '>='
  /** Major and minor: `1.24`. */
  readonly version: string
}

const SORT = /\|\s{0,9}sort((?:\s{1,9}-{1,2}[\w-]{1,20}){1,4})([\s\S]{0,200})/
const LITERAL = /(?<![\w.])v?(1\.\d{1,2})(?:\.\d{1,3})?(?![\w.])/
const VARIABLE = /\$\{?\w/

/** The comparison that a sorting of two versions amounts to when its answer is as written; a `!=` in it is for the caller to turn. */
export function sortedComparison(condition: string): SortedComparison | undefined {
  const sorting = SORT.exec(condition)
  if (!sorting) return undefined
  const [, options = '', rest = ''] = sorting
  if (!/-\w{0,5}V|--version-sort/.test(options)) return undefined
  const before = condition.slice(0, sorting.index)
  const input = before.slice(Math.max(before.lastIndexOf('$('), before.lastIndexOf('`')) + 1)
  const literal = LITERAL.exec(input)
  const variable = input.slice(1).search(VARIABLE)
  if (!literal || variable < 0) return undefined
  const reversed = /-\w{0,5}r|--reverse/.test(options)
  const isLiteralFirst = literal.index < variable
  // Asked only whether they are in order.
  if (/-\w{0,5}[cC]|--check/.test(options))
    return { operator: isLiteralFirst === reversed ? '<=' : '>=', version: literal[1]! }
  const picks = /\|\s{0,9}(head|tail)\b[\s\S]{0,20}?[)`]["']?\s{0,9}(?:=|==|!=)\s{0,9}["']?(\$\{?\w|v?1\.\d)/.exec(rest)
  if (!picks) return undefined
  const isSmallest = (picks[1] === 'head') !== reversed
  const isLiteral = !picks[2]!.startsWith('$')
  return { operator: isSmallest === isLiteral ? '>=' : '<=', version: literal[1]! }
}
