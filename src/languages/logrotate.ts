/**
 * logrotate stanzas: paths, then directives and scripts in braces.
 * Source: logrotate(8).
 */

import type { Language } from '../reading/language.ts'
import { maskActions } from '../reading/template.ts'
import { forward } from '../text/progress.ts'
import { type Located, locate, type Source, sliceSource } from '../text/source.ts'

const AGENT = 'logrotate'

export const logrotate: Language = {
  id: 'logrotate',
  read(source, reader) {
    const masked = maskActions(source)
    for (const { start, end } of scriptsIn(masked.text))
      reader.embed({ language: 'shell' }, sliceSource(masked, start, end), reader.open('script', { name: AGENT }))
    for (const { paths, directives } of stanzasIn(masked))
      for (const path of paths) {
        reader.fact({ kind: 'path', path, access: 'write', by: AGENT, role: 'log' })
        for (const { name, value } of directives)
          reader.fact({ kind: 'setting', program: AGENT, key: [path.value, name.value], at: name, value })
      }
  },
}

const SCRIPT = /^(?:pre|post|first|last)(?:rotate|action|remove)$/

/** Where the lines stand between `postrotate` and `endscript`. */
function scriptsIn(text: string): readonly { readonly start: number; readonly end: number }[] {
  const found: { start: number; end: number }[] = []
  let start: number | undefined
  for (let at = 0, moves = forward(); at < text.length && moves(at); ) {
    let end = text.indexOf('\n', at)
    if (end < 0) end = text.length
    const line = text.slice(at, end).trim()
    if (start === undefined && SCRIPT.test(line)) start = end + 1
    else if (start !== undefined && line === 'endscript') {
      found.push({ start: Math.min(start, at), end: at })
      start = undefined
    }
    at = end + 1
  }
  return found
}

interface Stanza {
  readonly paths: readonly Located[]
  readonly directives: readonly { readonly name: Located; readonly value: Located | undefined }[]
}

function stanzasIn(source: Source): readonly Stanza[] {
  const { text } = source
  const found: Stanza[] = []
  let paths: Located[] = []
  let directives: { name: Located; value: Located | undefined }[] | undefined
  let inScript = false
  for (let at = 0, moves = forward(); at < text.length && moves(at); ) {
    let end = text.indexOf('\n', at)
    if (end < 0) end = text.length
    const line = text.slice(at, end)
    const words = [...line.matchAll(/"([^"]*)"|'([^']*)'|[^\s{}"']+|[{}]/g)]
    const first = words[0]?.[0]
    if (first === 'endscript') inScript = false
    else if (!inScript && first !== undefined && !first.startsWith('#')) {
      if (SCRIPT.test(first)) inScript = true
      else if (directives && first !== '}') {
        const [name, value] = words.map(word => locate(source, at + word.index, at + word.index + word[0].length))
        directives.push({ name: name!, value })
        if (words.at(-1)![0] === '}') directives = undefined
      } else
        for (const word of words) {
          if (word[0] === '{') {
            directives = []
            found.push({ paths, directives })
            paths = []
          } else if (word[0] === '}') directives = undefined
          else if (directives) {
            directives.push({
              name: locate(source, at + word.index, at + word.index + word[0].length),
              value: undefined,
            })
          } else if (/^["']?(?:\/|[A-Za-z]:|\uE000)/.test(word[0])) {
            const quoted = word[1] ?? word[2]
            const start = at + word.index + (quoted === undefined ? 0 : 1)
            paths.push(locate(source, start, start + (quoted ?? word[0]).length))
          } else paths = []
        }
    }
    at = end + 1
  }
  return found
}
