/** Finds the program that a call runs: takes off sudo, env, xargs, ssh and the like, down to the script in `sh -c '…'`. */
import { baseName } from '../../reading/path-words.ts'
import { type Source, sliceSource } from '../../text/source.ts'
import { ansibleShell } from './ansible.ts'
import { type Definitions, functionOf } from './definitions.ts'
import { feedsShell, runnerOf } from './functions.ts'
import type { Inner, InnerKeptCall, InnerScript, Unwrapped } from './inner.ts'
import { keptCall } from './kept-calls.ts'
import { expanded } from './named-programs.ts'
import { keptScript } from './resolve.ts'
import { executedByFind, guessed, shellArguments } from './running-arguments.ts'
import type { FunctionNode, Word } from './tree.ts'
import { joinedSource, literalOf, sourceOf, textOf, variableOf } from './word.ts'
import { afterOptions, insideOf, wrapperOf } from './wrapped.ts'
import { isWrapperVariable, MULTICALL, runsElsewhere, SHELLS, WRAPPERS, type Wrapper } from './wrappers.ts'

/** How many wrappers may stand behind each other. */
const MOST_WRAPPERS = 16

/** What has been found of a call, and what stands in front of the words that are left. */
interface Unwrapping extends Inner {
  readonly calls: Unwrapped[]
  readonly scripts: InnerScript[]
  readonly kept: InnerKeptCall[]
  readonly powershell: Source[]
  readonly assignments: Word[]
  fed: readonly string[] | undefined
  readonly definitions: Definitions
  readonly depth: number
  readonly wrappers: string[]
  /** Whether something runs the command that knows no functions: another program, or `command`. */
  bypassed: boolean
}

/** The words that are left when one wrapper is taken off; undefined when there is nothing more to find. */
type Left = readonly Word[] | undefined

/** What a call runs in the end. */
export function unwrap(words: readonly Word[], definitions: Definitions, depth = 0): Inner {
  const found: Unwrapping = {
    calls: [],
    scripts: [],
    kept: [],
    powershell: [],
    assignments: [],
    fed: undefined,
    definitions,
    depth,
    wrappers: [],
    bypassed: false,
  }
  let left: Left = words
  for (let steps = 0; left && left.length > 0; steps++) left = takeOff(left, steps, found)
  return found
}

function takeOff(words: readonly Word[], steps: number, found: Unwrapping): Left {
  const { calls, wrappers, definitions } = found
  const keeps = keptCall(words, definitions)
  if (keeps) {
    found.kept.push({ ...keeps, wrappers })
    return undefined
  }
  const rest = expanded(words, definitions)
  const first = rest[0]
  if (!first) return undefined
  const name = baseName(textOf(first)).replace(/\.exe$/, '')
  if (steps > MOST_WRAPPERS) {
    calls.push({ words: rest, wrappers })
    return undefined
  }
  const own = found.bypassed ? undefined : functionOf(definitions, textOf(first))
  if (own) return ownFunction(own, name, rest, found)
  if (SHELLS.has(name)) return shell(name, rest, found)
  if (MULTICALL.has(name) && rest.length > 1) return rest.slice(1)
  switch (name) {
    case 'powershell':
    case 'pwsh':
      return powershell(rest, found)
    case 'trap':
      return trap(rest, found)
    case 'find':
    case 'fd':
      return find(name, rest, found)
    case 'ansible':
      return ansible(rest, found)
    case 'aws':
      return aws(rest, found)
    case 'salt':
    case 'salt-call':
    case 'salt-ssh':
      return salt(name, rest, found)
  }
  const wrapper = wrapperOf(name, rest, definitions)
  if (wrapper) return wrapped(name, wrapper, rest, found)
  const left = throughVariable(first, rest, found)
  return left === false ? throughName(name, rest, found) : left
}

/** Keeps a text that a shell runs, behind all the wrappers so far. */
function runs(source: Source, { scripts, wrappers }: Unwrapping, isGuess = false): void {
  scripts.push({ source, wrappers: [...wrappers], guessed: isGuess })
}

/** The text that a shell runs, of a kept command where the words are one variable. */
function scriptSource(words: readonly Word[], definitions: Definitions): Source {
  const kept = keptScript(words, definitions)
  return kept ? sourceOf(kept, 'scripts masked') : joinedSource(words, 'scripts masked')
}

/** A function of the script, which may run its arguments or feed a shell. */
function ownFunction(own: FunctionNode, name: string, words: readonly Word[], found: Unwrapping): Left {
  const { calls, wrappers, definitions, depth } = found
  calls.push({ words, wrappers: [...wrappers], own })
  const runner = runnerOf(own.body, definitions, depth, unwrap)
  if (!runner) {
    if (feedsShell(own.body, definitions, depth, unwrap)) found.fed = [...wrappers, name]
    return undefined
  }
  wrappers.push(name)
  const given = words.slice(1 + runner.skip)
  const at = given.findIndex(word => !/^(-.*|\d+\w?)$/.test(textOf(word)))
  const rest = at < 0 ? [] : given.slice(at, runner.all ? undefined : at + 1)
  const [first] = rest
  if (!first) {
    found.fed = [...wrappers]
    return undefined
  }
  if (!/\s/.test(literalOf(first) ?? textOf(first))) return rest
  runs(joinedSource(rest, 'scripts masked'), found, true)
  return undefined
}

function shell(name: string, words: readonly Word[], found: Unwrapping): undefined {
  const { calls, wrappers, definitions } = found
  const { script, file } = shellArguments(words)
  if (script) {
    wrappers.push(name)
    runs(scriptSource([script], definitions), found)
    return
  }
  if (!file) found.fed = [...wrappers, name]
  calls.push({ words, wrappers })
}

function powershell(words: readonly Word[], found: Unwrapping): undefined {
  const command = words.findIndex(word => /^-c(o(m(m(a(nd?)?)?)?)?)?$/i.test(textOf(word)))
  if (command > 0 && words.length > command + 1)
    found.powershell.push(scriptSource(words.slice(command + 1), found.definitions))
  found.calls.push({ words, wrappers: found.wrappers })
}

/** `trap 'docker rm x' EXIT` */
function trap(words: readonly Word[], found: Unwrapping): undefined {
  const action = words.slice(1).find(word => textOf(word) !== '--')
  if (action && words.length > 2 && !/^(-[lp]?)?$/.test(textOf(action))) {
    found.wrappers.push('trap')
    runs(scriptSource([action], found.definitions), found)
  } else found.calls.push({ words, wrappers: found.wrappers })
}

/** `find -exec` and `fd -x`. */
function find(name: string, words: readonly Word[], found: Unwrapping): undefined {
  const { calls, scripts, kept, definitions, depth } = found
  const wrappers = [...found.wrappers, name]
  calls.push({ words, wrappers: found.wrappers })
  for (const inner of executedByFind(words)) {
    const below = unwrap(inner, definitions, depth + 1)
    for (const call of below.calls) calls.push({ words: call.words, wrappers: [...wrappers, ...call.wrappers] })
    for (const script of below.scripts) scripts.push({ ...script, wrappers: [...wrappers, ...script.wrappers] })
    for (const each of below.kept) kept.push({ ...each, wrappers: [...wrappers, ...each.wrappers] })
  }
}

function ansible(words: readonly Word[], found: Unwrapping): undefined {
  const text = ansibleShell(words)
  found.calls.push({ words, wrappers: [...found.wrappers] })
  if (!text) return
  found.wrappers.push('ansible')
  const { word, from } = text
  if (from === 0) return void runs(scriptSource([word], found.definitions), found)
  const whole = sourceOf(word, 'scripts masked')
  runs(sliceSource(whole, from, whole.text.length), found)
}

/** `salt '*' cmd.run 'docker ps'` */
function salt(name: string, words: readonly Word[], found: Unwrapping): undefined {
  const at = words.findIndex(word => /^cmd\.(?:run\w*|shell)$/.test(textOf(word)))
  const script = at > 0 ? words[at + 1] : undefined
  found.calls.push({ words, wrappers: [...found.wrappers] })
  if (!script) return
  found.wrappers.push(name)
  runs(scriptSource([script], found.definitions), found)
}

/** `aws ssm send-command --parameters 'commands=["docker ps"]'`, also as `commands=docker ps` or in JSON. */
function aws(words: readonly Word[], found: Unwrapping): undefined {
  found.calls.push({ words, wrappers: [...found.wrappers] })
  const at = words.findIndex(word => /^--parameters(?:=|$)/.test(textOf(word)))
  const given = at > 0 && words.some(word => textOf(word) === 'send-command') ? words[at] : undefined
  const value = given && textOf(given) === '--parameters' ? words[at + 1] : given
  if (!value) return
  const source = sourceOf(value, 'scripts masked')
  const [head] = /^(?:--parameters=)?\s{0,40}(?:\{\s{0,40})?"?commands"?\s{0,40}[=:]\s{0,40}/.exec(source.text) ?? []
  if (head === undefined) return
  found.wrappers.push('aws ssm send-command')
  const rest = source.text.slice(head.length)
  if (!/^\[?\s*["']/.test(rest)) runs(sliceSource(source, head.length, source.text.length), found)
  else
    for (const { index, 0: quoted } of rest.matchAll(/"(?:[^"\\]|\\[\s\S])*(?:"|\\?$)|'[^']*(?:'|$)/g))
      if (quoted.length > 1 && quoted.endsWith(quoted[0]!))
        runs(sliceSource(source, head.length + index + 1, head.length + index + quoted.length - 1), found)
}

/** A program that runs another one, or the text that it is given. */
function wrapped(name: string, wrapper: Wrapper, words: readonly Word[], found: Unwrapping): Left {
  const { calls, wrappers, definitions } = found
  if (wrapper.itself) calls.push({ words, wrappers: [...wrappers] })
  const inner = insideOf(words, wrapper, definitions)
  found.assignments.push(...inner.assignments)
  if (name !== 'eval' && name !== 'builtin') found.bypassed = true
  wrappers.push(wrapper.verb ? `${name} ${wrapper.verb.join(' ')}` : name)
  if (inner.scripts.length) {
    for (const script of inner.scripts) runs(scriptSource([script], definitions), found)
    return undefined
  }
  if (inner.words.length === 0) {
    if (!wrapper.itself) calls.push({ words, wrappers: wrappers.slice(0, -1) })
    if (wrapper.feeds) found.fed = [...wrappers]
    return undefined
  }
  // `ssh host sudo bash <<EOF`: the shell over there reads what is fed.
  const isCommand =
    !wrapper.text ||
    (keptScript(inner.words, definitions) === undefined &&
      inner.words.every(word => !/[\s;|&]|^\w+\+?=/.test(textOf(word))))
  if (isCommand) return inner.words
  runs(scriptSource(inner.words, definitions), found)
  return undefined
}

/** A variable that is named for ssh or for a wrapper; false when it is no such variable. */
function throughVariable(first: Word, words: readonly Word[], found: Unwrapping): Left | false {
  const { wrappers, definitions } = found
  const variable = variableOf(first)
  if (!variable || words.length < 2) return false
  if (/ssh/i.test(variable.name)) {
    const rest = afterOptions(words, 1, WRAPPERS.ssh as Wrapper, definitions)
    wrappers.push('ssh')
    if (rest.length > 1) runs(scriptSource(rest.slice(1), definitions), found)
    else found.fed = [...wrappers]
    return undefined
  }
  if (!isWrapperVariable(variable.name)) return false
  wrappers.push(textOf(first))
  // `sh_c='sh -c'; $sh_c 'docker ps'`
  return textOrCommand(words.slice(1), found)
}

/** A program, whose name may tell that it runs what it is given. */
function throughName(name: string, words: readonly Word[], found: Unwrapping): Left {
  found.calls.push({ words, wrappers: [...found.wrappers] })
  const guess = guessed(name, words)
  if (!guess) {
    if (runsElsewhere(name)) found.fed = [...found.wrappers, name]
    return undefined
  }
  found.wrappers.push(name)
  return textOrCommand(guess, found)
}

/** Words that are a command, unless the first is a text that is run. */
function textOrCommand(words: readonly Word[], found: Unwrapping): Left {
  const [first] = words
  if (!first || !/\s/.test(textOf(first))) return words
  runs(scriptSource([first], found.definitions), found, true)
  return undefined
}
