/** The page about --carry-over, whose files and output are those of the program. */
import { carryOver } from '../src/carry-over/carry-over.ts'
import { gatherSettings, toldOf } from '../src/cli/carry-over.ts'

export const CARRY_OVER_PAGE = '.github/docs/carry-over.md'

const LANGUAGES: Readonly<Record<string, string>> = { toml: 'toml', conf: 'ini', yaml: 'yaml', md: 'markdown' }

/** The page with what the program makes of the files that it shows first. */
export async function carryOverPage(page: string): Promise<string> {
  const before = [...page.slice(0, page.indexOf(COMMAND)).matchAll(FILE)]
  async function* files() {
    for (const [, path = '', text = ''] of before)
      yield {
        path,
        bytes: new TextEncoder().encode(text),
        home: { path: `/${path}`, repository: '/', unit: undefined },
      }
  }
  const target = { runtime: 'containerd', runtimeVersion: '2', kubernetes: '1.34' } as const
  const written = carryOver(await gatherSettings(files(), {}), target)
  const told = `\`\`\`\n$ npx dockershim-lint . --carry-over new --target-version 1.34\n${toldOf(written, 'new')}\`\`\`\n`
  const after = written.map(({ path, text }) => {
    const language = LANGUAGES[path.split('.').at(-1) ?? ''] ?? ''
    return `\`${path}\`\n\n\`\`\`\`${language}\n${text}\`\`\`\`\n`
  })
  return (
    page.slice(0, page.indexOf(COMMAND)) +
    `${COMMAND}\n\n${told}\n## After\n\n${after.join('\n')}\n` +
    page.slice(page.indexOf(NODE))
  )
}

const COMMAND = '## The command'
const NODE = '## On the node'
const FILE = /^`([\w./-]+)`\n\n````\w*\n([\s\S]*?)````$/gm
