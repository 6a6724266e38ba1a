import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lint } from '../../src/index.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'branches-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const pod = (lines: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\nspec:\n${lines}  volumes:\n    - name: s\n      hostPath:\n        path: /var/run/docker.sock\n`

async function said(values: string, helper: string, ...pods: readonly string[]): Promise<readonly string[]> {
  const files = {
    'app/Chart.yaml': 'apiVersion: v2\nname: app\nversion: 1.0.0\n',
    'app/values.yaml': values,
    'app/templates/_helpers.tpl': helper,
    ...Object.fromEntries(pods.map((text, index) => [`app/templates/pod-${index}.yaml`, pod(text)])),
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const { diagnostics, notices } = await lint({ paths: ['.'], cwd: folder })
  return [
    ...diagnostics.map(({ location, level }) => `${location.path}:${location.line} ${level}`),
    ...notices.map(({ path, line, reason }) => `${path}:${line} ${reason}`),
  ]
}

describe('a branch that is not valid where it is taken', () => {
  const ENV = [
    '  containers:',
    '    - name: a',
    '      image: x',
    '      env:',
    '        {{- if .Values.jobs }}',
    '        {{- if kindIs "string" (index .Values.jobs 0) }}',
    '        - name: JOBS',
    '          value: "{{ index .Values.jobs 0 }}"',
    '        {{- else }}',
    '        - name: JOBS_SOCKET',
    '          value: /var/run/docker.sock',
    '        - name: JOBS_JSON',
    '          value {{ toJson .Values.jobs | quote }}',
    '        {{- end }}',
    '        {{- end }}',
    '        - name: DOCKER_HOST',
    '          value: unix:///var/run/docker.sock',
    '',
  ].join('\n')

  test('is left out, and told of where it stands', async () => {
    const lines = await said('jobs: []\n', '', ENV)
    expect(lines.filter(line => line.includes('left out'))).toEqual([
      expect.stringMatching(/^app\/templates\/pod-0\.yaml:1\d what is written here when ".+" .+ is not valid YAML/),
    ])
    expect(lines).toContain('app/templates/pod-0.yaml:22 error')
  })
})

describe('what a template sets in the values', () => {
  test('is there for the rest of it', async () => {
    const helper = [
      '{{- define "app.image" -}}',
      '{{- $_ := set .Values "__kept" dict -}}',
      '{{- $_ := set .Values.__kept "image" .Values.image -}}',
      '{{- if eq .Values.__kept.image "agent" }}image: agent{{ else }}image:agent{{ end }}',
      '{{- end }}',
      '',
    ].join('\n')
    const call = '  containers:\n    - name: a\n      {{ include "app.image" . }}\n'
    expect(await said('image: agent\n', helper, call)).not.toContainEqual(expect.stringContaining('pod-0.yaml:8'))
  })

  test('is not there in another template', async () => {
    const helper = '{{- define "app.set" -}}{{- $_ := set .Values "path" "/var/run/docker.sock" -}}{{- end }}\n'
    const [first, second] = ['  {{- include "app.set" . }}\n', '  nodeName: {{ .Values.path }}\n']
    expect(await said('path: /tmp\n', helper, first, second)).toEqual([
      'app/templates/pod-0.yaml:10 error',
      'app/templates/pod-1.yaml:10 error',
    ])
  })
})

test('a number with the precision left out is a number: %1.f', async () => {
  const call = '  containers:\n    - name: a\n      ports:\n        - containerPort: {{ printf "%1.f" .Values.port }}\n'
  expect(await said('port: 8042\n', '', call)).toEqual(['app/templates/pod-0.yaml:13 error'])
})
