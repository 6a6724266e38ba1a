/** Rendered output, led back to the lines of the chart that it was made from. */
import { mkdirSync, renameSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { BAD, findings, folderWith, podWith, run } from '../program.ts'

const SOCKET = '/var/run/docker.sock'
const CHART = 'apiVersion: v2\nname: agent\nversion: 1.0.0\n'

/** What helm prints for a template: its text after the header, whose first line is the third. */
const rendered = (header: string, text: string): string => `---\n# Source: ${header}\n${text}`

const lint = (folder: string, input: string, ...more: readonly string[]) =>
  run(folder, ['--chart', './chart', '-f', 'json', ...more, '-'], { input })

const found = (folder: string, input: string, ...more: readonly string[]) => findings(lint(folder, input, ...more))

/** The findings of a run with the places that they tell beside their own. */
function related(folder: string, input: string, ...more: readonly string[]): readonly string[] {
  const { diagnostics } = JSON.parse(lint(folder, input, ...more).out) as {
    diagnostics: readonly { related: readonly { message: string; path: string; line: number }[] }[]
  }
  return diagnostics.flatMap(one => one.related.map(({ message, path, line }) => `${message} ${path}:${line}`))
}

const TEMPLATE = podWith('{{ .Values.agent.socket }}', '{{ .Release.Name }}-agent')
const OUTPUT = podWith(SOCKET, 'live-agent')

const valuesDriven = {
  'chart/Chart.yaml': CHART,
  'chart/values.yaml': `agent:\n  # The engine's.\n  socket: ${SOCKET}\n`,
  'chart/templates/pod.yaml': TEMPLATE,
}

const literal = {
  'chart/Chart.yaml': CHART,
  'chart/templates/pod.yaml': `{{- if true }}\n${podWith(SOCKET, '{{ .Release.Name }}')}{{- end }}\n`,
}

const STAYS = ['stdin.yaml:11 error docker-socket-mount']

describe('a finding in rendered output', () => {
  test('is moved to the value that makes it', () => {
    const folder = folderWith(valuesDriven)
    const output = rendered('agent/templates/pod.yaml', OUTPUT)
    expect(found(folder, output)).toEqual(['chart/values.yaml:3 error docker-socket-mount'])
    expect(related(folder, output)).toEqual([
      'used here chart/templates/pod.yaml:9',
      'mounted here chart/templates/pod.yaml:15',
      'rendered here stdin.yaml:11',
    ])
  })

  test('is moved to the line of the template', () => {
    const output = rendered('agent/templates/pod.yaml', podWith(SOCKET, 'live'))
    expect(found(folderWith(literal), output)).toEqual(['chart/templates/pod.yaml:10 error docker-socket-mount'])
  })

  test('is moved where the output was saved, and the chart lies outside of the folder', () => {
    const folder = folderWith({ ...literal, 'work/out.yaml': rendered('agent/templates/pod.yaml', OUTPUT) })
    const outcome = run(join(folder, 'work'), ['--chart', '../chart/', '-f', 'json', 'out.yaml'])
    expect(findings(outcome)).toEqual(['../chart/templates/pod.yaml:10 error docker-socket-mount'])
  })

  test('is moved in the chart that is the working folder', () => {
    const folder = join(folderWith(valuesDriven), 'chart')
    const outcome = run(folder, ['--chart', '.', '-f', 'json', '-'], {
      input: rendered('agent/templates/pod.yaml', OUTPUT),
    })
    expect(findings(outcome)).toEqual(['values.yaml:3 error docker-socket-mount'])
  })

  test('is moved to a values file that was given', () => {
    const folder = folderWith({ ...valuesDriven, 'prod.yaml': `agent:\n  socket: /run/docker.sock\n` })
    const output = rendered('agent/templates/pod.yaml', podWith('/run/docker.sock'))
    expect(found(folder, output, '--values', 'prod.yaml')).toEqual(['prod.yaml:2 error docker-socket-mount'])
  })

  test('is told once however often it is rendered', () => {
    const folder = folderWith({ ...valuesDriven, 'chart/templates/other.yaml': TEMPLATE })
    const output =
      rendered('agent/templates/pod.yaml', podWith(SOCKET, 'one')) +
      rendered('agent/templates/pod.yaml', podWith(SOCKET, 'two')) +
      rendered('agent/templates/other.yaml', podWith(SOCKET, 'three'))
    expect(found(folder, output)).toEqual(['chart/values.yaml:3 error docker-socket-mount'])
    expect(related(folder, output).filter(one => one.startsWith('rendered here'))).toHaveLength(3)
  })

  test('is told once with what is found in the chart itself', () => {
    const folder = folderWith(valuesDriven)
    const output = rendered('agent/templates/pod.yaml', OUTPUT)
    expect(found(folder, output, 'chart')).toEqual(['chart/values.yaml:3 error docker-socket-mount'])
  })

  test('has the level that the rendered document gives it, where the chart leaves it out by default', () => {
    const folder = folderWith({
      ...literal,
      'chart/values.yaml': 'enabled: false\n',
      'chart/templates/pod.yaml': `{{- if .Values.enabled }}\n${podWith(SOCKET)}{{- end }}\n`,
    })
    expect(findings(run(folder, ['--level', 'note', '-f', 'json', 'chart']))).toEqual([
      'chart/templates/pod.yaml:10 note docker-socket-mount',
    ])
    expect(found(folder, rendered('agent/templates/pod.yaml', BAD))).toEqual([
      'chart/templates/pod.yaml:10 error docker-socket-mount',
    ])
  })

  test('is silent where the chart says so', () => {
    const folder = folderWith({
      ...valuesDriven,
      'chart/values.yaml': `agent:\n  # dockershim-lint: ignore[docker-socket-mount] known\n  socket: ${SOCKET}\n`,
    })
    expect(found(folder, rendered('agent/templates/pod.yaml', OUTPUT))).toEqual([])
  })
})

describe('a finding in a subchart', () => {
  const sub = (name: string) => ({
    'chart/Chart.yaml': CHART,
    'chart/charts/metrics/Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`,
    'chart/charts/metrics/values.yaml': 'agent:\n  socket: /run/containerd/containerd.sock\n',
    'chart/charts/metrics/templates/pod.yaml': TEMPLATE,
  })

  test("is moved to the parent's value", () => {
    const folder = folderWith({
      ...sub('metrics'),
      'chart/values.yaml': `metrics:\n  agent:\n    socket: ${SOCKET}\n`,
    })
    const output = rendered('agent/charts/metrics/templates/pod.yaml', OUTPUT)
    expect(found(folder, output)).toEqual(['chart/values.yaml:3 error docker-socket-mount'])
  })

  test('is moved to the subchart by its alias', () => {
    const folder = folderWith({
      ...sub('metrics'),
      'chart/Chart.yaml': `${CHART}dependencies:\n  - name: metrics\n    version: 1.0.0\n    alias: gauges\n`,
      'chart/charts/metrics/values.yaml': `agent:\n  socket: ${SOCKET}\n`,
    })
    const output = rendered('agent/charts/gauges/templates/pod.yaml', OUTPUT)
    expect(found(folder, output)).toEqual(['chart/charts/metrics/values.yaml:2 error docker-socket-mount'])
  })

  test('stays where the subchart is used twice', () => {
    const dependency = (alias: string) => `  - name: metrics\n    version: 1.0.0\n    alias: ${alias}\n`
    const folder = folderWith({
      ...sub('metrics'),
      'chart/Chart.yaml': `${CHART}dependencies:\n${dependency('one')}${dependency('two')}`,
      'chart/values.yaml': `one:\n  agent:\n    socket: ${SOCKET}\ntwo:\n  agent:\n    socket: ${SOCKET}\n`,
    })
    expect(found(folder, rendered('agent/charts/two/templates/pod.yaml', OUTPUT))).toEqual(STAYS)
  })
})

describe('a finding stays on the rendered line', () => {
  test('where two lines of the template say the same', () => {
    const branches = `{{- if .Values.one }}\n${podWith(SOCKET)}{{- else }}\n${podWith(SOCKET)}{{- end }}\n`
    const folder = folderWith({ ...literal, 'chart/templates/pod.yaml': branches })
    expect(found(folder, rendered('agent/templates/pod.yaml', BAD))).toEqual(STAYS)
  })

  test('where one object says the same twice', () => {
    const twice = podWith(SOCKET)
      .replace('  containers:', `    - name: more\n      hostPath:\n        path: ${SOCKET}\n  containers:`)
      .replace(/$/, '        - name: more\n          mountPath: /more\n')
    const output = found(folderWith(literal), rendered('agent/templates/pod.yaml', twice))
    expect(output.map(one => one.split(':')[0])).toEqual(['stdin.yaml', 'stdin.yaml'])
  })

  test('where the chart does not say it', () => {
    const folder = folderWith({ ...valuesDriven, 'chart/values.yaml': 'agent:\n  socket: /run/other.sock\n' })
    expect(found(folder, rendered('agent/templates/pod.yaml', OUTPUT))).toEqual(STAYS)
  })

  test.each([
    'agent/../../etc/passwd',
    'agent/templates/../../secret/templates/pod.yaml',
    '../secret/templates/pod.yaml',
    '/etc/passwd',
    'agent/templates/linked.yaml',
    'agent/charts/linked/templates/pod.yaml',
    'agent/charts/../templates/pod.yaml',
    'agent/values.yaml',
    'agent/templates',
    'other/templates/pod.yaml',
    'templates/pod.yaml',
  ])('where its header is %s', header => {
    const folder = folderWith({ ...literal, 'secret/Chart.yaml': 'name: linked\n', 'secret/templates/pod.yaml': BAD })
    symlinkSync(join(folder, 'secret/templates/pod.yaml'), join(folder, 'chart/templates/linked.yaml'))
    mkdirSync(join(folder, 'chart/charts'))
    symlinkSync(join(folder, 'secret'), join(folder, 'chart/charts/linked'))
    const outcome = lint(folder, rendered(header, BAD))
    expect(findings(outcome)).toEqual(STAYS)
    expect(outcome.out).not.toContain('rendered here')
  })

  test('of a chart that got its text from the one around it', () => {
    const folder = folderWith({
      'all/Chart.yaml': 'name: all\nversion: 1.0.0\n',
      'all/values.yaml': `agent:\n  agent:\n    socket: ${SOCKET}\n`,
      ...valuesDriven,
      'chart/values.yaml': 'agent:\n  socket: /run/other.sock\n',
    })
    mkdirSync(join(folder, 'all/charts'))
    renameSync(join(folder, 'chart'), join(folder, 'all/charts/agent'))
    const outcome = run(folder, ['--chart', 'all/charts/agent', '-f', 'json', '-'], {
      input: rendered('agent/templates/pod.yaml', OUTPUT),
    })
    expect(findings(outcome)).toEqual(STAYS)
  })
})

test.each([
  ['a folder without Chart.yaml', 'empty', 'is not a Helm chart: it has no Chart.yaml'],
  ['a file', 'empty/x.txt', 'is not a Helm chart: it has no Chart.yaml'],
  ['nothing', 'nowhere', 'nowhere does not exist'],
])('%s cannot be given as a chart', (_, chart, message) => {
  const { code, out, err } = run(folderWith({ 'empty/x.txt': '' }), ['--chart', chart, '-'], { input: BAD })
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(message)
})
