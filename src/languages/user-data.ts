/**
 * What a machine is given when it is made: a script, a cloud-config, Ignition, PowerShell, or several of them in one text.
 * Reference: https://docs.cloud-init.io/en/latest/explanation/format.html
 */

import type { Scope } from '../facts.ts'
import { base64Text, isPackedBase64, plainText } from '../reading/encoded.ts'
import type { Language, Reader } from '../reading/language.ts'
import { forward } from '../text/progress.ts'
import { type Source, sliceSource, spanOf } from '../text/source.ts'

export const userData: Language = {
  id: 'user-data',
  read(source, reader) {
    if (/^\s*(?:Content-Type:\s*multipart|MIME-Version:)/i.test(source.text)) multiPart(source, reader)
    else if (DEFINITION.test(source.text.slice(0, 4096))) definitions(source, reader)
    else part(source, reader, reader.scope)
  },
}

/** `{{ define "instance" -}}` */
const DEFINITION = /^\s*\{\{-?\s*define\s/
const EACH_DEFINITION = /^\{\{-?[ \t]{0,80}define[ \t][^\n]{0,400}\}\}[ \t]{0,80}\n/gm

/** A Go template with a text in each of its definitions, as kube-aws keeps them. */
function definitions(source: Source, reader: Reader): void {
  const { text } = source
  const heads = [...text.matchAll(EACH_DEFINITION)]
  for (const [index, head] of heads.entries()) {
    const start = head.index + head[0].length
    const next = heads[index + 1]?.index ?? text.length
    const end = text.slice(start, next).search(/\n\{\{-?[ \t]*end[ \t]*-?\}\}\s*$/)
    const body = sliceSource(source, start, end < 0 ? next : start + end + 1)
    if (/^#(?:!|cloud-config)/m.test(body.text.slice(0, 4096)))
      part(body, reader, reader.open('script', { name: 'user-data' }))
  }
}

/** Hands one text to the language that its first line tells. */
function part(source: Source, reader: Reader, scope: Scope): void {
  const text = source.text.slice(0, 4096)
  const windows = /^\s*<powershell>\s*/i.exec(text)
  if (windows) {
    const end = source.text.search(/<\/powershell>/i)
    const script = sliceSource(source, windows[0].length, end < 0 ? source.text.length : end)
    reader.embed({ language: 'powershell' }, script, scope)
  } else if (/^#ps1/.test(text)) reader.embed({ language: 'powershell' }, source, scope)
  else if (/^\s*\{/.test(text) || /^(?:#[^\n]*\n)*#cloud-config/.test(text))
    reader.embed({ language: 'yaml' }, source, scope)
  else if (/^#!/.test(text)) reader.embed({ file: 'user-data.script' }, source, scope)
  else if (/^\x1f/.test(text)) reader.unread(spanOf(source, 0, 1), 'the user data is packed', false)
  else if (/^[A-Za-z0-9+/=\s]{40,}$/.test(text)) decoded(source, reader, scope)
  else if (!/^#(?:include|part-handler|upstart-job)/.test(text)) reader.embed({ language: 'shell' }, source, scope)
}

function decoded(source: Source, reader: Reader, scope: Scope): void {
  const plain = plainText(source, isPackedBase64(source.text) ? ['base64', 'gzip'] : ['base64'])
  if ('problem' in plain) reader.unread(spanOf(source, 0, 1), `the user data ${plain.problem}`, false)
  else if (!/^[A-Za-z0-9+/=\s]{40,}$/.test(plain.text.text)) part(plain.text, reader, scope)
}

/** Several texts in one, as MIME has it. */
function multiPart(source: Source, reader: Reader): void {
  const { text } = source
  const boundary = /boundary="?([^"\s;]+)"?/i.exec(text.slice(0, 4096))?.[1]
  if (!boundary) return
  const mark = `\n--${boundary}`
  for (let start = text.indexOf(mark); start >= 0; ) {
    const from = start + mark.length
    const next = text.indexOf(mark, from)
    const end = next < 0 ? text.length : next + 1
    if (text.startsWith('--', from)) break
    readPart(source, from, end, reader)
    start = next
  }
}

function readPart(source: Source, start: number, end: number, reader: Reader): void {
  const { text } = source
  // The head ends with the first blank line.
  let at = text.indexOf('\n', start) + 1
  const head = at
  for (const moves = forward(); at > 0 && at < end && moves(at); ) {
    const newline = text.indexOf('\n', at)
    const lineEnd = newline < 0 || newline > end ? end : newline
    if (text.slice(at, lineEnd).trim() === '') break
    at = lineEnd + 1
  }
  if (at <= 0 || at >= end) return
  const header = text.slice(head, at)
  const newline = text.indexOf('\n', at)
  const body = sliceSource(source, newline < 0 ? end : Math.min(newline + 1, end), end)
  const name = /filename="?([^"\s;]+)"?/i.exec(header)?.[1]
  const scope = reader.open('script', { name: name ?? reader.scope.name })
  if (/^content-transfer-encoding:\s*base64/im.test(header)) {
    const plain = base64Text(body)
    if (plain) part(plain, reader, scope)
    else reader.unread(spanOf(body, 0, 1), 'a part of the user data is packed', true)
  } else if (/^content-type:\s*text\/cloud-config\b/im.test(header)) reader.embed({ language: 'yaml' }, body, scope)
  else if (/^content-type:\s*(?:text\/(?:x-shellscript|cloud-boothook|plain)|application\/\S*yaml)/im.test(header))
    part(body, reader, scope)
}
