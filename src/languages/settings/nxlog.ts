/**
 * Files that NXLog reads, and whether it takes their lines for JSON: `<Input pods> Module im_file File "…" Exec parse_json();`.
 * Source: docs.nxlog.co, im_file, xm_json.
 */
import type { Reader } from '../../reading/language.ts'
import { locate, type Source } from '../../text/source.ts'

const AGENT = 'NXLog'
const INPUT = /<Input\s{1,9}[^>\n]{1,100}>([\s\S]{0,8000}?)<\/Input>/gi
const FILE = /^([ \t]*File[ \t]+["']?)([^"'\n]{1,500}?)["']?[ \t\r]{0,40}$/gim
const JSON_LINES = /(?<!->)\bparse_json\s{0,9}\(\s{0,9}(?:\$raw_event\s{0,9})?\)/

/** Says what the inputs of a file read. */
export function readNxlogFiles(source: Source, reader: Reader): void {
  if (!/^\s{0,40}Module\s+im_file\b/im.test(source.text)) return
  for (const { index, 0: whole, 1: body = '' } of source.text.matchAll(INPUT)) {
    if (!/^\s{0,40}Module\s+im_file\b/im.test(body)) continue
    const start = index + whole.indexOf(body)
    const paths = [...body.matchAll(FILE)].map(({ index: at, 1: key = '', 2: path = '' }) =>
      locate(source, start + at + key.length, start + at + key.length + path.length),
    )
    for (const path of paths) reader.fact({ kind: 'path', path, access: 'read', by: AGENT, role: 'log' })
    const json = JSON_LINES.exec(body)
    const format = json ? locate(source, start + json.index, start + json.index + 'parse_json'.length) : undefined
    const at = locate(source, index, index + whole.indexOf('>') + 1)
    if (paths.length > 0)
      reader.fact({
        kind: 'log-input',
        agent: AGENT,
        at,
        paths,
        format,
        parses: format ? 'json-file' : 'text',
        companions: [],
      })
  }
}
