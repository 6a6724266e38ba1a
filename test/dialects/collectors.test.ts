import { describe, expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import type { LintOptions } from '../../src/lint/lint-options.ts'
import type { InputFile } from '../../src/lint/linter.ts'
import { lintFiles } from '../../src/lint/linter.ts'
import { fixturesIn } from '../fixture-files.ts'

const settings: LintOptions = { rules, runtime: 'containerd', targetVersion: '1.37' }

async function* inputs(files: readonly InputFile[]): AsyncGenerator<InputFile> {
  yield* files
}

const lint = async (files: Readonly<Record<string, string>>, options: Partial<LintOptions> = {}) =>
  await lintFiles(inputs(Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.from(text) }))), {
    ...settings,
    ...options,
  })

const found = async (path: string, text: string) =>
  (await lint({ [path]: text })).diagnostics.map(({ rule, location }) => `${location.line} ${rule}`)

/** A block with a finding, and one that is cut: what stands before a mistake is found in spite of it. */
const CUT: readonly (readonly [file: string, whole: string, finding: string, cut: string])[] = [
  [
    'fluent.conf',
    '<source>\n  @type tail\n  path /var/log/containers/*.log\n  tag kubernetes.*\n  <parse>\n    @type json\n  </parse>\n</source>\n',
    '6 docker-log-format',
    `<source>\n  @type tail\n  path "#{ENV['A'] || '/var/log/a.log'}"\n  exclude_path ["/b", "/c"]\n  <parse>\n    @type "#{ENV.fetch("X", "json")}"\n  </parse>\n</source>\n<match **>\n  @type null\n</match>\n`,
  ],
  [
    'fluent-bit.conf',
    '[INPUT]\n    Name tail\n    Path /var/log/containers/*.log\n    Parser docker\n',
    '4 docker-log-format',
    '@SET a=b\n[INPUT]\n    Name tail\n    Path ${a}\n    Parser ${b}\n[MULTILINE_PARSER]\n    name x\n    rule "start" "/a/" "cont"\n',
  ],
  [
    'logstash.conf',
    'input {\n  file {\n    path => "/var/log/containers/*.log"\n    codec => json\n  }\n}\n',
    '4 docker-log-format',
    'filter {\n  if [type] == "x" {\n    grok { match => { "message" => "%{DATA:a}" } }\n    mutate { add_field => [ "a", "b" ] }\n  }\n}\n',
  ],
  [
    'config.alloy',
    'loki.process "pods" {\n  stage.docker { }\n  forward_to = []\n}\n',
    '2 docker-log-format',
    'local.file_match "x" {\n  path_targets = [{"__path__" = "/var/log/*.log"}, {`a` = "b\\n"}] // c\n}\n/* d */\n',
  ],
  [
    'rsyslog.conf',
    'module(load="imfile")\ninput(type="imfile" file="/var/lib/docker/containers/*/*.log")\n',
    '2 docker-data-path',
    'action(type="mmjsonparse" container="$!data")\n$InputFileName /var/log/x\nif $msg contains "a" then { stop }\n',
  ],
  [
    'syslog-ng.conf',
    '@version: 3.35\nsource s { wildcard-file(base-dir("/var/lib/docker/containers")); };\n',
    '2 docker-data-path',
    'parser p { kv-parser(prefix("x")); };\nlog { source(s); destination { file("/var/log/y"); }; };\n',
  ],
  [
    'docker.logrotate',
    '/var/lib/docker/containers/*/*.log {\n  daily\n}\n',
    '1 docker-data-path',
    '"/var/log/a b.log" /var/log/c {\n  postrotate\n    kill -HUP 1 # }\n  endscript\n  size 10M\n}\n',
  ],
  [
    'telegraf.conf',
    '[[inputs.docker]]\n  timeout = "5s"\n',
    '1 docker-socket-reference',
    '[[inputs.tail]]\n  files = ["/var/log/a", """b"""]\n  data_format = "json"\n[inputs.tail.tags]\n  a = { b = 1 }\n',
  ],
  [
    'filebeat.yml',
    'filebeat.inputs:\n  - type: docker\n    containers.ids: ["*"]\n',
    '2 docker-data-path',
    '  - type: filestream\n    paths: ["/var/log/a"]\n    parsers:\n      - container: {format: "auto"}\nprocessors:\n  - add_host_metadata: ~\n',
  ],
  [
    'promtail.yaml',
    'scrape_configs:\n  - job_name: pods\n    pipeline_stages:\n      - docker: {}\n',
    '4 docker-log-format',
    '  - job_name: b\n    static_configs:\n      - labels: {__path__: "/var/log/b"}\n    pipeline_stages:\n      - match: {selector: \'{a="b"}\', stages: [{cri: {}}]}\n',
  ],
  [
    'collector.yaml',
    'receivers:\n  filelog:\n    include: [/var/log/pods/*/*/*.log]\n    operators:\n      - type: container\n        format: docker\n',
    '6 docker-log-format',
    '  filelog/b:\n    include: ["/var/log/b"]\n    operators: [{type: router, routes: [{output: x, expr: \'body == ""\'}]}]\nextensions: {}\n',
  ],
  [
    'vector.yaml',
    'sources:\n  a:\n    type: docker_logs\n',
    '3 docker-socket-reference',
    '  b:\n    type: file\n    include: ["/var/log/b"]\ntransforms:\n  c: {type: remap, inputs: [b], source: ". = parse_json!(.message)"}\n',
  ],
]

describe('a mistake further down takes no finding away', () => {
  test.each(CUT)('%s', async (file, whole, finding, cut) => {
    for (let end = 0; end <= cut.length; end++) {
      const { diagnostics, notices } = await lint({ [file]: whole + cut.slice(0, end) })
      expect(
        diagnostics.map(({ rule, location }) => `${location.line} ${rule}`),
        cut.slice(0, end),
      ).toContain(finding)
      for (const { reason } of notices) expect(reason).not.toContain('reader failed')
    }
  })

  test('a block that is never closed is said', async () => {
    const { notices } = await lint({ 'fluent.conf': '<source>\n  @type tail\n  path /var/log/containers/*.log\n' })
    expect(notices.map(({ reason, partly }) => ({ reason, partly }))).toEqual([
      { reason: 'a section of it is never closed', partly: true },
    ])
  })
})

describe('hostile texts take linear time', () => {
  const long = 400_000
  test.each([
    ['fluent.conf', `<source>\n  @type tail\n  path "${'#{'.repeat(long)}\n`],
    ['fluent.conf', `<source>\n${'  a "\n'.repeat(long / 4)}`],
    ['fluent.conf', '<source>\n'.repeat(long / 4)],
    ['fluent-bit.conf', `[INPUT]\n  Path ${', '.repeat(long)}\n  Parser docker\n`],
    ['logstash.conf', `input { file { path => ${'['.repeat(long)}`],
    ['logstash.conf', `input { a ${'"\\'.repeat(long)}`],
    ['a.alloy', `a.b "c" { d = ${'{'.repeat(long)}`],
    ['a.alloy', `a.b "c" { d = \`\n`.repeat(long / 20)],
    ['rsyslog.conf', `module(load="imfile")${' input(type='.repeat(long / 10)}docker.sock`],
    ['syslog-ng.conf', `@version: 3\n${'source '.repeat(long / 4)}docker.sock`],
    ['x.logrotate', `${'/docker.sock '.repeat(long / 10)}{`],
  ])('%s %#', async (file, text) => {
    const begin = performance.now()
    await lint({ [file]: `${text}\n# docker.sock /var/log/containers` }, { withoutPrefilter: true })
    expect(performance.now() - begin).toBeLessThan(8_000)
  })
})

describe('what a finding says', () => {
  const source = (path: string, type = 'json') =>
    `<source>\n  @type tail\n  path ${path}\n  tag kubernetes.*\n  <parse>\n    @type ${type}\n    time_format %Y-%m-%dT%H:%M:%S.%NZ\n  </parse>\n</source>\n`

  test('all that has to change together', async () => {
    const text = `${source('/var/log/containers/*.log')}<filter kubernetes.**>\n  @type concat\n  key log\n  multiline_end_regexp /\\n$/\n</filter>\n`
    const { diagnostics } = await lint({ 'fluent.conf': text })
    expect(diagnostics).toHaveLength(1)
    const { instead, related } = diagnostics[0]!
    expect(instead).toContain('"@type cri"')
    expect(instead).toContain('3 settings beside it change with it.')
    expect(related.map(({ location, message }) => `${location.line} ${message}`).sort()).toEqual([
      expect.stringContaining('12 "key log" works on the key "log", which the cri parser calls "message"'),
      expect.stringContaining('"partial_key logtag"'),
      expect.stringContaining('%Y-%m-%dT%H:%M:%S.%N%:z'),
    ])
  })

  test('the other inputs of the same configuration', async () => {
    const text = ['*', 'agent*', 'fluentd*'].map(name => source(`/var/log/containers/${name}.log`)).join('')
    const { diagnostics } = await lint({ 'fluent.conf': text })
    expect(diagnostics.map(({ related }) => related.length)).toEqual([2, 2, 2])
    expect(diagnostics[0]!.related[0]!.message).toBe('this input has to change too')
  })

  test('both ends, when the parser comes from the environment', async () => {
    const config = source('/var/log/containers/*.log', `"#{ENV['TAIL_PARSER'] || 'json'}"`)
    const pod = (value: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata:\n  name: fluentd\nspec:\n  containers:\n    - name: fluentd\n      image: fluentd\n      env:\n        - name: TAIL_PARSER\n          value: ${value}\n`
    const { diagnostics } = await lint({ 'fluent.conf': config, 'pod.yaml': pod('json') })
    expect(diagnostics.map(d => `${d.location.path}:${d.location.line} ${d.confidence}`)).toEqual(['pod.yaml:11 high'])
    expect(diagnostics[0]!.related.map(({ location }) => `${location.path}:${location.line}`)).toEqual([
      'fluent.conf:6',
    ])
    expect((await lint({ 'fluent.conf': config, 'pod.yaml': pod('cri') })).diagnostics).toEqual([])
    const alone = (await lint({ 'fluent.conf': config })).diagnostics
    expect(alone.map(d => `${d.location.path}:${d.location.line} ${d.confidence}`)).toEqual(['fluent.conf:6 medium'])
  })

  test('the numbers that kubelet needs', async () => {
    const text = '/var/lib/docker/containers/*/*.log {\n  rotate 1\n  size 50M\n}\n'
    const { diagnostics } = await lint({ 'docker.logrotate': text })
    const advice = diagnostics.filter(({ rule }) => rule === 'log-rotation-gap').map(({ instead }) => instead)
    expect(advice[0]).toContain('"containerLogMaxFiles: 2"')
    expect(advice[1]).toContain('"containerLogMaxSize: 50Mi"')
  })
})

test('with cri-dockerd the collectors keep working, so nothing is said', async () => {
  const files = fixturesIn('test/fixtures').filter(({ path }) =>
    /docker-log-format|docker-data-path|docker-socket-reference|runtime-coupled-agent|log-rotation-gap/.test(path),
  )
  expect(files.length).toBeGreaterThan(60)
  const { diagnostics } = await lintFiles(inputs(files), { ...settings, runtime: 'cri-dockerd' })
  const silent = [
    'docker-log-format',
    'docker-data-path',
    'docker-socket-reference',
    'runtime-coupled-agent',
    'log-rotation-gap',
  ]
  expect(diagnostics.filter(({ rule }) => silent.includes(rule))).toEqual([])
})

test('a word alone makes no collector', async () => {
  expect(await found('notes.conf', 'format json\npath /var/log/containers/*.log\nparser docker\n')).toEqual([])
  expect(await found('unit.conf', '[Service]\nEnvironment=PARSER=docker\nEnvironment=P=/var/log/containers\n')).toEqual(
    [],
  )
  expect(
    await found('a.xml', '<source>\n  type tail\n  path /var/log/containers/*.log\n  format json\n</source>\n'),
  ).toEqual([])
})
