/** Documents that need not be parsed. */
import type { Reader } from '../../reading/language.ts'
import { hasActions, isTemplateName } from '../../reading/template.ts'
import { type Source, withText } from '../../text/source.ts'

const NAME = 'CustomResourceDefinition'
const DECLARES = new RegExp(`^kind:[ \\t]*["']?${NAME}["']?[ \\t]*(?:#.*)?$`, 'm')
/** Where a document begins. */
const MARK = /^(?=---(?:\s|$))/m
/** A line that tells how to read the documents. */
const DIRECTIVE = /^%/m

/** Of a longer text only the documents are parsed that may hold what is asked for: see `yaml/json.ts`. */
const LONG = 1_000_000

/**
 * The text with the documents made comments that are parsed in vain: those that hold nothing of what is asked for, and those
 * that declare a kind of objects. These hold a schema and prose, which may speak of anything and of which nothing runs; but
 * they are the largest files of most repositories, of a megabyte and more.
 */
export function withoutVain(source: Source, { name, mayHold }: Pick<Reader, 'name' | 'mayHold'>): Source {
  const { text } = source
  const declares = text.includes(NAME)
  const isStream = text.length > LONG && !isTemplateName(name) && !DIRECTIVE.test(text) && !hasActions(text)
  const holds = isStream && mayHold ? mayHold : () => true
  if (!declares && holds !== mayHold) return source
  const documents = text.split(MARK)
  if (documents.length === 1 && !declares) return source
  const isVain = (document: string): boolean => (declares && DECLARES.test(document)) || !holds(document)
  return withText(source, documents.map(document => (isVain(document) ? comment(document) : document)).join(''))
}

/** As long as the text, and one comment: the parser goes over that in one step. What follows begins a line of its own. */
const comment = (text: string): string => `#${' '.repeat(text.length - 2)}\n`
