/** Findings with the owners of their files. */
import type { Diagnostic, LintResult } from '../diagnostic.ts'

/** A result in which each finding knows its owners, as far as its file has some. */
export function withOwners(result: LintResult, ownerOf: (path: string) => string | undefined): LintResult {
  const owned = (diagnostic: Diagnostic): Diagnostic => {
    const owner = ownerOf(diagnostic.location.path)
    return owner === undefined ? diagnostic : { ...diagnostic, owner }
  }
  return {
    ...result,
    diagnostics: result.diagnostics.map(owned),
    suppressed: result.suppressed.map(one => ({ ...one, diagnostic: owned(one.diagnostic) })),
  }
}
