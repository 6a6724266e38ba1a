import { describe, expect, test } from 'vitest'
import type { Scope } from '../../src/facts.ts'
import { yaml } from '../../src/languages/yaml.ts'
import type { Reader } from '../../src/reading/language.ts'
import { fileSource, spanOf } from '../../src/text/source.ts'
import { at, type ScalarNode, type TreeDocument, textAt, walk } from '../../src/text/tree.ts'

interface Read {
  readonly documents: readonly TreeDocument[]
  readonly unread: readonly string[]
  readonly text: string
}

function read(text: string, name = 'file.yaml'): Read {
  const documents: TreeDocument[] = []
  const unread: string[] = []
  const scope: Scope = { kind: 'file', parent: undefined, facts: [], children: [] }
  const reader = {
    scope,
    name,
    tree: (document: TreeDocument) => documents.push(document),
    unread: (_: unknown, reason: string) => unread.push(reason),
  } as unknown as Reader
  yaml.read(fileSource({ path: name, text }), reader)
  return { documents, unread, text }
}

function scalars({ documents }: Read): readonly ScalarNode[] {
  const found: ScalarNode[] = []
  for (const { root } of documents)
    walk(root, node => {
      if (node.kind === 'scalar') found.push(node)
      return undefined
    })
  return found
}

const STYLES = `plain: docker ps -a
multi: one two
  three

  four
single: 'it''s quoted'
single-multi: 'first
  second

  third'
double: "tab\\there \\u00e9 \\"q\\" \\\\ end"
double-multi: "first \\
  joined

  third"
literal: |
  #!/bin/sh
  docker ps

    indented
  last
strip: |-
  a
  b
keep: |+
  a


indented: |2
    two more
   one more
folded: >
  docker run
  --rm image

  next

    more
  end
folded-strip: >-
  a
  b
emoji: "🐳 docker \\U0001F433 ps"
tabbed:	value
flow: {a: b, "c": 'd', list: [x, "y\\n", z]}
one:
- |
 docker
 ps
`

test('a mistake is one of the language that the file is called for', () => {
  const text = '{"a": 1\n{"b": 2}'
  expect(read(text, 'a.json').unread).toEqual([expect.stringContaining('it is not valid JSON here')])
  expect(read(text, 'a.yaml').unread).toEqual([expect.stringContaining('it is not valid YAML here')])
})

test('a long string is no trouble in JSON with a comma too many', () => {
  const { documents, unread } = read(`{"a": "${'x'.repeat(9_000_000)}", "b": "\\n",}`, 'a.json')
  expect(unread).toEqual([])
  expect(documents).toHaveLength(1)
})

describe('every character of a scalar is where it says', () => {
  for (const [name, text] of [
    ['LF', STYLES],
    ['CRLF', STYLES.replaceAll('\n', '\r\n')],
    ['byte order mark', `\uFEFF${STYLES}`],
    ['no newline at the end', STYLES.trimEnd()],
    ['one document behind another', `# a comment\n---\nfirst: 1\n---\n${STYLES}`],
  ] as const)
    test(name, () => {
      const result = read(text)
      expect(result.unread).toEqual([])
      const found = scalars(result)
      expect(found.length).toBeGreaterThanOrEqual(20)
      for (const node of found) {
        const content = node.content()
        expect(content.text).toBe(node.value)
        for (let i = 0; i < content.text.length; i++) {
          const { start, end } = spanOf(content, i, i + 1)
          const written = result.text.slice(start, end)
          // A character that is written as itself stands there; an escape or a fold is longer, a line end may be CRLF.
          if (written.length === 1 && content.text[i] !== ' ') expect(written).toBe(content.text[i])
          // The line end that a block scalar is given at the end of the file is nowhere.
          else if (end < result.text.length) expect(written.length).toBeGreaterThan(0)
        }
        if (node.located.exact)
          expect(result.text.slice(node.located.span.start, node.located.span.end)).toBe(node.value)
      }
    })
})

test('words in every style stand at their own place', () => {
  const result = read(STYLES)
  for (const node of scalars(result)) {
    const content = node.content()
    for (const match of content.text.matchAll(/\w{2,}/g)) {
      const { start, end } = spanOf(content, match.index, match.index + match[0].length)
      if (!/[\\]/.test(result.text.slice(start, end))) expect(result.text.slice(start, end)).toBe(match[0])
    }
  }
})

describe('JSON', () => {
  test('is read like YAML, escapes included', () => {
    const result = read(
      '{"kind": "List", "items": [{"path": "\\/var\\/run\\/docker.sock", "pair": "\\ud83d\\udc33 x"}]}',
      'dump.json',
    )
    expect(result.unread).toEqual([])
    expect(scalars(result).map(node => node.value)).toEqual(['List', '/var/run/docker.sock', '🐳 x'])
    const pair = scalars(result)[2]!
    const at = pair.content().text.indexOf('x')
    const { start, end } = spanOf(pair.content(), at, at + 1)
    expect(result.text.slice(start, end)).toBe('x')
  })
})

describe('maps and lists', () => {
  test('aliases and merge keys are followed', () => {
    const { documents } = read('base: &base\n  path: /a\n  type: Socket\nuse:\n  <<: *base\n  path: /b\nagain: *base\n')
    const root = documents[0]?.root
    expect(textAt(root, 'use', 'path')).toBe('/b')
    expect(textAt(root, 'use', 'type')).toBe('Socket')
    expect(textAt(root, 'again', 'path')).toBe('/a')
  })

  test('scalars keep their spelling', () => {
    const { documents } = read('a: 0644\nb: yes\nc: ~\nd: 1.24\ny: n\n')
    for (const [key, value] of [
      ['a', '0644'],
      ['b', 'yes'],
      ['c', '~'],
      ['d', '1.24'],
      ['y', 'n'],
    ] as const)
      expect(textAt(documents[0]?.root, key)).toBe(value)
  })

  test('a key without a value has none', () => {
    expect(at(read('hostPath:\npath: /x\n').documents[0]?.root, 'hostPath')).toBeUndefined()
  })

  test('comments before a document are given', () => {
    const { documents } = read(
      '---\n# Source: chart/templates/a.yaml\nkind: Pod\n---\n# Source: chart/templates/b.yaml\nkind: Pod\n',
    )
    expect(documents.map(document => document.comments.map(comment => comment.value))).toEqual([
      ['Source: chart/templates/a.yaml'],
      ['Source: chart/templates/b.yaml'],
    ])
  })
})

describe('bad input', () => {
  test('a broken document is said, and the others are read', () => {
    const { documents, unread } = read('a: 1\n---\nb: [1\n---\nc: 3\n')
    expect(unread).toHaveLength(1)
    expect(unread[0]).toContain('not valid YAML')
    expect(textAt(documents.at(-1)?.root, 'c')).toBe('3')
  })

  test('what stands around a mistake is still read', () => {
    const { documents, unread } = read('volumes:\n- name: a\n\thostPath: x\n- hostPath:\n    path: /b\n')
    expect(unread).toHaveLength(1)
    expect(documents).toHaveLength(1)
  })

  test('an alias bomb is small', () => {
    const lines = ['a0: &a0 [x, x]']
    for (let i = 1; i < 60; i++) lines.push(`a${i}: &a${i} [*a${i - 1}, *a${i - 1}, *a${i - 1}, *a${i - 1}]`)
    expect(scalars(read(`${lines.join('\n')}\n`))).toHaveLength(2)
  })

  test('a quoted text whose lines stand at the indent of its key is read, as Kubernetes reads it', () => {
    const { documents, unread } = read("a:\n  - run: ['sh', '-c', '\n    ls;\n    it''s;']\n    next: 1\nlast: 2\n")
    expect(unread).toEqual([])
    expect(textAt(documents[0]!.root, 'last')).toBe('2')
    const run = at(documents[0]!.root, 'a')
    const [item] = run?.kind === 'list' ? run.items : []
    expect(textAt(item, 'next')).toBe('1')
  })

  test('however many of them there are', () => {
    const many = read('- text: "one\n  two"\n  audit: docker ps\n'.repeat(40))
    expect(many.unread).toEqual([])
    expect(scalars(many).map(({ value }) => value)).toEqual(Array(40).fill(['one   two', 'docker ps']).flat())
  })

  test('a long one too, where it is a dashboard', () => {
    const panels = Array.from({ length: 2_000 }, (_, index) => `  "panel ${index}": "it''s ${index}"`).join(',\n')
    const dashboard = `'{\n${panels}\n}\n'`
    const { documents, unread } = read(
      `data:\n  one.json: ${dashboard}\n  two.json: ${dashboard}\n  last: 1\nkind: ConfigMap\n`,
    )
    expect(unread).toEqual([])
    expect(textAt(documents[0]!.root, 'data', 'two.json')).toContain('"panel 1999": "it\'s 1999"')
    expect(textAt(documents[0]!.root, 'data', 'last')).toBe('1')
    expect(textAt(documents[0]!.root, 'kind')).toBe('ConfigMap')
  })

  test('a long quote that ends otherwise than a dashboard is never closed', () => {
    const { documents, unread } = read(`a: '{ x\n${'b: 2\n'.repeat(5_000)}c: 3\nd: 'it'\n`)
    expect(unread).toHaveLength(1)
    expect(textAt(documents[0]!.root, 'c')).toBe('3')
  })

  test('a quote that is never closed swallows nothing', () => {
    const { documents, unread } = read("a: 'x\nb: 2\nc: 3\nd: 'it'\n")
    expect(unread).toHaveLength(1)
    expect(textAt(documents[0]!.root, 'c')).toBe('3')
  })

  test('blank lines in front of a block that are longer than its indent are read over', () => {
    const { documents, unread } = read('a: |-\n        \n  x\n  y\nb: 1\n')
    expect(unread).toEqual([])
    expect(textAt(documents[0]!.root, 'a')).toContain('x\ny')
  })

  test('maps that are merged into each other over and over end in a notice', () => {
    const lines = ['a0: &a0 {x: 1}']
    for (let i = 1; i < 60; i++) lines.push(`a${i}: &a${i} {<<: [*a${i - 1}, *a${i - 1}]}`)
    const { documents, unread } = read(`${lines.join('\n')}\n`)
    expect(unread).toEqual([expect.stringContaining('merges more than')])
    expect(textAt(documents[0]?.root, 'a59', 'missing')).toBeUndefined()
    expect(textAt(documents[0]?.root, 'a9', 'x')).toBe('1')
  })

  test('a deep document ends in a notice', () => {
    for (const text of ['['.repeat(10_000), '{"a":'.repeat(10_000), `${'- '.repeat(5_000)}x`]) {
      const { unread } = read(text)
      expect(unread).toHaveLength(1)
    }
  })

  test('an alias of what does not exist is nothing', () => {
    expect(read('a: *missing\nb: 1\n').documents).toHaveLength(1)
  })
})

describe('templates', () => {
  test('a chart template is read around its actions', () => {
    const text =
      '{{- if .Values.on }}\nkind: Pod\nname: {{ include "x" . }}\n{{- end }}\npath: {{ .Values.dir }}/docker.sock\n'
    const { documents, unread } = read(text, 'chart/templates/pod.yaml')
    expect(unread).toEqual([])
    expect(textAt(documents[0]?.root, 'kind')).toBe('Pod')
    expect(textAt(documents[0]?.root, 'path')).toMatch(/^\uE000+\/docker\.sock$/)
  })

  test('a manifest whose script holds braces is no template', () => {
    const text = "data:\n  run.sh: |\n    docker ps --format '{{.ID}}'\n"
    expect(textAt(read(text).documents[0]?.root, 'data', 'run.sh')).toContain('{{.ID}}')
  })

  test('a line that holds only an expansion may become anything', () => {
    const { documents, unread } = read('a: 1\n\n${EXTRA_SETTINGS}\n\nrbac:\n  create: true\n')
    expect(unread).toEqual([])
    expect(textAt(documents[0]?.root, 'rbac', 'create')).toBe('true')
  })

  test('actions outside of scalars are noticed under any name', () => {
    expect(textAt(read('name: {{ .Values.x }}\nkind: Pod\n').documents[0]?.root, 'name')).toMatch(/^\uE000+$/)
  })
})

describe('strict JSON and YAML read the same tree', () => {
  const values = [
    '{"a": [1, -2.5e3, true, null, "x"], "b": {}, "c": [], "d\\n": "tab\\t \\u00e9 \\ud83d\\udc33 \\" \\\\ \\/ end"}',
    ' [ { "k" : "v" } , [ ] ]\n',
    '{"nested": {"deep": {"list": [{"a": "b"}, {"a": "docker ps\\n"}]}}}',
  ]
  test.each(values)('%s', text => {
    const strict = read(text, 'x.json')
    // A comment behind it makes it YAML.
    const loose = read(`${text}\n# comment\n`, 'x.json')
    const places = (result: Read) =>
      scalars(result).map(node => [
        node.value,
        node.style,
        node.located.span.start,
        node.located.span.end,
        node.content().text,
      ])
    expect(places(strict)).toEqual(places(loose))
    expect(strict.unread).toEqual([])
  })

  test.each([
    '{"a": 1,}',
    '{"a": }',
    '{a: 1}',
    '{"a": "b" "c"}',
    '[1, 2',
    '{"a": 01}',
    "{'a': 1}",
    '{"a": 1} {"b": 2}',
  ])('%s is left to YAML and never throws', text => {
    const { documents, unread } = read(text, 'x.json')
    expect(documents.length + unread.length).toBeGreaterThan(0)
  })
})

test.each([
  ['a value over lines in quotes', 'limits:\n  cpu: \'{{ or .Limit "200m"\n}}\'\n  memory: 1Gi\n'],
  ['a value over lines of Jinja', 'data:\n  tls.crt: "{{\n    encode(\n      path\n    )\n  }}"\n  tls.key: x\n'],
  [
    'a block that begins with an action',
    'data:\n  priorities: |- {{ .Priorities | nindent 4 }}\n{{ end }}\n---\na: 1\n',
  ],
  ['a document that begins with an action', 'a: 1\n---{{ if .Values.x }}\nb: 2\n'],
  [
    'a statement before a comment',
    'command:\n{{ if ne .OS "windows" }} # Linux only\n  test -w /:\n    exit-status: 0\n',
  ],
  [
    'statements at the head of a block',
    'data:\n  Corefile: |\n  {{- if .External }}\n{{ .External | indent 4 }}\n  {{- else }}\n    errors\n',
  ],
])('%s is read whole', (_, text) => {
  const { unread, documents } = read(text, 'deployment.yaml.template')
  expect(unread).toEqual([])
  expect(documents.length).toBeGreaterThan(0)
})
