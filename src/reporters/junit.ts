/** JUnit's XML for CI systems that show tests: a suite a file, a test case a finding. What does not fail the run is a skipped case. */
import type { Diagnostic } from '../diagnostic.ts'
import { byPath } from './by-path.ts'
import { isAtLeast } from './levels.ts'
import { noticeId, noticeText } from './notices.ts'
import type { Reporter } from './reporter.ts'
import { count } from './summary.ts'
import { xmlTag, xmlText } from './xml.ts'

interface Case {
  readonly path: string
  readonly name: string
  readonly failed: boolean
  readonly xml: string
}

export const junit: Reporter = (result, about) => {
  const cases: Case[] = [
    ...result.diagnostics.map(diagnostic => caseOf(diagnostic, isAtLeast(diagnostic.level, about.failOn))),
    ...result.notices.map(notice => ({
      path: notice.path,
      name: `${noticeId(notice)}: ${noticeText(notice)}`,
      failed: false,
      xml: `<${xmlTag('skipped', { message: noticeText(notice) })}/>`,
    })),
  ]
  const suites = [...byPath(cases)].map(([path, ofFile]) =>
    [
      `  <${xmlTag('testsuite', { name: path, tests: ofFile.length, failures: failures(ofFile), errors: 0, skipped: ofFile.length - failures(ofFile) })}>`,
      ...ofFile.map(
        ({ name, xml }) => `    <${xmlTag('testcase', { name, classname: path, file: path })}>${xml}</testcase>`,
      ),
      '  </testsuite>',
    ].join('\n'),
  )
  // A report without any test case fails a build in some CI systems.
  const clean = [
    `  <${xmlTag('testsuite', { name: 'dockershim-lint', tests: 1, failures: 0, errors: 0, skipped: 0 })}>`,
    `    <${xmlTag('testcase', { name: `No problems found in ${count(result.filesChecked, 'file')}`, classname: 'dockershim-lint' })}/>`,
    '  </testsuite>',
  ]
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<${xmlTag('testsuites', { name: 'dockershim-lint', tests: cases.length || 1, failures: failures(cases), errors: 0 })}>`,
    ...(cases.length ? suites : clean),
    '</testsuites>',
    '',
  ].join('\n')
}

const failures = (cases: readonly Case[]): number => cases.filter(({ failed }) => failed).length

function caseOf({ rule, level, location, object, what, breaks, instead }: Diagnostic, failed: boolean): Case {
  const place = `${location.path}:${location.line}:${location.column}`
  const head = object ? `${place}: ${level}: ${what} (${object}).` : `${place}: ${level}: ${what}.`
  const inner = [head, `Breaks: ${breaks}`, `Instead: ${instead}`].map(xmlText).join('\n')
  return {
    path: location.path,
    // No line numbers: CI systems follow a test by its name.
    name: `${rule}: ${what}${object ? ` (${object})` : ''}`,
    failed,
    xml: failed
      ? `<${xmlTag('failure', { message: what, type: level })}>${inner}</failure>`
      : `<${xmlTag('skipped', { message: `${level}: ${what}` })}/><system-out>${inner}</system-out>`,
  }
}
