/** The formats of other tools: what they show, and that no file can break them. */
import { Ajv2020 } from 'ajv/dist/2020.js'
import { lexer, type Token, type Tokens } from 'marked'
import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { describe, expect, test } from 'vitest'
import type { LintResult } from '../../src/diagnostic.ts'
import { checkstyle as checkstyleParts } from '../../src/reporters/checkstyle.ts'
import { compact as compactParts } from '../../src/reporters/compact.ts'
import { github as githubParts } from '../../src/reporters/github.ts'
import { gitlab as gitlabParts } from '../../src/reporters/gitlab.ts'
import { isFormat, reporters } from '../../src/reporters/index.ts'
import { jsonl as jsonlParts } from '../../src/reporters/jsonl.ts'
import { junit as junitParts } from '../../src/reporters/junit.ts'
import { markdown as markdownParts } from '../../src/reporters/markdown.ts'
import { rdjson as rdjsonParts } from '../../src/reporters/rdjson.ts'
import { about, at, diagnostic, HOSTILE, HOSTILE_PATH, hostile, mixed, result, whole } from './sample.ts'

const checkstyle = whole(checkstyleParts)
const compact = whole(compactParts)
const github = whole(githubParts)
const gitlab = whole(gitlabParts)
const jsonl = whole(jsonlParts)
const junit = whole(junitParts)
const markdown = whole(markdownParts)
const rdjson = whole(rdjsonParts)

const FORMATS = Object.keys(reporters)
const report = async (format: string, input: LintResult): Promise<string> => {
  if (!isFormat(format)) throw new Error(format)
  return whole(await reporters[format]())(input, about())
}
const manyOf = (count: number, level: 'error' | 'warning' | 'note') =>
  Array.from({ length: count }, (_, line) => diagnostic({ level, location: at('a.yaml', line + 1, 'x', 'x') }))

describe.each(FORMATS)('%s', format => {
  test('ends with a line end, and twice gives the same', async () => {
    for (const input of [mixed, hostile]) {
      const output = await report(format, input)
      expect(output).toMatch(/\n$/)
      expect(await report(format, input)).toBe(output)
    }
  })

  test('says what was found and what was not read', async () => {
    const output = await report(format, mixed)
    for (const said of [
      'docker-socket-mount',
      'fluentd.yaml',
      'docker ps -q',
      'it is a binary file',
      'a quote is never closed',
    ])
      expect(output).toContain(said)
  })

  test('holds nothing that a terminal or a CI log acts on', async () => {
    const output = await report(format, hostile)
    expect(output.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
    expect(output).not.toMatch(/##\[|##vso\[/)
    if (format !== 'github') expect(output).not.toMatch(/^\s*::/m)
  })

  test('begins no line with a workflow command from a path or a broken line', async () => {
    const location = at('::error::x.yaml', 1, '::error::y', 'y')
    const what = 'Calls ::error::z '.repeat(20)
    const output = await report(format, result([diagnostic({ location, what, object: '::error::o' })]))
    expect(output.match(/^\s*::\w+.*?::/gm) ?? []).toHaveLength(format === 'github' ? 1 : 0)
  })

  test('is quick with many findings', async () => {
    const began = performance.now()
    await report(format, result(manyOf(10_000, 'error')))
    expect(performance.now() - began).toBeLessThan(5_000)
  })
})

test('only the formats of the table are formats', () => {
  expect(isFormat('sarif')).toBe(true)
  expect(isFormat('constructor')).toBe(false)
})

describe('the owner and the field', () => {
  const field = 'spec.volumes[0].hostPath.path'
  const location = { ...at('logs/pods/fluentd', 9, 'path: /x', '/x'), field }
  const inCluster = result([diagnostic({ location, owner: '@org/logs', group: 'logging' })])

  test.each([
    'text',
    'compact',
    'json',
    'jsonl',
    'sarif',
    'github',
    'gitlab',
    'junit',
    'checkstyle',
    'rdjson',
    'html',
  ])('%s names the field, since nobody edits a line of a cluster', async format => {
    expect(await report(format, inCluster)).toContain(field)
  })

  test.each(['json', 'jsonl', 'sarif', 'gitlab', 'junit', 'html'])('%s names the owner', async format => {
    expect(await report(format, inCluster)).toContain('@org/logs')
  })
})

describe('compact', () => {
  test('one line a finding', () => {
    expect(compact(mixed, about())).toBe(
      `manifests/fluentd.yaml:42:19: error: Mounts the Docker socket "/var/run/docker.sock" [docker-socket-mount]
manifests/fluentd.yaml:51:6: note: Mounts "/var/lib/docker/containers" [docker-data-path]
scripts/log.sh:3:7: warning: Calls "docker ps -q" [docker-cli]
a.bin:1:1: warning: Not read: it is a binary file [file-not-read]
broken.yaml:7:3: warning: Read only in part: a quote is never closed [file-partly-read]
`,
    )
    expect(compact(hostile, about()).split('\n')).toHaveLength(4)
  })

  test('nothing where nothing was found', () => {
    expect(compact(result(), about())).toBe('')
  })
})

test('jsonl: each line is an object that says what it is', () => {
  const types = (input: LintResult) =>
    jsonl(input, about())
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line).type)
  expect(types(mixed)).toEqual(['run', 'diagnostic', 'diagnostic', 'diagnostic', 'notice', 'notice', 'summary'])
  expect(types(hostile)).toEqual(['run', 'diagnostic', 'notice', 'notice', 'summary'])
  expect(JSON.parse(jsonl(mixed, about()).split('\n')[0]!).version).toBe(1)
})

describe('github', () => {
  /** Reads commands as the runner does: properties are split at commas, then unescaped. */
  function commandsOf(output: string) {
    return output.split('\n').flatMap(line => {
      const [, name, properties = '', message = ''] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? []
      if (!name) return []
      const unescaped = (text: string) =>
        text.replace(/%(25|0D|0A|3A|2C)/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
      const pairs = properties
        .split(',')
        .map(pair => [pair.slice(0, pair.indexOf('=')), unescaped(pair.slice(pair.indexOf('=') + 1))])
      return [{ name, message: unescaped(message), ...Object.fromEntries(pairs) }]
    })
  }

  test('errors come first, as commands with their range, then a summary', () => {
    const output = github(mixed, about({ directory: '/home/me/repo/sub' }))
    expect(commandsOf(output).map(({ name, file, title }) => [name, file, title])).toEqual([
      ['error', 'sub/manifests/fluentd.yaml', 'docker-socket-mount'],
      ['warning', 'sub/scripts/log.sh', 'docker-cli'],
      ['notice', 'sub/manifests/fluentd.yaml', 'docker-data-path'],
      ['warning', 'sub/a.bin', 'file-not-read'],
      ['warning', 'sub/broken.yaml', 'file-partly-read'],
    ])
    expect(commandsOf(output)[0]).toMatchObject({ line: '42', endLine: '42', col: '19', endColumn: '39' })
    expect(commandsOf(output)[0]!.message).toMatch(
      /^Mounts the Docker socket .* \(DaemonSet .*\)\.\nNodes with .*\nTalk to/,
    )
    expect(output).toMatch(/\n3 problems .*\.\n$/)
  })

  test('a file writes no command and no property of its own', () => {
    const output = github(hostile, about())
    expect(output.match(/^.*::.*$/gm)).toHaveLength(3)
    const [first] = commandsOf(output)
    expect(Object.keys(first!)).toEqual(['name', 'message', 'file', 'line', 'endLine', 'col', 'endColumn', 'title'])
    expect(first!.file).toContain(`%41#?&"'<>|*:,;`)
    expect(first!.message).toContain('::error file=x::y\r\n')
  })

  test('what exceeds the annotations of a step is said', () => {
    const cut = (...counts: [number, number, number]) =>
      github(
        result([...manyOf(counts[0], 'error'), ...manyOf(counts[1], 'warning'), ...manyOf(counts[2], 'note')]),
        about(),
      )
    expect(cut(10, 10, 10)).not.toContain('GitHub shows')
    expect(cut(13, 4, 11)).toMatch(/GitHub shows at most 10 errors.*: 4 findings more in this log only\.\n$/)
  })
})

describe('gitlab', () => {
  const isReport = new Ajv2020().compile({
    type: 'array',
    items: {
      type: 'object',
      required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
      additionalProperties: false,
      properties: {
        description: { type: 'string', minLength: 1 },
        check_name: { type: 'string', minLength: 1 },
        fingerprint: { type: 'string', pattern: '^[0-9a-f]{64}$' },
        severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
        location: {
          type: 'object',
          required: ['path', 'lines'],
          additionalProperties: false,
          properties: {
            path: { type: 'string', pattern: '^(?!/|\\./|\\.\\./).' },
            lines: {
              type: 'object',
              required: ['begin'],
              additionalProperties: false,
              properties: { begin: { type: 'integer', minimum: 1 }, end: { type: 'integer', minimum: 1 } },
            },
          },
        },
      },
    },
  })
  const issuesOf = (input: LintResult): { fingerprint: string; location: { path: string } }[] => {
    const issues = JSON.parse(gitlab(input, about()))
    expect(isReport(issues), JSON.stringify(isReport.errors)).toBe(true)
    return issues
  }

  test('is what the documentation describes', () => {
    expect(issuesOf(mixed)).toHaveLength(5)
    expect(issuesOf(result())).toEqual([])
    expect(issuesOf(hostile)[0]!.location.path).toBe(HOSTILE_PATH)
    expect(isReport([{ description: '' }])).toBe(false)
  })

  test('fingerprints are unique, and the same when lines move', () => {
    const twice = [1, 2].map(line => diagnostic({ location: at('a.yaml', line, 'docker ps', 'docker') }))
    const moved = [7, 9].map(line => diagnostic({ location: at('a.yaml', line, '  docker ps', 'docker') }))
    const prints = issuesOf(result(twice)).map(({ fingerprint }) => fingerprint)
    expect(new Set(prints).size).toBe(2)
    expect(issuesOf(result(moved)).map(({ fingerprint }) => fingerprint)).toEqual(prints)
  })
})

/** The elements of a document, read by a parser that rejects what XML 1.0 does not allow. */
function elementsOf(xml: string): (SaxesTagPlain & { text: string })[] {
  const elements: (SaxesTagPlain & { text: string })[] = []
  const parser = new SaxesParser()
  parser.on('error', error => {
    throw error
  })
  parser.on('opentag', tag => elements.push({ ...tag, text: '' }))
  parser.on('text', text => {
    if (text.trim()) elements.at(-1)!.text += text
  })
  parser.write(xml).close()
  return elements
}

describe('junit', () => {
  test('what fails the run is a failure, everything else a skipped case', () => {
    const elements = elementsOf(junit(mixed, about({ failOn: 'warning' })))
    const named = (name: string) => elements.filter(element => element.name === name)
    expect(elements[0]!.attributes).toEqual({ name: 'dockershim-lint', tests: '5', failures: '2', errors: '0' })
    expect(
      named('testsuite').map(({ attributes }) => [attributes.name, attributes.tests, attributes.failures]),
    ).toEqual([
      ['manifests/fluentd.yaml', '2', '1'],
      ['scripts/log.sh', '1', '1'],
      ['a.bin', '1', '0'],
      ['broken.yaml', '1', '0'],
    ])
    expect(named('failure').map(({ attributes }) => attributes.message)).toEqual([
      'Mounts the Docker socket "/var/run/docker.sock"',
      'Calls "docker ps -q"',
    ])
    expect(named('failure')[0]!.text).toContain('Talk to the kubelet')
    expect(named('skipped').map(({ attributes }) => attributes.message)).toEqual([
      'note: Mounts "/var/lib/docker/containers"',
      'Not read: it is a binary file',
      'Read only in part: a quote is never closed',
    ])
  })

  test('names hold no line, and two of one name in a file are told apart', () => {
    const again = mixed.diagnostics.map(one => ({ ...one, location: { ...one.location, line: one.location.line + 7 } }))
    const notices = [{ path: 'a.yaml', line: 4, reason: 'it is broken', alsoLines: [9], partly: true }]
    const elements = elementsOf(
      junit(
        result(
          [...mixed.diagnostics, ...again].sort((a, b) => (a.location.path < b.location.path ? -1 : 1)),
          notices,
        ),
        about(),
      ),
    )
    const cases = elements
      .filter(({ name }) => name === 'testcase')
      .map(({ attributes: { name, file } }) => `${file} ${name}`)
    expect(new Set(cases).size).toBe(cases.length)
    expect(cases.filter(name => name.endsWith(', 2'))).toHaveLength(mixed.diagnostics.length)
    expect(cases).toContain('a.yaml file-partly-read: Read only in part: it is broken')
  })

  test('a clean run is one passed case', () => {
    expect(elementsOf(junit(result(), about())).map(({ name }) => name)).toEqual([
      'testsuites',
      'testsuite',
      'testcase',
    ])
  })

  test('stays well-formed whatever a file holds', () => {
    const elements = elementsOf(junit(hostile, about()))
    expect(elements.map(({ name }) => name)).toEqual([
      'testsuites',
      'testsuite',
      'testcase',
      'failure',
      'testcase',
      'skipped',
      'testcase',
      'skipped',
    ])
    expect(elements[3]!.attributes.message).toContain('<b a="1">&amp;\'</b> ]]> --> |')
  })
})

describe('checkstyle', () => {
  test('files with their errors', () => {
    const elements = elementsOf(checkstyle(mixed, about()))
    expect(elements.map(({ name, attributes }) => [name, attributes.name ?? attributes.severity])).toEqual([
      ['checkstyle', undefined],
      ['file', 'manifests/fluentd.yaml'],
      ['error', 'error'],
      ['error', 'info'],
      ['file', 'scripts/log.sh'],
      ['error', 'warning'],
      ['file', 'a.bin'],
      ['error', 'warning'],
      ['file', 'broken.yaml'],
      ['error', 'warning'],
    ])
    expect(elements[2]!.attributes).toMatchObject({
      line: '42',
      column: '19',
      source: 'dockershim-lint.docker-socket-mount',
    })
  })

  test('stays well-formed whatever a file holds', () => {
    expect(elementsOf(checkstyle(hostile, about())).map(({ name }) => name)).toEqual([
      'checkstyle',
      'file',
      'error',
      'error',
      'error',
    ])
    expect(elementsOf(checkstyle(result(), about())).map(({ name }) => name)).toEqual(['checkstyle'])
  })
})

describe('rdjson', () => {
  const position = {
    type: 'object',
    properties: { line: { type: 'integer', minimum: 1 }, column: { type: 'integer', minimum: 1 } },
  }
  const range = { type: 'object', required: ['start'], properties: { start: position, end: position } }
  const location = { type: 'object', required: ['path'], properties: { path: { type: 'string' }, range } }
  const isReport = new Ajv2020().compile({
    type: 'object',
    required: ['source', 'diagnostics'],
    properties: {
      diagnostics: {
        type: 'array',
        items: {
          type: 'object',
          required: ['message', 'location', 'severity', 'code'],
          properties: {
            message: { type: 'string' },
            location,
            severity: { enum: ['ERROR', 'WARNING', 'INFO'] },
            code: { type: 'object', required: ['value'], properties: { value: { type: 'string' } } },
            suggestions: {
              type: 'array',
              items: { type: 'object', required: ['range', 'text'], properties: { range } },
            },
            related_locations: {
              type: 'array',
              items: { type: 'object', required: ['location'], properties: { location } },
            },
          },
        },
      },
    },
  })

  test('is what the definition describes', () => {
    for (const input of [mixed, hostile, result()]) {
      const document = JSON.parse(rdjson(input, about()))
      expect(isReport(document), JSON.stringify(isReport.errors)).toBe(true)
      expect(document.diagnostics).toHaveLength(input.diagnostics.length + input.notices.length)
    }
  })

  test('columns count the bytes of UTF-8', () => {
    const rangeOf = (line: string, found: string) =>
      JSON.parse(rdjson(result([diagnostic({ location: at('a', 1, line, found) })]), about())).diagnostics[0].location
        .range
    // The example of the definition: a takes one byte and the letter after it four.
    expect(rangeOf('a𐐀b', 'b').start).toEqual({ line: 1, column: 6 })
    expect(rangeOf('日: docker', 'docker')).toEqual({ start: { line: 1, column: 6 }, end: { line: 1, column: 12 } })
  })
})

describe('markdown', () => {
  /** The kinds of everything in a document that GitHub's Markdown would read from it. */
  function kindsIn(tokens: readonly Token[]): Set<string> {
    const kinds = new Set<string>()
    const visit = (token: Token): void => {
      kinds.add(token.type === 'html' ? token.raw : token.type === 'link' ? `link to ${token.href}` : token.type)
      for (const inner of ('tokens' in token ? token.tokens : undefined) ?? []) visit(inner)
      if (token.type === 'table')
        for (const row of [token.header, ...token.rows] as Tokens.TableCell[][])
          for (const cell of row) for (const inner of cell.tokens) visit(inner)
    }
    for (const token of tokens) visit(token)
    return kinds
  }
  const harmless = new Set(['heading', 'text', 'space', 'paragraph', 'table', '<br>', '<code>', '</code>'])

  test('a table of findings, the heaviest first, and one of files not read', () => {
    const output = markdown(mixed, about())
    expect(output).toContain('3 problems (1 error, 1 warning, 1 note) in 2 files; 1 file not read')
    const rows = lexer(output).flatMap(token => (token.type === 'table' ? (token as Tokens.Table).rows : []))
    expect(rows.map(row => row[0]!.text.split('<br>')[0])).toEqual([
      'error',
      'warning',
      'note',
      '<code>a.bin</code>',
      '<code>broken.yaml&#58;7</code>',
    ])
  })

  test('a file makes no link, image, markup or row of its own', () => {
    const tokens = lexer(markdown(hostile, about()))
    const rulePages = /^link to https:\/\/example\.org\/dockershim-lint\/blob\/main\/rules\/README\.md#[\w-]+$/
    expect([...kindsIn(tokens)].filter(kind => !harmless.has(kind) && !rulePages.test(kind))).toEqual([])
    expect(tokens.flatMap(token => (token.type === 'table' ? [(token as Tokens.Table).rows.length] : []))).toEqual([
      1, 2,
    ])
    expect([...kindsIn(lexer(HOSTILE))].join()).toContain('link to ')
  })

  test('fits into the page of a job', () => {
    const output = markdown(result(manyOf(10_000, 'error')), about())
    expect(output.length).toBeLessThan(1_000_000)
    expect(output).toMatch(/\d+ more rows left out\./)
  })
})
