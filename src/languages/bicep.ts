/**
 * Bicep, in which Azure's deployments are written: what machines are given when they are made, and what is run on them.
 * Reference: https://learn.microsoft.com/azure/azure-resource-manager/bicep/file
 */

import type { Language } from '../reading/language.ts'
import { behindBlanks, behindString, textsOf } from './bicep/expression.ts'

/** Properties that hold code, and the language that reads it. */
const CODE: Readonly<Record<string, string>> = {
  customData: 'user-data',
  userData: 'user-data',
  commandToExecute: 'shell',
  script: 'user-data',
}

/** No deployment makes more machines. */
const MOST_CODE = 1_000

export const bicep: Language = {
  id: 'bicep',
  read(source, reader) {
    const { text } = source
    const variables = new Map<string, number>()
    const code: { readonly name: string; readonly start: number }[] = []
    for (let at = 0; at < text.length; at++) {
      const character = text[at]!
      if (character === "'") at = behindString(text, at) - 1
      else if (text.startsWith('//', at)) at = endOf(text, '\n', at)
      else if (text.startsWith('/*', at)) at = endOf(text, '*/', at)
      else if (/\w/.test(character)) {
        WORD.lastIndex = at
        const [whole = character, declared, key] = WORD.exec(text) ?? []
        if (declared) variables.set(declared, behindBlanks(text, at + whole.length))
        else if (key && Object.hasOwn(CODE, key) && code.length < MOST_CODE)
          code.push({ name: key, start: at + whole.length })
        at += whole.length - 1
      }
    }
    // Machines are made for anything: what else the file speaks of tells whether these are a cluster's.
    const place = /kube(?:let|adm|ctl|rnetes|config)|k8s/i.test(text) ? 'node' : undefined
    const textAt = textsOf(source, variables)
    for (const { name, start } of code) {
      const value = textAt(start)
      if (!/^[\s\uE000]*$/.test(value.text))
        reader.embed({ language: CODE[name]! }, value, reader.open('script', { name, place }))
    }
  },
}

/** `var name =`, `param name string =`, `key:`, or another word. */
const WORD =
  /(?:var|param)[ \t]{1,40}(\w{1,200})[ \t]{0,40}(?:\w{1,200}[ \t]{0,40})?=(?!=)|(\w{1,200})[ \t]{0,40}:|\w+/y

const endOf = (text: string, mark: string, from: number): number => {
  const end = text.indexOf(mark, from)
  return end < 0 ? text.length : end + mark.length - 1
}
