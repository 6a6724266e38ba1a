/** YAML and JSON (a subset of YAML 1.2) into trees with positions. The only file that knows the package `yaml`, for what has mistakes. */
import { Composer, type CST, type Document, isAlias, isMap, isScalar, isSeq, Lexer, Parser, type Scalar } from 'yaml'
import type { Language, Reader } from '../reading/language.ts'
import { macrosIn, withoutMacros } from '../reading/macros.ts'
import { oneBranchTexts, withoutParts } from '../reading/one-branch.ts'
import { hasActions, isTemplateName, maskActions } from '../reading/template.ts'
import { offBranchAt, whenAt } from '../reading/unsettled.ts'
import { type Guard, type Located, locate, type Source, type Span, spanOf } from '../text/source.ts'
import type { Entry, MapNode, ScalarNode, TreeDocument, TreeNode } from '../text/tree.ts'
import { documentsApart } from './yaml/apart.ts'
import { behindBracket, behindColon, behindComment, behindDash } from './yaml/ends.ts'
import { type EventDocument, eventDocuments, hasEvents } from './yaml/events.ts'
import { parseJson } from './yaml/json.ts'
import { withoutComments } from './yaml/json-comments.ts'
import { type Attempt, mended } from './yaml/mend.ts'
import { MOST_MERGED, mergesOf } from './yaml/merges.ts'
import { type Told, wordsOf } from './yaml/mistakes.ts'
import type { Mistake } from './yaml/one-line.ts'
import { exactScalar, foldedPieces, madeScalar, quotedPieces } from './yaml/scalar.ts'
import { withoutVain } from './yaml/vain.ts'

/** A text above this size is not parsed: its tree would take more than a gigabyte. */
const MOST_CHARACTERS = 16_000_000
/**
 * Nor one of more words and signs: a tree takes up to a kilobyte for each. Manifests hold one on ten characters, the densest
 * of them one on three.
 */
const MOST_LEXEMES = 2_000_000
/** Real files nest some twenty levels deep. */
const MOST_DEPTH = 300
/**
 * So deep the package's composer is let in. It calls itself for each level, and where the stack ends Node may not only throw
 * but die (seen with 785 levels: the engine found no room to compile a regular expression).
 */
const MOST_COMPOSED_DEPTH = 400

export const yaml: Language = {
  id: 'yaml',
  read(whole, reader) {
    // Most JSON is read here: its own parser is many times faster, and leaves what is not strict JSON to the other one.
    const json = parseJson(whole, reader.mayHold) ?? jsonWithComments(whole)
    if (json) {
      for (const root of json) reader.tree({ root, source: whole, comments: [] })
      return
    }
    const source = withoutVain(whole, reader)
    if (isTooLarge(source)) {
      reader.unread(
        spanOf(source, 0, 1),
        `it is too large to be parsed (${Math.round(source.text.length / 1e6)} MB)`,
        false,
      )
      return
    }
    const isTemplate = isTemplateName(reader.name) || hasActions(source.text)
    const quick = isTemplate ? undefined : eventDocuments(source)
    if (quick) giveQuick(quick, source, reader)
    // A template's branches may go over several documents.
    else for (const part of isTemplate ? [source] : documentsApart(source)) readMended(part, reader)
  },
}

function readMended(source: Source, reader: Reader): void {
  const best = mended(asTemplate(source, reader.name), attempt)
  for (const { text, documents, quick } of withoutMistakes(best) ?? withoutBranches(best, reader) ?? [best])
    if (quick) giveQuick(quick, text, reader)
    else give(documents, text, reader)
}

/** The text as the file that a template makes, where it is one by its name or its looks. */
function asTemplate(source: Source, name: string): Parsed {
  const masked = isTemplateName(name) ? maskActions(source) : source
  let parsed = attempt(masked)
  if (masked === source && hasActions(source.text) && parsed.documents.some(looksTemplated))
    parsed = attempt(maskActions(source))
  // What a macro says need not be YAML: its parts are put into lines.
  const macros = parsed.mistakes.length > 0 ? macrosIn(source.text) : []
  return macros.length > 0 ? attempt(maskActions(withoutMacros(source, macros))) : parsed
}

/** A text in which the branches of a template exclude each other, with one of them each, where that leaves no mistake. */
function withoutMistakes({ text, mistakes }: Parsed): readonly Parsed[] | undefined {
  if (mistakes.length === 0) return undefined
  const each = oneBranchTexts(text).map(attempt)
  return each.length > 0 && each.every(one => one.mistakes.length === 0) ? each : undefined
}

/** So many branches of a text are left out at most. */
const MOST_LEFT_OUT = 8

/**
 * A text without the branches that the defaults leave out and that are not valid where they are taken, when that leaves no
 * mistake. They are told of where they stand, once for all templates that include them.
 */
function withoutBranches(best: Parsed, reader: Reader): readonly Parsed[] | undefined {
  let left: readonly LeftOut[] = []
  let parsed = best
  for (let i = 0; i < MOST_LEFT_OUT && parsed.mistakes.length > 0; i++) {
    const [mistake] = parsed.mistakes
    const branch = offBranchAt(parsed.text, mistake!.pos[0])
    if (!branch) return undefined
    const reason = `what is written here${whenAt(parsed.text, mistake!.pos[0])} is not valid YAML (${wordsOf(mistake!)}), so it was left out`
    left = [...left, { guard: branch.guard, span: spanOf(parsed.text, branch.at, branch.at + 1), reason }]
    parsed = withoutAll(best, left)
  }
  if (parsed.mistakes.length > 0) return undefined
  // A branch that was only near a mistake is taken back.
  for (const one of left) {
    const others = left.filter(each => each !== one)
    const tried = others.length > 0 ? withoutAll(best, others) : best
    if (tried.mistakes.length > 0) continue
    left = others
    parsed = tried
  }
  for (const { span, reason } of left)
    reader.unread({ file: span.file, start: span.start, end: span.start + 1 }, reason, true)
  return [parsed]
}

interface LeftOut {
  readonly guard: Guard
  readonly span: Span
  readonly reason: string
}

const withoutAll = ({ text }: Parsed, left: readonly LeftOut[]): Parsed =>
  attempt(withoutParts(text, under => left.some(({ guard }) => under.includes(guard))))

function isTooLarge({ text }: Source): boolean {
  if (text.length > MOST_CHARACTERS) return true
  // A lexeme may have no character of its own, but of two that follow each other one has.
  if (text.length < MOST_LEXEMES / 2) return false
  let count = 0
  for (const _ of new Lexer().lex(text)) if (++count > MOST_LEXEMES) return true
  return false
}

function jsonWithComments(source: Source): readonly TreeNode[] | undefined {
  const bare = withoutComments(source)
  return bare && parseJson(bare)
}

/** The first document of a text that is no template, for who reads YAML strictly: with the first mistake, if there is one. */
export function parseYaml(source: Source): { root: TreeNode | undefined; mistake?: { at: number; message: string } } {
  if (isTooLarge(source)) return { root: undefined, mistake: { at: 0, message: 'it is too large' } }
  const [document, second] = parse(source)
  if (!document) return { root: undefined }
  const error = document.errors[0]
  const { root, limit } = convert(document, source)
  if (error) return { root, mistake: { at: error.pos[0], message: wordsOf(error) } }
  if (limit) return { root, mistake: { at: 0, message: limit } }
  if (second) return { root, mistake: { at: second.range[0], message: 'there is a second document' } }
  return { root }
}

/** A text with the documents that it holds. */
interface Parsed extends Attempt {
  readonly mistakes: readonly (Mistake & Told)[]
  readonly documents: readonly Document.Parsed[]
  /** The documents of a text without mistakes, which needs no other parser. */
  readonly quick?: readonly EventDocument[]
}

function attempt(text: Source): Parsed {
  const quick = eventDocuments(text)
  if (quick) return { text, documents: [], quick, mistakes: [] }
  const documents = parse(text)
  return { text, documents, mistakes: documents.flatMap(({ errors }) => errors) }
}

function parse(source: Source): readonly Document.Parsed[] {
  // The failsafe schema leaves every scalar a text, as the rules need it: `0644`, `yes` and `~` keep their spelling.
  const options = {
    schema: 'failsafe',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
    strict: false,
  } as const
  const composer = new Composer(options)
  return [...composer.compose(shallow(new Parser().parse(source.text)), true, source.text.length)]
}

/** The documents as they are written, with a mistake in the place of one that nests too deep to be composed. */
function* shallow(tokens: Iterable<CST.Token>): Generator<CST.Token> {
  for (const token of tokens) {
    if (token.type !== 'document' || isShallow(token.value)) yield token
    else {
      const message = `nested more than ${MOST_COMPOSED_DEPTH} levels deep`
      yield { type: 'error', offset: token.offset, source: '', message }
    }
  }
}

function isShallow(root: CST.Token | undefined): boolean {
  const stack = [{ token: root, depth: 0 }]
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { token, depth } = next
    if (!token || !('items' in token)) continue
    if (depth > MOST_COMPOSED_DEPTH) return false
    for (const { key, value } of token.items)
      for (const inner of [key, value]) if (inner && 'items' in inner) stack.push({ token: inner, depth: depth + 1 })
  }
  return true
}

/** Unmasked actions show as errors, or as `{{ x }}` read as a map that is the key of a map. */
function looksTemplated(document: Document.Parsed): boolean {
  if (document.errors.length > 0) return true
  const stack: unknown[] = [document.contents]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (isMap(node))
      for (const pair of node.items) {
        if (isMap(pair.key)) return true
        stack.push(pair.value ?? null)
      }
    else if (isSeq(node)) for (const item of node.items) stack.push(item)
  }
  return false
}

/** The documents of a text, without anything being said of what could not be read. */
export function trees(source: Source): readonly TreeDocument[] {
  if (isTooLarge(source)) return []
  const roots =
    eventDocuments(source)?.map(({ root }) => root) ?? parse(source).map(document => convert(document, source).root)
  return roots.map(root => ({ root, source, comments: [] }))
}

/** The documents as the parser tells them that reads over mistakes; undefined where there are some. */
export function composedTrees(source: Source): readonly (TreeNode | undefined)[] | undefined {
  const documents = parse(source)
  if (documents.some(({ errors }) => errors.length > 0)) return undefined
  return documents.map(document => convert(document, source).root)
}

/** Whether a text is YAML without a mistake. */
export const isValid = (source: Source): boolean =>
  !isTooLarge(source) && (hasEvents(source.text) || parse(source).every(document => document.errors.length === 0))

function giveQuick(documents: readonly EventDocument[], source: Source, reader: Reader): void {
  let told = false
  for (const { root, limit, start, contentStart } of documents) {
    if (limit && !told) {
      told = true
      reader.unread(spanOf(source, start, start + 1), limit, true)
    }
    if (root) reader.tree({ root, source, comments: commentsIn(source, start, contentStart) })
  }
}

/** A mistake that the parser reads over: blank lines before a block's first line, longer than that line is indented. */
const HARMLESS = /^Block scalars with more-indented leading empty lines/

function give(documents: readonly Document.Parsed[], source: Source, reader: Reader): void {
  let start = 0
  let told = false
  for (const document of documents) {
    const error = document.errors.find(({ message }) => !HARMLESS.test(message))
    if (error && !told) {
      told = true
      const [at] = error.pos
      const language = reader.name.endsWith('.json') ? 'JSON' : 'YAML'
      const reason = `it is not valid ${language} here${whenAt(source, at)} (${wordsOf(error)})`
      reader.unread(spanOf(source, at, at + 1), reason, true)
    }
    const tree = convert(document, source)
    if (tree.limit && !told) {
      told = true
      reader.unread(spanOf(source, start, start + 1), tree.limit, true)
    }
    const end = document.range[2]
    const contentStart = document.contents?.range?.[0] ?? end
    if (tree.root) reader.tree({ root: tree.root, source, comments: commentsIn(source, start, contentStart) })
    start = end
  }
}

/** The whole-line comments of a stretch of text. */
function commentsIn(source: Source, start: number, end: number): readonly Located[] {
  const found: Located[] = []
  const text = source.text.slice(start, end)
  if (!text.includes('#')) return found
  for (const match of text.matchAll(/^#[ \t]?(.*)$/gm)) {
    const from = start + match.index + match[0].length - match[1]!.length
    found.push(locate(source, from, from + match[1]!.length))
  }
  return found
}

/** Builds the tree of a document. Aliases become the node they name, so a tree may hold one node twice. */
function convert(document: Document.Parsed, source: Source): { root: TreeNode | undefined; limit: string | undefined } {
  const { text } = source
  const anchors = new Map<string, TreeNode>()
  let limit: string | undefined
  /** Where what was read last ends. */
  let end = 0
  const merges = mergesOf(() => {
    limit = `it merges more than ${MOST_MERGED} entries`
  })

  function node(from: unknown, depth: number): TreeNode | undefined {
    if (depth > MOST_DEPTH) {
      limit = `it nests more than ${MOST_DEPTH} levels deep`
      return undefined
    }
    if (isAlias(from)) {
      end = from.range?.[1] ?? end
      return anchors.get(from.source)
    }
    const made = isMap(from)
      ? map(from, depth)
      : isSeq(from)
        ? list(from, depth)
        : isScalar(from)
          ? scalarHere(from)
          : undefined
    const anchor = (from as { anchor?: string } | null)?.anchor
    if (anchor && made) anchors.set(anchor, made)
    return made
  }

  function scalarHere(from: Scalar): ScalarNode | undefined {
    const made = scalar(from, source)
    if (made) end = from.range?.[1] ?? end
    return made
  }

  function map(
    from: { items: readonly { key: unknown; value: unknown }[]; range?: readonly number[] | null },
    depth: number,
  ): MapNode {
    const start = from.range?.[0] ?? 0
    const isFlow = text[start] === '{'
    end = isFlow ? start + 1 : start
    const entries: Entry[] = []
    const merged: MapNode[] = []
    for (const pair of from.items) {
      const key = isScalar(pair.key) ? scalarHere(pair.key as Scalar) : undefined
      const value = node(pair.value, depth + 1)
      if (!value && !isAlias(pair.value) && !isFlow) end = behindColon(text, end)
      if (!key) continue
      if (key.value === '<<' && value && value.kind !== 'scalar') merged.push(...merges(value))
      else entries.push({ key: key.located, value })
    }
    end = isFlow ? behindBracket(text, end) : behindComment(text, end)
    return { kind: 'map', entries, merged, start, end }
  }

  function list(from: { items: readonly unknown[]; range?: readonly number[] | null }, depth: number): TreeNode {
    const start = from.range?.[0] ?? 0
    const isFlow = text[start] === '['
    end = isFlow ? start + 1 : start
    const items: (TreeNode | undefined)[] = []
    for (const item of from.items) {
      const made = node(item, depth + 1)
      items.push(made)
      if (!made && !isAlias(item) && !isFlow) end = behindDash(text, end)
    }
    end = isFlow ? behindBracket(text, end) : behindComment(text, end)
    return { kind: 'list', items, start, end }
  }

  return { root: node(document.contents, 0), limit }
}

/** A scalar as the tree has it, or undefined for nothing at all (`key:`). */
function scalar(from: Scalar, source: Source): ScalarNode | undefined {
  const value = typeof from.value === 'string' ? from.value : ''
  const [start, end] = from.range ?? [0, 0]
  if (start >= end) return undefined
  const raw = source.text.slice(start, end)
  const quoted = from.type === 'QUOTE_DOUBLE' || from.type === 'QUOTE_SINGLE'
  const block = from.type === 'BLOCK_LITERAL' || from.type === 'BLOCK_FOLDED'
  if (!quoted && !block && raw === value) return exactScalar(source, start, end, 'plain')
  if (quoted && raw.length === value.length + 2 && raw.startsWith(value, 1))
    return exactScalar(source, start + 1, end - 1, 'quoted')
  const style = quoted ? 'quoted' : block ? 'block' : 'plain'
  return madeScalar(source, start, end, value, style, () =>
    quoted ? quotedPieces(raw, start, value, from.type === 'QUOTE_DOUBLE') : foldedPieces(raw, start, value, block),
  )
}
