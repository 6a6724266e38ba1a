/** Documents in the arguments of programs: `kubectl patch -p '{"data": …}'`, `ansible-playbook -e '{"name": …}'`. */
import type { Word } from './tree.ts'
import { textOf } from './word.ts'

/** The options of programs that take a document as their value. */
const DOCUMENTS: Readonly<Record<string, RegExp>> = {
  kubectl: /^(?:-p|--patch|--overrides)$/,
  oc: /^(?:-p|--patch|--overrides)$/,
  'ansible-playbook': /^(?:-e|--extra-vars)$/,
  ansible: /^(?:-e|--extra-vars)$/,
  // awslabs/amazon-eks-ami files/bootstrap.sh writes it to /etc/docker/daemon.json.
  'bootstrap.sh': /^--docker-config-json$/,
}

/** What the document of a program is called where it is a file of its own. */
export const documentName = (base: string): string => (base === 'bootstrap.sh' ? 'daemon.json' : 'patch.yaml')

/** A word that holds a document, which begins so far into it. */
export interface DocumentWord {
  readonly word: Word
  readonly from: number
}

/** The words of a call that are documents. */
export function documentsIn(base: string, words: readonly Word[]): readonly DocumentWord[] {
  const option = Object.hasOwn(DOCUMENTS, base) ? DOCUMENTS[base]! : undefined
  if (!option) return []
  return words.flatMap((word, index) => {
    const text = textOf(word)
    const joined = /^(--?[a-z-]+)=(?=\s*[{[])/.exec(text)
    if (joined && option.test(joined[1]!)) return [{ word, from: joined[0].length }]
    const before = words[index - 1]
    return before && option.test(textOf(before)) && /^\s*[{[]|^[a-z]\w*:\s/i.test(text) ? [{ word, from: 0 }] : []
  })
}
