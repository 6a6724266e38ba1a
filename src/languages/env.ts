/**
 * Files of variables that units read (`/etc/sysconfig/kubelet`, `kubeadm-flags.env`), and files with nothing but options
 * (`args/kubelet` of MicroK8s).
 */
import { placeOf, type Scope } from '../facts.ts'
import { flagWords, programOfFile, programOfVariable } from '../reading/flag-words.ts'
import type { Language, Reader } from '../reading/language.ts'
import { actionsOf, maskActions } from '../reading/template.ts'
import { forward } from '../text/progress.ts'
import { innerSource, locate, type Piece, type Source } from '../text/source.ts'

export const env: Language = {
  id: 'env',
  read(source, reader) {
    const masked = maskActions(source)
    const program = programOfFile(reader.name)
    // What an image is built with is not of the machine that it runs on.
    const place = placeOf(reader.scope) === 'unknown' ? 'node' : undefined
    const scope = program ? reader.open('script', { name: reader.name, place }) : reader.scope
    const file: OptionFile = { reader, program, scope }
    if (program) sayKeptFlags(source, file)
    const { text } = masked
    const line = /[^\n]*/y
    for (let at = 0, moves = forward(); at < text.length && moves(at); ) {
      line.lastIndex = at
      const found = line.exec(text)![0]
      const assigned = ASSIGNED.exec(found)
      if (assigned) {
        const equals = at + assigned[0].length - 1
        at = readVariable(masked, equals - assigned[1]!.length, equals, file)
        continue
      }
      if (/^\s*--[a-z]/i.test(found)) sayFlags(masked, at, at + found.length, program, file)
      at += found.length + 1
    }
  },
}

const ASSIGNED = /^\s*(?:export\s+)?([A-Za-z_][\w.]*)=/

interface OptionFile {
  readonly reader: Reader
  /** What the file's options are for, told by its name. */
  readonly program: string | undefined
  readonly scope: Scope
}

function sayFlags(
  source: Source,
  from: number,
  to: number,
  program: string | undefined,
  { reader, scope }: OptionFile,
): void {
  for (const word of flagWords(source, from, to)) reader.fact({ kind: 'flag', program, ...word }, scope)
}

/** Options that a template keeps in variables: `{% set plugin = "--network-plugin=cni" %}`, `<% args.push("--v=2") %>`. */
function sayKeptFlags(source: Source, file: OptionFile): void {
  for (const { from, to, kind } of actionsOf(source.text)) {
    if (kind !== 'statement') continue
    const text = source.text.slice(from, to)
    for (const { index, 0: found } of text.matchAll(OPTION_STRING)) {
      if (/^[ \t]*#/.test(text.slice(text.lastIndexOf('\n', index) + 1, index))) continue
      const start = from + index + 1
      sayFlags(source, start, start + found.length - 2, file.program, file)
    }
  }
}

const OPTION_STRING = /"\s{0,9}--[a-z][^"\n]{0,500}"|'\s{0,9}--[a-z][^'\n]{0,500}'/g

/** Reads the variable at an offset and returns where the next line begins. */
function readVariable(source: Source, start: number, equals: number, file: OptionFile): number {
  const { text } = source
  const { from, to } = valueAt(text, equals + 1)
  const pieces: Piece[] = []
  let piece = from
  // A line that ends in a backslash goes on in the next one.
  for (let at = text.indexOf('\\\n', from); at >= 0 && at < to; at = text.indexOf('\\\n', piece)) {
    pieces.push({ text: text.slice(piece, at), start: piece, end: at }, { text: ' ', start: at, end: at + 1 })
    piece = at + 2
  }
  pieces.push({ text: text.slice(piece, to), start: piece, end: to })
  const value = innerSource(source, pieces)
  const name = locate(source, start, equals)
  const end = value.text.trimEnd().length
  file.reader.fact({ kind: 'env', name, value: locate(value, 0, end), program: file.program }, file.scope)
  sayFlags(value, 0, value.text.length, programOfVariable(name.value) ?? file.program ?? programOfAll(name.value), file)
  const next = text.indexOf('\n', to)
  return next < 0 ? text.length : next + 1
}

/** `KUBE_LOGTOSTDERR` of `/etc/kubernetes/config`, which every component is started with: kubelet stands for all of them. */
const programOfAll = (name: string): string | undefined => (name === 'KUBE_LOGTOSTDERR' ? 'kubelet' : undefined)

/** Where a value stands: between its quotes, over several lines, or up to the end of the line. */
function valueAt(text: string, from: number): { from: number; to: number } {
  const quote = text[from]
  if (quote === '"' || quote === "'")
    for (let at = from + 1; at < text.length; at++) {
      if (text[at] === '\\' && quote === '"') at++
      else if (text[at] === quote) return { from: from + 1, to: at }
    }
  let end = text.indexOf('\n', from)
  while (end > 0 && text[end - 1] === '\\') end = text.indexOf('\n', end + 1)
  return { from, to: end < 0 ? text.length : end }
}
