import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { Log, Result, Run } from 'sarif'
import { describe, expect, test } from 'vitest'
import type { LintResult } from '../../src/diagnostic.ts'
import type { About } from '../../src/reporters/reporter.ts'
import { sarif as sarifParts } from '../../src/reporters/sarif.ts'
import { about, at, diagnostic, HOSTILE_PATH, hostile, mixed, result, rules, whole } from './sample.ts'

const sarif = whole(sarifParts)

const schemaFile = new URL(
  '../../node_modules/@microsoft/sarif-multitool-ts/assets/sarif-2.1.0.schema.json',
  import.meta.url,
)
const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)
const isSarif = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')))

function logOf(input: LintResult, changes: Partial<About> = {}): Log {
  const log: Log = JSON.parse(sarif(input, about(changes)))
  expect(isSarif(log), JSON.stringify(isSarif.errors)).toBe(true)
  return log
}
const runOf = (input: LintResult, changes: Partial<About> = {}): Run => logOf(input, changes).runs[0]!
const resultsOf = (input: LintResult, changes: Partial<About> = {}): readonly Result[] => runOf(input, changes).results!
const uris = (input: LintResult, changes: Partial<About> = {}) =>
  resultsOf(input, changes).map(({ locations }) => locations![0]!.physicalLocation!.artifactLocation!.uri)

test('the schema check can fail', () => {
  expect(isSarif({ version: '2.1.0', runs: [{ tool: { driver: {} } }] })).toBe(false)
})

describe('every log', () => {
  const many = result(
    Array.from({ length: 20 }, (_, line) =>
      diagnostic({ rule: rules[line % 3]!.id, location: at('a', line + 1, 'x', 'x') }),
    ),
  )
  test.each([
    ['mixed', mixed],
    ['hostile', hostile],
    ['clean', result()],
    ['many', many],
  ])('%s: what neither the schema nor the validator of SARIF sees', (_, input) => {
    const log = logOf(input)
    expect(log.runs).toHaveLength(1)
    const { driver } = log.runs[0]!.tool
    expect(driver.rules!.map(({ id }) => id)).toEqual(rules.map(({ id }) => id))
    for (const { ruleId, ruleIndex, message, locations, level } of log.runs[0]!.results!) {
      expect(driver.rules![ruleIndex!]!.id).toBe(ruleId)
      expect(message.text).toMatch(/\.$/)
      expect(['error', 'warning', 'note']).toContain(level)
      expect(locations).toHaveLength(1)
      const { region, artifactLocation } = locations![0]!.physicalLocation!
      expect(region!.startLine).toBeGreaterThanOrEqual(1)
      expect(region!.endLine).toBe(region!.startLine)
      expect(region!.endColumn).toBeGreaterThanOrEqual(region!.startColumn!)
      expect(artifactLocation!.uri).toMatch(
        /^(?:[A-Za-z0-9._~!'()*-]|%[0-9A-F]{2})+(?:\/(?:[A-Za-z0-9._~!'()*-]|%[0-9A-F]{2})+)*$/,
      )
      expect(artifactLocation!.uri!.split('/')).not.toContain('..')
    }
    for (const rule of driver.rules!) {
      expect(rule.properties!.tags!.length).toBeLessThanOrEqual(10)
      expect(rule.properties!['security-severity']).toBeUndefined()
      expect(rule.shortDescription!.text.length).toBeLessThanOrEqual(1024)
      expect(rule.fullDescription!.text.length).toBeLessThanOrEqual(1024)
      expect(rule.help!.markdown).toContain(rule.help!.text.split('\n')[0])
    }
  })
})

test('a clean run has an empty list of results, which closes old alerts', () => {
  expect(runOf(result()).results).toEqual([])
})

test('columns count UTF-16 units, and the region is the found text', () => {
  const run = runOf(mixed)
  expect(run.columnKind).toBe('utf16CodeUnits')
  expect(run.results![0]!.locations![0]!.physicalLocation!.region).toEqual({
    startLine: 42,
    startColumn: 19,
    endLine: 42,
    endColumn: 39,
    snippet: { text: '/var/run/docker.sock' },
  })
})

test('the first sentence of a message says what was found, then where, what breaks, and what to write instead', () => {
  const [first] = resultsOf(mixed)
  expect(first!.message.text).toMatch(
    /^Mounts the Docker socket "\/var\/run\/docker\.sock"\. Found in DaemonSet kube-system\/fluentd, container fluentd\. Nodes with .* since 1\.24\. Talk to the kubelet .*\. See also: /,
  )
})

test('related places are linked from the message, which is how they are shown', () => {
  const [{ message, relatedLocations }] = resultsOf(mixed) as [Result]
  expect(message.text).toContain('See also: [the container mounts it here](1), [the script that uses it](2).')
  expect(relatedLocations!.map(({ id, physicalLocation }) => [id, physicalLocation!.artifactLocation!.uri])).toEqual([
    [1, 'manifests/fluentd.yaml'],
    [2, 'scripts/log.sh'],
  ])
})

test('a file cannot put links into a message', () => {
  const [{ message }] = resultsOf(hostile) as [Result]
  // The three sentences and the object each quote a link; only the related place is one.
  expect(message.text!.match(/(?<!\\)\]\(/g)).toHaveLength(1)
  expect(message.text!.match(/\\\]\(/g)).toHaveLength(5)
})

describe('paths', () => {
  const inFile = (path: string) => result([diagnostic({ location: at(path, 1, 'x', 'x') })])
  test('start at the root of the repository when run in a subfolder', () => {
    expect(uris(inFile('a.yaml'), { directory: '/home/me/repo/deploy/prod' })).toEqual(['deploy/prod/a.yaml'])
    expect(uris(inFile('../a.yaml'), { directory: '/home/me/repo/deploy/prod' })).toEqual(['deploy/a.yaml'])
    expect(uris(inFile('./a.yaml'))).toEqual(['a.yaml'])
  })
  test('that are absolute are made relative', () => {
    expect(uris(inFile('/home/me/repo/a/b.yaml'), { directory: '/home/me/repo/deploy' })).toEqual(['a/b.yaml'])
    expect(uris(inFile('C:/repo/a/b.yaml'), { directory: 'C:/repo', root: 'C:/repo' })).toEqual(['a/b.yaml'])
    expect(uris(inFile('a.yaml'), { directory: '/', root: '/' })).toEqual(['a.yaml'])
  })
  test('outside of the repository start at the folder that holds all files', () => {
    const both = result([...inFile('../other/a.yaml').diagnostics, ...inFile('b.yaml').diagnostics])
    expect(uris(both)).toEqual(['other/a.yaml', 'repo/b.yaml'])
    expect(uris(inFile('/etc/kubernetes/kubelet.conf'))).toEqual(['etc/kubernetes/kubelet.conf'])
  })
  test('a folder whose name only begins like the root is outside', () => {
    expect(uris(inFile('/home/me/repository/a.yaml'))).toEqual(['repository/a.yaml'])
  })
  test('of any characters are decoded to the same path', () => {
    expect(uris(inFile(HOSTILE_PATH)).map(uri => decodeURIComponent(uri!))).toEqual([HOSTILE_PATH])
    expect(uris(inFile('a:b/50%.yaml'))).toEqual(['a%3Ab/50%25.yaml'])
    expect(uris(inFile('\ud800.yaml'))).toEqual(['%EF%BF%BD.yaml'])
  })
})

test('fingerprints are those the linter computed', () => {
  const [first, , last] = resultsOf(mixed)
  expect(first!.partialFingerprints).toEqual({ primaryLocationLineHash: 'c129715d7a2bc9a3:1' })
  expect(last).not.toHaveProperty('partialFingerprints')
})

test('files that were not read are notifications', () => {
  const [invocation] = runOf(mixed).invocations!
  expect(invocation!.executionSuccessful).toBe(true)
  expect(
    invocation!.toolExecutionNotifications!.map(({ level, message, descriptor }) => [
      level,
      message.text,
      descriptor!.id,
    ]),
  ).toEqual([
    ['warning', 'Not read: it is a binary file.', 'file-not-read'],
    ['warning', 'Read only in part: a quote is never closed.', 'file-partly-read'],
  ])
  const { notifications } = runOf(mixed).tool.driver
  for (const { descriptor } of invocation!.toolExecutionNotifications!)
    expect(notifications![descriptor!.index!]!.id).toBe(descriptor!.id)
})

test('a category is given only where it is asked for', () => {
  expect(runOf(mixed)).not.toHaveProperty('automationDetails')
  expect(runOf(mixed, { category: 'prod' }).automationDetails).toEqual({ id: 'prod/' })
  expect(runOf(mixed, { category: 'prod/' }).automationDetails).toEqual({ id: 'prod/' })
})

test('a fix is an artifact change', () => {
  expect(resultsOf(mixed)[1]!.fixes).toEqual([
    {
      description: { text: 'Replace "docker" with "crictl".' },
      artifactChanges: [
        {
          artifactLocation: { uri: 'scripts/log.sh' },
          replacements: [
            {
              deletedRegion: { startLine: 3, startColumn: 7, endLine: 3, endColumn: 13 },
              insertedContent: { text: 'crictl' },
            },
          ],
        },
      ],
    },
  ])
})

test('more results than are accepted are cut from the lowest level on, and this is said', () => {
  const levels = ['note', 'warning', 'error'] as const
  const many = result(
    Array.from({ length: 25_003 }, (_, n) =>
      diagnostic({ level: n < 3 ? levels[n]! : 'warning', location: at('a', n + 1, 'x', 'x') }),
    ),
  )
  const run = JSON.parse(sarif(many, about())).runs[0] as Run
  expect(run.results).toHaveLength(25_000)
  expect(run.results![0]!.level).toBe('error')
  expect(run.results!.at(-1)!.level).toBe('warning')
  expect(run.invocations![0]!.toolExecutionNotifications!.map(({ message }) => message.text)).toEqual([
    '3 results of 25003 left out.',
  ])
})
