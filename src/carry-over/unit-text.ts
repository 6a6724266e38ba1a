/** Settings as a drop-in of a unit. */
import { commentsOf } from './comments.ts'
import type { Entry } from './plan.ts'

/** The text of a drop-in, of entries of one section. */
export const unitText = (entries: readonly Entry[]): string =>
  [`[${entries[0]?.table[0]}]`, ...entries.flatMap(entry => [...commentsOf(entry), lineOf(entry)])]
    .join('\n')
    .concat('\n')

const lineOf = ({ key, value }: Entry): string =>
  key === 'Environment' ? `Environment=${quoted(String(value))}` : `${key}=${value}`

/** Quoted as systemd.syntax(7) has it; values hold no line ends. */
const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`
