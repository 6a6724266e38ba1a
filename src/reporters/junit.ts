/** JUnit's XML for CI systems that show tests: a suite a file, a test case a finding. What does not fail the run is a skipped case. */
import type { Diagnostic } from '../diagnostic.ts'
import { byPath } from './by-path.ts'
import { headline } from './headline.ts'
import { isAtLeast } from './levels.ts'
import { noticeId, noticeText } from './notices.ts'
import type { Reporter } from './reporter.ts'
import { count } from './summary.ts'
import { xmlTag, xmlText } from './xml.ts'

interface Case {
  name: string
  readonly failed: boolean
  readonly xml: string
}

export const junit: Reporter = function* (result, about) {
  let tests = 0
  let failed = 0
  const isFailed = ({ level }: Diagnostic) => isAtLeast(level, about.failOn)
  for (const diagnostic of result.diagnostics) {
    tests++
    if (isFailed(diagnostic)) failed++
  }
  tests += result.notices.length
  yield '<?xml version="1.0" encoding="UTF-8"?>\n'
  yield `<${xmlTag('testsuites', { name: 'dockershim-lint', tests: tests || 1, failures: failed, errors: 0 })}>\n`
  for (const { path, diagnostics, notices } of byPath(result)) {
    const cases = [
      ...diagnostics.map(diagnostic => caseOf(diagnostic, isFailed(diagnostic))),
      ...notices.map(notice => ({
        name: `${noticeId(notice)}: ${noticeText({ ...notice, alsoLines: undefined })}`,
        failed: false,
        xml: `<${xmlTag('skipped', { message: noticeText(notice) })}/>`,
      })),
    ]
    numberEqual(cases)
    const failures = cases.filter(each => each.failed).length
    yield `  <${xmlTag('testsuite', { name: path, tests: cases.length, failures, errors: 0, skipped: cases.length - failures })}>\n`
    for (const { name, xml } of cases)
      yield `    <${xmlTag('testcase', { name, classname: path, file: path })}>${xml}</testcase>\n`
    yield '  </testsuite>\n'
  }
  if (tests === 0) yield* clean(result.filesChecked)
  yield '</testsuites>\n'
}

/** CI systems take two cases of one name for one: the second is told apart by its number, which holds as lines move. */
function numberEqual(cases: readonly Case[]): void {
  const counts = new Map<string, number>()
  for (const each of cases) {
    const number = (counts.get(each.name) ?? 0) + 1
    counts.set(each.name, number)
    if (number > 1) each.name += `, ${number}`
  }
}

/** A report without any test case fails a build in some CI systems. */
const clean = (filesChecked: number): readonly string[] => [
  `  <${xmlTag('testsuite', { name: 'dockershim-lint', tests: 1, failures: 0, errors: 0, skipped: 0 })}>\n`,
  `    <${xmlTag('testcase', { name: `No problems found in ${count(filesChecked, 'file')}`, classname: 'dockershim-lint' })}/>\n`,
  '  </testsuite>\n',
]

function caseOf(diagnostic: Diagnostic, failed: boolean): Case {
  const { rule, level, location, object, what, breaks, instead, owner } = diagnostic
  const place = `${location.path}:${location.line}:${location.column}`
  const head = `${place}: ${level}: ${headline(diagnostic)}.`
  const inner = [head, `Breaks: ${breaks}`, `Instead: ${instead}`, ...(owner ? [`Owner: ${owner}`] : [])]
    .map(xmlText)
    .join('\n')
  return {
    // No line numbers: CI systems follow a test by its name.
    name: `${rule}: ${what}${object ? ` (${object})` : ''}`,
    failed,
    xml: failed
      ? `<${xmlTag('failure', { message: what, type: level })}>${inner}</failure>`
      : `<${xmlTag('skipped', { message: `${level}: ${what}` })}/><system-out>${inner}</system-out>`,
  }
}
