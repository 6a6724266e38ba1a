/** A result as the linter gives it, for the tests of the reporters. */
import type { Diagnostic, LintResult, Location, Notice } from '../../src/diagnostic.ts'
import type { About, Reporter } from '../../src/reporters/reporter.ts'
import { defineRule, type Rule } from '../../src/rule.ts'

const rule = (id: string, level: Rule['level'] = 'error'): Rule =>
  defineRule({
    id,
    level,
    summary: `Finds ${id}`,
    docs: {
      why: 'It breaks. Silently.',
      instead: 'Write `something` else.',
      bad: ['bad.yaml', 'a: ```\n'],
      good: ['good.yaml', 'a: b\n'],
    },
    triggers: ['x'],
    check: {},
  })

export const rules: readonly Rule[] = [
  rule('docker-socket-mount'),
  rule('docker-cli', 'warning'),
  rule('docker-data-path', 'note'),
]

export const about = (changes: Partial<About> = {}): About => ({
  version: '1.2.3',
  home: 'https://example.org/dockershim-lint',
  rules,
  settings: { runtime: 'containerd', targetVersion: '1.35' },
  failOn: 'error',
  hidden: 0,
  quiet: false,
  color: false,
  links: false,
  width: 80,
  directory: '/home/me/repo',
  root: '/home/me/repo',
  ...changes,
})

/** A reporter that gives its document as one text. */
export const whole =
  (reporter: Reporter): ((...given: Parameters<Reporter>) => string) =>
  (...given) =>
    [...reporter(...given)].join('')

/** The place of a text in a line of a file. */
export function at(path: string, line: number, lineText: string, found: string): Location {
  const column = lineText.indexOf(found) + 1
  if (column === 0) throw new Error(`"${found}" is not in "${lineText}"`)
  return { path, line, column, endLine: line, endColumn: column + found.length, lineText, textColumn: 1 }
}

const socketLine = '            path: /var/run/docker.sock # the socket'

export const diagnostic = (changes: Partial<Diagnostic> = {}): Diagnostic => ({
  rule: 'docker-socket-mount',
  level: 'error',
  confidence: 'high',
  what: 'Mounts the Docker socket "/var/run/docker.sock"',
  breaks:
    'Nodes with containerd have no such socket, so the pod waits for ever or finds an empty directory, since 1.24.',
  instead: 'Talk to the kubelet or to containerd\'s own socket "/run/containerd/containerd.sock".',
  object: 'DaemonSet kube-system/fluentd, container fluentd',
  location: at('manifests/fluentd.yaml', 42, socketLine, '/var/run/docker.sock'),
  related: [],
  lineHash: 'c129715d7a2bc9a3:1',
  ...changes,
})

export const result = (
  diagnostics: readonly Diagnostic[] = [],
  notices: readonly Notice[] = [],
  filesChecked = 12,
): LintResult => ({
  diagnostics,
  notices,
  suppressed: [],
  filesChecked,
})

/** Findings of every level and sort, in two files, and files that were not read. */
export const mixed: LintResult = result(
  [
    diagnostic({
      group: 'workloads',
      owner: '@org/platform @jane',
      related: [
        {
          message: 'the container mounts it here',
          location: at('manifests/fluentd.yaml', 30, '  - mountPath: /s', '/s'),
        },
        { message: 'the script that uses it', location: at('scripts/log.sh', 3, 'curl --unix-socket /s x', '/s') },
      ],
    }),
    diagnostic({
      rule: 'docker-data-path',
      level: 'note',
      confidence: 'medium',
      what: 'Mounts "/var/lib/docker/containers"',
      breaks: 'The folder stays empty with containerd.',
      instead: 'Remove the mount.',
      location: at('manifests/fluentd.yaml', 51, '\t日本: /var/lib/docker/containers', '/var/lib/docker/containers'),
      object: undefined,
      lineHash: undefined,
    }),
    diagnostic({
      rule: 'docker-cli',
      level: 'warning',
      what: 'Calls "docker ps -q"',
      breaks: 'The command fails where Docker is not installed.',
      instead: 'Call "crictl ps -q".',
      object: undefined,
      location: at('scripts/log.sh', 3, 'ids=$(docker ps -q) # 😀', 'docker ps -q'),
      fix: {
        applies: 'after',
        title: 'Replace "docker" with "crictl"',
        edits: [
          {
            location: at('scripts/log.sh', 3, 'ids=$(docker ps -q) # 😀', 'docker'),
            start: 20,
            end: 26,
            text: 'crictl',
          },
        ],
      },
    }),
  ],
  [
    { path: 'a.bin', reason: 'it is a binary file', partly: false },
    { path: 'broken.yaml', line: 7, column: 3, reason: 'a quote is never closed', partly: true },
  ],
)

/** A text with everything in it that some output could take for its own. */
export const HOSTILE =
  '\u001b]0;owned\u0007\u001b[31m::error file=x::y\r\n##[add-mask]a ##vso[task.setvariable]b %0A%25 <b a="1">&amp;\'</b> ]]> --> | `c` *d* _e_ [f](1) @g #1 https://h.example \u202e\u0000\u000b\ufffe\ud800 ::error::z {0} \\ "q" $(i) ${j}'

/** The same for a path, which has no NUL. */
export const HOSTILE_PATH = `-dir with space/%41#?&"'<>|*:,;[x](y)\`$(i)\n\r\t\u001b[31m::error::/é😀\u202e.yaml`

export const hostile: LintResult = result(
  [
    diagnostic({
      what: `Mounts "${HOSTILE}"`,
      breaks: `${HOSTILE} breaks.`,
      instead: `Write "${HOSTILE}".`,
      object: `DaemonSet ${HOSTILE}`,
      location: at(HOSTILE_PATH, 1, `a: ${HOSTILE.replace(/[\r\n]/g, '')} b`, HOSTILE.replace(/[\r\n]/g, '')),
      related: [{ message: HOSTILE, location: at(HOSTILE_PATH, 2, HOSTILE, '::error') }],
      fix: {
        applies: 'both',
        title: HOSTILE,
        edits: [{ location: at(HOSTILE_PATH, 2, HOSTILE, '::error'), start: 4, end: 11, text: HOSTILE }],
      },
    }),
  ],
  [
    { path: HOSTILE_PATH, reason: HOSTILE, partly: false },
    { path: HOSTILE_PATH, line: 3, column: 1, reason: HOSTILE, partly: true },
  ],
)
