/** What depends on a test whether Docker is there. */
import { enclosing, isWaitedFor, placeOf } from '../facts.ts'
import { dockerReplacement } from '../knowledge/docker-cli.ts'
import { isOtherRuntimeUnit } from '../knowledge/docker-service.ts'
import { guardsForDocker, guardsPresenceOfDocker, handlesOthers } from '../knowledge/guards.ts'
import { otherRuntimeSocket } from '../knowledge/paths.ts'
import { type Context, type Fact, type FactOf, guardsOf } from '../rule.ts'

/**
 * `waits`: a loop goes on until Docker is there. `unit`: systemd starts the unit only then. `condition`: it silently skips
 * the unit else. `shown`: nothing. `removal`: Docker is
 * taken away where it is found. `each-runtime`: other runtimes are asked for alike. `rest`: the rest of the script, which ends
 * where a command fails. `branch`: something else.
 */
export type Dependents = 'waits' | 'unit' | 'condition' | 'shown' | 'removal' | 'each-runtime' | 'rest' | 'branch'

/** What is found out of the facts around others, once for all who ask: else each of many would look at all of them. */
function once<F extends Fact, T>(find: (facts: readonly F[]) => T): (facts: readonly F[]) => T {
  const known = new WeakMap<readonly F[], { readonly value: T }>()
  return facts => {
    const found = known.get(facts) ?? { value: find(facts) }
    known.set(facts, found)
    return found.value
  }
}

/** What depends on the answer of a test. */
export function dependentsOf(fact: FactOf<'command' | 'test'>, context: Context): Dependents {
  if (isWaitedFor(fact.scope)) return 'waits'
  if (fact.kind === 'test' && /^(?:Condition|Assert)/.test(fact.operator)) return 'condition'
  if (fact.kind === 'command') {
    if (fact.via === 'unit') return 'unit'
    if (isOnlyShown(fact, context)) return 'shown'
    if (endsScript(fact, context)) return 'rest'
  }
  if (onlyRemoves(fact, context)) return 'removal'
  return asksForOthers(fact, context) ? 'each-runtime' : 'branch'
}

/** Whether a command shows a state to people, in a script that goes on whatever the answer is. */
export const isOnlyShown = (command: FactOf<'command'>, { near }: Context): boolean =>
  /(?:^|\/)(?:systemctl|service)$/.test(command.name.value) &&
  command.args.some(({ value }) => value === 'status') &&
  !command.tested &&
  command.via === 'script' &&
  command.wrappers.every(wrapper => wrapper === 'sudo') &&
  guardsOf(command.scope).length === 0 &&
  enclosing(command.scope, 'script') === undefined &&
  enclosing(command.scope, 'object') === undefined &&
  !stopsAtFailures(command, near)

/** Whether the script ends when a command fails that nothing asks how it ended: it is only there to be seen, `docker --version`. */
export const endsScript = (command: FactOf<'command'>, { near }: Context): boolean =>
  !command.tested &&
  placeOf(command.scope) !== 'build' &&
  /(?:^|\/)docker$/.test(command.name.value) &&
  dockerReplacement(command.args.map(({ value }) => value)).subcommand === '' &&
  stopsAtFailures(command, near)

/** Whether `set -e` stands in the same script, or around it. */
const stopsAtFailures = (command: FactOf<'command'>, near: Context['near']): boolean =>
  setsErrexit(near(command, 'file', 'command'))

const setsErrexit = once((commands: readonly FactOf<'command'>[]): boolean =>
  commands.some(
    ({ name, args }) => name.value === 'set' && args.some(({ value }) => /^-[a-z]*e|^errexit$/.test(value)),
  ),
)

/** Whether all that stands under tests for Docker in a script takes Docker away. */
function onlyRemoves(fact: Fact, { near }: Context): boolean {
  const { removing, others } = underTests(near(fact, 'script', 'command'))
  const isOther = ({ size }: ReadonlySet<Fact>, own: boolean) => size > (own ? 1 : 0)
  return isOther(removing, removing.has(fact)) && !isOther(others, others.has(fact))
}

/** What stands under tests for Docker in a script: what takes it away, and what does something else. */
interface UnderTests {
  readonly removing: ReadonlySet<Fact>
  readonly others: ReadonlySet<Fact>
}

/** Looks at the calls of a script once for all of its tests. */
const underTests = once((commands: readonly FactOf<'command'>[]): UnderTests => {
  const done = commands.filter(command => guardsPresenceOfDocker(guardsOf(command.scope)))
  return {
    removing: new Set(done.filter(takesAway)),
    others: new Set(done.filter(command => !takesAway(command) && !ASIDE.test(command.name.value))),
  }
})

const takesAway = ({ name, args }: FactOf<'command'>): boolean => {
  const words = args.map(({ value }) => value)
  const program = name.value.replace(/^.*\//, '')
  if (/^(?:apt|apt-get|yum|dnf|zypper|apk|snap|pacman|dpkg|rpm)$/.test(program))
    return words.some(word => /^(?:remove|purge|erase|autoremove|del|rm|-r|-P|-e|-R\w*)$/.test(word))
  if (program === 'systemctl' || program === 'service')
    return words.some(word => /^(?:stop|disable|mask|daemon-reload|reset-failed)$/.test(word))
  return /^(?:rm|umount|groupdel|userdel)$/.test(program)
}

/** What says something and does nothing. */
const ASIDE = /^(?:echo|printf|true|:|log\w*|exit|return)$/

/** Whether a test of a folder only decides whether the folder has to be made. */
export function onlyMakes(test: FactOf<'test'>, { near }: Context): boolean {
  const { operator, operand } = test
  if (!/^-[de]$/.test(operator)) return false
  return makesOnly(near(test, 'script', 'command')).get(operand.value) ?? false
}

/** Of each word in the conditions of a script, whether all that stands under it makes something. */
const makesOnly = once((commands: readonly FactOf<'command'>[]): ReadonlyMap<string, boolean> => {
  const known = new Map<string, boolean>()
  for (const { name, scope } of commands) {
    const makes = /(?:^|\/)(?:mkdir|install|chmod|chown|echo|printf)$/.test(name.value)
    for (const { condition } of guardsOf(scope))
      for (const word of condition.split(/[\s"']+/)) known.set(word, makes && (known.get(word) ?? true))
  }
  return known
})

/** Whether the script asks for another runtime as it does for Docker, or another task of its playbook does. */
function asksForOthers(fact: FactOf<'command' | 'test'>, { near }: Context): boolean {
  if (fact.kind === 'test') return operatorsForOthers(near(fact, 'script', 'test')).has(fact.operator)
  if (programsForOthers(near(fact, 'script', 'command')).has(fact.name.value)) return true
  if (!isAnswer(fact)) return false
  const done = near(fact, 'file', 'command')
  return programsForOthers(done).has(fact.name.value) || handlesOthersToo(done)
}

/** Whether a script of one call among others only gives an answer that the others ask for: `systemctl is-active docker || echo no`. */
const isAnswer = ({ tested, scope }: FactOf<'command'>): boolean =>
  tested && enclosing(scope, 'script') !== undefined && enclosing(scope, 'object') === undefined

/** Whether something is done for Docker beside what is done for another runtime. */
const handlesOthersToo = once((commands: readonly FactOf<'command'>[]): boolean =>
  commands.some(({ scope }) => guardsOf(scope).some(guard => handlesOthers(guard) && guardsForDocker([guard]))),
)

const operatorsForOthers = once(
  (tests: readonly FactOf<'test'>[]): ReadonlySet<string> =>
    new Set(
      tests.filter(({ operand }) => otherRuntimeSocket(operand.value) !== undefined).map(({ operator }) => operator),
    ),
)

const programsForOthers = once(
  (commands: readonly FactOf<'command'>[]): ReadonlySet<string> =>
    new Set(
      commands
        .filter(
          ({ args }) =>
            args.some(
              ({ value }) => isOtherRuntimeUnit(value) || /(?:^|\/)(?:crictl|nerdctl|podman|ctr)$/.test(value),
            ) &&
            args.some(({ value }) =>
              /^(?:is-active|is-enabled|is-failed|status|show|cat|-v|-V|crictl|nerdctl|podman|ctr|containerd|crio)$/.test(
                value,
              ),
            ),
        )
        .map(({ name }) => name.value),
    ),
)
