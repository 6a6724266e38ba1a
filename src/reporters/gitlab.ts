/** The Code Quality report of GitLab: docs.gitlab.com/ci/testing/code_quality. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Level } from '../rule.ts'
import { jsonText } from './json-text.ts'
import { noticeId, noticeText } from './notices.ts'
import { pathsFromRoot } from './paths.ts'
import type { Reporter } from './reporter.ts'
import { fixSentence } from './summary.ts'

const SEVERITIES: Record<Level, string> = { error: 'major', warning: 'minor', note: 'info' }

export const gitlab: Reporter = (result, about) => {
  const fromRoot = pathsFromRoot(result, about)
  const fingerprint = fingerprints()
  const issues = [
    ...result.diagnostics.map(({ rule, level, what, breaks, instead, object, location, fix }) => ({
      description: [object ? `${what} (${object}).` : `${what}.`, breaks, instead, fixSentence({ fix })]
        .filter(Boolean)
        .join(' '),
      check_name: rule,
      fingerprint: fingerprint(rule, fromRoot(location.path), location.lineText.trim()),
      severity: SEVERITIES[level],
      location: { path: fromRoot(location.path), lines: { begin: location.line, end: location.endLine } },
    })),
    ...result.notices.map(notice => ({
      description: `${noticeText(notice)}.`,
      check_name: noticeId(notice),
      fingerprint: fingerprint(noticeId(notice), fromRoot(notice.path), notice.reason),
      severity: SEVERITIES.warning,
      location: { path: fromRoot(notice.path), lines: { begin: notice.line ?? 1 } },
    })),
  ]
  return `${jsonText(issues, 2)}\n`
}

/** GitLab drops an issue whose fingerprint another one has, and knows an old issue by it: it survives moved lines. */
function fingerprints(): (...parts: readonly string[]) => string {
  const seen = new Map<string, number>()
  return (...parts) => {
    const key = parts.join('\0')
    const nth = (seen.get(key) ?? 0) + 1
    seen.set(key, nth)
    return bytesToHex(sha256(utf8ToBytes(`${key}\0${nth}`)))
  }
}
