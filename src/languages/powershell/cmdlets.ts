/** The cmdlets that say something of programs, services and files, and how their parameters are found. */
import type { Source } from '../../text/source.ts'
import type { Word } from './tree.ts'
import { textOf } from './word.ts'

const ALIASES: Readonly<Record<string, string>> = {
  iex: 'invoke-expression',
  icm: 'invoke-command',
  saps: 'start-process',
  start: 'start-process',
  gcm: 'get-command',
  'where.exe': 'get-command',
  gsv: 'get-service',
  sasv: 'start-service',
  spsv: 'stop-service',
  ac: 'add-content',
}

/** The name of a cmdlet in lower case, its alias resolved. */
export function cmdletName(name: string): string {
  const lower = name.toLowerCase()
  return Object.hasOwn(ALIASES, lower) ? ALIASES[lower]! : lower
}

/** Cmdlets that ask whether something is there. */
export const ASKS: ReadonlySet<string> = new Set(['get-command', 'get-service', 'get-process', 'get-package'])

/** Cmdlets and functions whose arguments are text for people. */
export const TALKS =
  /^(write-(host|output|verbose|debug|warning|error|information|log\w*|progress)|echo|log\w*|throw|write|out-host)$|(^|[-_])(log|message|warn|error)$/i

/** Switches and the like take no value; every other parameter takes the next word. */
const SWITCHES =
  /^-(?:force|passthru|wait|nonewwindow|verbose|debug|whatif|append|noclobber|nonewline|asjob|confirm:?.*|useshellexecute|recurse|noprofile|noninteractive|nologo|noexit|mta|sta|include\w*|requiredservices|dependentservices)$/i

/** The words that a cmdlet is given, by parameter. */
export type Parameters = ReadonlyMap<string, readonly Word[]>

/** The words of a cmdlet by parameter, in lower case and without `-`; those without a parameter stand under ''. */
export function parametersOf(source: Source, words: readonly Word[]): Parameters {
  const found = new Map<string, Word[]>()
  const add = (name: string, word: Word) => {
    const list = found.get(name)
    if (list) list.push(word)
    else found.set(name, [word])
  }
  let open = ''
  let end = -1
  for (const word of words.slice(1)) {
    const text = textOf(source, word)
    if (!word.quoted && /^-[A-Za-z]\w*:?$/.test(text)) {
      open = SWITCHES.test(text) ? '' : text.slice(1).replace(/:$/, '').toLowerCase()
      if (!found.has(text.slice(1).toLowerCase())) found.set(text.slice(1).toLowerCase(), [])
      end = -1
      continue
    }
    // `-Name a, b` is one value of two items.
    const goesOn = end >= 0 && source.text.slice(end, word.start).includes(',')
    add(open !== '' && (end < 0 || goesOn) ? open : '', word)
    if (open !== '' && end >= 0 && !goesOn) open = ''
    end = word.end
  }
  return found
}

/** The words given to a parameter, by its name or any beginning of it: `-file` for `-FilePath`. */
export function given(parameters: Parameters, ...names: readonly string[]): readonly Word[] {
  for (const name of names)
    for (const [key, words] of parameters) if (key !== '' && name.startsWith(key) && key.length > 1) return words
  return []
}
