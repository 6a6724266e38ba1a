import { readdirSync, readFileSync } from 'node:fs'
import { parseSync, Visitor } from 'oxc-parser'

/** A regular expression of the program, with the places where it stands. */
export interface Expression {
  readonly source: string
  readonly flags: string
  readonly places: string[]
}

/** Every literal in `src` and `rules`, each once, and every call that makes one out of a text, as `file: call`. */
export function expressionsOfProgram(): { literals: readonly Expression[]; made: readonly string[] } {
  const literals = new Map<string, Expression>()
  const made: string[] = []
  for (const folder of ['src', 'rules'])
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(each =>
      each.endsWith('.ts'),
    )) {
      const file = `${folder}/${name.replaceAll('\\', '/')}`
      const text = readFileSync(file, 'utf8')
      const { program, errors } = parseSync(file, text)
      if (errors.length) throw new Error(`${file}: ${errors[0]!.message}`)
      const make = ({ callee, start, end }: { callee: { start: number; end: number }; start: number; end: number }) => {
        if (text.slice(callee.start, callee.end) === 'RegExp') made.push(`${file}: ${text.slice(start, end)}`)
      }
      new Visitor({
        Literal(node) {
          if (!('regex' in node)) return
          const { pattern, flags } = node.regex
          const key = `/${pattern}/${flags}`
          const known = literals.get(key) ?? { source: pattern, flags, places: [] }
          known.places.push(`${file}:${text.slice(0, node.start).split('\n').length}`)
          literals.set(key, known)
        },
        NewExpression: make,
        CallExpression: make,
      }).visit(program)
    }
  return { literals: [...literals.values()], made }
}
