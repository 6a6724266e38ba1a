/** Options in texts of data and of programs in other languages, told by the text and by the keys that it stands under. */
import type { Source } from '../text/source.ts'
import { commandFlags } from './command-text.ts'
import { componentOfKey, handsOptionsOn } from './component-names.ts'
import { type FlagWord, flagWords } from './flag-words.ts'

/** An option, and whose it is where that is known. */
export interface TextFlag extends FlagWord {
  readonly program: string | undefined
}

/** How far up a key may stand that names the component: `kubelet: {flags: [...]}`. */
const MOST_KEYS = 4
/** Keys whose text is for people. */
const PROSE = /desc|message|comment|notes?$|help|title|summary|^docs?$|changelog|reason|example/i

/** The component whose options stand below keys, of which the last is the nearest. */
export function componentOfKeys(keys: readonly string[]): string | undefined {
  for (const key of keys
    .filter(each => !/^\d+$/.test(each))
    .slice(-MOST_KEYS)
    .reverse()) {
    const component = componentOfKey(key)
    if (component) return component
  }
  return undefined
}

/**
 * The options of a text: of the components that it calls, of the one whose keys it stands under when it begins with an option,
 * and those that hand others on.
 */
export function textFlags(source: Source, keys: readonly string[]): readonly TextFlag[] {
  const { text } = source
  if (!/--[a-z]/i.test(text) || PROSE.test(keys.at(-1) ?? '')) return []
  const called = commandFlags(source)
  if (called.length > 0) return called
  const program = componentOfKeys(keys)
  const words = flagWords(source)
  // One option that nobody names may be any program's.
  if (/^\s*--[a-z]/i.test(text) && (program || words.length > 1)) return words.map(word => ({ program, ...word }))
  return words
    .filter(({ name, value }) => value && (handsOptionsOn(name) || name === 'extra-config'))
    .map(word => ({ program, ...word }))
}

const COMPONENT = /^(?:[\w./-]*\/)?(kubelet|kube-(?:apiserver|controller-manager|scheduler|proxy)|dockerd|cri-dockerd)$/

/** The options of a list of texts: of the component that the first names, or that a key names, or of nobody known. */
export function listFlags(texts: readonly Source[], keys: readonly string[]): readonly TextFlag[] {
  const options = texts.filter(({ text }) => /^--[a-z]/i.test(text))
  const called = COMPONENT.exec(texts[0]?.text ?? '')?.[1]
  // A list of services has no options, and other texts are told one by one.
  if (!called && (options.length < 2 || options.length < texts.length))
    return texts.flatMap(text => textFlags(text, keys))
  const program = called ?? componentOfKeys(keys)
  return options.flatMap(option => flagWords(option).map(word => ({ program, ...word })))
}
