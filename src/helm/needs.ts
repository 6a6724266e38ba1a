/** What a template asks of its chart: definitions and values. Told by how it is written, without its being rendered. */
import type { Part, Pipe, Template, Term } from './parse.ts'

export interface Needs {
  /** The names of the definitions that it includes. */
  readonly definitions: ReadonlySet<string>
  /** The paths of the values that it asks for, their keys with dots between them; an empty one for all values. */
  readonly values: ReadonlySet<string>
  /** Whether it asks for something that only its rendering tells: a file, a definition whose name is made. */
  readonly more: boolean
}

/** Values that lie deeper are taken together: a value is looked at once for each key above it. */
const MOST_KEYS = 6

export function needsOf({ parts }: Template): Needs {
  const definitions = new Set<string>()
  const values = new Set<string>()
  let more = false

  /** A path that may lead through the values; `key` is one that is asked for beside it. */
  const ask = (path: readonly string[], key?: Term): void => {
    if (path.includes('Files')) more = true
    const at = path.indexOf('Values')
    if (at < 0) return
    const keys = path.slice(at + 1)
    // A key with a dot in it is not told apart from two.
    if (key?.kind === 'string' && !key.value.includes('.')) keys.push(key.value)
    values.add(keys.slice(0, MOST_KEYS).join('.'))
  }

  const readPipe = (pipe: Pipe | undefined): void => {
    for (const command of pipe?.commands ?? []) {
      const [head, first] = command
      const name = head?.kind === 'function' ? head.name : undefined
      if (name === 'include') {
        if (first?.kind === 'string') definitions.add(first.value)
        else more = true
      }
      for (const [index, term] of command.entries()) {
        // `index .Values "a-b"`
        const key = name === 'index' && index === 1 ? command[2] : undefined
        if (term.kind === 'dot' || term.kind === 'variable') ask(term.path, key)
        else if (term.kind === 'parentheses') {
          readPipe(term.pipe)
          ask(term.path)
        } else if (term.kind === 'string') {
          if (term.value === 'Values') values.add('')
          if (term.value === 'Files') more = true
        }
      }
    }
  }

  const read = (some: readonly Part[]): void => {
    for (const part of some) {
      if (part.kind === 'text') continue
      if (part.kind === 'template') definitions.add(part.name)
      if (part.kind === 'choose')
        for (const { pipe, body } of part.branches) {
          readPipe(pipe)
          read(body)
        }
      else readPipe(part.pipe)
      if (part.kind === 'range') for (const body of [part.body, part.otherwise]) read(body)
    }
  }
  read(parts)
  return { definitions, values, more }
}
