import { stripVTControlCharacters } from 'node:util'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import type { Location } from '../../src/diagnostic.ts'
import { text as textParts } from '../../src/reporters/text.ts'
import { about, at, diagnostic, HOSTILE, HOSTILE_PATH, hostile, mixed, result, whole } from './sample.ts'

const text = whole(textParts)

test('a report as a person reads it', () => {
  expect(text(mixed, about({ hidden: 2 }))).toBe(`manifests/fluentd.yaml
  42:19  error  docker-socket-mount  DaemonSet kube-system/fluentd, container fluentd
    42 │             path: /var/run/docker.sock # the socket
       │                   ^^^^^^^^^^^^^^^^^^^^
    Mounts the Docker socket "/var/run/docker.sock".
    Breaks   Nodes with containerd have no such socket, so the pod waits for
             ever or finds an empty directory, since 1.24.
    Instead  Talk to the kubelet or to containerd's own socket
             "/run/containerd/containerd.sock".
    See      line 30: the container mounts it here
    See      scripts/log.sh:3:20: the script that uses it

  51:6  note  docker-data-path
    51 │     日本: /var/lib/docker/containers
       │           ^^^^^^^^^^^^^^^^^^^^^^^^^^
    Mounts "/var/lib/docker/containers".
    Breaks   The folder stays empty with containerd.
    Instead  Remove the mount.

scripts/log.sh
  3:7  warning  docker-cli  [after]
     3 │ ids=$(docker ps -q) # 😀
       │       ^^^^^^^^^^^^ Calls "docker ps -q".
    Breaks   The command fails where Docker is not installed.
    Instead  Call "crictl ps -q".

Not read:
  a.bin: it is a binary file

Read only in part:
  broken.yaml:7:3: a quote is never closed

3 problems (1 error, 1 warning, 1 note) in 2 files; 1 file not read; 1 file read only in part.
Checked for containerd and Kubernetes 1.35; --runtime and --target-version are for others.
[after] 1 can be fixed with --fix --unsafe-fixes once no node has Docker Engine.
2 findings of a lower level not shown; --level note shows all.
dockershim-lint --explain docker-socket-mount says more about a rule.
`)
})

test('a clean run says how many files were looked at', () => {
  const target = 'Checked for containerd and Kubernetes 1.35; --runtime and --target-version are for others.'
  expect(text(result([], [], 12), about())).toBe(`No problems found in 12 files.\n${target}\n`)
  expect(text(result([], [], 1), about())).toBe(`No problems found in 1 file.\n${target}\n`)
})

test('a clean run does not hide that files were not read', () => {
  const output = text(result([], mixed.notices), about())
  expect(output).toContain('a.bin: it is a binary file')
  expect(output).toContain('No problems found in 12 files; 1 file not read; 1 file read only in part.')
})

test('colours are the only difference they make', () => {
  const coloured = text(mixed, about({ color: true }))
  expect(coloured).toContain('\u001b[31m')
  expect(stripVTControlCharacters(coloured)).toBe(text(mixed, about()))
})

describe('what was said is not said again', () => {
  const one = diagnostic({ location: at('a.sh', 1, 'docker ps', 'docker ps') })

  test('in the same file, and in another one', () => {
    const output = text(
      result([
        one,
        { ...one, location: at('a.sh', 4, 'docker ps', 'docker ps') },
        { ...one, location: at('b.sh', 2, 'docker ps', 'docker ps') },
      ]),
      about({ width: 100 }),
    )
    expect(output.split('Breaks   Nodes with containerd')).toHaveLength(2)
    expect(output).toContain('  As in line 1.  DaemonSet')
    expect(output).toContain('  As in a.sh:1.  DaemonSet')
  })

  test('a finding that only names another thing says so in its first line', () => {
    const what = 'Calls "docker"'
    const next = { ...one, object: undefined, what, location: at('a.sh', 4, 'docker ps', 'docker ps') }
    expect(text(result([one, next]), about({ width: 100 }))).toContain(
      '\n  4:1  error  docker-socket-mount  Calls "docker", as in line 1.\n     4 │ docker ps\n',
    )
    expect(text(result([one, { ...next, what: 'Calls '.repeat(20) }]), about({ width: 80 }))).toMatch(
      /\n {5}4 │ docker ps\n {4}Calls Calls [^\n]*\n[^\n]*, as in line 1\.\n/,
    )
  })

  test('a part that was said is told behind the mark', () => {
    const next = { ...one, instead: 'Call "crictl ps".', location: at('a.sh', 4, 'docker ps', 'docker ps') }
    const output = text(result([one, next]), about({ width: 100 }))
    expect(output).toContain('" Breaks as in line 1.\n    Instead  Call "crictl ps".'.replace('" ', '". '))
  })

  test('a file is told from others of its name', () => {
    const line = (path: string) => at(path, 1, 'docker ps', 'docker ps')
    const output = text(
      result(
        ['a/x/main.yml', 'a/y/main.yml', 'b/z.yml'].map((path, index) => ({
          ...one,
          instead: `Call ${index}`.repeat(index === 2 ? 1 : 9),
          breaks: index === 1 ? 'Nothing.' : one.breaks,
          location: line(path),
        })),
      ),
      about({ width: 100 }),
    )
    expect(output).toContain('Breaks as in …/x/main.yml:1.')
  })

  test('findings in one line share it', () => {
    const line = 'docker ps; docker ps'
    const second = { ...at('a.sh', 1, line, 'docker ps'), column: 12, endColumn: 21 }
    const output = text(
      result([
        { ...one, location: at('a.sh', 1, line, 'docker ps') },
        { ...one, location: second },
      ]),
      about(),
    )
    expect(output.split(line)).toHaveLength(2)
    expect(output).toContain('1:12')
  })
})

test('a rule is a link where the terminal shows one', () => {
  const output = text(result([diagnostic({ rule: 'docker-cli' })]), about({ links: true }))
  expect(output).toContain('\u001b]8;;https://example.org/dockershim-lint/blob/main/rules/README.md#docker-cli\u001b\\')
})

describe('the marks stand under the found text', () => {
  /** The columns of a terminal that are marked, and those that the found text stands in. */
  function columnsOf(location: Location, width = 80) {
    const lines = text(result([diagnostic({ location })]), about({ width })).split('\n')
    const index = lines.findIndex(line => /^ {7}│ .*\^+(?: |$)/.test(line))
    const [code = '', marks = ''] = [lines[index - 1], lines[index]?.replace(/(\^+) .*/, '$1')]
    return { code, indent: marks.indexOf('^'), marks: marks.length - marks.indexOf('^') }
  }

  test.each([
    ['plain', 'image: docker ps now'],
    ['tabs', '\t\tkey:\tdocker ps\t# x'],
    ['wide characters', '日本語: docker ps 한국'],
    ['emoji of several code points', '👩‍👩‍👧 🇩🇪 docker ps 😀'],
    ['combining characters', 'e\u0301a\u0308 docker ps'],
    ['control characters', '\u001b[31m\u0000\u009b docker ps'],
    ['bidirectional overrides', '\u202e\u2066 docker ps'],
    ['a lone surrogate', '\ud800 docker ps'],
    ['a long line', `${'x '.repeat(300)}docker ps${' y'.repeat(300)}`],
    ['a long line of wide characters', `${'日'.repeat(300)}docker ps${'本'.repeat(300)}`],
    ['a long line of combining characters', `${'e\u0301'.repeat(300)}docker ps${'e\u0301'.repeat(300)}`],
    ['the end of a long line', `${'x'.repeat(500)}docker ps`],
    ['the start of a long line', `docker ps${'x'.repeat(500)}`],
  ])('%s', (_, line) => {
    for (const width of [40, 80, 120]) {
      const { code, indent, marks } = columnsOf(at('a.sh', 1, line, 'docker ps'), width)
      expect(code).toContain('docker ps')
      expect(indent).toBe(stringWidth(code.slice(0, code.indexOf('docker ps'))))
      expect(marks).toBe(9)
      expect(stringWidth(code)).toBeLessThanOrEqual(Math.min(width, 100))
    }
  })

  test('a found text that is longer than a line is cut', () => {
    const line = `x: ${'docker ps '.repeat(50)}`
    const { code, indent, marks } = columnsOf(at('a.sh', 1, line, line.slice(3)), 80)
    expect(code).toMatch(/│ x: docker ps .*…$/)
    expect(stringWidth(code)).toBe(80)
    expect(indent + marks).toBe(80)
  })

  test('an empty range has one mark', () => {
    expect(columnsOf({ ...at('a.sh', 1, 'a b', 'b'), endColumn: 3 }).marks).toBe(1)
  })

  test('of a very long line only a part is known', () => {
    const location = {
      ...at('a.sh', 1, 'xxx docker ps yyy', 'docker ps'),
      textColumn: 5001,
      column: 5005,
      endColumn: 5014,
    }
    const { code, indent } = columnsOf(location)
    expect(code).toBe('     1 │ …xxx docker ps yyy')
    expect(indent).toBe(code.indexOf('docker'))
  })
})

test('nothing from a file acts on the terminal', () => {
  const output = text(hostile, about())
  expect(output).toMatch(/^[^\p{Cc}]*$/mu)
  expect(output.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u)
  expect(output).toContain('␛]0;owned␇')
  expect(output).toContain('\\u{202e}')
  // Neither a command at the start of a line nor one that a CI system finds anywhere in it.
  expect(output).not.toMatch(/^\s*::/m)
  expect(output).not.toMatch(/##\[|##vso\[/)
  expect(HOSTILE).toMatch(/##\[.*##vso\[/s)
  expect(HOSTILE_PATH).toContain('\n')
})
