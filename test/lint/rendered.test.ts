import { expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import { type InputFile, lintFiles } from '../../src/lint/linter.ts'
import { filesInMemory } from '../fixture-files.ts'

const TEMPLATE = `apiVersion: v1
kind: Pod
metadata:
  name: {{ .Release.Name }}-agent
spec:
  volumes:
    - name: engine
      hostPath:
        path: /var/run/docker.sock
`

const rendered = (header: string): string => `---\n${header}\n${TEMPLATE.replace('{{ .Release.Name }}', 'live')}`

async function* inputs(files: readonly InputFile[]): AsyncGenerator<InputFile> {
  yield* files
}

async function found(header: string, template = 'agent/templates/pod.yaml') {
  const beside = filesInMemory([
    { path: template, bytes: Buffer.from(TEMPLATE) },
    { path: '../secret/templates/pod.yaml', bytes: Buffer.from(TEMPLATE) },
  ])
  const output = { path: 'out.yaml', bytes: Buffer.from(rendered(header)) }
  const { diagnostics } = await lintFiles(inputs([output]), {
    rules,
    runtime: 'containerd',
    targetVersion: '1.37',
    beside,
  })
  const [one] = diagnostics.filter(({ rule }) => rule === 'docker-socket-mount')
  return {
    object: one?.object,
    line: one?.location.line,
    from: one?.related
      .filter(({ message }) => message === 'made from this template')
      .map(({ location }) => `${location.path}:${location.line}`),
  }
}

test('output of helm template names the template, and the line in it that reads the same', async () => {
  expect(await found('# Source: agent/templates/pod.yaml')).toEqual({
    object: 'Pod live-agent, from agent/templates/pod.yaml',
    line: 11,
    from: ['agent/templates/pod.yaml:9'],
  })
})

test('the chart may be the working folder', async () => {
  const { from } = await found('# Source: agent/templates/pod.yaml', 'templates/pod.yaml')
  expect(from).toEqual(['templates/pod.yaml:9'])
})

test('a template that is not there is only named', async () => {
  const { object, from } = await found('# Source: other/templates/pod.yaml')
  expect(object).toBe('Pod live-agent, from other/templates/pod.yaml')
  expect(from).toEqual([])
})

test.each([
  '../secret/templates/pod.yaml',
  'x/../../secret/templates/pod.yaml',
  '/etc/passwd',
])('a header that leads to %s leads nowhere', async path => {
  const { from } = await found(`# Source: ${path}`)
  expect(from).toEqual([])
})

test('output of kustomize names the file that its origin says', async () => {
  const text = TEMPLATE.replace('{{ .Release.Name }}', 'live').replace(
    'spec:',
    '  annotations:\n    config.kubernetes.io/origin: |\n      path: ../base/pod.yaml\nspec:',
  )
  const { diagnostics } = await lintFiles(inputs([{ path: 'out.yaml', bytes: Buffer.from(text) }]), {
    rules,
    runtime: 'containerd',
    targetVersion: '1.37',
  })
  expect(diagnostics.map(({ object }) => object)).toContain('Pod live-agent, from ../base/pod.yaml')
})
