/** How code takes the runtime's name off a container's ID, and how it does so for every runtime. */

/** A part of a text with what takes its place. */
export interface PartChange {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The names of runtimes before `://`, as every dialect of regular expressions reads it. */
const ANY = '[a-z-]*'

/**
 * What a pattern becomes that takes off or finds `docker://`; undefined where another runtime cannot be meant by a change of it
 * alone. Sources: POSIX sh, "Parameter Expansion"; jq manual, `ltrimstr` and `sub`; POSIX sed and awk.
 */
export function forAnyRuntime(text: string, role: string, subject: string): PartChange | undefined {
  if (role === 'template') return jqTrim(text)
  if (role === 'sed' || role === 'regex') {
    const found = /docker(?:-pullable)?(?=:(?:\\?\/){2})/.exec(text)
    if (!found || (role === 'sed' && isReplacement(text, found.index))) return undefined
    return { start: found.index, end: found.index + found[0].length, text: ANY }
  }
  if (!/^docker(?:-pullable)?:\/\/$/.test(text) || role !== 'string') return undefined
  if (/\$\{\w+(?:\[[^\]]{0,80}\])?##?docker/.test(subject)) return { start: 0, end: text.length, text: '*://' }
  return /\bawk\b/.test(subject) ? { start: 0, end: text.length, text: '://' } : undefined
}

function jqTrim(text: string): PartChange | undefined {
  const call = /\bltrimstr\("docker(?:-pullable)?:\/\/"\)/.exec(text)
  if (call) return { start: call.index, end: call.index + call[0].length, text: `sub("^${ANY}://"; "")` }
  const sub = /\bg?sub\("\^?(docker(?:-pullable)?):\/\/"/.exec(text)
  const at = sub && sub.index + sub[0].indexOf('docker')
  return sub && at !== null ? { start: at, end: at + sub[1]!.length, text: ANY } : undefined
}

/** Whether an offset of a sed command is in what is written instead. */
function isReplacement(command: string, offset: number): boolean {
  const mark = /^s(.)/.exec(command)?.[1]
  if (mark === undefined) return false
  for (let i = 2; i < offset; i++) {
    if (command[i] === '\\') i++
    else if (command[i] === mark) return true
  }
  return false
}
