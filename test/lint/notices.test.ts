import { describe, expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import { lintFiles } from '../../src/lint/linter.ts'
import { filesInMemory } from '../fixture-files.ts'

/** What is said of files that were read only in part, each as `path:line reason`. */
async function notices(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const given = Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.from(text) }))
  const result = await lintFiles(
    (async function* () {
      yield* given
    })(),
    { rules, runtime: 'containerd', targetVersion: '1.37', beside: filesInMemory(given), withoutPrefilter: true },
  )
  return result.notices.map(
    ({ path, line, reason, alsoLines }) => `${path}:${line} ${reason}${alsoLines ? ` +${alsoLines}` : ''}`,
  )
}

const chart = (template: string, values = '', helpers = ''): Readonly<Record<string, string>> => ({
  'app/Chart.yaml': 'apiVersion: v2\nname: app\nversion: 1.0.0\n',
  'app/values.yaml': values,
  'app/templates/_helpers.tpl': helpers,
  'app/templates/x.yaml': template,
})

const CONFIG = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: app\ndata:\n'

describe('no notice is given of what is valid under Helm', () => {
  test('an inner document with one branch of a choice', async () => {
    const json =
      '  agent.json: |\n    {"a": {"interval": 5\n{{- if .Values.statsd }}\n    }, "b": {\n      "c": 1\n    }\n{{- else }}\n    }\n{{- end }}\n    }\n'
    expect(await notices(chart(CONFIG + json, 'statsd: true\n'))).toEqual([])
    const yaml =
      '  casc.yaml: |\n    markup:\n      {{- if .Values.raw }}\n      rawHtml:\n        on: true\n      {{- else }}\n      plainText\n      {{- end }}\n'
    expect(await notices(chart(CONFIG + yaml, 'raw: false\n'))).toEqual([])
  })

  test('an inner document that is merged and written again', async () => {
    const values =
      'config: |\n  cache:\n    {{- if .Values.memcached }}\n    client:\n      host: a\n    {{- else }}\n    embedded:\n      on: true\n    {{- end }}\nmore: {}\nmemcached: false\n'
    const template = `${CONFIG}  config.yaml: |\n    {{- tpl (mergeOverwrite (tpl .Values.config . | fromYaml) .Values.more | toYaml) . | nindent 4 }}\n`
    expect(await notices(chart(template, values))).toEqual([])
  })

  test('a key whose condition holds once that of its items does', async () => {
    const helpers = [
      '{{- define "app.pod" -}}',
      'serviceAccountName: app',
      '{{- if or .Values.extra (and .Values.alerts.on .Values.alerts.init) }}',
      'initContainers:',
      '{{- end }}',
      '{{- if and .Values.alerts.on .Values.alerts.init }}',
      '  - name: alerts',
      '    image: busybox',
      '{{- end }}',
      '{{- if .Values.broken }}',
      'nodeSelector: {{ .Values.broken }}',
      '{{- else }}',
      'nodeSelector:',
      '  a: b',
      '{{- end }}',
      'containers: []',
      '{{- end }}',
    ].join('\n')
    const template =
      'apiVersion: apps/v1\nkind: StatefulSet\nspec:\n  template:\n    spec:\n      {{- include "app.pod" . | nindent 6 }}\n'
    expect(
      await notices(chart(template, 'extra: ""\nalerts:\n  on: false\n  init: false\nbroken: ""\n', helpers)),
    ).toEqual([])
  })

  test('a shell script that goes on behind a choice', async () => {
    const script =
      '  run.sh: |\n    #!/bin/sh\n    true \\\n      && cd /x \\\n    {{- if .Values.auth }}\n      && exec app --auth\n    {{- else }}\n      && exec app\n    {{- end }}\n'
    expect(await notices(chart(CONFIG + script, 'auth: ""\n'))).toEqual([])
  })
})

describe('no notice is given of what is valid under Jinja and Terraform', () => {
  test.each([
    [
      'a list with items under conditions',
      'a.yml.j2',
      'args: [ "a"{% if b %}, "--b={{ b }}"{% endif %}{% if c %}, "--c"{% endif %} ]\n',
    ],
    [
      'a list of a loop',
      'hosts.toml.j2',
      'client = [{% for p in pairs %}["{{ p[0] }}", "{{ p[1] }}"]{% if not loop.last %},{% endif %}{% endfor %}]\n',
    ],
    [
      'variables under conditions',
      'http-proxy.conf.j2',
      '[Service]\nEnvironment={% if p %}"HTTP_PROXY={{ p }}"{% endif %} {% if n %}"NO_PROXY={{ n }}"{% endif %}\n',
    ],
    [
      'a comment of several lines alone',
      'init.sls',
      '{#- Due to a bug,\n    this waits #}\na:\n  cmd.run:\n    - name: b\n',
    ],
    [
      'interpolations between brackets',
      'init.yaml.tmpl',
      '%{~ if x }\nbootcmd:\n%{~ for p in ps }\n- [ mkfs, ${p.path}, b ]\n%{~ endfor }\n%{~ endif }\n',
    ],
    [
      'a setting whose value is an expression',
      'tasks/main.yml',
      "- name: a\n  ini_file:\n    dest: /etc/containers/storage.conf\n    section: storage\n    option: driver\n    value: \"{{ 'a' if b else 'c' }}\"\n",
    ],
  ])('%s', async (_, path, text) => {
    expect(await notices({ [path]: text })).toEqual([])
  })
})

describe('a notice says in words', () => {
  test('what the mistake is', async () => {
    expect(await notices({ 'a.yaml': 'a: 1\n b: 2\n' })).toEqual([
      'a.yaml:1 it is not valid YAML here (a key stands within the value of another; a line may be indented too far)',
    ])
    expect(await notices({ 'a.yaml': 'a: [1, 2}\n' })).toEqual([expect.stringContaining('it is not valid YAML here (')])
    expect(await notices({ 'a.yaml': 'a:\n  - b\n - c\n' })).toEqual([
      expect.stringContaining('a list stands where a key should'),
    ])
  })

  test('which condition of a chart makes it', async () => {
    const template =
      'apiVersion: v1\nkind: Service\nspec:\n  ports:\n    - port: 1\n{{- if .Values.nodePort.on }}\n   nodePort: 2\n{{- end }}\n'
    expect(await notices(chart(template, 'nodePort:\n  on: false\n'))).toEqual([
      expect.stringMatching(
        /^app\/templates\/x\.yaml:\d+ what is written here when "\.Values\.nodePort\.on" holds is not valid YAML \(/,
      ),
    ])
  })

  test('that it takes other values than the defaults', async () => {
    const template =
      'apiVersion: v1\nkind: Service\nmetadata:\n  labels:\n    a: b\n{{- with .Values.annotations }}\n      annotations:\n{{ toYaml . | indent 8 }}\n{{- end }}\n'
    expect(await notices(chart(template, 'annotations: {}\n'))).toEqual([
      expect.stringContaining("with other values than the chart's defaults ("),
    ])
  })

  test('which action writes what is not known', async () => {
    const template = 'apiVersion: v1\nkind: Service\nspec:\n  a: b\n  {{ include "lib.more" . }} c\n  d: e\n'
    expect(await notices(chart(template))).toEqual([
      expect.stringContaining('as long as what {{ include "lib.more" . }} writes is not known ('),
    ])
  })

  test('each file once, with the further lines', async () => {
    const said = await notices({ 'a.toml': '[a]\nb = \n[c]\nd = 1\n', 'b.yaml': 'a: 1\n b: 2\n---\na: 1\n b: 2\n' })
    expect(said.map(one => one.replace(/ .*/, ''))).toEqual(['a.toml:2', 'b.yaml:1'])
  })
})
