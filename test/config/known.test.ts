/** What users know of their own programs, told in the configuration and judged by the rules. */
import { describe, expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import { readConfig } from '../../src/config/config.ts'
import type { LintOptions } from '../../src/lint/lint-options.ts'
import { lintFiles } from '../../src/lint/linter.ts'
import { findings, folderWith, podWith, run } from '../program.ts'

const CONFIG = `known:
  - image: registry.example.com/team/agent
    needsDockerBelow: "2.4"
    instead: Update the agent to 2.4 or newer..
  - image: tools/sweeper
    instead: Remove it.
  - chart: team-agent
    needsDockerBelow: 3.0.0
    instead: Take version 3 of the chart.
  - path: /opt/team/containers
    instead: Read /var/log/pods.
  - metric: team_docker_*
    instead: Ask for team_runtime_*.
  - metric: team_engine_seconds
    instead: Ask for team_runtime_seconds.
`

const POD = (image: string) => `apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  containers:
    - name: a
      image: ${image}
`

const FILES = {
  'old.yaml': POD('registry.example.com/team/agent:v2.3.9'),
  'mirrored.yaml': POD('mirror.example.com/registry.example.com/team/agent:1.0'),
  'new.yaml': POD('registry.example.com/team/agent:2.4.0'),
  'untold.yaml': POD('registry.example.com/team/agent:latest'),
  'other.yaml': POD('registry.example.com/team/agent-ui:1.0'),
  'any.yaml': POD('tools/sweeper:9'),
  'Chart.yaml': `apiVersion: v2
name: all
version: 1.0.0
dependencies:
  - name: team-agent
    version: 2.9.0
    repository: https://charts.example.com
  - name: other-agent
    version: 1.0.0
    repository: https://charts.example.com
`,
  'argo.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: b}
spec:
  source:
    chart: team-agent
    repoURL: https://charts.example.com
    targetRevision: 3.1.0
`,
  'release.tf': `resource "helm_release" "agent" {
  name    = "agent"
  chart   = "team-agent"
  version = "2.0.1"
}
`,
  'volume.yaml': `apiVersion: v1
kind: Pod
metadata: {name: c}
spec:
  containers: [{name: c, image: c, volumeMounts: [{name: v, mountPath: /logs}]}]
  volumes:
    - name: v
      hostPath: {path: /opt/team/containers/logs}
    - name: w
      hostPath: {path: /opt/team/containers-of-others}
`,
  'node.sh': '#!/bin/sh\nkubeadm reset\ncat /opt/team//containers/a.log\nrm -rf /opt/team/containers\n',
  'rules.yaml': `groups:
  - name: a
    rules:
      - {alert: A, expr: 'rate(team_docker_starts_total[5m]) > 0'}
      - {alert: B, expr: 'histogram_quantile(0.9, team_engine_seconds_bucket) > 1'}
      - {alert: C, expr: team_engine_seconds_ago > 1}
`,
}

const FOUND = [
  'Chart.yaml:5 error runtime-coupled-agent',
  'any.yaml:7 error runtime-coupled-agent',
  'mirrored.yaml:7 error runtime-coupled-agent',
  'node.sh:3 error docker-data-path',
  'old.yaml:7 error runtime-coupled-agent',
  'release.tf:3 error runtime-coupled-agent',
  'rules.yaml:4 error docker-metric-label',
  'rules.yaml:5 error docker-metric-label',
  'volume.yaml:8 error docker-data-path',
]

/** The text of a report as one line. */
const said = (where: string, args: readonly string[]): string => run(where, args).out.replace(/\s+/g, ' ')

const folder = folderWith({ '.dockershim-lint.yaml': CONFIG, ...FILES })

test('images, charts, paths and metrics are found, and what has a name like them is not', () => {
  expect(findings(run(folder, ['-f', 'json', '--level', 'note', '.']))).toEqual(FOUND)
  expect(findings(run(folder, ['-f', 'json', '--no-config', '.']))).toEqual([])
  expect(findings(run(folder, ['-f', 'json', '--runtime', 'cri-dockerd', '.']))).toEqual([])
})

test('a finding says what is known, by whom, and what to do in the words of the user', () => {
  const out = said(folder, ['old.yaml', 'volume.yaml', 'rules.yaml'])
  expect(out).toContain(
    'Uses registry.example.com/team/agent before 2.4 ("registry.example.com/team/agent:v2.3.9"). Breaks According to .dockershim-lint.yaml:2:5 it needs the Docker API, which a node without Docker Engine does not have. Instead Update the agent to 2.4 or newer..',
  )
  expect(out).toContain(
    'Mounts "/opt/team/containers/logs" of the node. Breaks According to .dockershim-lint.yaml:10:5 it exists only with Docker Engine. Instead Read /var/log/pods.',
  )
  expect(out).toContain('Asks for the metric "team_docker_starts_total". Breaks According to')
})

test('the scan loses nothing of it', async () => {
  const { known } = readConfig(
    { path: 'c.yaml', text: CONFIG },
    rules.map(({ id }) => id),
  )
  async function* files() {
    for (const [path, text] of Object.entries(FILES)) yield { path, bytes: new TextEncoder().encode(text) }
  }
  const options: LintOptions = { rules, runtime: 'containerd', targetVersion: '1.34', known }
  const scanned = await lintFiles(files(), options)
  expect(scanned.diagnostics).toHaveLength(FOUND.length)
  expect(scanned).toEqual(await lintFiles(files(), { ...options, withoutPrefilter: true }))
})

test('an image whose registry and repository stand apart is found', () => {
  const chart = folderWith({
    '.dockershim-lint.yaml': CONFIG,
    'Chart.yaml': 'apiVersion: v2\nname: a\nversion: 1.0.0\n',
    'values.yaml': 'image:\n  registry: registry.example.com\n  repository: team/agent\n  tag: "2.1"\n',
    'templates/pod.yaml': POD('"{{ .Values.image.registry }}/{{ .Values.image.repository }}:{{ .Values.image.tag }}"'),
  })
  expect(findings(run(chart, ['-f', 'json', '.']))).toEqual(['templates/pod.yaml:7 error runtime-coupled-agent'])
})

test('lists come together with those of what is extended, and what stands nearer counts first', () => {
  const both = folderWith({
    '.dockershim-lint.yaml':
      'extends: "@company/settings"\nknown:\n  - image: team/agent\n    instead: Ask the team of this repository.\n',
    'node_modules/@company/settings/dockershim-lint.yaml': CONFIG,
    ...FILES,
  })
  const out = said(both, ['old.yaml', 'any.yaml'])
  expect(out).toContain(
    'According to .dockershim-lint.yaml:3:5 it needs the Docker API, which a node without Docker Engine does not have. Instead Ask the team',
  )
  expect(out).toContain('According to node_modules/@company/settings/dockershim-lint.yaml:5:5 it')
  const shown = run(both, ['--print-config']).out
  expect(shown).toContain('known:\n  - image: "team/agent"\n    instead: "Ask the team of this repository."\n')
  expect(shown).toContain('  - metric: "team_engine_seconds"\n')
})

test('many threads find what one finds', () => {
  const one = run(folder, ['-f', 'sarif', '--jobs', '1', '.']).out
  expect(run(folder, ['-f', 'sarif', '--jobs', '3', '.']).out).toBe(one)
})

describe('mistakes are told with file and line', () => {
  test.each([
    ['known: agent', '1:8: "known" has to be a list.'],
    ['known: [{image: a}]', '1:10: The key "instead" is missing.'],
    [
      'known: [{instead: x}]',
      '1:10: An entry needs one of "image", "chart", "path" and "metric", and no more than one.',
    ],
    ['known: [{image: a, path: /a, instead: x}]', 'An entry needs one of'],
    ['known: [{image: "a:1.2", instead: x}]', '"image" is an image without its version'],
    ['known: [{image: "a b", instead: x}]', '"image" has to be the name of an image.'],
    ['known: [{chart: a/b, instead: x}]', '"chart" has to be the name of a chart, without its repository.'],
    ['known: [{path: a/b, instead: x}]', '"path" has to be an absolute path on nodes, without patterns.'],
    ['known: [{path: /, instead: x}]', '"path" has to be an absolute path'],
    ['known: [{metric: "*", instead: x}]', '"metric" has to be the name of a metric'],
    ['known: [{image: a, needsDockerBelow: new, instead: x}]', '"needsDockerBelow" does not know the version "new"'],
    ['known: [{path: /a, needsDockerBelow: "1.0", instead: x}]', '"needsDockerBelow" goes with an image or a chart.'],
    ['known: [{image: a, instead: "  "}]', '"instead" is empty.'],
    ['known: [{image: a, insted: x}]', 'There is no key "insted". Did you mean "instead"?'],
  ])('%s', (text, complaint) => {
    const outcome = run(folderWith({ '.dockershim-lint.yaml': `${text}\n`, 'a.yaml': podWith('/tmp') }), ['a.yaml'])
    expect(outcome).toMatchObject({ code: 2 })
    expect(outcome.err).toContain('.dockershim-lint.yaml:1:')
    expect(outcome.err).toContain(complaint)
  })
})

test('hostile words of a package are text in every format', () => {
  const words =
    'x\\e[31m\\u202e ::error::y ##[group]z <script>alert(1)</script> ![i](http://e.example/) [l](javascript:a) | `c` \\n::stop-commands::t'
  const hostile = folderWith({
    '.dockershim-lint.yaml': 'extends: "@bad/settings"\n',
    'node_modules/@bad/settings/dockershim-lint.yaml': `known:\n  - image: team/agent\n    instead: "${words}"\n`,
    'old.yaml': FILES['old.yaml'],
  })
  for (const format of ['text', 'compact', 'json', 'sarif', 'github', 'gitlab', 'junit', 'markdown', 'html']) {
    const { out, code } = run(hostile, ['-f', format, '--color', 'never', 'old.yaml'])
    expect(code, format).toBe(1)
    expect(out, format).not.toMatch(/[\u001b\u202e]/)
    expect(out, format).not.toMatch(/^\s*::stop-commands/m)
    if (!['json', 'sarif', 'gitlab'].includes(format)) {
      expect(out, format).not.toContain('##[group]')
      expect(out, format).not.toMatch(/(?<!\S)::error::y/)
    }
    if (['html', 'junit', 'markdown'].includes(format)) expect(out, format).not.toContain('<script>alert')
    if (format === 'markdown') expect(out).not.toMatch(/(?<!\\)!\[i\]\(|(?<!\\)\[l\]\(/)
  }
  expect(run(hostile, ['--print-config']).out).not.toMatch(/[\u001b\u202e]/)
})
