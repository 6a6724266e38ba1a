/** Converts redirects, with the bodies of heredocs. */
import type { Redirection } from 'unbash'
import type { Source } from '../../../text/source.ts'
import type { Part, Redirect } from '../tree.ts'
import type { Progress } from './progress.ts'
import { textParts } from './text.ts'
import { partOf, wordOf } from './words.ts'

/** The redirects of a command, in their order. */
export const redirectsOf = (source: Source, list: readonly Redirection[], progress: Progress): readonly Redirect[] =>
  list.map(redirect => {
    const descriptor = redirect.descriptor?.type === 'FileDescriptor' ? redirect.descriptor.value : undefined
    if (redirect.type !== 'HereDoc')
      return {
        operator: redirect.operator,
        descriptor,
        target: redirect.target && wordOf(source, redirect.target, progress),
        heredoc: undefined,
      }
    const literal = redirect.delimiter?.quoted === true
    const { pos, end, parts } = redirect.body
    const body: Part[] = []
    const text = (from: number, to: number) =>
      body.push(...(literal ? textParts(source, from, to, '', true) : textParts(source, from, to, '$`\\\n', true)))
    if (parts && !literal)
      for (const part of parts)
        if (part.type === 'Literal') text(part.pos, part.end)
        else body.push(...partOf(source, part, progress, true))
    else text(pos, end)
    const stripped = redirect.operator === '<<-' ? body.flatMap(part => withoutTabs(source, part)) : body
    return {
      operator: redirect.operator,
      descriptor,
      target: undefined,
      heredoc: { body: { source, start: pos, end, parts: stripped }, literal },
    }
  })

/** The lines of a `<<-` heredoc without the tabs that they begin with. */
function withoutTabs(source: Source, part: Part): readonly Part[] {
  if (part.kind !== 'text') return [part]
  const found: Part[] = []
  let from = part.start
  for (let at = part.start; at < part.end; at++) {
    const begins = at === 0 || source.text[at - 1] === '\n'
    if (!begins || source.text[at] !== '\t') continue
    let tabs = at
    while (tabs < part.end && source.text[tabs] === '\t') tabs++
    if (at > from) found.push({ ...part, text: source.text.slice(from, at), start: from, end: at })
    from = tabs
    at = tabs - 1
  }
  if (from < part.end) found.push({ ...part, text: source.text.slice(from, part.end), start: from, end: part.end })
  return found
}
