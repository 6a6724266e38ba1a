/** A rule's page beside a finding. */
import type { Example, Rule } from '../../rule.ts'
import { explanation } from '../help.ts'
import { pageOf } from './shown.ts'

/** A fence that is longer than any run of backquotes in the text. */
function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`
}

const example = ([name, content]: Example): string => `\`${name}\`\n\n${fenced(content, name.split('.').at(-1) ?? '')}`

/** The page as Markdown, or as text for editors that show none. */
export function rulePage(rule: Rule, asMarkdown: boolean): string {
  const { id, level, summary, docs } = rule
  if (!asMarkdown) return explanation(rule, pageOf(id))
  return [
    `**[${id}](${pageOf(id)})** (${level})`,
    `${summary}.`,
    docs.why,
    `**Instead.** ${docs.instead}`,
    `**Found:** ${example(docs.bad)}`,
    `**Not found:** ${example(docs.good)}`,
  ].join('\n\n')
}
