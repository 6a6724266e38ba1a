/** What an input of a log collector reads, and with which parser, wherever that is named. */
import { parserReads } from '../knowledge/log-agents.ts'
import { companionAdvice } from '../knowledge/log-remedies.ts'
import { isContainerLog } from '../knowledge/paths.ts'
import { type Context, type FactOf, isUnknown, type Located, type Related } from '../rule.ts'
import { nearestOf, pathOf, sameProject } from './project.ts'

/** Whether an input reads the logs of containers: by its paths, or by its tag where they are not known. */
export function readsContainerLogs({ agent, paths, tag }: FactOf<'log-input'>): boolean {
  // Logstash has no path that it takes by itself: without one, its input is not whole.
  if (paths.length === 0) return agent !== 'Logstash'
  if (paths.some(path => isContainerLog(path.value))) return true
  return (
    paths.every(path => isOpen(path.value)) && /^(?:kube|kubernetes|containers?|k8s)(?:\.|$)/.test(tag?.value ?? '')
  )
}

/** Whether nothing of a path is known: it comes from a variable or value as a whole. */
const isOpen = (path: string): boolean => isUnknown(path) || /^\$\{?\w+\}?$/.test(path)

/** What parses the lines of an input. */
export interface Decision {
  readonly parses: FactOf<'log-input'>['parses']
  /** The value elsewhere that decides. */
  readonly by?: Located
  readonly sure: boolean
}

/** What gives a parser a name: Fluent Bit's definitions, and the files that Fluentd includes. */
const DEFINERS = [
  ['fluent-bit', 'parser'],
  ['fluentd', 'include'],
] as const

/** What an input parses, with the parser looked up that is named here and given elsewhere. */
export function parserOf(input: FactOf<'log-input'>, { everywhere }: Context): Decision {
  const name = input.decidedBy?.value
  if (name === undefined) return { parses: input.parses, sure: true }
  const base = name.slice(name.lastIndexOf('/') + 1)
  const defined = everywhere('setting').find(
    other =>
      (other.key[1] === name || (other.program === 'fluentd' && other.key[1] === base)) &&
      DEFINERS.some(([program, key]) => other.program === program && other.key[0] === key) &&
      (sameProject(other, input) || isNamedBy(name, other)),
  )
  if (defined)
    return {
      parses: defined.key[2] as Decision['parses'],
      // What a file includes has no place of its own in it.
      ...(defined.program === 'fluentd' ? { by: defined.at } : {}),
      sure: true,
    }
  const values = everywhere('env').filter(env => env.name.value === name)
  const env = nearestOf(values, input)
  if (!env) return { parses: input.parses, sure: false }
  if (!env.value || isUnknown(env.value.value)) return { parses: 'unknown', sure: false }
  return { parses: parserReads(env.value.value), by: env.value, sure: true }
}

/** Whether a path that leads out of its folder names the file of a fact: `../parse/docker.conf`. */
function isNamedBy(path: string, fact: FactOf<'setting'>): boolean {
  const [, tail = ''] = /^(?:\.\.?\/){1,20}(\S{1,500}\/\S{1,200})$/.exec(path) ?? []
  return tail !== '' && (pathOf(fact) === tail || pathOf(fact).endsWith(`/${tail}`))
}

/** So many other places are named beside one: each has a finding of its own. */
const MOST_RELATED = 10

/** What else is to be seen with an input that reads only Docker's lines: where its parser is taken, the parsers of inputs like it, and what changes with them. */
export function relatedTo(input: FactOf<'log-input'>, { by }: Decision, { near }: Context): readonly Related[] {
  const at = by ?? input.format
  const related: Related[] =
    by && input.format ? [{ at: input.format, message: 'the parser is taken from it here' }] : []
  for (const other of near(input, 'script', 'log-input')) {
    if (related.length >= MOST_RELATED) break
    if (other === input || other.parses !== 'json-file' || !other.format || other.format === at) continue
    if (readsContainerLogs(other)) related.push({ at: other.format, message: 'this input has to change too' })
  }
  if (input.companions.length > 1)
    for (const each of input.companions) related.push({ at: each, message: companionAdvice(each.value) })
  return related
}
