/** Parameters of a manifest whose text is the address of a socket or pipe, of whatever class: `url => 'unix://var/run/x.sock'`. */
import type { Reader } from '../../reading/language.ts'
import { locate } from '../../text/source.ts'
import type { Token } from './token.ts'

const ADDRESS = /^(?:(?:http\+)?unix:|npipe:|\/[^\s:]{0,500}\.sock$)\S*$/
/** What is left out is not used, and a resource that is no setting is read for itself. */
const NO_SETTING = /exclu|ignore|den(?:y|ied)|forbid|^(?:path|target|unless|onlyif|creates|content|command)$/i

/** Says the path of each. */
export function saysAddresses(tokens: readonly Token[], reader: Reader): void {
  for (let at = 1; at < tokens.length; at++) {
    if (tokens[at]!.text !== '=>' || NO_SETTING.test(tokens[at - 1]!.text)) continue
    const value = tokens[at + 1]?.content?.()
    if (value && ADDRESS.test(value.text))
      reader.fact({ kind: 'path', path: locate(value, 0, value.text.length), access: 'used', by: undefined })
  }
}
