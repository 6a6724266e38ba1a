/**
 * One file of declarations out of those that the type checker emits for each module: what the entry exports, and what these
 * refer to. The packages that do this need the programming interface of the compiler, which version 7 does not have.
 */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const FROM = /from\s+'(\.[^']*?)(?:\.[jt]s)?'|import\('(\.[^']*?)(?:\.[jt]s)?'\)/g
const DECLARATION = /^export (?:declare )?(?:abstract )?(?:class|function|const|interface|type) (\w+)/m
const COMMENT = /\/\*[\s\S]*?\*\//g

/** The declarations that a module exports and those behind them, as the text of one file. */
export function rollUpTypes(entry) {
  const statements = new Map()
  const exported = new Set()
  // A Set is walked in the order of insertion, and to its new end.
  const files = new Set([entry])
  for (const file of files) {
    const text = readFileSync(file, 'utf8').replaceAll('"', "'")
    for (const [, from, inline] of text.matchAll(FROM)) files.add(join(dirname(file), `${from ?? inline}.d.ts`))
    for (const statement of statementsOf(readFileSync(file, 'utf8'))) {
      const code = statement.replace(COMMENT, '').trim()
      if (/ as |import\(|^export (?:\*|default)/.test(code)) throw new Error(`Cannot roll up in ${file}: ${code}`)
      const name = DECLARATION.exec(code)?.[1]
      if (name && statements.has(name)) throw new Error(`Two declarations of the public types are called ${name}.`)
      if (name) statements.set(name, { statement, code })
      if (file !== entry) continue
      if (name) exported.add(name)
      for (const each of /^export (?:type )?\{([^}]*)\}/.exec(code)?.[1].split(',') ?? []) exported.add(each.trim())
    }
  }
  const reached = new Set(exported)
  for (const name of reached)
    for (const word of statements.get(name).code.match(/\w+/g)) if (statements.has(word)) reached.add(word)
  const texts = [...reached].map(name => {
    const { statement } = statements.get(name)
    return exported.has(name) ? statement : statement.replace(/^export /m, '')
  })
  // Without it, all declarations of the file would be exported.
  return [...texts, 'export {};'].join('\n').concat('\n')
}

/** The statements of a file of declarations, each with the comments before it. */
function statementsOf(text) {
  const statements = []
  let lines = []
  let depth = 0
  for (const line of text.split('\n')) {
    lines.push(line)
    if (/^\s*(?:\/?\*|\/\/|$)/.test(line)) continue
    for (const bracket of line.match(/[{}]/g) ?? []) depth += bracket === '{' ? 1 : -1
    if (depth > 0 || !/[;}]$/.test(line)) continue
    statements.push(lines.join('\n').trim())
    lines = []
  }
  return statements
}
