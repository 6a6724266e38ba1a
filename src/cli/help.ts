/** What --help, --list-rules and --explain print. */

import { wrap } from '../reporters/wrap.ts'
import type { Rule } from '../rule.ts'
import { OPTIONS } from './arguments.ts'

/** What it is, commands to paste, the options. */
export function helpText(): string {
  const rows = Object.entries(OPTIONS).map(([name, option]) => {
    const short = 'short' in option ? `-${option.short}, ` : '    '
    const value = 'value' in option ? ` ${option.value}` : ''
    return { left: `  ${short}--${name}${value}`, help: option.help }
  })
  const lines = rows.flatMap(({ left, help }) => {
    const [first = '', ...rest] = wrap(help, 64)
    const head = left.length < 34 ? [left.padEnd(34) + first] : [left, ' '.repeat(34) + first]
    return [...head, ...rest.map(line => ' '.repeat(34) + line)]
  })
  return `dockershim-lint finds what breaks when a Kubernetes cluster leaves Docker Engine for containerd or CRI-O.

Usage:
  dockershim-lint [options] [path ...]

  dockershim-lint ./manifests
  helm template ./chart | dockershim-lint --chart ./chart -
  dockershim-lint --format sarif:dockershim.sarif --format text .

A path is a file, a directory, a glob pattern in quotes, or "-" for standard input. Without one, the working folder is linted.
Exit code: 0 nothing found, 1 something found at or above --fail-on, 2 the command or its configuration is wrong.

Options:
${lines.join('\n')}
`
}

/** One line a rule: id, level, summary. */
export function ruleList(rules: readonly Rule[]): string {
  const width = Math.max(...rules.map(rule => rule.id.length))
  return rules.map(rule => `${rule.id.padEnd(width)}  ${rule.level.padEnd(7)}  ${rule.summary}\n`).join('')
}

/** A rule's page for the terminal. */
export function explanation(rule: Rule): string {
  const example = ([name, content]: readonly [string, string]) =>
    `${name}\n${content
      .trimEnd()
      .split('\n')
      .map(line => `    ${line}`)
      .join('\n')}`
  const paragraphs = [
    `${rule.id} (${rule.level})`,
    `${rule.summary}.`,
    wrap(rule.docs.why, 100).join('\n'),
    `What to write instead\n${wrap(rule.docs.instead, 100).join('\n')}`,
    `Is found: ${example(rule.docs.bad)}`,
    `Is not found: ${example(rule.docs.good)}`,
  ]
  return `${paragraphs.join('\n\n')}\n`
}
