/**
 * Azure Resource Manager templates: what their machines are given, and what extensions run on them.
 * Reference: https://learn.microsoft.com/azure/virtual-machines/extensions/custom-script-linux
 */
import { placeOf } from '../facts.ts'
import { base64Text } from '../reading/encoded.ts'
import type { Dialect } from '../reading/language.ts'
import type { Source } from '../text/source.ts'
import { at, keysOf, textAt } from '../text/tree.ts'
import { isExpression, textsOf, type Variables } from './arm/expression.ts'

const SCHEMA = /^https?:\/\/schema\.management\.azure\.com\/.*deploymentTemplate\.json#?$/i

export const arm: Dialect = {
  id: 'arm',
  // The settings of an extension also stand alone, in what another tool deploys.
  recognises: ({ root }) =>
    SCHEMA.test(textAt(root, '$schema') ?? '') || at(root, 'commandToExecute')?.kind === 'scalar',
  read(document, reader) {
    // Machines are made for anything: what else the template speaks of tells whether these are a cluster's.
    const place = placeOf(reader.scope) === 'unknown' && CLUSTER.test(document.source.text) ? 'node' : undefined
    const variables: Variables = name => {
      const value = at(document.root, 'variables', name)
      return value?.kind === 'scalar' ? value.content() : undefined
    }
    const give = (key: string, language: string, read: (value: Source) => Source | undefined): void => {
      for (const { entry } of keysOf(document).get(key) ?? []) {
        if (entry.value?.kind !== 'scalar') continue
        const text = read(entry.value.content())
        if (text && !NOTHING.test(text.text))
          reader.embed({ language }, text, reader.open('script', { name: key, place }))
      }
    }
    const plain = textsOf(variables)
    // A machine is given these in base64: a function's argument, or written so.
    const encoded = (value: Source): Source | undefined => (isExpression(value.text) ? plain(value) : base64Text(value))
    // The settings of an extension hold a script encoded, a command to run once holds it as it is.
    const scripted = (value: Source): Source | undefined =>
      encoded(value) ?? (/\s/.test(value.text) ? value : undefined)
    for (const key of ['customData', 'userData']) give(key, 'user-data', encoded)
    give('commandToExecute', 'shell', plain)
    give('script', 'user-data', scripted)
  },
}

const CLUSTER = /kube(?:let|adm|ctl|rnetes|config)|k8s/i

/** Nothing of the text is known. */
const NOTHING = /^[\s\uE000]*$/
