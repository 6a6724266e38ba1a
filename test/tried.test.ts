import { expect, test } from 'vitest'
import { factsIn, type Scope } from '../src/facts.ts'
import { readFacts } from '../src/languages/index.ts'

async function unread(path: string, text: string): Promise<readonly string[]> {
  const project: Scope = { kind: 'project', parent: undefined, facts: [], children: [] }
  const { scope } = await readFacts({ path, text }, project)
  return factsIn(scope, 'unread').map(({ reason }) => reason.replace(/\(.*/, '').trim())
}

const PROSE = 'Error: task docker: blocked for more than 120 seconds\n  Tainted: G: C\n'

test('a text that only begins like YAML is no broken file', async () => {
  expect(await unread('problems/docker_hung', PROSE)).toEqual([])
  expect(await unread('collect.sh', `echo "error: not reachable: docker" > "$OUT/\${NAME}"\n`)).toEqual([])
})

test('a file that is named YAML is, and so is an object without a name', async () => {
  expect(await unread('problems.yaml', PROSE)).toEqual(['it is not valid YAML here'])
  expect(await unread('pod', `kind: Pod\n${PROSE}`)).toEqual(['it is not valid YAML here'])
})
