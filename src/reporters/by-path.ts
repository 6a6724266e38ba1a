/** Puts together what belongs to one file. */
import type { Diagnostic, Notice } from '../diagnostic.ts'
import type { Reported } from './reporter.ts'

/** A file with what was found in it, and what was not read of it. */
export interface OfFile {
  readonly path: string
  readonly diagnostics: readonly Diagnostic[]
  readonly notices: readonly Notice[]
}

/** Files with findings, in the order of these, and after them the others of which something was not read. */
export function* byPath({ diagnostics, notices }: Reported): Iterable<OfFile> {
  const left = new Map<string, Notice[]>()
  for (const notice of notices) {
    const ofFile = left.get(notice.path)
    if (ofFile) ofFile.push(notice)
    else left.set(notice.path, [notice])
  }
  const told = (path: string, found: readonly Diagnostic[]): OfFile => {
    const ofFile = left.get(path) ?? []
    left.delete(path)
    return { path, diagnostics: found, notices: ofFile }
  }
  let found: Diagnostic[] = []
  for (const diagnostic of diagnostics) {
    const path = found[0]?.location.path
    if (path !== undefined && path !== diagnostic.location.path) {
      yield told(path, found)
      found = []
    }
    found.push(diagnostic)
  }
  if (found[0]) yield told(found[0].location.path, found)
  for (const [path, ofFile] of left) yield { path, diagnostics: [], notices: ofFile }
}
