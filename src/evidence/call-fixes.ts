/** How a call of docker becomes one of the runtime's own program, word by word. */
import { runtimeCall } from '../knowledge/runtime-calls.ts'
import { type Edit, type FactOf, type Fix, type Located, type Settings, written } from '../rule.ts'

/** The call of the runtime's program in the place of docker's, where every word carries over. */
export function callFix({ name, args }: FactOf<'command'>, { runtime }: Settings): Fix | undefined {
  const values = args.map(arg => arg.value)
  const call = runtimeCall(values, runtime)
  const [first] = args
  if (!call || !first || !/(?:^|\/)docker$/.test(name.value) || !name.exact) return undefined
  const between = textBetween(name, first)
  // A word of several is only one where words are parted by blanks.
  if (between === undefined || !(call.program === 'ctr' ? /^[ \t]+$/ : /^["'\s,\\-]+$/).test(between)) return undefined
  const edits: Edit[] = [{ at: name, text: call.program }]
  for (const [index, text] of call.args.entries()) {
    const at = args[index]
    if (!at || text === undefined) continue
    edits.push(text === '' ? { remove: [at] } : { at, text })
  }
  const shown = `${call.program} ${call.args
    .map((text, index) => text ?? values[index])
    .filter(Boolean)
    .join(' ')}`
  return { title: `Call "${shown.slice(0, 200).replace(/\uE000+/g, '…')}"`, applies: 'after', edits }
}

/** The text between two that stand one after the other, if it is short. */
function textBetween({ span: a }: Located, { span: b }: Located): string | undefined {
  if (a.file !== b.file || b.start < a.end || b.start - a.end > 200) return undefined
  return written({ file: a.file, start: a.end, end: b.start })
}
