/** Settings of Docker's daemon.json that an expression of jq or sed writes into it. */
import { type FactOf, type Located, partOf } from '../rule.ts'

/** Whether it is an expression of jq or sed that makes another daemon.json of one. */
export const editsDaemonConfig = ({ role, subject = '' }: FactOf<'pattern'>): boolean =>
  (role === 'sed' || /\bjq\b/.test(subject)) && /\bdaemon\.json\b/.test(subject)

/** The keys that the expression sets, each once. */
export function keysSetBy({ role, text }: FactOf<'pattern'>): readonly Located[] {
  const keys = new Map<string, Located>()
  for (const match of text.value.matchAll(role === 'sed' ? SET_BY_SED : SET_BY_JQ)) {
    const key = match[1] ?? match[2] ?? match[3] ?? ''
    const start = match.index + match[0].indexOf(key)
    if (!keys.has(key)) keys.set(key, partOf(text, start, start + key.length))
  }
  return [...keys.values()]
}

/** The keys that sed writes: `2i \  "registry-mirrors": […],`, with or without a backslash before the quotes. */
const SET_BY_SED = /"([a-z][a-z-]{2,40})\\?"\s{0,9}:/g

/** The keys that an expression of jq sets: `"key": …`, `."key" = …`, `.["key"] += …`, `.key |= …`. */
const SET_BY_JQ =
  /"([a-z][a-z-]{2,40})"\s{0,40}(?:\]\s{0,40})?(?::|[|+*]?=(?!=))|\.([a-z][a-z]{2,40})\s{0,40}[|+*]?=(?!=)|\{\s{0,40}([a-z]{3,40})\s{0,40}:/g
