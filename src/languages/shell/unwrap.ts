/** Finds the program that a call runs: takes off sudo, env, xargs, ssh and the like, down to the script in `sh -c '…'`. */
import type { Source } from '../../source.ts'
import {
  type Definitions,
  expandedAlias,
  expandedProgram,
  functionOf,
  handsOn,
  keptScript,
  variableOf,
} from './definitions.ts'
import { type KeptCall, keptCall } from './kept-calls.ts'
import { type FunctionNode, type Node, visitTree, type Word } from './tree.ts'
import { baseName, joinedSource, literalOf, sourceOf, standingAt, textOf } from './word.ts'
import {
  isOptionsVariable,
  isWrapperVariable,
  MULTICALL,
  runsArguments,
  runsElsewhere,
  SHELLS,
  WRAPPERS,
  type Wrapper,
} from './wrappers.ts'

/** A program with its arguments, and what stood before it. */
export interface Unwrapped {
  readonly words: readonly Word[]
  readonly wrappers: readonly string[]
  /** The function of the script that it is, and no program. */
  readonly own?: FunctionNode | undefined
}

export interface Inner {
  /** Calls of programs. More than one where the wrapper is a program of its own, as `docker exec`. */
  readonly calls: readonly Unwrapped[]
  /** Texts that a shell runs. */
  readonly scripts: readonly {
    readonly source: Source
    readonly wrappers: readonly string[]
    readonly guessed: boolean
  }[]
  /** Calls whose program and subcommand a variable holds: they stand where the value is written. */
  readonly kept: readonly (KeptCall & { readonly wrappers: readonly string[] })[]
  /** Texts that PowerShell runs. */
  readonly powershell: readonly Source[]
  /** The wrappers of a shell that reads its commands from what it is fed; undefined when no shell does. */
  readonly fed: readonly string[] | undefined
  /** `VAR=x` words before the program: `env DOCKER_HOST=… docker ps`. */
  readonly assignments: readonly Word[]
}

/** How many wrappers may stand behind each other. */
const MOST_WRAPPERS = 16

/** What a call runs in the end. */
export function unwrap(words: readonly Word[], definitions: Definitions, depth = 0): Inner {
  const wrappers: string[] = []
  const calls: Unwrapped[] = []
  const scripts: Inner['scripts'][number][] = []
  const kept: Inner['kept'][number][] = []
  const powershell: Source[] = []
  const assignments: Word[] = []
  let fed: readonly string[] | undefined
  const done = (): Inner => ({ calls, scripts, kept, powershell, fed, assignments })
  const runs = (source: Source, guessed = false) => scripts.push({ source, wrappers: [...wrappers], guessed })
  let rest = words
  /** Whether something runs the command that knows no functions: another program, or `command`. */
  let bypassed = false

  for (let steps = 0; rest.length > 0; steps++) {
    const keeps = keptCall(rest, definitions)
    if (keeps) {
      kept.push({ ...keeps, wrappers })
      return done()
    }
    rest = expanded(rest, definitions)
    const first = rest[0]
    if (!first) break
    const name = baseName(textOf(first)).replace(/\.exe$/, '')
    if (steps > MOST_WRAPPERS) {
      calls.push({ words: rest, wrappers })
      return done()
    }
    const own = bypassed ? undefined : functionOf(definitions, textOf(first))
    if (own) {
      calls.push({ words: rest, wrappers: [...wrappers], own })
      const runner = runnerOf(own.body, definitions, depth)
      if (!runner && feedsShell(own.body, definitions, depth)) fed = [...wrappers, name]
      if (!runner) return done()
      wrappers.push(name)
      rest = rest.slice(1 + runner.skip)
      const at = rest.findIndex(word => !/^(-.*|\d+\w?)$/.test(textOf(word)))
      rest = at < 0 ? [] : rest.slice(at)
      if (rest.length && !runner.all) rest = rest.slice(0, 1)
      if (rest.length === 0) fed = [...wrappers]
      if (rest[0] && /\s/.test(literalOf(rest[0]) ?? textOf(rest[0]))) {
        runs(joinedSource(rest, 'scripts masked'), true)
        return done()
      }
      continue
    }

    if (SHELLS.has(name)) {
      const shell = shellArguments(rest)
      if (shell.script) {
        wrappers.push(name)
        runs(scriptSource([shell.script], definitions))
      } else if (shell.file) calls.push({ words: rest, wrappers })
      else {
        fed = [...wrappers, name]
        calls.push({ words: rest, wrappers })
      }
      return done()
    }
    if (name === 'powershell' || name === 'pwsh') {
      const command = rest.findIndex(word => /^-c(o(m(m(a(nd?)?)?)?)?)?$/i.test(textOf(word)))
      if (command > 0 && rest.length > command + 1) powershell.push(scriptSource(rest.slice(command + 1), definitions))
      calls.push({ words: rest, wrappers: [...wrappers] })
      return done()
    }
    if (MULTICALL.has(name) && rest.length > 1) {
      rest = rest.slice(1)
      continue
    }
    if (name === 'trap') {
      const action = rest.slice(1).find(word => textOf(word) !== '--')
      const text = action && textOf(action)
      if (action && text !== '' && text !== '-' && text !== '-l' && text !== '-p' && rest.length > 2) {
        wrappers.push(name)
        runs(scriptSource([action], definitions))
      } else calls.push({ words: rest, wrappers })
      return done()
    }
    if (name === 'find' || name === 'fd') {
      calls.push({ words: rest, wrappers: [...wrappers] })
      for (const inner of executedByFind(rest)) {
        const below = unwrap(inner, definitions, depth + 1)
        for (const call of below.calls)
          calls.push({ words: call.words, wrappers: [...wrappers, name, ...call.wrappers] })
        for (const script of below.scripts)
          scripts.push({ ...script, wrappers: [...wrappers, name, ...script.wrappers] })
        for (const each of below.kept) kept.push({ ...each, wrappers: [...wrappers, name, ...each.wrappers] })
      }
      return done()
    }
    if (name === 'ansible') {
      const text = ansibleShell(rest)
      calls.push({ words: rest, wrappers: [...wrappers] })
      if (text) {
        wrappers.push(name)
        runs(scriptSource([text], definitions))
      }
      return done()
    }

    const wrapper = wrapperOf(name, rest, definitions)
    if (!wrapper) {
      const variable = variableOf(first)
      if (variable && rest.length > 1 && /ssh/i.test(variable.name)) {
        rest = afterOptions(rest, 1, WRAPPERS.ssh as Wrapper, definitions)
        wrappers.push('ssh')
        if (rest.length > 1) runs(scriptSource(rest.slice(1), definitions))
        else fed = [...wrappers]
        return done()
      }
      if (variable && rest.length > 1 && isWrapperVariable(variable.name)) {
        wrappers.push(textOf(first))
        rest = rest.slice(1)
        if (/\s/.test(textOf(rest[0]!))) {
          // `sh_c='sh -c'; $sh_c 'docker ps'`
          runs(scriptSource(rest.slice(0, 1), definitions), true)
          return done()
        }
        continue
      }
      calls.push({ words: rest, wrappers: [...wrappers] })
      const guess = guessed(name, rest)
      if (!guess) return done()
      wrappers.push(name)
      if (guess.length === 0) return done()
      if (/\s/.test(textOf(guess[0]!))) {
        runs(scriptSource(guess.slice(0, 1), definitions), true)
        return done()
      }
      rest = guess
      continue
    }

    const called = wrapper.verb ? `${name} ${wrapper.verb.join(' ')}` : name
    if (wrapper.itself) calls.push({ words: rest, wrappers: [...wrappers] })
    const inner = insideOf(rest, wrapper, definitions)
    assignments.push(...inner.assignments)
    if (name !== 'eval' && name !== 'builtin') bypassed = true
    wrappers.push(called)
    if (inner.scripts.length) {
      for (const script of inner.scripts) runs(scriptSource([script], definitions))
      return done()
    }
    if (inner.words.length === 0) {
      if (!wrapper.itself) calls.push({ words: rest, wrappers: wrappers.slice(0, -1) })
      if (wrapper.feeds) fed = [...wrappers]
      return done()
    }
    if (wrapper.text) {
      // `ssh host sudo bash <<EOF`: the shell over there reads what is fed.
      const direct =
        keptScript(inner.words, definitions) === undefined &&
        inner.words.every(word => !/[\s;|&]|^\w+\+?=/.test(textOf(word)))
      if (direct) {
        rest = inner.words
        continue
      }
      runs(scriptSource(inner.words, definitions))
      return done()
    }
    rest = inner.words
  }
  return done()
}

/** The words with a variable, an alias or a substitution in the place of the program resolved. */
function expanded(words: readonly Word[], definitions: Definitions): readonly Word[] {
  let rest = words
  for (let step = 0; step < MOST_WRAPPERS; step++) {
    const first = rest[0]
    if (!first) return rest
    const found = expandedProgram(first, definitions) ?? expandedAlias(first, definitions)
    if (!found) return step === 0 ? namedForProgram(rest) : rest
    rest = [...found, ...rest.slice(1)]
    // An alias may begin with its own name.
    if (found[0] && variableOf(first) === undefined) return rest
  }
  return rest
}

/** A variable that the script does not set, but that is named for a program: `$DOCKER`, `${KUBELET_BIN}`. */
function namedForProgram(words: readonly Word[]): readonly Word[] {
  const first = words[0]
  const variable = first && variableOf(first)
  if (!variable || variable.operator !== undefined) return words
  const [, program] =
    /^_*([A-Za-z]+)_(?:cmd|command|bin|binary|exec|exe|cli|path|prog|program|client)$/i.exec(variable.name) ??
    /^_*(docker|crictl|kubectl|ctr|podman|nerdctl|systemctl|kubelet|kubeadm)$/i.exec(variable.name) ??
    []
  if (!program || /^(my|run|the|base|exec|shell|test|tmp)$/i.test(program)) return words
  const text = program.toLowerCase()
  const source = standingAt(first, text)
  return [
    { source, start: 0, end: text.length, parts: [{ kind: 'text', text, start: 0, end: text.length, quoted: true }] },
    ...words.slice(1),
  ]
}

/** The text that a shell runs, of a kept command where the words are one variable. */
function scriptSource(words: readonly Word[], definitions: Definitions): Source {
  const kept = keptScript(words, definitions)
  return kept ? sourceOf(kept, 'scripts masked') : joinedSource(words, 'scripts masked')
}

function wrapperOf(name: string, words: readonly Word[], definitions: Definitions): Wrapper | undefined {
  const found = Object.hasOwn(WRAPPERS, name) ? WRAPPERS[name] : undefined
  if (!found) return undefined
  if (name === 'command' && words[1] && /^-[vV]+$/.test(textOf(words[1]))) return undefined
  const choices: readonly Wrapper[] = 'length' in found ? found : [found as Wrapper]
  return choices.find(wrapper => !wrapper.verb || verbEnd(words, wrapper, definitions) !== undefined)
}

/** The index behind the verb of a wrapper such as `kubectl -n x exec`, or undefined when another verb stands there. */
function verbEnd(words: readonly Word[], wrapper: Wrapper, definitions: Definitions): number | undefined {
  let at = 1
  for (const verb of wrapper.verb ?? []) {
    at = words.length - afterOptions(words, at, wrapper, definitions).length
    if (!words[at] || textOf(words[at]!) !== verb) return undefined
    at++
  }
  return at
}

/** The words from the first operand on. */
function afterOptions(
  words: readonly Word[],
  from: number,
  { values = [] }: Wrapper,
  definitions: Definitions,
): readonly Word[] {
  let at = from
  while (at < words.length) {
    const text = textOf(words[at]!)
    if (text === '--') return words.slice(at + 1)
    const variable = variableOf(words[at]!)
    if (variable && isOptionsVariable(variable.name) && at + 1 < words.length && !handsOnAll(words[at]!, definitions)) {
      at++
      continue
    }
    if (!text.startsWith('-') || text === '-') break
    at += takesNext(text, values) ? 2 : 1
  }
  return words.slice(at)
}

const handsOnAll = (word: Word, definitions: Definitions): boolean =>
  handsOn(word)?.all === true && definitions.functions.size > 0

/** Whether an option takes the next word: `-u root`, `-Eu root`, not `-uroot` or `--user=root`. */
function takesNext(option: string, values: readonly string[]): boolean {
  if (option.startsWith('--')) return values.includes(option)
  for (let i = 1; i < option.length; i++) if (values.includes(`-${option[i]}`)) return i === option.length - 1
  return false
}

interface Inside {
  readonly words: readonly Word[]
  readonly scripts: readonly Word[]
  readonly assignments: readonly Word[]
}

/** What a wrapper runs: the words behind its options and operands, or the scripts that its options give. */
function insideOf(words: readonly Word[], wrapper: Wrapper, definitions: Definitions): Inside {
  const assignments: Word[] = []
  const scripts: Word[] = []
  const from = wrapper.verb ? (verbEnd(words, wrapper, definitions) ?? 1) : 1
  if (wrapper.script) {
    for (let i = from; i < words.length; i++) {
      const text = textOf(words[i]!)
      const attached = wrapper.script.find(option => option.startsWith('--') && text.startsWith(`${option}=`))
      if (attached) scripts.push(behind(words[i]!, attached.length + 1))
      else if (wrapper.script.includes(text) || (/^-[a-z]+$/.test(text) && wrapper.script.includes(`-${text.at(-1)}`)))
        if (words[i + 1]) scripts.push(words[++i]!)
    }
    if (scripts.length) return { words: [], scripts, assignments }
  }
  let rest: readonly Word[]
  if (wrapper.dashes) {
    const dashes = words.findIndex((word, index) => index >= from && textOf(word) === '--')
    if (dashes >= 0) return { words: words.slice(dashes + 1), scripts, assignments }
    rest = afterOptions(words, from, wrapper, definitions).slice(wrapper.operands ?? 1)
    rest = afterOptions(rest, 0, wrapper, definitions)
    return { words: wrapper.verb?.[0] === 'exec' || wrapper.verb?.[0] === 'rsh' ? rest : [], scripts, assignments }
  }
  rest = afterOptions(words, from, wrapper, definitions)
  if (wrapper.keepsVerb) return { words: [words[from - 1]!, ...rest], scripts, assignments }
  for (let i = 0; i < (wrapper.operands ?? 0) && rest.length; i++) {
    if (wrapper === WRAPPERS.su && textOf(rest[0]!) === '--') break
    rest = afterOptions(rest.slice(1), 0, wrapper, definitions)
  }
  if (wrapper.assigns)
    while (rest[0] && /^[A-Za-z_]\w*=/.test(textOf(rest[0]))) {
      assignments.push(rest[0])
      rest = rest.slice(1)
    }
  return { words: rest, scripts, assignments }
}

/** A word without its first characters: the value of `--command='docker ps'`. */
function behind(word: Word, length: number): Word {
  let left = length
  const parts: Word['parts'][number][] = []
  for (const part of word.parts) {
    const size = part.kind === 'text' ? part.text.length : part.end - part.start
    if (left >= size) left -= size
    else if (left > 0 && part.kind === 'text') {
      const linear = part.text.length === part.end - part.start
      parts.push({ ...part, text: part.text.slice(left), start: linear ? part.start + left : part.start })
      left = 0
    } else parts.push(part)
  }
  return { ...word, parts }
}

interface ShellArguments {
  /** The script behind `-c`. */
  readonly script?: Word
  /** Whether a script file is given. */
  readonly file: boolean
}

function shellArguments(words: readonly Word[]): ShellArguments {
  let runs = false
  let reads = false
  for (let i = 1; i < words.length; i++) {
    const text = textOf(words[i]!)
    if (text === '--' && !runs) continue
    if (/^[-+]/.test(text) && text.length > 1) {
      if (text.startsWith('--')) {
        if (text === '--rcfile' || text === '--init-file') i++
        continue
      }
      if (text.includes('c') && text.startsWith('-')) runs = true
      if (text.includes('s') && text.startsWith('-')) reads = true
      if (/[oO]$/.test(text)) i++
      continue
    }
    if (runs) return { script: words[i]!, file: false }
    return { file: !reads && text !== '-' && text !== '/dev/stdin' }
  }
  return { file: false }
}

/** The commands behind `-exec`, `-execdir`, `-ok` of find. */
function executedByFind(words: readonly Word[]): readonly (readonly Word[])[] {
  const found: Word[][] = []
  for (let i = 1; i < words.length; i++) {
    if (!/^-(exec|execdir|ok|okdir|x|X)$/.test(textOf(words[i]!))) continue
    const inner: Word[] = []
    for (i++; i < words.length; i++) {
      const text = textOf(words[i]!)
      if (text === ';' || text === '+') break
      inner.push(words[i]!)
    }
    if (inner.length) found.push(inner)
  }
  return found
}

/** The text that `ansible all -m shell -a "docker ps"` runs on other machines. */
function ansibleShell(words: readonly Word[]): Word | undefined {
  let module = 'command'
  let text: Word | undefined
  for (let i = 1; i + 1 < words.length; i++) {
    const option = textOf(words[i]!)
    if (option === '-m' || option === '--module-name') module = textOf(words[i + 1]!)
    if (option === '-a' || option === '--args') text = words[i + 1]!
  }
  return /^(ansible\.builtin\.)?(shell|command|raw)$/.test(module) ? text : undefined
}

/** The command inside a call of a helper that another file defines, as far as its name tells; empty when it runs something unseen. */
function guessed(name: string, words: readonly Word[]): readonly Word[] | undefined {
  if (runsElsewhere(name)) {
    const text = words.slice(1).find(word => /\s/.test(textOf(word)) && word.parts.some(part => part.quoted))
    if (text) return [text]
    return words.length > 3 && literalOf(words[2]!) ? words.slice(2) : undefined
  }
  if (!runsArguments(name)) return undefined
  const at = words.findIndex((word, index) => index > 0 && !/^(-.*|[\d.]+\w?)$/.test(textOf(word)))
  if (at < 0) return undefined
  const text = textOf(words[at]!)
  return /^[\w./$\\{}\uE000-]+$/.test(text) || /\s/.test(text) ? words.slice(at) : undefined
}

interface Runner {
  /** How many arguments stand before the command. */
  readonly skip: number
  /** Whether all the arguments from there on are the command; otherwise one argument is the whole of it. */
  readonly all: boolean
}

const runners = new WeakMap<readonly Node[], Runner | 'none'>()

/** How a function of the script runs its arguments, or undefined when it does not. */
function runnerOf(body: readonly Node[], definitions: Definitions, depth: number): Runner | undefined {
  const known = runners.get(body)
  if (known) return known === 'none' ? undefined : known
  if (depth > MOST_WRAPPERS) return undefined
  // A function that calls itself is not one.
  runners.set(body, 'none')
  const shifts = new Set(shiftsOf(body))
  let shifted = 0
  let found: Runner | undefined
  visitTree(body, {
    node(node) {
      if (node.kind !== 'call' || found) return
      if (node.words.length === 0) return
      if (shifts.has(node)) shifted += Number(node.words[1] ? (literalOf(node.words[1]) ?? 1) : 1) || 1
      const inner = unwrap(node.words, definitions, depth + 1)
      const handed = [
        ...inner.calls.map(call => call.words[0]),
        ...inner.scripts.map(({ source }) => wholeVariable(source)),
      ]
      for (const word of handed) {
        const hands = typeof word === 'object' ? handsOn(word) : undefined
        if (hands) found ??= { skip: Math.min(shifted, 9) + hands.from - 1, all: hands.all }
      }
    },
  })
  runners.set(body, found ?? 'none')
  return found
}

/** Whether the last call of a function is a shell that reads what the function is fed: `on_node() { ssh "$1" bash -s; }`. */
function feedsShell(body: readonly Node[], definitions: Definitions, depth: number): boolean {
  const last = body.at(-1)
  if (depth > MOST_WRAPPERS || !last) return false
  if (last.kind === 'group') return feedsShell(last.body, definitions, depth + 1)
  if (last.kind !== 'call' || last.redirects.some(({ operator }) => operator.includes('<'))) return false
  return unwrap(last.words, definitions, depth + 1).fed !== undefined
}

/** The calls of `shift` that always happen: one in a branch or loop belongs to options. */
function shiftsOf(body: readonly Node[]): readonly Node[] {
  const found: Node[] = []
  const stack = [...body]
  for (let node = stack.shift(); node; node = stack.shift())
    if (node.kind === 'group') stack.unshift(...node.body.slice(0, 1_000))
    else if (node.kind === 'and-or') stack.unshift(...node.nodes.slice(0, 100))
    else if (node.kind === 'call' && node.words[0] && textOf(node.words[0]) === 'shift') found.push(node)
  return found
}

/** The word of a script that is nothing but `$1` or `$@`. */
function wholeVariable(source: Source): Word | undefined {
  const text = source.text.trim()
  const [, name] = /^\$\{?([@*1-9])\}?$/.exec(text) ?? []
  if (!name) return undefined
  const end = source.text.length
  const part = {
    kind: 'variable' as const,
    start: 0,
    end,
    quoted: false,
    name,
    operator: undefined,
    operands: [],
    index: undefined,
  }
  return { source, start: 0, end, parts: [part] }
}
