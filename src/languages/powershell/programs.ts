/** What the call of a program, cmdlet or function says: its name and arguments, options, paths, patterns. */
import { viaOf } from '../../facts.ts'
import { commandFlags } from '../../reading/command-text.ts'
import { componentOfOption } from '../../reading/component-names.ts'
import { flagWords } from '../../reading/flag-words.ts'
import { optionsOf } from '../../reading/handed-flags.ts'
import { pathsOf } from '../../reading/path-words.ts'
import { type Source, sliceSource, UNKNOWN } from '../../text/source.ts'
import { ASKS, cmdletName, TALKS } from './cmdlets.ts'
import type { Here } from './here.ts'
import { saysServiceTool, serviceCommand } from './services.ts'
import type { Word } from './tree.ts'
import { programName, resolved } from './values.ts'
import { locatedOf, sourceOf, textOf, variableOf } from './word.ts'

/** Says what a call does; `line` is its text. */
export function saysProgram(words: readonly Word[], line: string, here: Here): void {
  const { source, scope, script, wrappers } = here
  const [first] = words
  if (!first) return
  const name = resolved(first, here)
  if (name.value.replaceAll(UNKNOWN, '') === '') return
  const program = programName(name.value)
  const asks = ASKS.has(cmdletName(name.value))
  const operands = words.slice(1)
  const args = operands.map(word => locatedOf(source, word))
  script.reader.fact({ kind: 'command', name, args, wrappers, tested: here.tested || asks, via: viaOf(scope) }, scope)
  if (asks) return
  saysServiceTool(program.toLowerCase(), operands, here)
  const service = serviceCommand(program.toLowerCase(), operands, here)
  if (service) saysOptions(service.program, service.args, here)
  else saysOptions(program, operands, here)
  if (TALKS.test(name.value)) return
  for (const word of operands) saysTexts(word, here)
  const access = /^(remove|new|set|clear|copy|move)-/i.test(program) ? 'write' : 'used'
  for (const word of operands) {
    saysPaths(word, here, program, access)
    saysTemplate(word, line, here)
  }
}

function saysOptions(program: string, words: readonly Word[], { source, scope, script }: Here): void {
  for (const [index, word] of words.entries()) {
    const variable = variableOf(word)
    if (variable) script.options.usedBy.set(variable, program)
    const text = textOf(source, word)
    const behindParameter = words[index + 1]
    // Parameters of scripts that start nodes: `-KubeletExtraArgs '--v=2'`.
    const component = /^-[A-Z]\w+:?$/.test(text) && componentOfOption(text.slice(1).replace(/:$/, ''))
    if (component && behindParameter)
      for (const flag of optionsOf(locatedOf(source, behindParameter), component))
        script.reader.fact({ kind: 'flag', ...flag }, scope)
    if (!/^--[A-Za-z]/.test(text)) continue
    // A word in one string may hold several: `-ArgumentList "--a=b --c"`.
    const list = listEnd(words, index, source)
    const whole = list === word.end ? sourceOf(source, word, false) : sliceSource(source, word.start, list)
    for (const { flag, name, value } of flagWords(whole)) {
      const next = words[index + 1]
      const behind = value ?? (next && !textOf(source, next).startsWith('-') ? locatedOf(source, next) : undefined)
      script.reader.fact({ kind: 'flag', program, flag, name, value: behind }, scope)
    }
  }
}

/** Where a list ends that begins with a word: a program gets `--feature-gates=A=true,B=true` as it stands. */
function listEnd(words: readonly Word[], index: number, { text }: Source): number {
  let { end } = words[index]!
  for (const { start, end: next, quoted } of words.slice(index + 1)) {
    if (quoted || start !== end + 1 || text[end] !== ',') break
    end = next
  }
  return end
}

/** Says the options of components that a text calls: `-BinaryPathName "C:\\k\\kubelet.exe --v=2"`. */
export function saysTexts(word: Word, { source, scope, script }: Here): void {
  if (!word.quoted) return
  for (const flag of commandFlags(sliceSource(source, word.start + 1, word.end - 1)))
    script.reader.fact({ kind: 'flag', ...flag }, scope)
}

/** Says a word that is a Go template or a JSONPath. */
function saysTemplate(word: Word, line: string, { source, scope, script }: Here): void {
  const text = textOf(source, word)
  const template = /\{\{-?\s*[.$(a-z]/.test(text)
  if (!template && !/jsonpath|\{\s*(?:\.|range )/.test(text)) return
  const role = template ? 'template' : 'jsonpath'
  script.reader.fact({ kind: 'pattern', text: locatedOf(source, word), role, subject: line }, scope)
}

/** Says the paths in a word, and what the program it is given to does with them. */
export function saysPaths(word: Word, here: Here, by: string | undefined, access: 'write' | 'used'): void {
  for (const path of pathsOf(sourceOf(here.source, word, true)))
    here.script.reader.fact({ kind: 'path', path, access, by }, here.scope)
}
