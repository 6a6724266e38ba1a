/** Documents that need not be parsed. */
import { type Source, withText } from '../../text/source.ts'

const NAME = 'CustomResourceDefinition'
const DECLARES = new RegExp(`^kind:[ \\t]*["']?${NAME}["']?[ \\t]*(?:#.*)?$`, 'm')
/** Where a document begins. */
const MARK = /^(?=---(?:\s|$))/m

/**
 * The text with the documents made comments that declare a kind of objects. They hold a schema and prose, which may speak of
 * anything and of which nothing runs; but they are the largest files of most repositories, of a megabyte and more.
 */
export function withoutDeclarations(source: Source): Source {
  if (!source.text.includes(NAME)) return source
  const documents = source.text.split(MARK)
  return withText(source, documents.map(text => (DECLARES.test(text) ? comment(text) : text)).join(''))
}

/** As long as the text, and one comment: the parser goes over that in one step. What follows begins a line of its own. */
const comment = (text: string): string => `#${' '.repeat(text.length - 2)}\n`
