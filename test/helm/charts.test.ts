import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lint } from '../../src/index.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chart-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const pod = (path: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\nspec:\n  volumes:\n    - name: s\n      hostPath:\n        path: ${path}\n`

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

async function found(...paths: readonly string[]): Promise<readonly string[]> {
  const { diagnostics } = await lint({ paths, cwd: folder })
  return diagnostics.map(({ rule, location }) => `${location.path}:${location.line} ${rule}`)
}

const CHART = { 'a/Chart.yaml': 'name: a\nversion: 1.0.0\n', 'a/templates/pod.yaml': pod('{{ .Values.socket }}') }

describe('a branch that the defaults leave out', () => {
  const levels = async (condition: string): Promise<readonly string[]> => {
    write({
      'a/Chart.yaml': 'name: a\nversion: 1.0.0\n',
      'a/values.yaml': 'agent: {}\n',
      'a/templates/pod.yaml': `{{- if ${condition} }}\n${pod('/var/run/docker.sock')}{{- end }}\n`,
    })
    return (await lint({ paths: ['a'], cwd: folder })).diagnostics.map(({ level }) => level)
  }

  test('is a note where `default false` says so', async () => {
    expect(await levels('default false .Values.agent.metadata')).toEqual(['note'])
    expect(await levels('.Values.agent.metadata | default false')).toEqual(['note'])
  })

  test('is told of where the value has only to be filled in', async () => {
    expect(await levels('.Values.agent.metadata')).not.toEqual(['note'])
    expect(await levels('default true .Values.agent.metadata')).not.toEqual(['note'])
  })
})

describe('a script whose condition opens in two branches', () => {
  const SCRIPT = [
    '{{- if .Values.outside }}',
    'if [[ "$OWN" == "$(outer)" ]]; then',
    '{{- else }}',
    'if [[ "$OWN" == "$(inner)" ]]; then',
    '{{- end }}',
    '  docker ps',
    '  {{- if .Values.outside }}',
    '  docker stop outer',
    '  {{- else }}',
    '  docker stop inner',
    '  {{- end }}',
    'fi',
    '{{- if .Values.logs }}',
    'docker logs x',
    '{{- end }}',
    '',
  ]
  const read = async (script: readonly string[]): Promise<{ lines: readonly number[]; notices: number }> => {
    const indented = script.map(line => `    ${line}\n`).join('')
    write({
      'a/Chart.yaml': 'name: a\nversion: 1.0.0\n',
      'a/values.yaml': 'outside: false\nlogs: false\n',
      'a/templates/script.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndata:\n  run.sh: |\n${indented}`,
    })
    const { diagnostics, notices } = await lint({ paths: ['a'], cwd: folder })
    return { lines: diagnostics.map(({ location }) => location.line), notices: notices.length }
  }

  test('is read with each of them', async () => {
    expect(await read(SCRIPT)).toEqual({ lines: [12, 14, 16, 20], notices: 0 })
  })

  test('is read in part where no branch makes it one', async () => {
    const { lines, notices } = await read(SCRIPT.filter(line => line !== 'fi'))
    expect(lines).toContain(19)
    expect(notices).toBe(1)
  })

  test('of a template that stands alone is, too', async () => {
    const jinja = SCRIPT.map(line =>
      line.replace(/\{\{-? (.*?)(?:\.Values\.)?(\w+) \}\}/, '{% $1$2 %}').replace('% end %', '% endif %'),
    )
    write({ 'a.sh.j2': `#!/bin/bash\n${jinja.join('\n')}` })
    const { diagnostics, notices } = await lint({ paths: ['a.sh.j2'], cwd: folder })
    expect(diagnostics.map(({ location }) => location.line)).toEqual([7, 9, 11, 15])
    expect(notices).toEqual([])
  })
})

describe('a template that Helm takes is no broken file', () => {
  test.each([
    ['whose mark between documents has text behind it', 'a: 1\n\n---\n\n{{- if .Values.x -}}\n\n# Why\n{{- end }}\n'],
    ['whose mark between documents has an unknown text behind it', 'a: 1\n---{{ .Capabilities.x }}\n'],
    [
      'with a comment glued to what is not known',
      'a:\n  {{- .Capabilities.x | nindent 2 -}}\n  # Leave this\n  b: 1\n',
    ],
    [
      'with a key and a value that are not known',
      'a:\n  {{- range $k, $v := .Capabilities.list }}\n  {{ $k }}: {{- toYaml $v | indent 2 }}\n  {{- end }}\n  b: 1\n',
    ],
    [
      'with commas before all items but the first',
      'kind: ConfigMap\napiVersion: v1\ndata:\n  telegraf.toml: |\n    a = [\n    {{- range $i, $v := .Values.none }}\n    {{- if $i }}, {{ end }}\n    {{- $v | quote }}\n    {{- end -}}\n    ]\n',
    ],
    [
      'with lines in one file of several',
      'kind: ConfigMap\napiVersion: v1\ndata:\n{{- range $k, $v := .Values.files }}\n  {{ $k }}: |\n{{ toYaml $v | indent 4 }}\n{{- if eq $k "b.yml" }}\n    more: 1\n{{- end }}\n{{- end }}\n',
    ],
    [
      'with a list whose lines are not indented',
      'a:\n  b: [ "x",\n  "y {{ .Values.none }}]",\n  "z" ]\n  c: [ "x",\n  "y" ]\n',
    ],
  ])('%s', async (_, text) => {
    write({
      'a/Chart.yaml': 'name: a\nversion: 1.0.0\n',
      'a/values.yaml': 'x: true\nnone: []\nfiles:\n  a.yml: {}\n  b.yml:\n    c: 1\n',
      'a/templates/pod.yaml': `${text}---\n${pod('/var/run/docker.sock')}`,
    })
    const { diagnostics, notices } = await lint({ paths: ['a'], cwd: folder })
    expect(notices).toEqual([])
    expect(diagnostics).toHaveLength(1)
  })

  test('with a branch for a key that the defaults do not have, which is read', async () => {
    write({
      'a/Chart.yaml': 'name: a\nversion: 1.0.0\n',
      'a/values.yaml': 'kinds:\n  plain: {}\n',
      'a/templates/pod.yaml': `{{- range $k, $v := .Values.kinds }}\n{{- if eq $k "docker" }}\n${pod('/var/run/docker.sock')}{{- end }}\n{{- end }}\n`,
    })
    expect(await found('a')).toEqual(['a/templates/pod.yaml:11 docker-socket-mount'])
  })

  test('but one with a list that never closes is', async () => {
    write({ 'a.yaml': `a:\n  b: [ "x",\n  "y"\n---\n${pod('/var/run/docker.sock')}` })
    const { notices } = await lint({ paths: ['a.yaml'], cwd: folder })
    expect(notices).toHaveLength(1)
  })
})

describe('a text inside another whose beginning looks like a language', () => {
  const notices = async (script: string): Promise<readonly string[]> => {
    write({ 'a.sh': `#!/bin/sh\ndocker ps\n${script}` })
    return (await lint({ paths: ['a.sh'], cwd: folder })).notices.map(({ reason }) => reason)
  }

  test('and of which nothing was taken is none: no notice tells of it', async () => {
    expect(await notices('{\n  echo "- probe: unavailable: not recorded"\n} | tee "$REPORT"\n')).toEqual([])
  })

  test('is one where something was taken: the notice stays', async () => {
    expect(await notices(`cat > "$OUT" <<'EOF'\n${pod('/x')}---\n- a: b: c\nEOF\n`)).toHaveLength(1)
  })

  test('is what its name says: the notice stays', async () => {
    expect(await notices(`cat > a.yaml <<'EOF'\n- a: b: c\nEOF\n`)).toHaveLength(1)
  })
})

describe('a template alone', () => {
  test('is read with the values beside it', async () => {
    write({ ...CHART, 'a/values.yaml': 'socket: /var/run/docker.sock\n' })
    expect(await found('a/templates/pod.yaml')).toEqual(['a/values.yaml:1 docker-socket-mount'])
  })

  test('and its values in one run are one finding', async () => {
    write({ ...CHART, 'a/values.yaml': 'socket: /var/run/docker.sock\n' })
    expect(await found('a')).toEqual(['a/values.yaml:1 docker-socket-mount'])
  })

  test('gets nothing through a link', async () => {
    write({ ...CHART, 'elsewhere/values.yaml': 'socket: /var/run/docker.sock\n' })
    symlinkSync(join(folder, 'elsewhere/values.yaml'), join(folder, 'a/values.yaml'))
    expect(await found('a/templates/pod.yaml')).toEqual([])
  })

  test('gets nothing from outside of its chart', async () => {
    write({
      ...CHART,
      'a/templates/config.yaml':
        'kind: ConfigMap\napiVersion: v1\ndata:\n  run.sh: |\n{{ .Files.Get "../x.sh" | indent 4 }}\n',
      'x.sh': 'docker ps\n',
    })
    expect(await found('a/templates')).toEqual([])
  })

  test('of a subchart is read with what the parent says', async () => {
    write({
      'Chart.yaml': 'name: all\nversion: 1.0.0\n',
      'values.yaml': 'a:\n  socket: /var/run/docker.sock\n',
      'charts/a/Chart.yaml': CHART['a/Chart.yaml'],
      'charts/a/values.yaml': 'socket: /run/containerd/containerd.sock\n',
      'charts/a/templates/pod.yaml': CHART['a/templates/pod.yaml'],
    })
    expect(await found('charts/a/templates/pod.yaml')).toEqual(['values.yaml:2 docker-socket-mount'])
  })
})

describe('a template that names no socket itself', () => {
  const VALUES =
    'agent:\n  socket-path: /var/run/docker.sock\n  path: "{{ .Values.agent.other }}"\n  other: /var/run/docker.sock\n'
  const HELPERS = [
    '{{- define "a.direct" }}/var/run/docker.sock{{ end }}',
    '{{- define "a.outer" }}{{ template "a.inner" .agent }}{{ end }}',
    '{{- define "a.inner" }}{{ index . "socket-path" }}{{ end }}',
    '{{- define "a.own" }}{{ .Values.agent.other }}{{ end }}',
    '{{- define "a.circle" }}{{ $again := include "a.circle" . }}{{ include "a.own" . }}{{ end }}',
  ].join('\n')

  test.each([
    '{{ .Values.agent.other }}',
    '{{ (.Values.agent).other | default "x" }}',
    '{{ index .Values "agent" "other" }}',
    '{{ index .Values.agent "socket-path" }}',
    '{{ get .Values.agent "other" }}',
    '{{ (get $ "Values").agent.other }}',
    '{{ with .Values }}{{ .agent.other }}{{ end }}',
    '{{ with $.Values.agent }}{{ .other }}{{ end }}',
    '{{ range $name, $agent := .Values }}{{ $agent.other }}{{ end }}',
    '{{ $all := . }}{{ $all.Values.agent.other }}',
    '{{ tpl .Values.agent.path . }}',
    '{{ include "a.direct" . }}',
    '{{ include "a.outer" .Values }}',
    '{{ include "a.circle" . }}',
    '{{ include (printf "a.%s" "own") . }}',
    '{{ if .Values.x }}/run/x.sock{{ else }}{{ template "a.direct" }}{{ end }}',
    '{{ .Files.Get "socket.txt" }}',
  ])('is read where it may get one: %s', async path => {
    write({
      'a/Chart.yaml': 'name: a\nversion: 1.0.0\n',
      'a/values.yaml': VALUES,
      'a/socket.txt': '/var/run/docker.sock',
      'a/templates/_helpers.tpl': HELPERS,
      'a/templates/pod.yaml': pod(path),
    })
    expect((await found('a/templates/pod.yaml')).filter(one => one.endsWith('docker-socket-mount'))).toHaveLength(1)
  })

  test.each([
    '_part.tpl',
    'part.yaml',
  ])('is read, too, where it is a definition that no file includes: %s', async name => {
    const part = `{{- define "a.part" }}\n${pod('{{ .Values.agent.other }}')}{{ end }}\n{{- define "a.none" }}{{ .Values.x }}{{ end }}\n`
    write({ 'a/Chart.yaml': 'name: a\nversion: 1.0.0\n', 'a/values.yaml': VALUES, [`a/templates/${name}`]: part })
    expect(await found('a')).toContain('a/values.yaml:4 docker-socket-mount')
  })

  test('gets the value that the last of equal keys has', async () => {
    write({ ...CHART, 'a/values.yaml': 'socket: /run/x.sock\nsocket: /var/run/docker.sock\n' })
    expect(await found('a/templates/pod.yaml')).toEqual(['a/values.yaml:2 docker-socket-mount'])
  })

  test('gets the value of a map that is merged in', async () => {
    const values = 'x: &x\n  socket: /var/run/docker.sock\nagent:\n  <<: *x\n'
    write({ ...CHART, 'a/values.yaml': values, 'a/templates/pod.yaml': pod('{{ .Values.agent.socket }}') })
    expect(await found('a/templates/pod.yaml')).toEqual(['a/values.yaml:2 docker-socket-mount'])
  })
})

describe('a chart that another names by file://', () => {
  const parent = (repository: string): string =>
    `name: all\nversion: 1.0.0\ndependencies:\n  - name: a\n    version: 1.0.0\n    repository: ${repository}\n`

  test('is read with the values of that chart', async () => {
    write({
      ...CHART,
      'a/values.yaml': 'socket: /run/containerd/containerd.sock\n',
      'all/Chart.yaml': parent('file://../a'),
      'all/values.yaml': 'a:\n  socket: /var/run/docker.sock\n',
    })
    expect(await found('.')).toEqual(['all/values.yaml:2 docker-socket-mount'])
    expect(await found('a')).toEqual([])
  })

  test('is read once for each of its names', async () => {
    write({
      ...CHART,
      'all/Chart.yaml': `${parent('file://../a')}  - name: a\n    alias: second\n    repository: file://../a\n`,
      'all/values.yaml': 'a:\n  socket: /run/x.sock\nsecond:\n  socket: /var/run/docker.sock\n',
    })
    expect(await found('.')).toEqual(['all/values.yaml:4 docker-socket-mount'])
  })

  test('gets no values that belong to another', async () => {
    write({
      ...CHART,
      'all/Chart.yaml': parent('file://../a').replace('- name: a', '- name: b'),
      'all/values.yaml': 'a:\n  socket: /var/run/docker.sock\n',
    })
    expect(await found('.')).toEqual(['all/values.yaml:2 docker-socket-reference'])
  })

  test.each([
    'file://../../a',
    'file:///etc',
    'file://..',
    'file://.',
    'file://../a/../../b',
  ])('is none outside of the tree, nor itself: %s', async repository => {
    const outside = mkdtempSync(join(tmpdir(), 'outside-'))
    write({
      'all/all/Chart.yaml': parent(
        `${repository}\n  - name: b\n    version: 1.0.0\n    repository: file://../../../${basename(outside)}`,
      ),
      'all/all/values.yaml': 'a:\n  socket: /var/run/docker.sock\nb:\n  socket: /var/run/docker.sock\n',
    })
    writeFileSync(join(outside, 'Chart.yaml'), 'name: b\nversion: 1.0.0\n')
    mkdirSync(join(outside, 'templates'))
    writeFileSync(join(outside, 'templates/pod.yaml'), pod('{{ .Values.socket }}'))
    const mounts = (await found('all')).filter(one => one.endsWith('docker-socket-mount'))
    expect(mounts).toEqual([])
    rmSync(outside, { recursive: true })
  })

  test('may be named in a circle', async () => {
    write({
      'a/Chart.yaml': parent('file://../all').replaceAll('name: all', 'name: a'),
      'a/templates/pod.yaml': CHART['a/templates/pod.yaml'],
      'all/Chart.yaml': parent('file://../a'),
      'all/values.yaml': 'a:\n  socket: /var/run/docker.sock\n',
    })
    expect(await found('.')).toEqual(['all/values.yaml:2 docker-socket-mount'])
  })
})

describe('a packed chart', () => {
  const notices = async (): Promise<readonly string[]> =>
    (await lint({ paths: ['.'], cwd: folder })).notices.map(({ path, reason }) => `${path}: ${reason}`)

  test('beside the chart that depends on it is said not to be read, with what to do', async () => {
    write({ ...CHART, 'a/charts/b-1.0.0.tgz': '\x1f\x8b\0' })
    expect(await notices()).toEqual([
      'a/charts/b-1.0.0.tgz: it is a packed chart; unpack what you want to have linted, or lint what the chart makes of your values: helm template … | dockershim-lint -',
    ])
  })

  test('is told once a folder', async () => {
    write({ ...CHART, 'a/charts/b-1.0.0.tgz': '\x1f\x8b\0', 'a/charts/c-1.0.0.tar.gz': '' })
    const said = await notices()
    expect(said).toHaveLength(1)
    expect(said[0]).toMatch(
      /^a\/charts: it holds packed charts \(b-1\.0\.0\.tgz, c-1\.0\.0\.tar\.gz\); unpack .*helm template/,
    )
  })

  test('that no chart depends on is any archive', async () => {
    write({ ...CHART, 'charts/b-1.0.0.tgz': '\x1f\x8b\0', 'a/files/c-1.0.0.tgz': '\x1f\x8b\0' })
    expect(await notices()).toEqual([])
  })
})

describe('hostile charts end in time', () => {
  const many = (count: number, make: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => make(index)).join('')

  test.each([
    ['a definition that includes itself', '{{ define "x" }}{{ include "x" . }}{{ end }}'],
    [
      'definitions that double',
      `{{ define "x0" }}docker.sock{{ end }}${many(40, i => `{{ define "x${i + 1}" }}{{ include "x${i}" . }}{{ include "x${i}" . }}{{ end }}`)}{{ define "x" }}{{ include "x40" . }}{{ end }}`,
    ],
    [
      'loops in loops',
      `{{ define "x" }}${many(20, () => '{{ range (until 100) }}')}x${many(20, () => '{{ end }}')}{{ end }}`,
    ],
    [
      'branches in branches',
      `{{ define "x" }}${many(90, () => '{{ if .a }}x{{ else }}')}y${many(90, () => '{{ end }}')}{{ end }}`,
    ],
    [
      'a value that doubles',
      `{{ define "x" }}{{ $v := "docker.sock" }}${many(60, () => '{{ $v = printf "%s%s" $v $v }}')}{{ $v }}{{ end }}`,
    ],
    [
      'long replacements',
      `{{ define "x" }}{{ $v := "aaaaaaaa" }}${many(60, () => '{{ $v = replace "a" "aaaa" $v }}')}{{ $v }}{{ end }}`,
    ],
    [
      'a map that holds itself',
      '{{ define "x" }}{{ $d := dict }}{{ $_ := set $d "a" $d }}{{ toYaml $d }}{{ toJson $d }}{{ end }}',
    ],
    [
      'definitions that include all of one another',
      many(60, i => `{{ define "x${i || ''}" }}docker.sock${many(60, j => `{{ include "x${j || ''}" . }}`)}{{ end }}`),
    ],
    ['parentheses', `{{ define "x" }}{{ ${'('.repeat(5000)}.a${')'.repeat(5000)} }}{{ end }}`],
  ])(
    '%s',
    async (_, definition) => {
      write({
        ...CHART,
        'a/values.yaml': 'socket: /var/run/docker.sock\n',
        'a/templates/_x.tpl': definition,
        'a/templates/pod.yaml': `${pod('{{ .Values.socket }}')}      x: {{ include "x" . }}\n`,
      })
      const begin = performance.now()
      await found('a')
      expect(performance.now() - begin).toBeLessThan(20_000)
    },
    30_000,
  )
})
