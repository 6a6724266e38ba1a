/** Components and their options in texts that read as command lines, whoever is given them: `"C:\k\kubelet.exe --v=2"`. */
import { type Source, sliceSource } from '../text/source.ts'
import { flagWords } from './flag-words.ts'
import type { HandedFlag } from './handed-flags.ts'

/** A longer text is no command line. */
const LONGEST_TEXT = 20_000

/** A component, and behind it an option at once: a sentence that names both has words between them. */
const CALL =
  /(?<![\w.-])(?:(?:\/?[\w./-]{0,80}hyperkube[ \t\n]{1,20})(?:kube-)?(apiserver|controller-manager|scheduler|proxy|kubelet)|(kubelet|kube-(?:apiserver|controller-manager|scheduler|proxy)))(?:\.exe)?["')]{0,3}[ \t\n\\`]{1,80}(?=--?[a-z])/g

/** What ends a command. A line goes on in the next one where it ends in a backslash, a backtick, or the next one is an option. */
const END = /[;|&]|\n(?![ \t]*--?[a-z])/g

/** The options of the components that a text calls. */
export function commandFlags(source: Source): readonly HandedFlag[] {
  const { text } = source
  const found: HandedFlag[] = []
  if (text.length > LONGEST_TEXT || !text.includes('-')) return found
  for (const match of text.matchAll(CALL)) {
    // The value of an option may end in a component's name: `--log-dir=/var/log/kube-proxy --v=2`.
    if (/(?:^|[\s"'])-[^\s"']{0,300}$/.test(text.slice(Math.max(0, match.index - 300), match.index))) continue
    const name = match[1] ?? match[2] ?? ''
    const program = name.startsWith('kube') ? name : `kube-${name}`
    const from = match.index + match[0].length
    for (const word of flagWords(sliceSource(source, from, endOf(text, from)))) found.push({ program, ...word })
  }
  return found
}

function endOf(text: string, from: number): number {
  END.lastIndex = from
  for (let match = END.exec(text); match; match = END.exec(text))
    if (match[0] !== '\n' || !/[\\`]$/.test(text.slice(from, match.index).slice(-1))) return match.index
  return text.length
}
