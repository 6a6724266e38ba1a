/** Scripts and commands in the arguments of programs that are no plain wrappers: shells, find, and what a name tells. */
import type { Word } from './tree.ts'
import { literalOf, textOf } from './word.ts'
import { runsArguments, runsElsewhere } from './wrappers.ts'

/** What a shell is given. */
export interface ShellArguments {
  /** The script behind `-c`. */
  readonly script?: Word
  /** Whether a script file is given. */
  readonly file: boolean
}

/** What the arguments of a shell give it to run. */
export function shellArguments(words: readonly Word[]): ShellArguments {
  let runs = false
  let reads = false
  for (let i = 1; i < words.length; i++) {
    const text = textOf(words[i]!)
    if (text === '--' && !runs) continue
    if (/^[-+]/.test(text) && text.length > 1) {
      if (text.startsWith('--')) {
        if (text === '--rcfile' || text === '--init-file') i++
        continue
      }
      if (text.includes('c') && text.startsWith('-')) runs = true
      if (text.includes('s') && text.startsWith('-')) reads = true
      if (/[oO]$/.test(text)) i++
      continue
    }
    if (runs) return { script: words[i]!, file: false }
    return { file: !reads && text !== '-' && text !== '/dev/stdin' }
  }
  return { file: false }
}

/** The commands behind `-exec`, `-execdir`, `-ok` of find. */
export function executedByFind(words: readonly Word[]): readonly (readonly Word[])[] {
  const found: Word[][] = []
  for (let i = 1; i < words.length; i++) {
    if (!/^-(exec|execdir|ok|okdir|x|X)$/.test(textOf(words[i]!))) continue
    const inner: Word[] = []
    for (i++; i < words.length; i++) {
      const text = textOf(words[i]!)
      if (text === ';' || text === '+') break
      inner.push(words[i]!)
    }
    if (inner.length) found.push(inner)
  }
  return found
}

/** The command inside a call of a helper that another file defines, as far as its name tells; empty when it runs something unseen. */
export function guessed(name: string, words: readonly Word[]): readonly Word[] | undefined {
  if (runsElsewhere(name)) {
    const text = words.slice(1).find(word => /\s/.test(textOf(word)) && word.parts.some(part => part.quoted))
    if (text) return [text]
    return words.length > 3 && literalOf(words[2]!) ? words.slice(2) : undefined
  }
  if (!runsArguments(name)) return scriptGiven(name, words)
  const at = words.findIndex((word, index) => index > 0 && !/^(-.*|[\d.]+\w?)$/.test(textOf(word)))
  if (at < 0) return undefined
  const text = textOf(words[at]!)
  return /^[\w./$\\{}\uE000-]+$/.test(text) || /\s/.test(text) ? words.slice(at) : undefined
}

/** Programs whose long arguments are programs, queries or texts of other kinds. */
const OTHER_TEXTS =
  /^(?:git|gh|glab|hub|python[\d.]*|perl|ruby|php|node|deno|lua|awk|gawk|mawk|sed|gsed|jq|yq|grep|egrep|rg|curl|wget|kubectl|oc|helm|docker|podman|nerdctl|psql|mysql|mongo|mongosh|sqlite3|redis-cli|expect|osascript|aws|openssl|dialog|whiptail|test|expr|let|assert\w*)$|log|print|echo|msg|message|info|warn|err|usage|help|title|banner|note|assert|expect|write|append|template|render/i
const BEGINS_COMMAND =
  /^[ \t]*(?:sudo[ \t]+)?(?:systemctl|service|docker|kubeadm|kubelet|crictl|ctr|nerdctl|apt|apt-get|yum|dnf|zypper|apk|mkdir|cat|cp|mv|rm|chmod|chown|sed|echo|export|set|curl|wget|tar|modprobe|sysctl|swapoff|mount|umount|tee|if|for|while|cd|ln)[ \t]+\S/gm

/** A script of several lines in quotes that a program or function gets which nobody here knows: `on::master "…"`. */
function scriptGiven(name: string, words: readonly Word[]): readonly Word[] | undefined {
  if (OTHER_TEXTS.test(name)) return undefined
  const text = words
    .slice(1)
    .find(
      word =>
        word.parts.some(part => part.quoted) && [...textOf(word).slice(0, 20_000).matchAll(BEGINS_COMMAND)].length > 1,
    )
  return text && [text]
}
