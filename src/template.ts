/** Masking of template actions, so that a template can be read as the file that it makes, with every position where it was. */
import { type Source, UNKNOWN, withText } from './source.ts'

/** The actions of a template language, as a pattern that matches one action. None may backtrack: templates are hostile input. */
const ACTIONS = /\{\{[^}]*(?:\}(?!\})[^}]*)*\}\}+|\{%[^%]*(?:%(?!\})[^%]*)*%\}|\{#[^#]*(?:#(?!\})[^#]*)*#\}|<%[^%]*(?:%(?!>)[^%]*)*%>/g

/** Whether a text holds something that looks like an action of Go templates, Jinja or ERB. */
export const hasActions = (text: string): boolean => /\{\{|\{%|<%/.test(text)

/**
 * The same source with every template action filled with UNKNOWN in equal length, line ends kept. A line that holds only
 * actions becomes blank, since a control action leaves nothing behind.
 */
export function maskActions(source: Source): Source {
  const { text } = source
  if (!hasActions(text)) return source
  const masked = text.replace(ACTIONS, action => action.replace(/[^\n]/g, UNKNOWN))
  if (masked === text) return source
  const blanked = masked.replace(BLANK_LINES, line => ' '.repeat(line.length))
  return withText(source, blanked)
}

const BLANK_LINES = new RegExp(`^[ \\t${UNKNOWN}]*${UNKNOWN}[ \\t${UNKNOWN}]*$`, 'gm')
