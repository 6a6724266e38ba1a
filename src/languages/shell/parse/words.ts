/** Converts words and their parts: text, variables, substitutions, arithmetic. */
import type { ArithmeticExpression, WordPart as SyntaxPart, Word as SyntaxWord } from 'unbash'
import { innerSource, type Piece, type Source } from '../../../text/source.ts'
import type { Part, UnknownPart, Word } from '../tree.ts'
import { arithmeticLeaves } from './arithmetic.ts'
import { fail, type Progress } from './progress.ts'
import { ansiParts, closed, textParts } from './text.ts'

/** A word with its parts. */
export function wordOf(source: Source, word: SyntaxWord, progress: Progress): Word {
  const { pos: start, end } = word
  if (!word.parts) return { source, start, end, parts: textParts(source, start, end, undefined, false) }
  const parts: Part[] = []
  for (const part of word.parts) for (const read of partOf(source, part, progress, false)) parts.push(read)
  return { source, start, end, parts }
}

/** The parts that one part of the parser's becomes; in quotes, the shell does not split it. */
export function partOf(source: Source, part: SyntaxPart, progress: Progress, quoted: boolean): readonly Part[] {
  const { pos: start, end } = part
  const base = { start, end, quoted }
  switch (part.type) {
    case 'Literal':
      return textParts(source, start, end, quoted ? '$`"\\\n' : undefined, quoted)
    case 'Glob':
    case 'BraceExpansion':
    case 'ExtendedGlob':
      return [{ kind: 'text', ...base, text: source.text.slice(start, end) }]
    case 'SingleQuoted':
      return textParts(source, start + 1, Math.max(start + 1, closed(source, start, end, "'")), '', true)
    case 'DoubleQuoted':
    case 'LocaleString':
      return part.parts.flatMap(each => partOf(source, each, progress, true))
    case 'AnsiCQuoted':
      return ansiParts(source, start + 2, Math.max(start + 2, closed(source, start, end, "'")))
    case 'SimpleExpansion':
      return [
        {
          kind: 'variable',
          ...base,
          name: source.text.slice(start + 1, end),
          operator: undefined,
          operands: [],
          index: undefined,
        },
      ]
    case 'ParameterExpansion': {
      const { operation } = part
      const index = part.index && wordOf(source, part.index, progress)
      const operands: SyntaxWord[] = []
      if (operation)
        if ('operand' in operation) operands.push(...(operation.operand ? [operation.operand] : []))
        else if ('pattern' in operation) operands.push(operation.pattern, operation.replacement)
        else if ('offset' in operation) operands.push(operation.offset, ...(operation.length ? [operation.length] : []))
      const operator = part.prefix ?? (operation && 'operator' in operation ? operation.operator : undefined)
      progress.budget -= end - start
      return [
        {
          kind: 'variable',
          ...base,
          name: part.parameter,
          operator,
          operands: operands.map(word => wordOf(source, word, progress)),
          index,
        },
      ]
    }
    case 'CommandExpansion':
    case 'ProcessSubstitution': {
      progress.budget -= end - start
      if (progress.budget < 0) {
        fail(progress, start, 'substitutions are nested too deep')
        return [unknown(base, [])]
      }
      const { script } = part
      if (!script) return [unknown(base, [])]
      const inner = script.source === undefined ? source : backtickSource(source, start, end, script.source, quoted)
      return [{ kind: 'script', ...base, nodes: progress.scriptNodes(inner, script, progress, start) }]
    }
    case 'ArithmeticExpansion':
      return [unknown(base, arithmeticWords(source, part.expression, progress))]
  }
}

const unknown = (base: Omit<UnknownPart, 'kind' | 'words'>, words: readonly Word[]): UnknownPart => ({
  kind: 'unknown',
  ...base,
  words,
})

/** The words of an arithmetic expression, for what runs inside them. */
export function arithmeticWords(
  source: Source,
  root: ArithmeticExpression | undefined,
  progress: Progress,
): readonly Word[] {
  const found: Word[] = []
  for (const leaf of arithmeticLeaves(root)) {
    const { pos: start, end } = leaf
    if (leaf.type === 'ArithmeticWord') {
      if (leaf.parts)
        found.push({ source, start, end, parts: leaf.parts.flatMap(part => partOf(source, part, progress, false)) })
      continue
    }
    progress.budget -= end - start
    if (!leaf.script || progress.budget < 0) continue
    const nodes = progress.scriptNodes(source, leaf.script, progress, start)
    found.push({ source, start, end, parts: [{ kind: 'script', start, end, quoted: true, nodes }] })
  }
  return found
}

/**
 * The script between backticks whose escapes the parser has taken off. The way back drops the same backslashes; where that
 * does not give the parser's text, the whole of the backticks stands for it.
 */
function backtickSource(source: Source, start: number, end: number, decoded: string, quoted: boolean): Source {
  const inside = { start: start + 1, end: Math.max(start + 1, closed(source, start, end, '`')) }
  for (const escaped of quoted ? ['$`\\"', '$`\\'] : ['$`\\']) {
    const pieces: Piece[] = textParts(source, inside.start, inside.end, escaped, true)
    const inner = innerSource(source, pieces)
    if (inner.text === decoded) return inner
  }
  return innerSource(source, [{ text: decoded, start, end }])
}
