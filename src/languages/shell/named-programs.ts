/** What a word in the place of a program comes to: a variable's value, an alias, or the program that a variable is named for. */
import type { Definitions } from './definitions.ts'
import { expandedAlias, expandedProgram } from './resolve.ts'
import type { Word } from './tree.ts'
import { variableOf, wordAt } from './word.ts'

/** How many variables and aliases may stand for each other. */
const MOST_STEPS = 16

/** The words with a variable, an alias or a substitution in the place of the program resolved. */
export function expanded(words: readonly Word[], definitions: Definitions): readonly Word[] {
  let rest = words
  for (let step = 0; step < MOST_STEPS; step++) {
    const first = rest[0]
    if (!first) return rest
    const found = expandedProgram(first, definitions) ?? expandedAlias(first, definitions)
    if (!found) return step === 0 ? namedForProgram(rest) : rest
    rest = [...found, ...rest.slice(1)]
    // An alias may begin with its own name.
    if (found[0] && variableOf(first) === undefined) return rest
  }
  return rest
}

/** A variable that the script does not set, but that is named for a program: `$DOCKER`, `${KUBELET_BIN}`. */
function namedForProgram(words: readonly Word[]): readonly Word[] {
  const first = words[0]
  const variable = first && variableOf(first)
  if (!variable || variable.operator !== undefined) return words
  const [, program] =
    /^_*([A-Za-z]+)_(?:cmd|command|bin|binary|exec|exe|cli|path|prog|program|client)$/i.exec(variable.name) ??
    /^_*(docker|crictl|kubectl|ctr|podman|nerdctl|systemctl|kubelet|kubeadm)$/i.exec(variable.name) ??
    []
  if (!program || /^(my|run|the|base|exec|shell|test|tmp)$/i.test(program)) return words
  return [wordAt(first, program.toLowerCase()), ...words.slice(1)]
}
