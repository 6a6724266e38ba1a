/** The Code Quality report of GitLab: docs.gitlab.com/ci/testing/code_quality. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Level } from '../rule.ts'
import { headline } from './headline.ts'
import { listParts } from './json-text.ts'
import { noticeId, noticeText } from './notices.ts'
import { pathsFromRoot } from './paths.ts'
import type { Reporter } from './reporter.ts'
import { fixSentence } from './summary.ts'

const SEVERITIES: Record<Level, string> = { error: 'major', warning: 'minor', note: 'info' }

export const gitlab: Reporter = function* (result, about) {
  const fromRoot = pathsFromRoot(result, about)
  const fingerprint = fingerprints()
  function* issues() {
    for (const diagnostic of result.diagnostics) {
      const { rule, level, breaks, instead, owner, location, fix } = diagnostic
      yield {
        description: [`${headline(diagnostic)}.`, breaks, instead, fixSentence({ fix }), owner && `Owner: ${owner}.`]
          .filter(Boolean)
          .join(' '),
        check_name: rule,
        fingerprint: fingerprint(fromRoot(location.path), rule, location.lineText.trim()),
        severity: SEVERITIES[level],
        location: { path: fromRoot(location.path), lines: { begin: location.line, end: location.endLine } },
      }
    }
    for (const notice of result.notices)
      yield {
        description: `${noticeText(notice)}.`,
        check_name: noticeId(notice),
        fingerprint: fingerprint(fromRoot(notice.path), noticeId(notice), notice.reason),
        severity: SEVERITIES.warning,
        location: { path: fromRoot(notice.path), lines: { begin: notice.line ?? 1 } },
      }
  }
  yield* listParts(issues())
  yield '\n'
}

/**
 * GitLab drops an issue whose fingerprint another one has, and knows an old issue by it: it survives moved lines. What belongs
 * to one file is asked for in a row, so that only its own are counted.
 */
function fingerprints(): (path: string, id: string, text: string) => string {
  const seen = new Map<string, number>()
  let before: string | undefined
  return (path, id, text) => {
    if (path !== before) seen.clear()
    before = path
    const key = [id, path, text].join('\0')
    const nth = (seen.get(key) ?? 0) + 1
    seen.set(key, nth)
    return bytesToHex(sha256(utf8ToBytes(`${key}\0${nth}`)))
  }
}
