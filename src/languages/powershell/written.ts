/** Texts that a script writes to files: by Set-Content and the like, through a pipe, or with `>`. */
import { cmdletName, given, type Parameters, parametersOf } from './cmdlets.ts'
import type { Here } from './here.ts'
import type { Call, Expression, Node, Word } from './tree.ts'
import { placedValue } from './values.ts'
import { listed, sourceOf, textOf, wordsIn } from './word.ts'

/** Keeps what Set-Content and the like are given as a value. */
export function saysWrittenByCall(cmdlet: string, parameters: Parameters, here: Here): void {
  if (!/^(set-content|add-content|new-item|out-file)$/.test(cmdlet)) return
  const operands = parameters.get('') ?? []
  const named = pathOf(parameters)
  const path = named[0] ?? operands[0]
  const value = given(parameters, 'value', 'inputobject')
  const content = value.length ? value : named.length ? operands : operands.slice(1)
  if (path && content.length) saysWritten(path, cmdlet === 'add-content', content, here)
}

/** Keeps `"…" | Out-File path`. */
export function saysWrittenByPipe({ words }: Call, before: Node, here: Here): void {
  const [first] = words
  if (!first || before.kind !== 'expression') return
  const cmdlet = cmdletName(textOf(here.source, first))
  if (!/^(set-content|add-content|out-file|tee-object)$/.test(cmdlet)) return
  const parameters = parametersOf(here.source, words)
  const path = pathOf(parameters)[0] ?? parameters.get('')?.[0]
  const append = cmdlet === 'add-content' || parameters.has('append')
  if (path) saysWritten(path, append, wordsIn(withoutMethods(before)), here)
}

/** The texts that methods are given are looked for, or take another's place: `saysReplacements` tells of those. */
const withoutMethods = (node: Expression): Expression => ({
  ...node,
  items: node.items.filter((_, index) => {
    const before = node.items[index - 1]
    return before?.kind !== 'operator' || !before.name.startsWith('.')
  }),
})

const pathOf = (parameters: Parameters): readonly Word[] => given(parameters, 'path', 'filepath', 'literalpath')

/** Keeps strings that a file is made of. */
export function saysWritten(target: Word, append: boolean, content: readonly Word[], here: Here): void {
  const path = placedValue(target, here)
  const name = textOf(path.source, path.word).replaceAll('\\', '/')
  const pieces = listed(content)
    .map(word => placedValue(word, here))
    .filter(({ word }) => word.parts.some(part => part.kind === 'text'))
    .map(({ source, word }) => sourceOf(source, word, true))
  if (name !== '' && pieces.length) here.script.files.write(name, append, pieces, here.scope)
}
