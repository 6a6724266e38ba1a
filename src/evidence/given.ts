/** Names with values in facts of any kind: a setting, an option, a variable, or `name=value` in the arguments of a program. */
import { guardsForDocker, guardsOldVersion } from '../knowledge/guards.ts'
import { type ChoiceTable, chosenBy, type Given } from '../knowledge/runtime-choices.ts'
import {
  type Context,
  enclosing,
  type Fact,
  type FactOf,
  guardsOf,
  isUnknown,
  type Level,
  type Located,
  lower,
  partOf,
  placeOf,
} from '../rule.ts'
import { pathOf } from './project.ts'

/** A name with a value, and where they stand. */
export interface GivenAt extends Given {
  /** Where the name stands, and its value where there is one. */
  readonly at: Located
  readonly text: Located | undefined
}

/** Facts that give values to names. */
export type Giving = 'setting' | 'flag' | 'env' | 'command'

/** What a fact gives to names. */
function givenBy(fact: FactOf<Giving>, context: Context): readonly GivenAt[] {
  if (fact.kind === 'command') return argumentsOf(fact, context)
  const name =
    fact.kind === 'setting' ? [...textName(fact), ...fact.key] : [fact.kind === 'flag' ? fact.name : fact.name.value]
  const at = fact.kind === 'setting' ? fact.at : fact.kind === 'flag' ? fact.flag : fact.name
  const own =
    fact.kind === 'setting' ? [fact.program, fact.key.join('.'), ...(fact.beside ?? [])] : [fact.program ?? '']
  const around = () => [own, ...aroundOf(fact, context)]
  return [
    { names: name, value: fact.value?.value, at, text: fact.value, around, isOption: fact.kind === 'flag' },
    ...optionsIn(fact.value).map(option => ({ ...option, around })),
  ]
}

/** The name that a text of settings is the value of: `containerRuntimeExecutors` in the data of a ConfigMap. */
function textName(fact: Fact): readonly string[] {
  const script = enclosing(fact.scope, 'script')?.name
  return script && /^[A-Za-z][A-Za-z_-]{0,80}$/.test(script) ? [script] : []
}

/** The options in a value that is a command line, for a program that it is handed on to: `--k3s-extra-args '--docker --v=2'`. */
function optionsIn(text: Located | undefined): readonly Omit<GivenAt, 'around'>[] {
  if (!text || text.value.length > LONGEST_ARGUMENT || !/(?:^|\s)--[a-z]/.test(text.value)) return []
  return [...text.value.matchAll(OPTION)].map(match => {
    const [, blank = '', name = '', value] = match
    const start = match.index + blank.length
    const at = partOf(text, start, start + name.length)
    const end = match.index + match[0].length
    const given = value === undefined ? undefined : partOf(text, end - value.length, end)
    return { names: [name], value, at, text: given, isOption: true }
  })
}

/** An option with its value: `--container-runtime=dockerd`, `--docker`. */
const OPTION = /(^|\s)(--[a-z][\w-]{1,60})(?:(?:=|\s{1,4})(?!-)["']?([\w./:-]{1,200}))?/g

/** Reports what a fact tells a tool or agent of Docker, as a table knows it. */
export function judgeChoices(fact: FactOf<Giving>, table: ChoiceTable, context: Context): void {
  for (const given of givenBy(fact, context)) {
    if (isUnknown(given.value ?? '')) continue
    const chosen = chosenBy(table, given)
    if (!chosen) continue
    const { choice, start, end } = chosen
    const { what, breaks, instead } = choice
    const at = given.text && end > start ? partOf(given.text, start, end) : given.at
    const told = given.text && end > start ? `${nameOf(given)}: ${given.value?.slice(start, end)}` : nameOf(given)
    context.report(at, { what: `${what} ("${told}")`, breaks, instead, level: levelIn(fact, choice.level) })
  }
}

/** The last of the names, as it is written. */
const nameOf = ({ names }: Given): string => names.findLast(name => !/^\d+$/.test(name)) ?? ''

/** A branch for Docker beside others, or one for old versions, is what a move needs; what a build sets up may be for itself. */
function levelIn(fact: Fact, level: Level): Level {
  const guards = guardsOf(fact.scope)
  if (guardsOldVersion(guards)) return 'note'
  return guardsForDocker(guards) || placeOf(fact.scope) === 'build' ? lower(level) : level
}

/** More words of a script say no more of what it is about. */
const MOST_COMMANDS = 1_000

/** What stands around a fact: the file's path, the names of its scopes, the container's image, the commands of its script. */
function aroundOf(fact: Fact, { near }: Context): readonly (readonly string[])[] {
  const scopes: string[] = []
  for (let scope = enclosing(fact.scope, 'container') ?? fact.scope; ; ) {
    if (scope.name) scopes.push(scope.name)
    if (!scope.parent) break
    scope = scope.parent
  }
  const inContainer = enclosing(fact.scope, 'container') !== undefined
  if (inContainer) {
    const beside = [
      ...near(fact, 'container', 'image').map(({ name }) => name),
      ...near(fact, 'container', 'env').map(({ name }) => name.value),
      ...near(fact, 'object', 'object').map(({ apiVersion, type }) => `${apiVersion?.value}/${type.value}`),
    ]
    return [[pathOf(fact)], scopes, beside]
  }
  if (fact.kind === 'setting') return [[pathOf(fact)], scopes]
  const called = wordsOf(near(fact, 'script', 'command'), ({ name, args }) =>
    [name, ...args].map(({ value }) => value.slice(0, 200)).join(' '),
  )
  const set = fact.kind === 'env' ? wordsOf(near(fact, 'script', 'env'), ({ name }) => name.value) : []
  return [[pathOf(fact)], scopes, called, set]
}

/** What is said of the facts of a script, once for all who ask: else each of many would look at all of them. */
function wordsOf<F extends Fact>(facts: readonly F[], say: (fact: F) => string): readonly string[] {
  const known = words.get(facts) ?? facts.slice(0, MOST_COMMANDS).map(say)
  words.set(facts, known)
  return known
}

const words = new WeakMap<readonly Fact[], readonly string[]>()

/** `a.b=value` and `set name value` among the arguments of a program: `helm --set a=b,c=d`, `minikube config set name value`. */
function argumentsOf(fact: FactOf<'command'>, context: Context): readonly GivenAt[] {
  const found: GivenAt[] = []
  const around = () => [[fact.name.value, fact.args.map(({ value }) => value).join(' ')], ...aroundOf(fact, context)]
  for (const [index, arg] of fact.args.entries()) {
    if (arg.value.length > LONGEST_ARGUMENT) continue
    for (const match of arg.value.matchAll(ASSIGNED)) {
      const [whole, name = '', value = ''] = match
      const start = match.index + whole.length - value.length
      const text = partOf(arg, start, start + value.length)
      const from = match.index + whole.indexOf(name)
      found.push({ names: [name], value, at: partOf(arg, from, from + name.length), text, around })
    }
    // One word that is the command line of another program; those of this one are options of its own.
    if (/\s/.test(arg.value)) found.push(...optionsIn(arg).map(option => ({ ...option, around })))
    const [name, value] = [fact.args[index + 1], fact.args[index + 2]]
    // PowerShell's parameters: `-ContainerRuntime docker`.
    if (/^-[A-Z][A-Za-z]{2,60}$/.test(arg.value) && name)
      found.push({ names: [arg.value], value: name.value, at: arg, text: name, around })
    if (arg.value === 'set' && name && value)
      found.push({ names: [name.value], value: value.value, at: name, text: value, around })
  }
  return found
}

const LONGEST_ARGUMENT = 4_000

/** Each `name=value` of a text: `--set=a.b=docker,c=d`, `container_manager=docker etcd_deployment_type=docker`. */
const ASSIGNED = /(?:^|[\s,]|--[a-z-]{1,40}=)\\?["']?([A-Za-z_][\w.-]{0,200})=\\?["']?([\w./:-]{1,300})/g
