/** What is read without threads ends in its time as well, and others are read after it. */
import { expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import { aloneWithin } from '../../src/cli/alone.ts'
import { gatherSettings } from '../../src/cli/carry-over.ts'
import type { Judge } from '../../src/lint/judge.ts'
import { type InputFile, lintFiles } from '../../src/lint/linter.ts'

const DOCKER = { ...rules[0]!, triggers: ['docker'] }

async function* files(texts: Readonly<Record<string, string>>): AsyncGenerator<InputFile> {
  for (const [path, text] of Object.entries(texts)) yield { path, bytes: new TextEncoder().encode(text) }
}

test('a file that its reader does not get past is told of, as in an editor', async () => {
  const judgeOf = (): Judge =>
    function* ({ order, path }) {
      if (path === 'loops') for (;;);
      yield 'shell'
      const notices = [{ path, reason: 'it was judged', partly: true }]
      return { order, path, found: [], notices, silences: { comments: [], annotations: [], used: [] }, held: undefined }
    }
  const crew = aloneWithin(() => 1, judgeOf)
  const options = { rules: [DOCKER], runtime: 'containerd', targetVersion: '1.35', crew } as const
  const { notices } = await lintFiles(files({ a: 'docker', loops: 'docker', b: 'docker' }), options)
  expect(notices.map(({ path, reason }) => `${path}: ${reason}`)).toEqual([
    'a: it was judged',
    'b: it was judged',
    'loops: it takes longer than 1 seconds, so it was given up; leave it out with --exclude, and please report it',
  ])
}, 20_000)

test('what is carried over comes of the files that can be read in time', async () => {
  const long = `${'a: [docker, {b: c}]\n'.repeat(100_000)}registry-mirrors: x\n`
  const given = files({ 'long.yaml': long, 'daemon.json': '{"registry-mirrors": ["https://mirror.example.com"]}' })
  const { project, unread } = await gatherSettings(given, {}, bytes => (bytes > 1_000_000 ? 0.001 : 20))
  expect(project.children.map(({ name }) => name)).toEqual(['daemon.json'])
  expect(unread.map(({ path }) => path)).toEqual(['long.yaml'])
}, 20_000)
