/** What words come to that use what the script defines: variables, aliases, `$(which docker)`. */
import { baseName } from '../../reading/path-words.ts'
import { UNKNOWN } from '../../text/source.ts'
import { type Definitions, functionOf, type Value, valueAbove, valuesOf } from './definitions.ts'
import { wordsOf } from './parse.ts'
import type { Node, Part, Word } from './tree.ts'
import { literalOf, standingAt, textOf, variableOf, wordAt } from './word.ts'

/** How many variables may stand behind each other, and how many one word may make us look at. */
const MOST_STEPS = 6
const MOST_LOOKUPS = 300

/** The variables that are being looked up, and how many more may be. */
interface Search {
  readonly names: ReadonlySet<string>
  readonly budget: { left: number }
}

const newSearch = (): Search => ({ names: new Set(), budget: { left: MOST_LOOKUPS } })
/** Values longer than this are no program. */
const LONGEST_VALUE = 2_000

/**
 * The words that a variable in the place of a program stands for, standing where it is used: `sudo`, `docker` for `$DOCKER`
 * after `DOCKER="sudo docker"`. Undefined when the script does not say it, or gives it different programs; an empty list when
 * it is empty.
 */
export function expandedProgram(word: Word, definitions: Definitions): readonly Word[] | undefined {
  if (word.parts[0]?.kind === 'text') return undefined
  const looked = lookUp(word, definitions, newSearch())
  if (looked === undefined) return undefined
  if (looked.trim() === '') return []
  if (looked.replaceAll(UNKNOWN, '') === '') return undefined
  const words = wordsOf(standingAt(word, looked))
  return words.length ? words : undefined
}

/** The text that a word in the place of a program comes to. */
function lookUp(word: Word, definitions: Definitions, search: Search): string | undefined {
  const [part] = word.parts
  if (!part || word.parts.length !== 1) return undefined
  if (part.kind === 'script') return programAskedFor(part.nodes)
  if (part.kind !== 'variable' || search.names.size >= MOST_STEPS || --search.budget.left < 0) return undefined
  const fallback = part.operator === ':-' || part.operator === '-' || part.operator === ':=' || part.operator === '='
  if (part.operator !== undefined && !fallback) return undefined
  const texts = new Set<string>()
  // `SUDO=` and `SUDO=sudo`, `docker` and `sudo docker`: the same program in the end. The first other one settles it.
  let program = ''
  const isAnother = (text: string): boolean => {
    if (texts.has(text)) return false
    texts.add(text)
    const last = lastProgram(text)
    if (program !== '' && last !== '' && last !== program) return true
    program ||= last
    return false
  }
  if (!search.names.has(part.name)) {
    const inner: Search = { names: new Set(search.names).add(part.name), budget: search.budget }
    for (const value of valuesOf(definitions, part.name)) {
      // An array is one program only as a whole; `"${ACTIONS[$1]}"` is any of its items.
      if (value.array && part.index && !/^[@*]$/.test(textOf(part.index))) return undefined
      const text = valueText(value, definitions, inner)
      if (text === undefined || isAnother(text)) return undefined
    }
  }
  if (fallback && part.operands[0]) {
    const text = valueText({ words: part.operands, array: false }, definitions, search)
    if (text !== undefined && isAnother(text)) return undefined
  }
  const [first, ...others] = [...texts]
  if (first === undefined || others.length === 0) return first
  const above = valueAbove(word, valuesOf(definitions, part.name))
  const nearest = above && valueText(above, definitions, { ...search, names: new Set(search.names).add(part.name) })
  return nearest || [...texts].sort((a, b) => b.length - a.length)[0]
}

const lastProgram = (text: string): string => {
  const words = text.trim().split(/\s+/)
  return baseName(
    words.find((each, index) => index === words.length - 1 || !/^(sudo|exec|env|command|-\S*|\w+=\S*)$/.test(each)) ??
      '',
  )
}

function valueText({ words, array }: Value, definitions: Definitions, search: Search): string | undefined {
  const texts: string[] = []
  for (const word of words) {
    let text = ''
    for (const part of word.parts) {
      const next = partText(word, part, definitions, search)
      if (next === undefined) return undefined
      text += next
    }
    if (text.length > LONGEST_VALUE) return undefined
    texts.push(array && /[^\w./:=@%+,-]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : text)
    if (texts.length > 100) return undefined
  }
  return texts.join(' ')
}

function partText(word: Word, part: Part, definitions: Definitions, search: Search): string | undefined {
  if (part.kind === 'text') return part.text
  if (part.kind === 'unknown') return UNKNOWN
  const single: Word = { ...word, parts: [part] }
  const known = lookUp(single, definitions, search)
  if (known !== undefined) return known
  if (part.kind === 'script') return UNKNOWN
  // An argument such as "$@" or "$IMAGE" of a kept command stays as it is written, unless it is the variable itself.
  if (search.names.has(part.name)) return word.parts.length > 1 ? '' : undefined
  return word.source.text.slice(part.start, part.end)
}

/** The program that `$(which docker)` or `$(command -v docker)` asks for. */
function programAskedFor(nodes: readonly Node[]): string | undefined {
  const node = nodes.length === 1 ? nodes[0] : undefined
  if (node?.kind === 'and-or') {
    const asked = new Set(node.nodes.map(each => programAskedFor([each])).filter(each => each !== undefined))
    return asked.size === 1 ? [...asked][0] : undefined
  }
  if (node?.kind !== 'call') return undefined
  const [program, ...args] = node.words.map(textOf)
  const asked = program !== undefined && /^(which|type|command|whereis|hash)$/.test(baseName(program))
  const operands = args.filter(arg => !arg.startsWith('-'))
  if (!asked || operands.length !== 1) return undefined
  if (program === 'command' && !args.some(arg => /^-[vV]$/.test(arg))) return undefined
  return operands[0]
}

/** The text of an argument that is one variable with one known value, standing where it is used. */
export function resolvedArgument(word: Word, definitions: Definitions): Word | undefined {
  const variable = variableOf(word)
  if (!variable) return undefined
  if (valuesOf(definitions, variable.name).length !== 1 && variable.operands.length === 0) return undefined
  const text = lookUp(word, definitions, newSearch())
  return text === undefined || text === '' || /[$\s\uE000]/.test(text) ? undefined : wordAt(word, text)
}

/** Variables that choose a runtime. */
const CHOOSES_RUNTIME = /runtime|engine|(?:^|_)cri(?:_|$)/i

/** The variable that chooses a runtime and whose default a word comes to: `CONTAINER_RUNTIME` for `${CONTAINER_RUNTIME:-docker}`, also by way of others. */
export function defaultedChoice(word: Word, definitions: Definitions): string | undefined {
  let next: Word | undefined = word
  for (let step = 0; next && step < MOST_STEPS; step++) {
    const variable = variableOf(next)
    if (!variable) return undefined
    const values = valuesOf(definitions, variable.name)
    if (/^:?[-=]$/.test(variable.operator ?? '') && variable.operands.length > 0 && CHOOSES_RUNTIME.test(variable.name))
      return variable.name
    const [only] = values
    next = values.length === 1 && only && !only.array && only.words.length === 1 ? only.words[0] : undefined
  }
  return undefined
}

/** A list in a variable is no longer than this. */
const MOST_HELD = 50

/**
 * The words that a variable without quotes comes to, standing where it is used: `docker` and `kubelet` for `$UNITS` after
 * `UNITS="docker kubelet"`. Undefined when it is one word, or not known.
 */
export function heldWords(word: Word, definitions: Definitions): readonly Word[] | undefined {
  const variable = variableOf(word)
  if (!variable || variable.quoted || valuesOf(definitions, variable.name).length !== 1) return undefined
  const text = lookUp(word, definitions, newSearch())
  if (text === undefined || /[$`'"\\*\uE000]/.test(text)) return undefined
  const texts = text.trim().split(/\s+/)
  return texts.length > 1 && texts.length <= MOST_HELD ? texts.map(each => wordAt(word, each)) : undefined
}

/** The words of an alias and the rest of the call. */
export function expandedAlias(word: Word, definitions: Definitions): readonly Word[] | undefined {
  const name = literalOf(word)
  if (name === undefined) return undefined
  for (let next: Definitions | undefined = definitions; next; next = next.parent) {
    const alias = next.aliases.get(name)
    if (!alias || functionOf(definitions, name)) continue
    const words = wordsOf(standingAt(word, textOf(alias)))
    return words.length ? words : undefined
  }
  return undefined
}

/** The value of a variable that is run as a script, at the place where it is written: `CMD='docker ps | wc -l'; eval "$CMD"`. */
export function keptScript(words: readonly Word[], definitions: Definitions): Word | undefined {
  const [word] = words
  const variable = word && variableOf(word)
  if (words.length !== 1 || !variable || variable.operator !== undefined) return undefined
  const values = valuesOf(definitions, variable.name)
  const value = values.length === 1 ? values[0] : valueAbove(word, values)
  const [text] = value?.words ?? []
  return value?.array || text?.parts.every(part => part.kind !== 'text') ? undefined : text
}

/** The text that a variable holds at a place of the script: the value that was last written above it. */
function textAbove(word: Word, definitions: Definitions): string | undefined {
  const variable = variableOf(word)
  if (!variable || variable.operator !== undefined) return undefined
  const value = valueAbove(word, valuesOf(definitions, variable.name))
  return value && !value.array && value.words[0] ? literalOf(value.words[0]) : undefined
}

/** Gives the text of a word that names a file, with variables resolved. */
export const namesIn =
  (definitions: Definitions) =>
  (word: Word): string =>
    textAbove(word, definitions) ?? textOf(resolvedArgument(word, definitions) ?? word)
