/** The documents that are made from the rules and the program itself, never written by hand. */
import packageJson from '../package.json' with { type: 'json' }
import { rules } from '../rules/index.ts'
import { helpText } from '../src/cli/help.ts'
import type { LintResult } from '../src/diagnostic.ts'
import { pageLines } from '../src/knowledge/rule-pages.ts'
import { NEWEST_VERSION } from '../src/knowledge/versions.ts'
import { type InputFile, lintFiles } from '../src/lint/linter.ts'
import { text } from '../src/reporters/text.ts'
import type { Example, Rule } from '../src/rule.ts'
import { picture } from './picture.ts'

export { CARRY_OVER_PAGE, carryOverPage } from './carry-over-page.ts'

/** Lints an example of a rule's page with every rule, and shows notes too. */
export const lintExample = ([path, content]: Example): Promise<LintResult> => {
  async function* files(): AsyncGenerator<InputFile> {
    yield { path, bytes: Buffer.from(content) }
  }
  return lintFiles(files(), { rules, runtime: 'containerd', targetVersion: NEWEST_VERSION })
}

/** What the program prints for an example, as a person sees it in a terminal. */
export async function outputFor(example: Example, color = false): Promise<string> {
  const parts = text(await lintExample(example), {
    version: '0.0.0',
    home: packageJson.homepage,
    rules,
    settings: { runtime: 'containerd', targetVersion: NEWEST_VERSION },
    failOn: 'error',
    hidden: 0,
    quiet: false,
    color,
    links: false,
    width: 100,
    directory: '/',
    root: '/',
  })
  return [...parts].join('')
}

const LANGUAGES: Readonly<Record<string, string>> = {
  sh: 'sh',
  yaml: 'yaml',
  yml: 'yaml',
  json: 'json',
  toml: 'toml',
  ps1: 'powershell',
  service: 'ini',
  conf: 'text',
  env: 'sh',
}

const block = (content: string, language = ''): string => `\`\`\`${language}\n${content.trimEnd()}\n\`\`\``

const code = ([path, content]: Example): string =>
  `\`${path}\`\n\n${block(content, LANGUAGES[path.split('.').at(-1) ?? ''] ?? 'text')}`

async function page(rule: Rule): Promise<string> {
  return `## ${rule.id}

${rule.summary}.

${pageLines(rule.id)
  .map(([head, text]) => `**${head}.** ${text}`)
  .join('\n\n')}

**Why.** ${rule.docs.why}

**What to write instead.** ${rule.docs.instead}

Is found: ${code(rule.docs.bad)}

${block(await outputFor(rule.docs.bad), 'text')}

Is not found: ${code(rule.docs.good)}
`
}

/** rules/README.md: a page for every rule, with the real output of its bad example. */
export async function rulePages(): Promise<string> {
  const pages: string[] = []
  for (const rule of rules) pages.push(await page(rule))
  return `# Rules

<!-- Made by \`npm run docs\`. Change the rule's file and run it again. -->

${rules.map(rule => `- [${rule.id}](#${rule.id}): ${rule.summary}`).join('\n')}

${pages.join('\n')}`
}

/** The README's table of rules. */
export const ruleTable = (): string =>
  [
    '| rule | level | what it finds |',
    '| --- | --- | --- |',
    ...rules.map(
      rule =>
        `| [${rule.id}](${packageJson.homepage}/blob/main/rules/README.md#${rule.id}) | ${rule.level} | ${rule.summary} |`,
    ),
  ].join('\n')

/** The README with the table between its marks made afresh. Its links are whole: npm's page has no files beside it. */
export const readme = (current: string): string => between(current, 'rules', ruleTable())

/** The page of the command line, with the help between its marks. */
export const commandLine = (current: string): string => between(current, 'help', block(helpText(), 'text'))

function between(document: string, mark: string, content: string): string {
  const begin = `<!-- ${mark} -->`
  const end = `<!-- /${mark} -->`
  const from = document.indexOf(begin)
  const to = document.indexOf(end)
  if (from < 0 || to < from) throw new Error(`there is no ${begin} … ${end}`)
  return `${document.slice(0, from)}${begin}\n${content}\n${document.slice(to)}`
}

/** The README's picture: what a terminal shows for the example of that name and content. */
export const terminalPicture = async (example: Example): Promise<string> =>
  picture(`npx dockershim-lint ${example[0]}`, await outputFor(example, true))

/** The example that the picture shows. */
export const PICTURED = 'examples/manifests/node-cleaner.yaml'
