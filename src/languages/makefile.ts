/** Makefiles: recipes, and what `$(shell ...)` runs. Reference: https://www.gnu.org/software/make/manual/make.html */

import type { Language, Reader } from '../reading/language.ts'
import { looksLikePowerShell } from '../reading/powershell-text.ts'
import { forward } from '../text/progress.ts'
import { innerSource, joinSources, locate, type Piece, type Source, sliceSource } from '../text/source.ts'
import { type Expansion, expanded, otherCalls, trimmedValue } from './makefile/expand.ts'

export const makefile: Language = {
  id: 'makefile',
  read(source, reader) {
    const made = linesOf(source)
    const values = valuesOf(made)
    const shell = values.get('SHELL')?.[0]
    if (shell && /python|perl|node|ruby/.test(shell.text)) return
    const isPowerShell = /powershell|pwsh/i.test(shell?.text ?? '')
    const expansion: Expansion = { values, calls: [], called: new Set(), length: 0 }
    const oneShell = made.some(line => line.kind === 'rule' && /^\s*\.ONESHELL\b/.test(line.source.text))
    const recipes = recipesOf(made, linesCalled(made))
    for (const { target, lines, twice } of recipes) {
      const scope = reader.open('script', { name: target, place: 'build' })
      const once = lines.map(line => expanded(withoutPrefix(line), expansion))
      const scripts = twice ? once.map(line => expanded(line, expansion)) : once
      const joined = oneShell
        ? [
            joinSources(
              source.file,
              scripts.flatMap(script => [script, '\n']),
            ),
          ]
        : scripts
      for (const script of joined) {
        const language = isPowerShell || looksLikePowerShell(script.text) ? 'powershell' : 'shell'
        reader.embed({ language }, script, scope)
      }
    }
    for (const { kind, source: line } of made)
      if (kind === 'assignment') {
        sayExport(line, reader)
        const { value, runs } = partsOf(line)
        const text = expanded(value, expansion)
        if (runs) expansion.calls.push(text)
      }
    const others = otherCalls(expansion).map(value => expanded(value, expansion))
    if (expansion.calls.length + others.length === 0) return
    const scope = reader.open('script', { name: 'shell', place: 'build' })
    for (const call of [...expansion.calls, ...others]) reader.embed({ language: 'shell' }, call, scope)
  },
}

interface MakeLine {
  /** `body` is a line between `define` and `endef`. */
  readonly kind: 'rule' | 'recipe' | 'assignment' | 'define' | 'body'
  /** The whole line with its continuation lines. */
  readonly source: Source
}

/** The lines that mean something here. Directives, conditions and comments are left out: both sides of a condition are read. */
function linesOf(source: Source): readonly MakeLine[] {
  const { text } = source
  const lines: MakeLine[] = []
  let inRule = false
  let inDefine = 0
  for (let start = 0, moves = forward(); start < text.length && moves(start); ) {
    const end = endOfLine(text, start)
    const line = text.slice(start, end)
    const kind = kindOf(line, inRule, inDefine > 0)
    if (/^ *define\b/.test(line)) inDefine++
    else if (inDefine > 0 && /^ *endef\b/.test(line)) inDefine--
    if (kind === 'rule') inRule = true
    else if (kind === 'assignment' && !line.startsWith('\t')) inRule = false
    if (kind) lines.push({ kind, source: sliceSource(source, start, end) })
    start = end + 1
  }
  return lines
}

function kindOf(line: string, inRule: boolean, inDefine: boolean): MakeLine['kind'] | undefined {
  if (/^ *define\b/.test(line)) return inDefine ? 'body' : 'define'
  if (inDefine) return /^ *endef\b/.test(line) ? undefined : 'body'
  if (inRule && line.startsWith('\t')) return 'recipe'
  if (/^\s*(?:#|$|-?include\b|sinclude\b|ifn?eq\b|ifn?def\b|else\b|endif\b|vpath\b|undefine\b|unexport\b)/.test(line))
    return undefined
  if (ASSIGNMENT.test(line)) return 'assignment'
  return RULE.test(line) ? 'rule' : undefined
}

/** A target, or several, before a colon. */
const RULE = /^[^\t:][^:]*:/

/** Also for the variables of one target: `target: NAME = value`. */
const ASSIGNMENT = /^\s*(?:[^\s:=#][^:=#]*:\s+)?(?:(?:export|override|private)\s+)*([\w.-]+)\s*(\?|:{1,3}|\+|!)?=[ \t]*/

/** The end of a line and of the lines that a backslash joins to it. */
function endOfLine(text: string, start: number): number {
  for (let at = start, moves = forward(); ; moves(at)) {
    const newline = text.indexOf('\n', at)
    if (newline < 0) return text.length
    if (text[newline - 1] !== '\\') return newline
    at = newline + 1
  }
}

function partsOf(line: Source): { name: string; value: Source; runs: boolean; adds: boolean } {
  const [head, name, operator] = ASSIGNMENT.exec(line.text)!
  const value = sliceSource(line, head.length, line.text.length)
  return { name: name!, value, runs: operator === '!', adds: operator === '+' }
}

/** The values of every variable, those of the two sides of a condition alike. */
function valuesOf(lines: readonly MakeLine[]): ReadonlyMap<string, readonly Source[]> {
  const values = new Map<string, Source[]>()
  for (const { kind, source } of lines) {
    if (kind !== 'assignment') continue
    const { name, value, runs, adds } = partsOf(source)
    if (runs || adds) continue
    const known = values.get(name)
    if (known) known.push(trimmedValue(value))
    else values.set(name, [trimmedValue(value)])
  }
  return values
}

/** The names of multi-line variables that stand as a recipe line of their own: `$(call build-image,x)`. */
function linesCalled(lines: readonly MakeLine[]): ReadonlySet<string> {
  const names = new Set<string>()
  for (const { kind, source } of lines)
    if (kind === 'recipe' || kind === 'body') {
      const name = /^\s{0,80}[@+-]{0,9}\s{0,80}\$[({](?:call\s{1,80})?([\w.-]+)\s*[,)}]/.exec(source.text)?.[1]
      if (name) names.add(name)
    }
  return names
}

interface Recipe {
  readonly target: string
  readonly lines: Source[]
  /** Whether it is of a rule in a multi-line variable, which make expands before it reads the rule: there `$$<` is `$<`. */
  twice: boolean
}

function recipesOf(lines: readonly MakeLine[], called: ReadonlySet<string>): readonly Recipe[] {
  const recipes: Recipe[] = []
  let current: Recipe | undefined
  for (const { kind, source } of lines) {
    const { text } = source
    if (kind === 'rule') {
      current = { target: text.slice(0, text.indexOf(':')).trim(), lines: [], twice: false }
      recipes.push(current)
      const semicolon = text.indexOf(';')
      if (semicolon >= 0) current.lines.push(sliceSource(source, semicolon + 1, text.length))
    } else if (kind === 'define') {
      const target = /^ *define\s+([\w.-]+)/.exec(text)?.[1] ?? ''
      current = { target, lines: [], twice: false }
      recipes.push(current)
    } else if (kind === 'recipe') current?.lines.push(source)
    // The text of a rule that `$(eval ...)` makes has recipe lines of its own; other texts are no shell unless they are called as a line.
    else if (kind === 'body' && current && (text.startsWith('\t') || called.has(current.target)))
      current.lines.push(source)
    else if (kind === 'body' && current && RULE.test(text)) current.twice = true
  }
  return recipes.filter(recipe => recipe.lines.length > 0)
}

/** A recipe line without its tab and the marks `@`, `-` and `+`, also behind the tabs of the lines that go on. */
function withoutPrefix(line: Source): Source {
  const prefix = /^[\t @+-]*/.exec(line.text)![0].length
  const pieces: Piece[] = []
  let start = prefix
  for (let tab = line.text.indexOf('\n\t', start); tab >= 0; tab = line.text.indexOf('\n\t', start)) {
    pieces.push({ text: line.text.slice(start, tab + 1), start, end: tab + 1 })
    start = tab + 2
  }
  pieces.push({ text: line.text.slice(start), start, end: line.text.length })
  return innerSource(line, pieces)
}

/** `export NAME = value` sets a variable of the programs that recipes run. */
function sayExport(line: Source, reader: Reader): void {
  if (!/^\s*export\s/.test(line.text)) return
  const { name, value } = partsOf(line)
  const at = line.text.indexOf(name, line.text.indexOf('export') + 6)
  const from = line.text.length - value.text.length
  if (!value.text.includes('$'))
    reader.fact({
      kind: 'env',
      name: locate(line, at, at + name.length),
      value: locate(line, from, from + value.text.trimEnd().length),
    })
}
