/** What runs and stands inside words: substitutions, expansions, the values of assignments, the targets of redirects. */
import { saysExpansion } from './expansions.ts'
import type { Here } from './here.ts'
import { saysPaths } from './paths.ts'
import type { Assignment, Redirect, Word } from './tree.ts'
import { keepParts, keepValue, saysVariable, wordsGiven } from './values.ts'
import { textOf } from './word.ts'

/** Walks over what runs inside a word, and says what its expansions do. */
export function inside(word: Word, here: Here): void {
  for (const part of word.parts)
    switch (part.kind) {
      case 'script':
        here.script.walk(part.nodes, { ...here, tested: false, out: undefined })
        break
      case 'unknown':
        for (const each of part.words) inside(each, here)
        break
      case 'variable':
        for (const operand of part.operands) inside(operand, here)
        if (part.index) inside(part.index, here)
        saysExpansion(word, part, here)
        break
    }
}

/** Says what an assignment sets, and what runs in its value. */
export function assignment(node: Assignment, here: Here): void {
  saysVariable(node, here)
  const words = wordsGiven(node)
  for (const word of words) {
    inside(word, here)
    saysPaths(word, here, undefined, 'used')
    keepParts(node.name, word, here)
  }
  keepValue(node.name, words, here)
}

/** Says the files that redirects read and write, and what runs in their names and in heredocs. */
export function redirects(list: readonly Redirect[], here: Here): void {
  for (const { operator, target, heredoc } of list) {
    if (heredoc) {
      if (!heredoc.literal) inside(heredoc.body, here)
      continue
    }
    if (!target) continue
    inside(target, here)
    if (operator !== '<<<' && !/^[\d-]+$|^\/dev\//.test(textOf(target)))
      saysPaths(target, here, undefined, operator.includes('<') ? 'read' : 'write')
  }
}
