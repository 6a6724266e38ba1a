/** Walks a script and says what it does: calls, services, tests, paths, options, variables, files that it writes. */
import { keptOptions } from '../../reading/kept-options.ts'
import type { Reader } from '../../reading/language.ts'
import { baseName } from '../../reading/path-words.ts'
import { subjectAt } from '../../reading/subject.ts'
import { isTemplateName, maskActions } from '../../reading/template.ts'
import { writtenFiles } from '../../reading/written-files.ts'
import { type Source, spanOf } from '../../text/source.ts'
import { cmdletName, given, type Parameters, parametersOf } from './cmdlets.ts'
import { saysComparison } from './comparisons.ts'
import { guardOfTry, guardsOf } from './guards.ts'
import type { Here, Script } from './here.ts'
import { parsePowerShell } from './parse.ts'
import { saysPaths, saysProgram, saysTexts } from './programs.ts'
import { saysReplacements } from './replacements.ts'
import { saysNewService, saysServiceCmdlet, saysServiceMethod } from './services.ts'
import type { Branches, Call, Expression, Node, Pipeline, Word } from './tree.ts'
import { scriptForShell, unwrap } from './unwrap.ts'
import { assigned, placedValue, resolved, saysKeptOptions } from './values.ts'
import { sourceOf, textOf, wordsIn } from './word.ts'
import { saysWritten, saysWrittenByCall, saysWrittenByPipe } from './written.ts'

/** Scripts longer than this are not parsed. */
const LONGEST_SCRIPT = 1_000_000
/** How deep scripts may stand in strings of scripts, and how many characters they may hold together. */
const MOST_DEPTH = 6
const MOST_INNER = 4_000_000

/** Reads one script with all the scripts in its strings. */
export function readPowerShell(source: Source, reader: Reader): void {
  if (source.text.length > LONGEST_SCRIPT) {
    reader.unread(spanOf(source, 0, 1), 'the script is longer than 1 MB', false)
    return
  }
  const masked = isTemplateName(reader.name) ? maskActions(source) : source
  const { nodes, error } = parsePowerShell(masked.text)
  if (error) {
    const at = Math.min(error.at, Math.max(source.text.length - 1, 0))
    reader.unread(
      spanOf(source, at, at + 1),
      `a part of the PowerShell script could not be read: ${error.message}`,
      true,
    )
  }
  const script: Script = {
    reader,
    values: new Map(),
    options: keptOptions(),
    services: new Map(),
    files: writtenFiles((file, text, scope) => reader.embed({ file }, text, scope)),
    innerBudget: MOST_INNER,
  }
  walk(nodes, { script, source: masked, scope: reader.scope, wrappers: [], tested: false, depth: 0 })
  saysKeptOptions(script)
  script.files.end()
}

function walk(nodes: readonly Node[], here: Here): void {
  for (const [index, node] of nodes.entries()) {
    const attempt = guardOfTry(node, nodes[index + 1], here.source)
    const scope = attempt ? here.script.reader.open('branch', attempt, here.scope) : here.scope
    visit(node, { ...here, scope })
  }
}

function visit(node: Node, here: Here): void {
  switch (node.kind) {
    case 'call':
      call(node, here)
      break
    case 'expression':
      expression(node, here)
      break
    case 'assignment':
    case 'entry':
      assigned(node, here)
      walk(node.value, here)
      break
    case 'pipeline':
      pipeline(node, here)
      break
    case 'branches':
      branches(node, here)
      break
    case 'block': {
      const waits = node.condition.length > 0 && onlyWaits(node.body, here.source)
      const scope = waits ? here.script.reader.open('branch', { waits }, here.scope) : here.scope
      walk(node.condition, { ...here, scope, tested: true })
      walk(node.body, { ...here, tested: false })
      break
    }
    case 'function':
      walk(node.body, { ...here, tested: false })
      break
  }
}

/** Whether the turns of a loop do nothing but wait. */
const onlyWaits = (body: readonly Node[], source: Source): boolean => {
  const names = body.map(node => (node.kind === 'call' && node.words[0] ? textOf(source, node.words[0]) : ''))
  return (
    names.some(name => /^(?:start-sleep|sleep)$/i.test(name)) &&
    names.every(name => /^(?:start-sleep|sleep|write-(?:host|output|verbose|debug|warning)|echo|log\w*)$/i.test(name))
  )
}

/** Of a pipeline, only the first element is asked for its success. */
function pipeline({ nodes }: Pipeline, here: Here): void {
  for (const [index, node] of nodes.entries()) {
    visit(node, { ...here, tested: here.tested && index === 0 })
    if (node.kind !== 'call' || index === 0) continue
    saysWrittenByPipe(node, nodes[index - 1]!, here)
    saysPipedServices(node, nodes[index - 1]!, here)
  }
}

/** `Get-Service docker | Restart-Service` */
function saysPipedServices(node: Call, before: Node, here: Here): void {
  const [first] = node.words
  const [asks] = before.kind === 'call' ? before.words : []
  if (!first || !asks || before.kind !== 'call' || cmdletName(textOf(here.source, asks)) !== 'get-service') return
  if (node.words.slice(1).some(word => !textOf(here.source, word).startsWith('-'))) return
  const piped = parametersOf(here.source, before.words)
  saysServiceCmdlet(cmdletName(textOf(here.source, first)), parametersOf(here.source, node.words), here, piped)
}

function branches(node: Branches, here: Here): void {
  walk(node.subject, here)
  const guards = guardsOf(node, here.source)
  for (const [index, { condition, body }] of node.branches.entries()) {
    walk(condition, { ...here, tested: true })
    const scope = here.script.reader.open('branch', { guard: guards[index] }, here.scope)
    walk(body, { ...here, tested: false, scope })
  }
}

function expression(node: Expression, here: Here): void {
  saysReplacements(node, here)
  for (const [index, item] of node.items.entries()) {
    const before = node.items[index - 1]
    if (item.kind === 'operator' && before?.kind === 'word') saysServiceMethod(item.name, before.word, here)
    if (item.kind !== 'word') continue
    inside(item.word, here)
    saysPaths(item.word, here, undefined, 'used')
    saysComparison(node, index, item.word, here)
  }
  for (const { target, append } of node.redirects) saysWritten(target, append, wordsIn(node), here)
}

/** Walks over what runs inside a word. */
function inside(word: Word, here: Here): void {
  for (const part of word.parts) if (part.kind === 'script') walk(part.nodes, { ...here, tested: false })
}

function call({ words, redirects, start, end }: Call, here: Here): void {
  const { source } = here
  const [first] = words
  if (!first) return
  const name = textOf(source, first)
  const cmdlet = cmdletName(name)
  const around = cmdlet === 'invoke-command' || cmdlet === 'start-job' ? wrappedIn(name, here) : here
  for (const word of words) inside(word, around)
  for (const { target, append } of redirects) {
    saysPaths(target, here, undefined, 'write')
    if (/^(echo|write-output)$/.test(cmdlet)) saysWritten(target, append, words.slice(1), here)
  }
  if (first.parts.some(part => part.kind === 'script')) return
  const parameters = parametersOf(source, words)
  const line = subjectAt(source, start, end)
  const inner = unwrap(cmdlet, words, parameters, source)
  if (inner) {
    const wrapped = wrappedIn(name, here)
    for (const each of inner.scripts) scriptIn(each, wrapped)
    runs(inner.words, line, wrapped)
    return
  }
  const forShell = scriptForShell(cmdlet, words, source)
  if (forShell) here.script.reader.embed({ language: 'shell' }, sourceOf(source, forShell, false), here.scope)
  if (cmdlet === 'test-path') saysTestPath(parameters, here)
  else if (!saysServiceCmdlet(cmdlet, parameters, here)) {
    if (cmdlet === 'new-service') saysNewService(parameters, here)
    saysWrittenByCall(cmdlet, parameters, here)
    saysProgram(words, line, here)
  }
}

/** What a wrapper runs may be PowerShell again: `Start-Process powershell -ArgumentList '-Command', '…'`. */
function runs(words: readonly Word[], line: string, here: Here): void {
  const { source } = here
  const [first] = words
  const isShell = first && /^(?:powershell|pwsh)(?:\.exe)?$/.test(baseName(cmdletName(textOf(source, first))))
  const command = isShell ? words.findIndex(word => /^-c(?:ommand)?$/i.test(textOf(source, word))) : -1
  if (command < 0) {
    saysProgram(words, line, here)
    return
  }
  for (const word of words.slice(command + 1)) {
    scriptIn(word, here)
    // The program of the script may be computed, and still be told by its name and options.
    saysTexts(word, here)
  }
}

const wrappedIn = (name: string, here: Here): Here => ({ ...here, wrappers: [...here.wrappers, name] })

function saysTestPath(parameters: Parameters, here: Here): void {
  for (const word of [...given(parameters, 'path', 'literalpath'), ...(parameters.get('') ?? [])])
    here.script.reader.fact({ kind: 'test', operator: '-e', operand: resolved(word, here) }, here.scope)
}

/** Reads a script in a string. `-Command { … }` is no string: it has been read. */
function scriptIn(word: Word, here: Here): void {
  if (word.parts.every(part => part.kind === 'script')) return
  const value = placedValue(word, here)
  const source = sourceOf(value.source, value.word, false)
  here.script.innerBudget -= source.text.length
  if (here.depth >= MOST_DEPTH || here.script.innerBudget < 0) return
  walk(parsePowerShell(source.text).nodes, { ...here, source, depth: here.depth + 1 })
}
