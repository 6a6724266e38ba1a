import { describe, expect, it } from 'vitest'
import { toml } from '../../src/languages/toml.ts'
import type { Reader } from '../../src/reading/language.ts'
import { fileSource } from '../../src/text/source.ts'
import { at, type TreeDocument, type TreeNode, textAt, walk } from '../../src/text/tree.ts'

/** The tree of a text, with what the language says it could not read. */
function read(text: string) {
  const documents: TreeDocument[] = []
  const unread: number[] = []
  const reader = {
    name: 'config.toml',
    tree: (document: TreeDocument) => documents.push(document),
    unread: (span: { start: number }) => unread.push(text.slice(0, span.start).split('\n').length),
  }
  toml.read(fileSource({ path: 'config.toml', text }), reader as unknown as Reader)
  expect(documents).toHaveLength(1)
  return { root: documents[0]!.root, document: documents[0]!, brokenLines: unread }
}

const plain = (node: TreeNode | undefined): unknown =>
  node?.kind === 'map'
    ? Object.fromEntries(node.entries.map(({ key, value }) => [key.value, plain(value)]))
    : node?.kind === 'list'
      ? node.items.map(plain)
      : node?.value

const CONTAINERD = `# made by hand
version = 2
disabled_plugins = ["cri"] # stock
root = '/var/lib/containerd'

[plugins]
  [plugins."io.containerd.grpc.v1.cri"]
    sandbox_image = "registry.k8s.io/pause:3.9"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      options = { SystemdCgroup = true, BinaryName = "" }
  [plugins."io.containerd.grpc.v1.cri".registry.mirrors."docker.io"]
    endpoint = [
      "https://mirror.example.com", # first
      "https://registry-1.docker.io",
    ]

[[registry]]
location = "a"
[[registry.mirror]]
location = "a1"
[[registry.mirror]]
location = "a2"
[[registry]]
location = "b"
a.b.c = 1979-05-27T07:32:00Z
`

describe('TOML', () => {
  it('reads tables, arrays of tables, dotted keys, inline tables and arrays over lines', () => {
    const { root, brokenLines } = read(CONTAINERD)
    expect(brokenLines).toEqual([])
    expect(plain(root)).toEqual({
      version: '2',
      disabled_plugins: ['cri'],
      root: '/var/lib/containerd',
      plugins: {
        'io.containerd.grpc.v1.cri': {
          sandbox_image: 'registry.k8s.io/pause:3.9',
          containerd: { runtimes: { runc: { options: { SystemdCgroup: 'true', BinaryName: '' } } } },
          registry: {
            mirrors: { 'docker.io': { endpoint: ['https://mirror.example.com', 'https://registry-1.docker.io'] } },
          },
        },
      },
      registry: [
        { location: 'a', mirror: [{ location: 'a1' }, { location: 'a2' }] },
        { location: 'b', a: { b: { c: '1979-05-27T07:32:00Z' } } },
      ],
    })
  })

  it('keeps every position', () => {
    const { root, document } = read(CONTAINERD)
    let scalars = 0
    walk(root, node => {
      if (node.kind !== 'scalar') return
      scalars++
      expect(node.located.exact).toBe(true)
      expect(CONTAINERD.slice(node.located.span.start, node.located.span.end)).toBe(node.value)
      expect(node.content().text).toBe(node.value)
    })
    expect(scalars).toBe(13)
    expect(document.comments.map(comment => comment.value)).toEqual([' made by hand', ' stock', ' first'])
  })

  it('resolves escapes and strings over lines', () => {
    const { root } = read(
      'a = "x\\t\\u00e9\\"y"\nb = """\none \\\n   two\n"quoted" """\nc = \'\'\'\nraw \\n\'\'\'\nd = "{#x}"\n',
    )
    expect(textAt(root, 'a')).toBe('x\té"y')
    expect(textAt(root, 'b')).toBe('one two\n"quoted" ')
    expect(textAt(root, 'c')).toBe('raw \\n')
    expect(at(root, 'a')?.kind === 'scalar' && root?.kind === 'map').toBe(true)
  })

  it('reads on after a line that is no TOML, and says where', () => {
    const { root, brokenLines } = read(
      'a = 1\nthis is wrong\nb = 2\n[broken\nc = 3\n[d]\ne = "open\nf = [1, 2\ng = 4\n',
    )
    expect(brokenLines).toEqual([2])
    expect(plain(root)).toEqual({ a: '1', b: '2', d: { e: 'open', f: ['1', '2'], g: '4' } })
  })

  it('reads a template: actions are unknown, whole lines of them are nothing', () => {
    const { root, brokenLines } = read(
      '{{ if .Mirror }}\n[a."{{ .Host }}"]\nb = "{{ .Value }}"\nc = {{ .Number }}\n{{ end }}\n{% raw %}\nd = 1\n',
    )
    expect(brokenLines).toEqual([])
    expect(Object.keys(plain(at(root, 'a')) as object)).toHaveLength(1)
  })

  it('does not follow hostile depth and stays linear', () => {
    const start = performance.now()
    for (const text of [
      `a = ${'['.repeat(50_000)}`,
      'a = [1,\n'.repeat(20_000),
      'a = """x\n'.repeat(20_001),
      '[[a]]\n'.repeat(50_000),
      `a = "${'\\'.repeat(100_000)}`,
    ])
      read(text)
    expect(performance.now() - start).toBeLessThan(3000)
  })
})
