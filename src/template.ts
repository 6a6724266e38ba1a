/** Masking of template actions, so that a template can be read as the file that it makes, with every position where it was. */
import { type Source, UNKNOWN, withText } from './source.ts'

/** One action of Go templates, Jinja or ERB. No alternative can match the same text twice, so the scan is linear. */
const ACTION =
  /\{\{[^}]*(?:\}(?!\})[^}]*)*\}\}+|\{%[^%]*(?:%(?!\})[^%]*)*%\}|\{#[^#]*(?:#(?!\})[^#]*)*#\}|<%[^%]*(?:%(?!>)[^%]*)*%>/g

/** Whether a text holds something that looks like an action of Go templates, Jinja or ERB. */
export const hasActions = (text: string): boolean => /\{\{|\{%|<%/.test(text)

/**
 * The same source with every template action filled with UNKNOWN in equal length, line ends kept. A line that holds only
 * actions becomes blank, since a control action leaves nothing behind.
 */
export function maskActions(source: Source): Source {
  const { text } = source
  if (!hasActions(text)) return source
  const masked = text.replace(ACTION, action => action.replace(/[^\n]/g, UNKNOWN))
  if (masked === text) return source
  const lines = masked.split('\n').map(line => (isOnlyActions(line) ? ' '.repeat(line.length) : line))
  return withText(source, lines.join('\n'))
}

/** Whether a masked line holds an action and nothing else. */
const isOnlyActions = (line: string): boolean => line.includes(UNKNOWN) && !/[^ \t\uE000]/.test(line)

/** Whether the name says that the file is a template: a chart's template, or one that a template program makes the real file from. */
export const isTemplateName = (name: string): boolean =>
  /(^|\/)templates\/.*\.(ya?ml|tpl|json)$|\.(tpl|tmpl|gotmpl|j2|jinja2?|erb|template)$/.test(name)
