import { readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import packageJson from '../../package.json' with { type: 'json' }
import { rules } from '../../rules/index.ts'
import {
  aboutRules,
  type Config,
  ConfigError,
  configSchema,
  keysOf,
  readConfig,
  resolveConfig,
} from '../../src/config/config.ts'
import { initialConfig } from '../../src/config/config-text.ts'
import { BAD, findings, folderWith, GOOD, podWith, run } from '../program.ts'

const ruleIds = rules.map(rule => rule.id)
const read = (text: string): Config => readConfig({ path: '.dockershim-lint.yaml', text }, ruleIds)

/** What a run with a configuration finds, at every level. */
function lint(config: string, files: Record<string, string>, args: readonly string[] = ['.'], cwd = '') {
  const folder = folderWith({ '.dockershim-lint.yaml': config, ...files })
  const outcome = run(join(folder, cwd), ['--format', 'json', '--level', 'note', ...args])
  return { ...outcome, found: outcome.code === 2 ? [] : findings(outcome) }
}

describe('where it is found', () => {
  const config = 'rules:\n  docker-socket-mount: off\n'

  test('in the folder, and above it up to the root of the repository', () => {
    expect(lint(config, { 'pod.yaml': BAD }).found).toEqual([])
    expect(lint(config, { 'a/b/pod.yaml': BAD }, ['.'], 'a/b').found).toEqual([])
    const inner = lint(config, { 'a/.git/HEAD': '', 'a/pod.yaml': BAD }, ['.'], 'a')
    expect(inner.found).toEqual(['pod.yaml:9 error docker-socket-mount'])
  })

  test('where --config says it is, or not at all with --no-config', () => {
    const folder = folderWith({ 'pod.yaml': BAD, 'other.yaml': config, '.dockershim-lint.yaml': 'level: note\n' })
    expect(run(folder, ['--config', 'other.yaml', 'pod.yaml']).code).toBe(0)
    expect(run(folder, ['--no-config', 'pod.yaml']).code).toBe(1)
    expect(run(folder, ['--config', 'missing.yaml', 'pod.yaml'])).toMatchObject({
      code: 2,
      err: 'dockershim-lint: missing.yaml does not exist\n',
    })
    expect(run(folder, ['--config', 'other.yaml', '--no-config']).code).toBe(2)
  })

  test('a link is not followed, since anybody may have made it', () => {
    const folder = folderWith({ 'pod.yaml': BAD, 'other.yaml': 'secret: password\n' })
    symlinkSync('other.yaml', join(folder, '.dockershim-lint.yaml'))
    const { code, err } = run(folder, ['pod.yaml'])
    expect(code).toBe(2)
    expect(err).toContain('.dockershim-lint.yaml is not a regular file')
    expect(err).not.toContain('secret')
  })
})

describe('what it says holds', () => {
  test('levels of rules', () => {
    const files = { 'pod.yaml': BAD }
    expect(lint('rules:\n  docker-socket-mount: warning\n', files)).toMatchObject({
      code: 0,
      found: ['pod.yaml:9 warning docker-socket-mount'],
    })
    expect(lint('rules:\n  docker-socket-mount: off\n', files).found).toEqual([])
  })

  test('a level stands for the highest that the rule reports, and raises nothing that is lower because of where it stands', () => {
    const files = { 'node.sh': 'kubeadm reset\ndocker ps\n', Makefile: 'all:\n\tdocker build .\n' }
    const reported = ['Makefile:2 note docker-cli', 'node.sh:2 error docker-cli']
    expect(lint('', files).found).toEqual(reported)
    expect(lint('rules: { docker-cli: error }', files).found).toEqual(reported)
    expect(lint('rules: { docker-cli: warning }', files).found).toEqual([
      'Makefile:2 note docker-cli',
      'node.sh:2 warning docker-cli',
    ])
    expect(lint('rules: { docker-cli: note }', files).found).toEqual([
      'Makefile:2 note docker-cli',
      'node.sh:2 note docker-cli',
    ])
  })

  test('runtime, target version, level and failOn, over which the command line wins', () => {
    const files = { 'pod.yaml': BAD }
    expect(lint('runtime: cri-dockerd\n', files).found).toEqual([])
    expect(lint('runtime: cri-dockerd\n', files, ['--runtime', 'containerd', '.']).found).toHaveLength(1)
    const shown = (config: string, ...args: string[]) => {
      const folder = folderWith({ 'pod.yaml': BAD, '.dockershim-lint.yaml': config })
      return run(folder, ['-f', 'compact', ...args, '.'])
    }
    const demoted = 'rules: {docker-socket-mount: note}\n'
    expect(shown(demoted).out).not.toContain('docker-socket-mount')
    expect(shown(`${demoted}level: note\n`).out).toContain('docker-socket-mount')
    expect(shown(`${demoted}level: note\n`, '--level', 'error').out).not.toContain('docker-socket-mount')
    expect(shown(`${demoted}failOn: note\n`).code).toBe(1)
    expect(shown(`${demoted}failOn: note\n`, '--fail-on', 'error').code).toBe(0)
    expect(shown('targetVersion: 1.30\n', '--print-config').out).toContain("targetVersion: '1.30'")
    expect(shown('targetVersion: v1.30.2\n', '--target-version', '1.25', '--print-config').out).toContain("'1.25'")
  })

  test('--only runs a rule that is off', () => {
    const config = 'rules: {docker-socket-mount: off}\n'
    expect(lint(config, { 'pod.yaml': BAD }, ['--only', 'docker-socket-mount', '.']).found).toHaveLength(1)
  })

  test('contexts say where code runs', () => {
    const files = { 'scripts/a.sh': 'docker ps\n', 'scripts/ci/a.sh': 'docker ps\n' }
    const config = 'contexts:\n  scripts/: node\n  "scripts/ci/**": build\n'
    expect(lint(config, files).found).toEqual(['scripts/a.sh:1 error docker-cli', 'scripts/ci/a.sh:1 note docker-cli'])
  })

  test('overrides hold for their files, the later ones first', () => {
    const files = { 'a/pod.yaml': BAD, 'b/pod.yaml': BAD, 'c/pod.yaml': BAD }
    const config = `overrides:
  - paths: [a/**, b/**]
    rules: {docker-socket-mount: warning}
  - paths: a/
    rules: {docker-socket-mount: note}
  - paths: c
    runtime: cri-dockerd
`
    expect(lint(config, files).found).toEqual([
      'a/pod.yaml:9 note docker-socket-mount',
      'b/pod.yaml:9 warning docker-socket-mount',
    ])
  })
})

describe('exclude', () => {
  const files = { 'pod.yaml': BAD, 'vendor/x/pod.yaml': BAD, 'a/vendor/pod.yaml': BAD, 'a/b.golden.yaml': BAD }

  test.each([
    ['vendor', ['a/b.golden.yaml', 'pod.yaml']],
    ['vendor/', ['a/b.golden.yaml', 'pod.yaml']],
    ['/vendor', ['a/b.golden.yaml', 'a/vendor/pod.yaml', 'pod.yaml']],
    ['./vendor', ['a/b.golden.yaml', 'a/vendor/pod.yaml', 'pod.yaml']],
    ['a/*', ['pod.yaml', 'vendor/x/pod.yaml']],
    ['*.golden.yaml', ['a/vendor/pod.yaml', 'pod.yaml', 'vendor/x/pod.yaml']],
    ['**/{vendor,b*}/**', ['a/b.golden.yaml', 'pod.yaml']],
    ['pod.yaml', ['a/b.golden.yaml']],
  ])('%s', (pattern, left) => {
    const paths = (found: readonly string[]) => found.map(line => line.split(':')[0])
    expect(paths(lint(`exclude: '${pattern}'\n`, files).found)).toEqual(left)
    // The same on the command line, where patterns start at the working folder.
    expect(paths(lint('', files, ['--exclude', pattern, '.']).found)).toEqual(left)
  })

  test('holds for files that are named, as a hook names them', () => {
    const named = ['vendor/x/pod.yaml', 'pod.yaml']
    expect(lint('exclude: vendor\n', files, named).found).toEqual(['pod.yaml:9 error docker-socket-mount'])
    expect(lint('exclude: [vendor, pod.yaml]\n', files, named)).toMatchObject({ code: 0, found: [] })
    expect(lint('exclude: vendor\n', files, ['vendor']).found).toEqual([])
  })

  test('starts at the folder of the file, not at the working folder', () => {
    expect(lint('exclude: a/vendor\n', files, ['.'], 'a').found).toEqual(['b.golden.yaml:9 error docker-socket-mount'])
  })
})

describe('ignore', () => {
  const daemonSet = (name: string, namespace?: string) =>
    podWith('/var/run/docker.sock', namespace ? `${name}\n  namespace: ${namespace}` : name, 'DaemonSet').replace(
      'spec:\n',
      'spec:\n  template:\n    spec:\n',
    )
  const nested = (text: string) =>
    text.replace(/^( {2}volumes:[\s\S]*)/m, lines => lines.replace(/^/gm, '    ').trimEnd())
  const one = (name: string, namespace?: string) => `${nested(daemonSet(name, namespace))}\n`

  test('by rule and path, with the reason kept', () => {
    const config = 'ignore:\n  - rules: docker-socket-mount\n    paths: a/**\n    reason: replaced in May\n'
    const { found } = lint(config, { 'a/pod.yaml': BAD, 'b/pod.yaml': BAD })
    expect(found).toEqual(['b/pod.yaml:9 error docker-socket-mount'])
  })

  test.each([
    ['DaemonSet kube-system/agent', ['b.yaml', 'c.yaml']],
    ['DaemonSet kube-system/*', ['b.yaml', 'c.yaml']],
    ['* agent', ['c.yaml']],
    ['DaemonSet a*', ['c.yaml']],
    ['Deployment *', ['a.yaml', 'b.yaml', 'c.yaml']],
    ['DaemonSet other/*', ['a.yaml', 'b.yaml', 'c.yaml']],
  ])('by object: %s', (pattern, left) => {
    const files = { 'a.yaml': one('agent', 'kube-system'), 'b.yaml': one('agent'), 'c.yaml': one('logs', 'default') }
    const { found } = lint(`ignore:\n  - objects: '${pattern}'\n`, files)
    expect(found.map(line => line.split(':')[0])).toEqual(left)
  })

  test('until it expires, of which people are told', () => {
    const config = (day: string) => `ignore:\n  - rules: docker-socket-mount\n    reason: later\n    expires: ${day}\n`
    expect(lint(config('2999-01-01'), { 'pod.yaml': BAD })).toMatchObject({ code: 0, found: [], err: '' })
    expect(lint(config('2020-01-01'), { 'pod.yaml': BAD })).toMatchObject({
      code: 1,
      err: '.dockershim-lint.yaml:2:5: this "ignore" expired on 2020-01-01 and no longer holds.\n',
    })
    const resolve = (today: string) =>
      resolveConfig(read(config('2026-06-30')), { folder: '/r', directory: '/r', today }).remarks.length
    expect([resolve('2026-06-29'), resolve('2026-06-30'), resolve('2026-07-01')]).toEqual([0, 0, 1])
  })

  test('is left out of every format', () => {
    const folder = folderWith({ 'odd-name.yaml': BAD, '.dockershim-lint.yaml': 'ignore: [{paths: odd-name.yaml}]\n' })
    const formats = [
      'text',
      'compact',
      'json',
      'jsonl',
      'sarif',
      'github',
      'gitlab',
      'junit',
      'checkstyle',
      'rdjson',
      'markdown',
    ]
    const outputs = formats.flatMap(format => ['--format', `${format}:${format}.out`])
    expect(run(folder, [...outputs, 'odd-name.yaml']).code).toBe(0)
    for (const format of formats) {
      const { out } = run(folder, ['--format', format, 'odd-name.yaml'])
      expect(out, format).not.toContain('odd-name.yaml')
    }
  })
})

/** The mistakes that a configuration is refused for. */
function mistakes(text: string): string {
  try {
    read(text)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  return ''
}

describe('a mistake is told with its place', () => {
  test.each([
    ['rule: {}', '1:1: There is no key "rule". Did you mean "rules"?'],
    ['runtme: containerd', '1:1: There is no key "runtme". Did you mean "runtime"?'],
    ['rules:\n  docker-cil: off', '2:3: "rules" does not know "docker-cil". Did you mean "docker-cli"?'],
    ['rules:\n  docker-cli: warn', '2:15: "docker-cli" does not know "warn". It takes off, note, warning, error.'],
    ['rules:\n  docker-cli: eror', '2:15: "docker-cli" does not know "eror". Did you mean "error"?'],
    ['runtime: docker', '1:10: "runtime" does not know "docker". It takes containerd, cri-o, cri-dockerd.'],
    ['runtime: [containerd]', '1:10: "runtime" has to be a text. It takes containerd, cri-o, cri-dockerd.'],
    ["targetVersion: '1.2'", '1:17: "targetVersion" does not know "1.2"; it takes 1.20 to'],
    ['rules: [docker-cli]', '1:8: "rules" has to be a map of keys and values.'],
    ['ignore: docker-cli', '1:9: "ignore" has to be a list.'],
    ['ignore:\n  - reason: x', '2:5: Say what to ignore: "rules", "paths" or "objects", or several of them.'],
    [
      'ignore:\n  - paths: a\n    expires: tomorrow',
      '3:14: "expires" does not know the day "tomorrow"; write it as 2027-01-31.',
    ],
    [
      'ignore:\n  - paths: a\n    expires: 2027-02-30',
      '3:14: "expires" does not know the day "2027-02-30"; write it as 2027-01-31.',
    ],
    ['ignore:\n  - objects: DaemonSet', '2:14: "objects" does not understand "DaemonSet"; write "Kind name" or'],
    ['overrides:\n  - rules: {docker-cli: off}', '2:5: The key "paths" is missing.'],
    ['contexts:\n  ci: pods', '2:7: "ci" does not know "pods". Did you mean "pod"?'],
    ["exclude: '!a'", '1:11: "exclude" cannot begin with "!": a pattern takes nothing back here.'],
    ['level: note\nlevel: error', '2:1: The key "level" is here twice.'],
    ['level: note\nrules: {', '2:'],
    ['level: note\n---\nlevel: error', '2:1: there is a second document.'],
    ['- level', '1:1: "The file" has to be a map of keys and values.'],
    ['just text', '1:1: "The file" has to be a map of keys and values.'],
  ])('%j', (text, message) => {
    expect(mistakes(text)).toContain(`.dockershim-lint.yaml:${message}`)
    expect(mistakes(text).split('\n')).toHaveLength(1)
  })

  test('every one of several, and with exit code 2 and nothing on standard output', () => {
    const { code, out, err } = lint('rule: {}\nlevel: debug\n', { 'pod.yaml': BAD })
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toBe(
      'dockershim-lint: .dockershim-lint.yaml:1:1: There is no key "rule". Did you mean "rules"?\n' +
        '.dockershim-lint.yaml:2:8: "level" does not know "debug". It takes error, warning, note.\n',
    )
  })

  test('with CRLF, a byte order mark and control characters', () => {
    expect(mistakes('\uFEFFlevel: note\r\nrule: {}\r\n')).toContain(':2:1: ')
    expect(mistakes('\uFEFFrule: {}')).toContain(':1:1: ')
    expect(lint('"\\e[31m": 1\n', { 'pod.yaml': GOOD }).err).not.toContain('\u001b')
  })

  test('an alias bomb and deep nesting are refused at once', () => {
    const bomb = `a0: &a0 {k: v}\n${Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} {<<: [*a${i}, *a${i}]}`).join('\n')}`
    const start = Date.now()
    expect(mistakes(bomb)).not.toBe('')
    expect(mistakes(`rules: ${'['.repeat(10_000)}`)).not.toBe('')
    expect(Date.now() - start).toBeLessThan(10_000)
  })

  test('a pattern cannot keep the matcher busy', () => {
    const start = Date.now()
    const config = read(`exclude: ['${'*a'.repeat(200)}b', '${'**/'.repeat(150)}b', '${'{a,b}'.repeat(80)}']`)
    const { isExcluded } = resolveConfig(config, { folder: '/r', directory: '/r', today: '2026-01-01' })
    for (let i = 0; i < 100; i++) isExcluded(`/r/${'a/'.repeat(50)}${'a'.repeat(200)}`)
    expect(Date.now() - start).toBeLessThan(5_000)
  })
})

test('merge keys and aliases may be used', () => {
  const text = 'ignore:\n  - &a\n    reason: x\n    paths: a\n  - <<: *a\n    paths: b\n'
  expect(read(text).ignore).toMatchObject([
    { reason: 'x', paths: ['a'] },
    { reason: 'x', paths: ['b'] },
  ])
})

test('an empty file and one with comments only say nothing', () => {
  for (const text of ['', '# nothing\n', '---\n', 'rules:\n', 'rules: {}\nignore: []\n'])
    expect(mistakes(text)).toBe('')
})

describe('the schema', () => {
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true })
  addFormats.default(ajv)
  const validate = ajv.compile(configSchema(ruleIds))

  test.each([
    'runtime: cri-o\ntargetVersion: 1.31\nlevel: note\nfailOn: warning\n',
    'rules:\n  docker-cli: off\ncontexts:\n  "ci/**": build\nexclude: vendor\nvalues: [a.yaml]\n',
    'ignore:\n  - rules: [docker-cli]\n    paths: a/**\n    objects: DaemonSet x/*\n    reason: r\n    expires: "2027-01-31"\n',
    'overrides:\n  - paths: [a]\n    rules: {docker-cli: off}\n    runtime: cri-o\n    targetVersion: "1.24"\n',
    'rules:\nignore:\n',
    '$schema: x\n',
  ])('takes what the reader takes: %j', text => {
    expect(mistakes(text)).toBe('')
    expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true)
  })

  test.each([
    'rule: {}',
    'runtime: docker',
    'rules: {docker-cil: off}',
    'rules: {docker-cli: warn}',
    'contexts: {a: pods}',
    'ignore: [{paths: a, expires: "tomorrow"}]',
    'ignore: [{objects: DaemonSet}]',
    'ignore: [{rule: docker-cli}]',
    'overrides: [{rules: {docker-cli: off}}]',
    'exclude: {a: b}',
    'targetVersion: "1.2"',
  ])('refuses what the reader refuses: %j', text => {
    expect(mistakes(text)).not.toBe('')
    expect(validate(parse(text))).toBe(false)
  })

  test('says of every key what it is for', () => {
    for (const [name, { description }] of Object.entries(
      configSchema(ruleIds)['properties'] as Record<string, { description?: string }>,
    ))
      expect(description, name).toMatch(/\.$/)
  })
})

describe('in an editor', () => {
  const schema = configSchema(
    ruleIds,
    aboutRules(rules, id => `https://example.org/x#${id}`),
  )

  /** What stands at a place of the schema. */
  const below = (...keys: readonly string[]): unknown =>
    keys.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], schema)

  test.each([
    ['rules', ['properties', 'rules']],
    ['rules of overrides', ['properties', 'overrides', 'items', 'properties', 'rules']],
  ])('the names of %s are completed and say what they find', (_, keys) => {
    for (const { id, summary } of rules)
      expect(below(...keys, 'properties', id, 'description')).toBe(
        `${summary}. Level: ${rules.find(rule => rule.id === id)?.level}. https://example.org/x#${id}`,
      )
  })

  test('so are those of ignored findings', () => {
    const one = below('properties', 'ignore', 'items', 'properties', 'rules', 'anyOf', '0', 'anyOf')
    for (const { id, summary } of rules)
      expect(one).toContainEqual({ const: id, description: expect.stringContaining(summary) })
  })
})

describe('--init', () => {
  test('names a schema that is there: the installed one, else that of the release', () => {
    const folder = folderWith({})
    run(folder, ['--init'])
    const first = () => readFileSync(join(folder, '.dockershim-lint.yaml'), 'utf8').split('\n')[0]
    expect(first()).toBe(
      `# yaml-language-server: $schema=${packageJson.homepage}/raw/v${packageJson.version}/dist/schema.json`,
    )
    const installed = folderWith({ 'node_modules/dockershim-lint/dist/schema.json': '{}' })
    run(installed, ['--init'])
    expect(readFileSync(join(installed, '.dockershim-lint.yaml'), 'utf8')).toContain(
      '$schema=./node_modules/dockershim-lint/dist/schema.json',
    )
  })

  test('writes a file that says nothing, and all of it when the marks are taken away', () => {
    const folder = folderWith({})
    expect(run(folder, ['--init']).code).toBe(0)
    const text = initialConfig(ruleIds)
    expect(mistakes(text)).toBe('')
    const all = read(text.replace(/^#(?! )/gm, '').replace(/^#(?= {2})/gm, ''))
    const said = Object.keys(all).map(key => (key === 'extended' ? 'extends' : key))
    expect(said.sort()).toEqual([...Object.keys(keysOf(ruleIds)).filter(key => key !== '$schema'), 'file'].sort())
  })

  test('leaves a file that is there as it is', () => {
    const { code, err } = run(folderWith({ '.dockershim-lint.yaml': 'level: note\n' }), ['--init'])
    expect(code).toBe(2)
    expect(err).toContain('.dockershim-lint.yaml is already there')
  })
})

test('--print-config shows what holds, and what holds for a file', () => {
  const config = `runtime: cri-o
rules: {docker-cli: off}
contexts: {scripts/: node}
exclude: vendor
overrides: [{paths: scripts/, targetVersion: '1.29'}]
ignore: [{rules: docker-cli, paths: scripts/, reason: old}]
`
  const folder = folderWith({ '.dockershim-lint.yaml': config })
  const whole = run(folder, ['--print-config']).out
  expect(whole).toContain('# From .dockershim-lint.yaml\nruntime: cri-o\n')
  expect(whole).toContain('\n  docker-cli: off\n')
  expect(whole).not.toContain('ignore:')
  const script = run(folder, ['--print-config', 'scripts/a.sh']).out
  expect(script).toContain("targetVersion: '1.29'")
  expect(script).toContain('contexts:\n  "scripts/a.sh": node\n')
  expect(script).toContain('reason: "old"')
  expect(mistakes(script)).toBe('')
  expect(run(folder, ['--print-config', 'vendor/a.sh']).out).toContain('# The file is excluded')
  expect(run(folderWith({}), ['--print-config']).out).toContain('# There is no configuration file\n')
})

test('the configuration in the documentation is right', () => {
  const blocks = [
    ...readFileSync('.github/docs/configuration.md', 'utf8').matchAll(/```yaml\n(targetVersion:[\s\S]*?)```/g),
  ]
  expect(blocks).toHaveLength(1)
  expect(mistakes(blocks[0]![1]!)).toBe('')
})

describe('what of the configuration does nothing is told', () => {
  const config = [
    'exclude: [nowhere, out]',
    'contexts: {gone: build, a.yaml: pod}',
    'overrides: [{paths: [away/**], rules: {docker-cli: off}}, {paths: ["*.yaml"], rules: {docker-cli: note}}]',
    'ignore: [{rules: [docker-probe]}, {paths: [none.yaml]}, {rules: [docker-socket-mount], paths: [a.yaml]}]',
    '',
  ].join('\n')
  const files = { '.dockershim-lint.yaml': config, 'a.yaml': BAD, 'out/b.yaml': BAD, 'sub/.dockershim-lint.yaml': '{}' }

  test('after a run over everything', () => {
    const { code, err } = run(folderWith(files), ['.'])
    expect({ code, err: err.trim().split('\n') }).toEqual({
      code: 0,
      err: [
        'sub/.dockershim-lint.yaml is not in force: .dockershim-lint.yaml is.',
        '.dockershim-lint.yaml: "nowhere" of "exclude" leaves nothing out.',
        '.dockershim-lint.yaml: "gone" of "contexts" matches no file.',
        '.dockershim-lint.yaml: "away/**" of "overrides" matches no file.',
        '.dockershim-lint.yaml:4:11: this "ignore" silences nothing.',
        '.dockershim-lint.yaml:4:36: this "ignore" matches no file.',
      ],
    })
  })

  test('and not after a run over some files, as a hook makes it', () => {
    expect(run(folderWith(files), ['a.yaml']).err).toBe('')
  })
})
