/** Options that a manifest gives to components: texts, lists and hashes of them, told by the names that they stand under. */
import { componentOfKey } from '../../reading/component-names.ts'
import { optionsOf } from '../../reading/handed-flags.ts'
import type { Reader } from '../../reading/language.ts'
import { componentOfKeys, listFlags } from '../../reading/option-texts.ts'
import { locate, type Source } from '../../text/source.ts'
import type { Token } from './token.ts'

/** No list or hash has more tokens. */
const MOST_TOKENS = 2_000
const OF_OPTIONS = /(?:args?|arguments|flags?|opts|options|params|parameters)$/i

/** Says the options below every `name =>` and `$name =` of a manifest. */
export function saysOptions(source: Source, tokens: readonly Token[], reader: Reader): void {
  // The class that a file holds is named like the file.
  const file = reader.name.replace(/^.*\/|\.pp$/g, '')
  let title = ''
  for (let at = 1; at < tokens.length; at++) {
    const mark = tokens[at]!.text
    if (mark === ':') title = tokens[at - 1]!.content?.().text ?? ''
    if (mark !== '=>' && mark !== '=') continue
    const name = nameOf(tokens[at - 1]!)
    const value = tokens[at + 1]
    if (name === undefined || !value) continue
    const keys = [file, title, name]
    if (value.text === '{' && OF_OPTIONS.test(name)) hash(at + 2, keys, source, tokens, reader)
    else {
      const texts = textsAt(at + 1, tokens)
      const component = OF_OPTIONS.test(name) ? componentOfKey(name) : undefined
      // The module "kubernetes" takes items as kubeadm writes them: `['network-plugin: cni']`.
      const bare = component ? texts.filter(({ text }) => /^[a-z][a-z0-9-]{1,80}: /.test(text)) : []
      const flags = bare.length
        ? bare.flatMap(text => optionsOf(locate(text, 0, text.text.length), component!))
        : listFlags(texts, keys)
      for (const flag of flags) reader.fact({ kind: 'flag', ...flag }, reader.open('script', { name, place: 'node' }))
    }
  }
}

/** `$x`, `x` or `'x'` as a key. */
const nameOf = ({ kind, text, content }: Token): string | undefined =>
  kind === 'name' ? text.replace(/^\$(?:.*::)?/, '') : content?.().text

/** The text at a token, or those of the list that begins there. */
export function textsAt(at: number, tokens: readonly Token[]): readonly Source[] {
  const first = tokens[at]!
  if (first.content) return [first.content()]
  const texts: Source[] = []
  if (first.text !== '[') return texts
  for (let next = at + 1; next < tokens.length && next < at + MOST_TOKENS && tokens[next]!.text !== ']'; next++) {
    const content = tokens[next]!.content?.()
    if (content) texts.push(content)
  }
  return texts
}

/** `{ container_runtime => 'remote', 'network-plugin' => 'cni' }` */
function hash(from: number, keys: readonly string[], source: Source, tokens: readonly Token[], reader: Reader): void {
  const name = keys.at(-1) ?? ''
  const program = componentOfKey(name) ?? componentOfKeys(keys)
  if (!program) return
  const scope = reader.open('script', { name, place: 'node' })
  let depth = 0
  for (let at = from; at < tokens.length && at < from + MOST_TOKENS; at++) {
    const { text, kind, start, content } = tokens[at]!
    if (/^[[({]$/.test(text)) depth++
    else if (/^[\])}]$/.test(text) && depth-- === 0) return
    if (depth > 0 || tokens[at + 1]?.text !== '=>' || kind === 'mark') continue
    const key = content?.() ?? source
    const flag = content ? locate(key, 0, key.text.length) : locate(source, start, start + text.length)
    const given = tokens[at + 2]?.content?.()
    const value = given && locate(given, 0, given.text.length)
    const option = flag.value.replace(/^-+/, '').replaceAll('_', '-')
    reader.fact({ kind: 'flag', program, flag, name: option, value }, scope)
  }
}
