/** Calls, and the scripts in their arguments, heredocs and output. */
import { plainText } from '../../reading/encoded.ts'
import type { Reader } from '../../reading/language.ts'
import { baseName } from '../../reading/path-words.ts'
import { subjectAt } from '../../reading/subject.ts'
import { isUnknown, type Source, spanOf } from '../../text/source.ts'
import { comparisonsIn, saysComparison } from './comparisons.ts'
import { definitionsOf } from './definitions.ts'
import { saysFlags } from './flags.ts'
import type { Here } from './here.ts'
import type { Inner, InnerKeptCall } from './inner.ts'
import { assignment, inside, redirects } from './inside.ts'
import type { Mistake } from './parse/progress.ts'
import { parseScript } from './parse.ts'
import { saysPaths } from './paths.ts'
import { saysProgram } from './programs.ts'
import { keptScript, namesIn } from './resolve.ts'
import type { Call } from './tree.ts'
import { unwrap } from './unwrap.ts'
import { saysAssignmentWord } from './values.ts'
import { type Expansions, sourceOf, textOf } from './word.ts'
import { type Destination, destinationOf, printedBy } from './written.ts'

/** How deep scripts may stand in strings of scripts. */
const MOST_DEPTH = 8
/** How much of the parser's message is told: it may hold a text. */
const LONGEST_MESSAGE = 100

/** Builtins that run nothing: what they set has been read. */
const DECLARING = new Set(['export', 'local', 'declare', 'readonly', 'typeset', 'unset', 'alias'])

/** Says what a call does; `subject` is the text of the pipeline around it, `unwrapped` what it is known to run. */
export function call(node: Call, here: Here, subject?: string, unwrapped?: Inner): void {
  for (const each of node.assignments) assignment(each, here)
  for (const each of node.declares) assignment(each, here)
  for (const each of node.words) inside(each, here)
  redirects(node.redirects, here)
  const [first] = node.words
  if (!first) return
  const name = textOf(first)
  if (DECLARING.has(name)) return
  if (name === '[' || name === 'test') {
    const text = subjectAt(node.source, node.start, node.end)
    for (const each of comparisonsIn(node.words)) saysComparison(each, text, here)
    return
  }
  const inner = unwrapped ?? unwrap(node.words, here.definitions)
  for (const each of inner.assignments) saysAssignmentWord(each, here)
  const line = subject ?? subjectAt(node.source, node.start, node.end)
  for (const each of inner.calls) saysProgram(each, [...here.wrappers, ...each.wrappers], line, here)
  for (const { source, wrappers, guessed } of inner.scripts) {
    const out = destinationOf(undefined, node.redirects, namesIn(here.definitions)) ?? here.out
    scriptIn(source, { ...here, wrappers: [...here.wrappers, ...wrappers], out }, guessed)
  }
  for (const each of inner.kept) keptCall(each, here)
  for (const source of inner.powershell) here.script.reader.embed({ language: 'powershell' }, source, here.scope)
  written(node, inner, here)
}

/** A call whose program a variable holds: it is said where the value is written, its arguments here. */
function keptCall({ variable, program, words, wrappers }: InnerKeptCall, here: Here): void {
  const { called } = here.script
  const before = called.get(variable)
  const tested = here.tested && before?.tested !== false
  called.set(variable, { wrappers: before?.wrappers ?? [...here.wrappers, ...wrappers], tested })
  const name = baseName(program)
  saysFlags(name, words, here)
  for (const each of words.slice(1)) saysPaths(each, here, name, 'used')
}

/** Texts that a call writes to a file or feeds to a shell: heredocs, and what echo and printf print. */
function written(node: Call, inner: Inner, here: Here): void {
  const own = destinationOf(inner, node.redirects, namesIn(here.definitions), here.out)
  if (own)
    for (const redirect of node.redirects) {
      const body = redirect.heredoc?.body ?? (redirect.operator === '<<<' ? redirect.target : undefined)
      if (body) send(sourceOf(body, expansionsFor(own)), own, { ...here, tested: false }, false)
    }
  const printed = printedBy(inner) ?? printedVariable(inner, here)
  if (!printed) return
  const out = destinationOf(undefined, node.redirects, namesIn(here.definitions)) ?? here.out
  if (out) send(printed(expansionsFor(out)), out, here, true)
}

/** The text of a variable that echo or printf prints alone: `JOB="0 3 * * * docker ps"; echo "$JOB" | crontab -`. */
function printedVariable(inner: Inner, { definitions }: Here): ((expansions: Expansions) => Source) | undefined {
  const words = inner.calls.at(-1)?.words ?? []
  const isPrinting = words.length > 1 && /^(?:echo|printf)$/.test(textOf(words[0]!)) && inner.scripts.length === 0
  const word = isPrinting ? keptScript(words.slice(-1), definitions) : undefined
  return word && words.slice(1, -1).every(each => /^-|^%s/.test(textOf(each)))
    ? expansions => sourceOf(word, expansions)
    : undefined
}

const expansionsFor = (to: Destination): Expansions => (to.kind === 'shell' ? 'scripts masked' : 'masked')

/** Gives a text to the shell or the file that it goes to. */
function send(given: Source, to: Destination, here: Here, guessed: boolean): void {
  const plain = plainText(given, to.encodings ?? [])
  if ('problem' in plain) {
    if (!isUnknown(given.text))
      here.script.reader.unread(spanOf(given, 0, 1), `a text that the script decodes ${plain.problem}`, true)
    return
  }
  const source = plain.text
  if (to.kind === 'file') here.script.files.write(to.name, to.append, [source], here.scope)
  else scriptIn(source, { ...here, wrappers: [...here.wrappers, ...to.wrappers], out: undefined }, guessed)
}

/** Walks over a text that a shell runs; what is only guessed to be one may be no script. */
export function scriptIn(source: Source, here: Here, guessed: boolean): void {
  const { script } = here
  script.innerBudget -= source.text.length
  if (here.depth >= MOST_DEPTH || script.innerBudget < 0) {
    if (!script.saidDeep)
      script.reader.unread(spanOf(source, 0, 1), 'scripts stand too deep in strings of each other', true)
    script.saidDeep = true
    return
  }
  const { nodes, error } = parseScript(source)
  if (error) {
    if (guessed) return
    saysMistake('a part of a script in a string', source, error, script.reader)
  }
  script.walk(nodes, {
    ...here,
    definitions: definitionsOf(nodes, here.definitions, runHere(here.wrappers)),
    depth: here.depth + 1,
  })
}

/** Whether a string is run by the same shell, which knows the script's functions. */
const runHere = (wrappers: readonly string[]): boolean => wrappers.every(wrapper => /^(eval|trap)$/.test(wrapper))

/** Says that a script is read only in part. */
export function saysMistake(what: string, source: Source, { at, message }: Mistake, reader: Reader): void {
  const start = Math.min(at, Math.max(source.text.length - 1, 0))
  const told = message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message
  reader.unread(spanOf(source, start, start + 1), `${what} could not be read: ${told}`, true)
}
