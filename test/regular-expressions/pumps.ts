import type { AST } from '@eslint-community/regexpp'
import { parsed } from './matcher.ts'

/** A text that can be made as long as one likes. */
export interface Pump {
  readonly before: string
  readonly repeated: string
  readonly after: string
}

/** A text of a size: each is twice as long as the one before it. */
export const pumped = ({ before, repeated, after }: Pump, size: 0 | 1 | 2): string =>
  before + repeated.repeat(Math.max(12, Math.ceil(48 / repeated.length)) * 2 ** size) + after

/** A longer text says no more when it is repeated. */
const LONGEST = 60

/** What ends a text so that a match fails at the end of it. */
const ENDS = ['', '\u0000', '\n', '\n\u0000\n']
const SOME = [' ', '\n', 'a', '0', '/', '"', "'", '-', '.', '_', ':', '{', '$', '#', '\\', '\u0001']

function quantifiersIn(pattern: AST.Pattern): readonly AST.Quantifier[] {
  const found: AST.Quantifier[] = []
  const visit = (node: AST.Node): void => {
    if (node.type === 'Quantifier') {
      found.push(node)
      visit(node.element)
    }
    if ('alternatives' in node) for (const each of node.alternatives) if (each.type === 'Alternative') visit(each)
    if (node.type === 'Alternative') for (const each of node.elements) visit(each)
  }
  visit(pattern)
  return found
}

/** Characters that a pattern tells apart. */
function alphabetOf(source: string, flags: string): readonly string[] {
  const said = source.replace(/\\[a-zA-Z]/g, '').match(/[^[\]()?*+|^]/g) ?? []
  return [...new Set([...SOME, ...said, ...(flags.includes('i') ? [] : ['A'])])].slice(0, 40)
}

/** Texts that go round the loops of a pattern, which then fail. */
export function* pumpsOf(source: string, flags: string): Generator<Pump> {
  const pattern = parsed(source, flags)
  const alphabet = alphabetOf(source, flags)
  const ownFlags = flags.replace(/[^isuv]/g, '')
  const known = new Map<string, readonly string[]>()
  const inSet = (raw: string): readonly string[] => {
    const fits = new RegExp(`^(?:${raw})$`, ownFlags)
    const list = known.get(raw) ?? alphabet.filter(character => fits.test(character))
    known.set(raw, list)
    return list
  }
  /** A shortest text of a node; each loop is gone round as often as it must be, or so often more. */
  const word = (node: AST.Element | AST.Alternative, more: number, way = 0): string => {
    switch (node.type) {
      case 'Alternative':
        return node.elements.map(element => word(element, more, way)).join('')
      case 'CapturingGroup':
      case 'Group':
        return word(node.alternatives[way % node.alternatives.length]!, more, way)
      case 'Quantifier':
        return word(node.element, more, way).repeat(Math.min(node.max, Math.max(node.min, more)))
      case 'Assertion':
      case 'Backreference':
        return ''
      case 'Character':
        return String.fromCodePoint(node.value)
      default:
        return inSet(node.raw)[way % Math.max(1, inSet(node.raw).length)] ?? ''
    }
  }
  /** What has to stand before a node. */
  const before = (node: AST.Node, more: number): string => {
    const { parent } = node
    if (!parent) return ''
    const own =
      parent.type === 'Alternative'
        ? parent.elements.slice(0, parent.elements.indexOf(node as AST.Element)).map(element => word(element, more))
        : []
    return before(parent, more) + own.join('')
  }
  const loops = quantifiersIn(pattern).filter(({ max }) => max === Number.POSITIVE_INFINITY)
  if (loops.length === 0) return
  const starts = new Set(pattern.alternatives.flatMap(way => [word(way, 0), word(way, 1), word(way, 1, 1)]))
  const said = new Set<string>()
  const fresh = function* (first: string, repeated: string, end?: string): Generator<Pump> {
    if (repeated === '' || repeated.length > LONGEST || said.has(`${first}\u0000${repeated}`)) return
    said.add(`${first}\u0000${repeated}`)
    for (const after of end === undefined ? ENDS : [...ENDS, end]) yield { before: first, repeated, after }
  }
  for (const character of alphabet) {
    yield* fresh('', character)
    yield* fresh(character === 'a' ? '0' : 'a', character)
  }
  for (const start of starts) {
    yield* fresh('', start)
    if (source.includes('\\\\')) for (const quote of ['"', "'"]) yield* fresh(start, `\\${quote}`, '\\')
  }
  for (const loop of loops) {
    const { element } = loop
    const isSet = element.type === 'CharacterClass' || element.type === 'CharacterSet' || element.type === 'Character'
    const words = isSet
      ? inSet(element.raw).slice(0, 12)
      : [0, 1, 2, 3].flatMap(way => [word(element, 0, way), word(element, 1, way)])
    const other = isSet ? alphabet.find(character => !inSet(element.raw).includes(character)) : undefined
    for (const first of new Set([before(loop, 0), before(loop, 1)])) {
      yield* fresh('', first, other)
      for (const repeated of words) {
        yield* fresh(first, repeated, other)
        if (first !== '') yield* fresh('', first + repeated, other)
      }
    }
  }
}
