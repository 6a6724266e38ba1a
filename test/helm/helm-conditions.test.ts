/** What is read of a chart whose branches speak against each other, told by what a user sees. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lint } from '../../src/index.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'conditions-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

const VALUES = `system: linux
ready: true
probe: false
name: ""
tag: "7"
nested:
  part-a:
    enabled: false
items: {}
`

const SOCKET = `hostPath:
        path: /var/run/docker.sock`

/** The levels of what is found in a pod whose volume is written by a template, and what could not be read. */
async function found(template: string, helpers = ''): Promise<readonly string[]> {
  write({
    'Chart.yaml': 'apiVersion: v2\nname: x\nversion: 1.0.0\n',
    'values.yaml': VALUES,
    'templates/_helpers.tpl': helpers,
    'templates/pod.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: x
spec:
  containers:
    - name: x
      image: x
      volumeMounts:
        - name: runtime
          mountPath: /runtime.sock
  volumes:
    - name: runtime
      ${template}
`,
  })
  const { diagnostics, notices } = await lint({ paths: ['.'], cwd: folder })
  return [...diagnostics.map(({ level }) => level), ...notices.map(({ reason }) => reason)]
}

describe('a branch inside of one that speaks against it is in no text that the chart makes', () => {
  test.each([
    ['another text', 'eq .Values.system "windows"', 'eq .Values.system "linux"'],
    ['another text than the default', 'ne .Values.system "linux"', 'eq .Values.system "linux"'],
    ['a text that comes second', 'eq .Values.system "windows"', 'eq "linux" .Values.system'],
    ['a text that is not', 'eq .Values.system "windows"', 'ne .Values.system "windows"'],
    ['a text through a pipe', 'eq .Values.system "windows"', '.Values.system | eq "linux"'],
    ['a text with a default', 'eq (.Values.name | default "x") "windows"', 'eq .Values.name "linux"'],
    ['a switch that is off', 'not .Values.ready', '.Values.ready'],
    ['a switch that is on', '.Values.probe', 'not .Values.probe'],
    ['a switch that is on by default', '.Values.ready', 'not .Values.ready'],
    ['one of two switches', 'or .Values.probe .Values.name', 'and (not .Values.probe) (not .Values.name)'],
    ['both of two switches', 'and .Values.probe .Values.ready', 'not .Values.probe'],
    ['a value that is empty', '.Values.name', 'empty .Values.name'],
    [
      'a value with dashes in its name',
      'index .Values.nested "part-a" "enabled"',
      'not (index .Values.nested "part-a").enabled',
    ],
    ['a value that is not there', '.Values.more.of.it', 'not .Values.more.of.it'],
    ['a key', 'hasKey .Values.items "a"', 'not (hasKey .Values.items "a")'],
    ['what a definition says', 'eq (include "windows" .) "true"', 'ne (include "windows" $) "true"'],
    [
      'what only the cluster knows',
      '.Capabilities.APIVersions.Has "a/v1"',
      'not (.Capabilities.APIVersions.Has "a/v1")',
    ],
  ])('%s', async (_, outer, inner) => {
    const windows = '{{ define "windows" }}{{ eq .Values.system "windows" }}{{ end }}'
    const nested = (condition: string): string =>
      `{{- if ${outer} }}\n      {{- if ${condition} }}\n      ${SOCKET}\n      {{- else }}\n      emptyDir: {}\n      {{- end }}\n      {{- else }}\n      emptyDir: {}\n      {{- end }}`
    expect(await found(nested(inner), windows)).toEqual([])
    expect(await found(nested('.Values.another'), windows)).toHaveLength(1)
  })

  test('a variable', async () => {
    const text = `{{- $on := .Values.probe }}\n      {{- if $on }}\n      {{- if not $on }}\n      ${SOCKET}\n      {{- end }}\n      {{- end }}\n      name: x`
    expect(await found(text)).toEqual([])
    expect(await found(text.replace('not $on', '.Values.name'))).toHaveLength(1)
  })
})

describe('what is empty by default and asked for', () => {
  test('has no default inside', async () => {
    const text = (condition: string): string =>
      `{{- if ${condition} }}\n      hostPath:\n        path: {{ .Values.name | default "/var/run/docker.sock" }}\n      {{- else }}\n      emptyDir: {}\n      {{- end }}`
    expect(await found(text('.Values.name'))).toEqual([])
    expect(await found(text('.Values.probe'))).toEqual(['note'])
  })

  test('has the text that it is compared with', async () => {
    expect(
      await found(
        '{{- if eq .Values.name "docker" }}\n      hostPath:\n        path: /var/run/{{ .Values.name }}.sock\n      {{- end }}',
      ),
    ).toHaveLength(1)
  })
})

describe('branches that cannot stand beside each other are all read', () => {
  const helper = (last: string): string => `{{- define "source" -}}
{{- if eq .Values.name "a" -}}
emptyDir: {}
{{- end -}}
{{- if eq .Values.name "b" -}}
configMap: { name: b }
{{- end -}}
{{- if eq .Values.name "c" -}}
${last}
{{- end -}}
{{- end -}}`

  test('each in a text of its own', async () => {
    expect(await found('{{ include "source" . }}', helper('hostPath: { path: /var/run/docker.sock }'))).toEqual([
      'error',
    ])
    expect(await found('{{ include "source" . }}', helper('hostPath: { path: /x }'))).toEqual([])
  })
})

test.each(['three-modes', 'two-systems', 'filled-in-later'])('the chart %s is read whole', async chart => {
  const { notices } = await lint({ paths: [`test/fixtures/helm/project-${chart}`] })
  expect(notices).toEqual([])
})

describe('versions are compared as helm compares them', () => {
  test.each([
    ['>=1.0.0', '1.2.3', true],
    ['>=1.24-0', '1.24.0-rc.1', true],
    ['>=1.24', '1.25.0-rc.1', false],
    ['^6.27.0-0 || ^7.27.0-0', '7.81.1', true],
    ['^6.27.0-0 || ^7.27.0-0', '7.26.9', false],
    ['^6.27.0-0 || ^7.27.0-0', '8.0.0', false],
    ['^0.3', '0.3.9', true],
    ['^0.3', '0.4.0', false],
    ['~1.2', '1.2.9', true],
    ['~1.2', '1.3.0', false],
    ['~1', '1.9.0', true],
    ['>1.2', '1.2.5', false],
    ['<=1.2', '1.2.5', true],
    ['<1.2, >1.0', 'v1.1.5', true],
    ['>1.0 <1.1.5', '1.1.5', false],
    ['1.2.x', '1.2.5', true],
    ['!=1.2', '1.2.5', false],
    ['*', '3', true],
    ['=1.2.3-rc.10', '1.2.3-rc.10+build', true],
    ['>1.2.3-rc.9', '1.2.3-rc.10', true],
    ['1.2.3', '1.2.4', false],
  ])('%s holds for %s: %s', async (range, version, holds) => {
    // In the condition itself a range of old versions would be a guard against new ones.
    const set = `{{- $fits := semverCompare "${range}" "${version}" }}`
    const text = `${set}\n      {{- if $fits }}\n      ${SOCKET}\n      {{- end }}\n      name: x`
    expect(await found(text)).toEqual([holds ? 'error' : 'note'])
  })

  test.each(['abc', '1.2.3.4', '', '>='])('what is no version is not known: %s', async version => {
    const text = `{{- if semverCompare "1.2.3" "${version}" }}\n      ${SOCKET}\n      {{- end }}\n      name: x`
    expect(await found(text)).toEqual(['error'])
  })
})
