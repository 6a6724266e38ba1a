/** `--fix` and `--diff`: what is changed in the files, and what people are told of it. */
import type { Diagnostic, LintResult } from '../diagnostic.ts'
import type { Changing } from '../files/changing.ts'
import { applyFixes, type Fixed, type LeftOut } from '../lint/fixes/apply.ts'
import { changeableText } from '../lint/fixes/changeable.ts'
import { type Texts, withTexts } from '../lint/fixes/texts.ts'
import type { LintOptions } from '../lint/lint-options.ts'
import { type InputFile, lintFiles } from '../lint/linter.ts'
import { count } from '../reporters/summary.ts'
import { encodeLike } from '../text/decode.ts'
import { unifiedDiff } from './diff.ts'

/** What a run with fixes is given. */
export interface FixRun {
  /** The files that are linted, from the first: they are read again for each trial. */
  readonly files: () => AsyncIterable<InputFile>
  /** What a trial with these texts is linted with. */
  readonly options: (texts: Texts) => LintOptions
  readonly choose: (result: LintResult) => readonly Diagnostic[]
  readonly unsafe: boolean
  readonly disk: Changing
  /** What is piped in, and its name. */
  readonly piped: { readonly path: string; readonly bytes: Buffer } | undefined
}

/** What became of a run with fixes; `write` puts it on disk and says what could not be written. */
export interface Outcome extends Fixed {
  /** What is printed for `--diff`. */
  readonly diff: string
  /** The text that takes the place of what was piped in. */
  readonly piped: Uint8Array | undefined
  readonly write: () => readonly LeftOut[]
  readonly lint: (texts: Texts) => Promise<LintResult>
}

/** Finds out what can be fixed, and writes nothing yet. */
export async function fixesOf({ files, options, choose, unsafe, disk, piped }: FixRun): Promise<Outcome> {
  const bytesOf = new Map<string, Buffer>()
  const lint = (texts: Texts) => lintFiles(withTexts(files(), texts), options(texts))
  const read = (path: string): string | { readonly problem: string } => {
    const bytes = path === piped?.path ? piped.bytes : disk.read(path)
    if ('problem' in bytes) return bytes
    const text = changeableText(bytes)
    if (typeof text !== 'string') return text
    bytesOf.set(path, bytes)
    return text
  }
  const fixed = await applyFixes({ lint, read, choose, unsafe })

  const newBytes = (path: string, after: string): Uint8Array => encodeLike(after, bytesOf.get(path)!)!
  const ofPipe = fixed.texts.find(({ path }) => path === piped?.path)
  return {
    ...fixed,
    lint,
    diff: fixed.texts.map(unifiedDiff).join(''),
    piped: ofPipe ? newBytes(ofPipe.path, ofPipe.after) : piped?.bytes,
    write() {
      const failed = new Map<string, string>()
      for (const { path, after } of fixed.texts) {
        if (path === piped?.path) continue
        const problem = disk.replace(path, bytesOf.get(path)!, newBytes(path, after))
        if (problem !== undefined) failed.set(path, problem)
      }
      return fixed.done.flatMap(diagnostic => {
        const reason = diagnostic.fix?.edits.map(edit => failed.get(edit.location.path)).find(Boolean)
        return reason === undefined ? [] : [{ diagnostic, reason }]
      })
    },
  }
}

/** What people are told of the fixes. */
export function fixText({ done, leftOut, later }: Pick<Fixed, 'done' | 'leftOut' | 'later'>, wouldBe: boolean): string {
  const files = new Set(done.flatMap(({ fix }) => fix?.edits.map(edit => edit.location.path) ?? []))
  const lines = [
    done.length
      ? `${count(done.length, 'problem')} in ${count(files.size, 'file')} ${wouldBe ? 'would be fixed' : 'fixed'}:`
      : `Nothing ${wouldBe ? 'would be' : 'is'} fixed.`,
    ...done.map(diagnostic => lineOf(diagnostic)),
  ]
  if (leftOut.length)
    lines.push(
      `${count(leftOut.length, 'fix', 'fixes')} left out:`,
      ...leftOut.map(({ diagnostic, reason }) => `${lineOf(diagnostic)}: ${reason}`),
    )
  if (later.length)
    lines.push(
      `${count(later.length, 'more fix', 'more fixes')} ${later.length === 1 ? 'is' : 'are'} right only when no node has Docker Engine any more. --unsafe-fixes makes them too.`,
    )
  return lines.join('\n')
}

const lineOf = ({ location: { path, line }, rule, fix }: Diagnostic): string =>
  `  ${path}:${line} ${rule}: ${fix?.title ?? ''}`
