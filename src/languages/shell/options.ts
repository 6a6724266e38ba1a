/** Finds options in texts: in the value of a variable, in a line of sed. */
import { handsOptionsOn } from '../../reading/component-names.ts'
import type { Found } from '../../reading/path-words.ts'

/** A text longer than this is no command line. */
const LONGEST_TEXT = 100_000

/** An option with its name, and its value where it has one. */
export interface FoundOption extends Found {
  readonly name: string
  readonly value: Found | undefined
}

const OPTION =
  /(?<![^\s"'`=,([|/])--?([A-Za-z][\w.-]{0,80})(?:=("[^"\n]{0,2000}"|'[^'\n]{0,2000}'|[^\s"'`,|)\]]{0,2000}))?/g

/** Options in a text that holds a command line or a part of one: `--network-plugin=cni --cni-bin-dir /opt/cni/bin`. */
export function optionsIn(text: string): readonly FoundOption[] {
  const found: FoundOption[] = []
  if (text.length > LONGEST_TEXT || !text.includes('-')) return found
  let after = 0
  for (const match of text.matchAll(OPTION)) {
    const start = match.index
    if (start < after) continue
    // The quote that opens behind `=` is the one that closes the text of the option: `startswith("--insecure-port=")`.
    const closes = match[2]?.[0] !== undefined && /["']/.test(match[2][0]) && text[start - 1] === match[2][0]
    const whole = closes ? match[0].slice(0, -match[2]!.length) : match[0]
    const name = match[1] ?? ''
    const given = closes ? '' : match[2]
    const end = start + whole.length
    if (!isLongOption(whole)) continue
    let value: Found | undefined
    const handed = handsOptionsOn(match[1] ?? '') ? quotedText(text, start + (match[1]?.length ?? 0)) : undefined
    if (handed) {
      // What stands in the quotes belongs to another program.
      found.push({ start, end: Math.max(end, handed.end), name: match[1] ?? '', value: handed })
      after = handed.end
      continue
    }
    if (given !== undefined) {
      const quoted = /^["']/.test(given)
      value = { start: end - given.length + (quoted ? 1 : 0), end: quoted ? end - 1 : end }
    } else {
      const next = /^[ \t]{1,20}([^\s"'`;|&<>-][^\s"'`;|&<>]{0,2000})/.exec(text.slice(end, end + 2_100))
      if (next) value = { start: end + next[0].length - next[1]!.length, end: end + next[0].length }
    }
    found.push({ start, end, name: name.replace(/(?<![.-])[.-]+$/, ''), value })
  }
  return found
}

/** The text in the quotes that an option is followed by; they may be escaped themselves: `--kubelet-extra-args \\"--v=2\\"`. */
function quotedText(text: string, from: number): Found | undefined {
  const [found, quote] = /^-{0,2}(?:=|[ \t]{1,20})(\\?["'])/.exec(text.slice(from, from + 30)) ?? []
  if (found === undefined || quote === undefined) return undefined
  const start = from + found.length
  const end = text.indexOf(quote, start)
  return end < 0 ? undefined : { start, end }
}

/** Whether a word is an option with a name, `--network-plugin` or Go's `-network-plugin`, and no cluster of letters. */
export const isLongOption = (word: string): boolean => /^--[A-Za-z]|^-[A-Za-z]\w*[-=][\w/]|^-[a-z]{5,}$/.test(word)

/** The component that an image runs without being told: `kubelet` of `quay.io/poseidon/kubelet:v1.20.4` and `${KUBELET_IMAGE_URL}:…`. */
export function componentOfImage(reference: string): string | undefined {
  if (/^\$\{?KUBELET_IMAGE/.test(reference)) return 'kubelet'
  const [, name] =
    /^(?:[\w.][\w.-]{0,100}(?::\d{1,5})?\/(?:[\w.-]{1,100}\/){0,9})?([\w.-]{1,100})[:@][\w.$@:{}-]+$/.exec(reference) ??
    []
  return name !== undefined && /^(?:\w+-)?kubelet(?:-\w+)?$/.test(name) ? 'kubelet' : undefined
}
