/** The facts of a file as lines of text, for people who ask why something is found or not. */
import { becauseOf, type Fact, guardsOf, placeOf, type Scope } from '../facts.ts'
import { positionOf } from '../text/position.ts'

/** One line a fact: position, kind, what it says, and the scopes that it stands in. */
export function factsText(file: Scope): string {
  const lines: string[] = []
  const collect = (scope: Scope) => {
    for (const fact of scope.facts) lines.push(line(fact))
    for (const child of scope.children) collect(child)
  }
  collect(file)
  return lines.map(text => `${text}\n`).join('')
}

function line(fact: Fact): string {
  const { kind, scope, ...said } = fact
  const guards = guardsOf(scope).length
  const because = becauseOf(scope)
  const where = `[${scopePath(scope)}; ${placeOf(scope)}${because ? ` since ${because}` : ''}${guards ? `; ${guards} guards` : ''}]`
  const words = Object.entries(said).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${shown(value)}`],
  )
  return `${positionIn(said)}  ${kind}  ${words.join(' ')}  ${where}`
}

function positionIn(said: object): string {
  for (const value of Object.values(said)) {
    const span =
      value && typeof value === 'object'
        ? 'span' in value
          ? value.span
          : 'file' in value
            ? value
            : undefined
        : undefined
    if (!span) continue
    const { line: row, column } = positionOf(span.file, span.start)
    return `${span.file.path}:${row}:${column}`
  }
  return '-'
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if ('span' in value && 'value' in value) return JSON.stringify(value.value)
  if ('file' in value) return '…'
  return `{${Object.entries(value)
    .map(([key, item]) => `${key}: ${shown(item)}`)
    .join(', ')}}`
}

const scopePath = (scope: Scope): string => {
  const names: string[] = []
  for (let next: Scope | undefined = scope; next && next.kind !== 'project'; next = next.parent)
    if (next.kind !== 'file') names.unshift(next.name ? `${next.kind} ${next.name}` : next.kind)
  return names.join(' > ') || 'file'
}
