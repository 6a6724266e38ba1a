/** The raw charts of the fixtures against what the real helm program makes of them. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import type { Location } from '../../src/diagnostic.ts'
import { type InputFile, lintFiles } from '../../src/lint/linter.ts'
import { filesInMemory, fixturesIn } from '../fixture-files.ts'

const hasHelm = spawnSync('helm', ['version', '--short']).status === 0
if (!hasHelm) console.warn('helm IS NOT INSTALLED: charts are not compared with what it renders')

const charts = fixturesIn('test/fixtures/helm')
  .filter(({ path }) => path.endsWith('/Chart.yaml') && !path.includes('/charts/'))
  // Helm renders no library, and local dependencies only where it has packed them before.
  .filter(({ text }) => !/^type: library$|file:\/\//m.test(text))
  .map(({ path }) => join('test/fixtures', dirname(path)))

async function* inputs(files: readonly InputFile[]): AsyncGenerator<InputFile> {
  yield* files
}

/** The rules that find something, each with the end of the text that it finds. */
async function findings(files: readonly { path: string; bytes: Buffer }[]): Promise<readonly string[]> {
  const { diagnostics } = await lintFiles(inputs(files), {
    rules,
    runtime: 'containerd',
    targetVersion: '1.37',
    beside: filesInMemory(files),
  })
  return [...new Set(diagnostics.map(({ rule, location }) => `${rule}: ${lastPart(location)}`))].sort()
}

/** A finding at an action that joins several values: what the action makes is not written anywhere. */
const AT_ACTION = 'an action'

/** What is left of a finding's text wherever it comes from: the end of a path, the name of a program. */
function lastPart({ lineText, column, endColumn }: Location): string {
  const text = lineText.slice(column - 1, endColumn - 1)
  return text.includes('{{') ? AT_ACTION : (/[\w.-]*$/.exec(text.replace(/[^\w.-]+$/, ''))?.[0] ?? '')
}

function rendered(chart: string, settings: readonly string[]): Buffer {
  const run = spawnSync('helm', ['template', 'live', chart, ...settings.flatMap(one => ['--set', one])])
  if (run.status !== 0) throw new Error(run.stderr.toString())
  return run.stdout
}

describe.skipIf(!hasHelm)('what helm renders holds nothing that the raw chart does not show', () => {
  test.each(charts)('%s', async chart => {
    const raw = await findings(fixturesIn(chart))
    const settings = existsSync(`${chart}/charts`) ? [[], ['metrics.enabled=true', 'logs.enabled=true']] : [[]]
    for (const chosen of settings) {
      const found = await findings([{ path: 'rendered.yaml', bytes: rendered(chart, chosen) }])
      if (chart.endsWith('project-node-agent')) expect(found).toContain('docker-socket-mount: docker.sock')
      const unseen = found.filter(one => !raw.includes(one) && !raw.includes(one.replace(/: .*$/, `: ${AT_ACTION}`)))
      expect(unseen).toEqual([])
    }
  })
})

test('there are charts to compare', () => {
  expect(charts.length).toBeGreaterThan(0)
})
