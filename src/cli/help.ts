/** What --help, --list-rules and --explain print. */

import { pageLines } from '../knowledge/rule-pages.ts'
import { wrap } from '../reporters/wrap.ts'
import type { Rule } from '../rule.ts'
import { OPTIONS } from './options.ts'

const PATHS =
  'A path is a file, a directory, a glob pattern in quotes, or "-" for standard input. Without one, the working folder is linted.'
const EXIT_CODES =
  'Exit code: 0 nothing found, 1 something found at or above --fail-on, 2 the command or its configuration is wrong.'

/** What it is, commands to paste, the options. `width` is how many columns there are. */
export function helpText(width = 100): string {
  const rows = Object.entries(OPTIONS).map(([name, option]) => {
    const short = 'short' in option ? `-${option.short}, ` : '    '
    const value = 'value' in option ? ` ${option.value}`.replace(' [', '[') : ''
    return { left: `  ${short}--${name}${value}`, help: option.help }
  })
  const lines = rows.flatMap(({ left, help }) => {
    const [first = '', ...rest] = wrap(help, Math.max(24, width - 35))
    const head = left.length < 34 ? [left.padEnd(34) + first] : [left, ' '.repeat(34) + first]
    return [...head, ...rest.map(line => ' '.repeat(34) + line)]
  })
  return `dockershim-lint finds what breaks when a Kubernetes cluster leaves Docker Engine for containerd or CRI-O.

Usage:
  dockershim-lint [options] [path ...]

  dockershim-lint ./manifests
  helm template ./chart | dockershim-lint --chart ./chart -
  dockershim-lint --format sarif:dockershim.sarif --format text .

${wrap(PATHS, width).join('\n')}
${wrap(EXIT_CODES, width).join('\n')}

Options:
${lines.join('\n')}
`
}

/** One line a rule: id, level, summary. */
export function ruleList(rules: readonly Rule[]): string {
  const width = Math.max(...rules.map(rule => rule.id.length))
  return rules.map(rule => `${rule.id.padEnd(width)}  ${rule.level.padEnd(7)}  ${rule.summary}\n`).join('')
}

/** A rule's page for the terminal. `width` is how many columns there are, `url` the address of the page. */
export function explanation(rule: Rule, url: string, width = 100): string {
  const example = ([name, content]: readonly [string, string]) =>
    `${name}\n${content
      .trimEnd()
      .split('\n')
      .map(line => `    ${line}`)
      .join('\n')}`
  const paragraphs = [
    `${rule.id} (${rule.level})`,
    `${rule.summary}.`,
    wrap(rule.docs.why, width).join('\n'),
    ...pageLines(rule.id).map(([head, text]) => wrap(`${head}: ${text}`, width).join('\n')),
    `What to write instead\n${wrap(rule.docs.instead, width).join('\n')}`,
    `Is found: ${example(rule.docs.bad)}`,
    `Is not found: ${example(rule.docs.good)}`,
    url,
  ]
  return `${paragraphs.join('\n\n')}\n`
}
