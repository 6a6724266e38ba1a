/** Options in texts that hold nothing but options: `KUBELET_EXTRA_ARGS="--network-plugin=cni --v=2"`, a file with one option a line. */

import { forward } from '../text/progress.ts'
import { type Located, locate, type Source, UNKNOWN } from '../text/source.ts'
import { handsOptionsOn } from './component-names.ts'

/** An option as a fact gives it, without its program. */
export interface FlagWord {
  readonly flag: Located
  readonly name: string
  readonly value?: Located | undefined
}

/**
 * The options between two offsets. A value is part of the option's word or, where that has no `=`, the next word. Quotes hold
 * a value together; they and a backslash before them are not part of it.
 */
export function flagWords(source: Source, from = 0, to = source.text.length): readonly FlagWord[] {
  const { text } = source
  const found: FlagWord[] = []
  let at = from
  // The option before, while the word after it may be its value.
  let open: { at: number; name: string } | undefined
  const close = (value?: Word): void => {
    if (!open) return
    const flag = locate(source, open.at, open.at + 2 + open.name.length)
    found.push({ flag, name: open.name, value: value && locate(source, value.from, value.to) })
    open = undefined
  }
  for (const moves = forward(); at < to && moves(at); ) {
    if (isBlank(text, at)) {
      at++
      continue
    }
    // A control action of a template right before an option leaves nothing there: `{% for x in y %}--registry-mirror={{ x }}`.
    const filler = FILLER.exec(text.slice(at, Math.min(to, at + 1_000)))
    if (filler) at += filler[1]!.length
    const word = wordAt(text, at, to)
    at = word.end
    const option = OPTION.exec(text.slice(word.from, Math.min(word.to, word.from + 200)))
    // Options in quotes behind one that hands options on are its value.
    if (!option || (open && word.end > word.to && handsOptionsOn(open.name))) {
      close(word)
      continue
    }
    close()
    const [head, name = ''] = option
    if (!head.endsWith('=')) {
      open = { at: word.from, name }
      continue
    }
    const value = unquoted(text, word.from + head.length, word.to)
    found.push({ flag: locate(source, word.from, word.to), name, value: locate(source, value.from, value.to) })
  }
  close()
  return found
}

interface Word {
  readonly from: number
  readonly to: number
  /** Where the word ends with its quotes. */
  readonly end: number
}

const OPTION_BEHIND = /^\uE000+--[a-z]/
const FILLER = /^(\uE000+)--[a-z]/
const OPTION = /^--([A-Za-z][\w.-]*)(?:=|$)/

/** Actions of templates are looked for this far. */
const LONGEST_ACTION = 500

const isBlank = (text: string, at: number): boolean =>
  /\s/.test(text[at]!) || (text[at] === '\\' && (at + 1 >= text.length || /\s/.test(text[at + 1]!)))

/** The word at an offset, with quotes around the whole of it taken off. */
function wordAt(text: string, start: number, to: number): Word {
  let quote = ''
  let at = start
  for (; at < to; at++) {
    const char = text[at]!
    const action = char === '{' && text[at + 1] === '{' ? text.indexOf('}}', at) : -1
    // An action of a template that is nobody's to fill in here: its blanks end no word.
    if (action > 0 && action < to && action - at < LONGEST_ACTION) at = action + 1
    else if (quote) {
      if (char === quote) quote = ''
    } else if (char === '"' || char === "'") quote = char
    else if (isBlank(text, at)) break
    // A control action between two options has no blanks around it: `--network-plugin=cni{% else %}--container-runtime=remote`.
    else if (
      text[at + 1] === UNKNOWN &&
      OPTION_BEHIND.test(text.slice(at + 1, Math.min(to, at + 1_000))) &&
      char !== '='
    ) {
      at++
      break
    }
  }
  // A quote that is never closed is no quote.
  if (quote) for (at = start + 1; at < to && !isBlank(text, at); ) at++
  return { ...unquoted(text, start, at), end: at }
}

function unquoted(text: string, from: number, to: number): { from: number; to: number } {
  const escaped = text[from] === '\\' && /["']/.test(text[from + 1] ?? '')
  const first = escaped ? from + 1 : from
  const quote = text[first]
  const length = first - from + 1
  if ((quote !== '"' && quote !== "'") || to - from < 2 * length || text[to - 1] !== quote) return { from, to }
  return { from: from + length, to: to - length }
}

/** The programs that variables and files of options are named for. The first that fits is meant. */
const PROGRAMS: readonly (readonly [program: string, name: RegExp])[] = [
  ['cri-dockerd', /cri[-_]?docker/i],
  ['kubelet', /^kubelet_api[-_]?servers?$/i],
  ['kube-apiserver', /api[-_]?server|kube[-_]api[-_]/i],
  ['kube-controller-manager', /controller[-_]?manager/i],
  ['kube-scheduler', /kube[-_]?scheduler|^scheduler|\/scheduler/i],
  ['kube-proxy', /kube[-_]?proxy/i],
  ['kubelet', /kubelet/i],
  ['kubelet', /kubeadm[-_](?:flags|args)|\d\d-kubeadm\.conf$/i],
  [
    'dockerd',
    /^(?:openshift_)?docker[-_](?:opts|options|args|daemon|network|storage|log|dns|ulimits?)|^docker(?:::|_)extra_(?:parameters|args|options)$|^dockerd|\/docker(?:d|[-_]options)?(?:\.[\w.]+)?$/i,
  ],
  ['containerd', /containerd/i],
  ['crio', /^crio_|\/crio$/i],
  ['etcd', /^etcd|\/etcd/i],
]

/** The program that a variable's options are for: kubelet for `KUBELET_EXTRA_ARGS`. */
export const programOfVariable = (name: string): string | undefined =>
  PROGRAMS.find(([, pattern]) => pattern.test(name))?.[0]

/** The program that a file of options is for: kubelet for `/etc/sysconfig/kubelet`, `kubelet.env.j2` and `kubeadm-flags.env`. */
export function programOfFile(path: string): string | undefined {
  const name = path.replace(/^.*\//, '').replace(/\.(?:j2|jinja2?|erb|tmpl|tpl|template|in)$/i, '')
  const folder = /(?:^|\/)(kubelet|kube-proxy)(?:\.service\.d)?\/[^/]+$/.exec(path)?.[1]
  return programOfVariable(`/${name}`) ?? folder ?? (/(?:^|\/)kubernetes\/proxy$/.test(path) ? 'kube-proxy' : undefined)
}
