import { describe, expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import type { Scope } from '../../src/facts.ts'
import type { LintOptions } from '../../src/lint/lint-options.ts'
import { type InputFile, lintFiles } from '../../src/lint/linter.ts'
import { suppressions } from '../../src/lint/suppress.ts'

async function* inputs(files: Readonly<Record<string, string>>): AsyncGenerator<InputFile> {
  for (const [path, text] of Object.entries(files)) yield { path, bytes: Buffer.from(text) }
}

const lint = (files: Readonly<Record<string, string>>, options: Partial<LintOptions> = {}) =>
  lintFiles(inputs(files), { rules, runtime: 'containerd', targetVersion: '1.35', ...options })

/** What is reported, as `path:line rule`, and what is not. */
async function outcome(text: string, path = 'pod.yaml', options: Partial<LintOptions> = {}) {
  const { diagnostics, suppressed } = await lint({ [path]: text }, options)
  return {
    shown: diagnostics.map(found => `${found.location.line} ${found.rule}`),
    silent: suppressed.map(({ diagnostic, by, reason }) =>
      [diagnostic.location.line, diagnostic.rule, by, reason].filter(Boolean).join(' '),
    ),
    said: diagnostics.filter(found => found.rule === 'unused-suppression').map(found => found.what),
  }
}

const pod = (path: string, above = '', metadata = ''): string => `apiVersion: v1
kind: Pod
metadata:
  name: agent
${metadata}spec:
  volumes:
    - name: socket
      hostPath:
${above}        path: ${path}
  containers:
    - name: main
      volumeMounts:
        - name: socket
          mountPath: /var/run/docker.sock
`

describe('a comment silences a rule', () => {
  test('on its line, with the reason kept', async () => {
    expect(
      await outcome(pod('/var/run/docker.sock # dockershim-lint: ignore[docker-socket-mount] replaced in May')),
    ).toEqual({ shown: [], silent: ['9 docker-socket-mount comment replaced in May'], said: [] })
  })

  test('on the line above, with other comments and blank lines between', async () => {
    const above = '        # dockershim-lint: ignore[docker-socket-mount]: replaced in May\n        # the old agent\n\n'
    expect(await outcome(pod('/var/run/docker.sock', above))).toMatchObject({
      shown: [],
      silent: ['12 docker-socket-mount comment replaced in May'],
    })
  })

  test('and no other rule, and no other line', async () => {
    const other = pod('/var/run/docker.sock # dockershim-lint: ignore[docker-cli]')
    expect((await outcome(other)).shown).toEqual(['9 docker-socket-mount', '9 unused-suppression'])
    const elsewhere = pod('/var/run/docker.sock').replace(
      'kind: Pod',
      'kind: Pod # dockershim-lint: ignore[docker-socket-mount]',
    )
    expect((await outcome(elsewhere)).shown).toEqual(['2 unused-suppression', '9 docker-socket-mount'])
  })

  test('of several', async () => {
    const text = pod('/var/run/docker.sock # dockershim-lint: ignore[docker-socket-mount, docker-cli]')
    expect(await outcome(text)).toMatchObject({
      shown: ['9 unused-suppression'],
      said: ['"docker-cli" silences nothing: there is nothing to silence'],
    })
  })

  test('or all of them', async () => {
    expect(await outcome(pod('/var/run/docker.sock # dockershim-lint: ignore[all] no cluster'))).toMatchObject({
      shown: [],
      silent: ['9 docker-socket-mount comment no cluster'],
    })
  })

  test('in a block', async () => {
    const text = pod('/var/run/docker.sock')
      .replace('spec:', '# dockershim-lint: ignore-start[docker-socket-mount] old\nspec:')
      .replace('  containers:', '  # dockershim-lint: ignore-end\n  containers:')
    expect(await outcome(text)).toEqual({ shown: [], silent: ['10 docker-socket-mount comment old'], said: [] })
  })

  test('in a file, also behind a shebang, a document mark and other comments', async () => {
    for (const head of ['', '\uFEFF', '#!/bin/x\n# License\n\n', '---\n# a\n', '{{/* a\n # b */}}\n']) {
      const text = `${head}# dockershim-lint: ignore-file[docker-socket-mount] an example\n${pod('/var/run/docker.sock')}`
      expect((await outcome(text)).shown, head).toEqual([])
    }
  })

  test('with CRLF as with LF', async () => {
    const text = pod('/var/run/docker.sock', '        # dockershim-lint: ignore[docker-socket-mount]\n')
    expect((await outcome(text.replaceAll('\n', '\r\n'))).shown).toEqual([])
  })

  test('in block scalars and the texts inside them', async () => {
    const text = `apiVersion: v1
kind: ConfigMap
metadata:
  name: agent
data:
  pod.yaml: |
${pod('/var/run/docker.sock # dockershim-lint: ignore[docker-socket-mount] inner').replace(/^/gm, '    ')}`
    expect(await outcome(text)).toMatchObject({ shown: [], silent: ['15 docker-socket-mount comment inner'] })
  })

  test('in templates, in the comments of the template', async () => {
    const above = '        {{- /* dockershim-lint: ignore[docker-socket-mount] inner */ -}}\n'
    expect(await outcome(pod('/var/run/docker.sock', above), 'chart/templates/pod.yaml')).toMatchObject({
      shown: [],
      silent: ['10 docker-socket-mount comment inner'],
    })
  })
})

/** Whether docker-cli is silent on a line of a text. */
function silentLines(text: string, rule = 'docker-cli'): readonly number[] {
  const scope: Scope = { kind: 'file', parent: undefined, facts: [], children: [] }
  const silences = suppressions(['docker-cli', 'docker-service'])
  silences.readFile({ path: 'file', text })
  return text
    .split('\n')
    .flatMap((_, index) => (silences.silenced(rule, 'workloads', 'file', index + 1, scope) ? [index + 1] : []))
}

describe('the comments of every language', () => {
  test.each([
    ['#', '# X'],
    ['several marks', '## X'],
    ['C', '// X'],
    ['INI', '; X'],
    ['Lua', '-- X'],
    ['C block', '/* X */'],
    ['Go template', '{{/* X */}}'],
    ['Go template, trimmed', '{{- /* X */ -}}'],
    ['Jinja', '{# X #}'],
    ['Jinja, trimmed', '{#- X -#}'],
    ['ERB', '<%# X %>'],
    ['HTML', '<!-- X -->'],
    ['PowerShell', '<# X #>'],
  ])('%s', (_, comment) => {
    const mark = comment.replace('X', 'dockershim-lint: ignore[docker-cli] a reason')
    expect(silentLines(`docker ps ${mark}\ndocker ps\n`)).toEqual([1])
    expect(silentLines(`${mark}\ndocker ps\ndocker ps\n`)).toEqual([2])
    expect(silentLines(`  ${mark}\n\n  ${comment.replace('X', 'other')}\n  docker ps\n`)).toEqual([4])
  })

  test.each([
    ['Go template', '{{- /*\n  X\n*/ -}}'],
    ['Jinja', '{#\n  X\n#}'],
    ['HTML', '<!--\n  X\n-->'],
    ['PowerShell', '<#\n  X\n#>'],
  ])('%s, over several lines', (_, comment) => {
    const mark = comment.replace('X', 'dockershim-lint: ignore[docker-cli] a reason')
    expect(silentLines(`${mark}\ndocker ps\ndocker ps\n`)).toEqual([4])
  })

  test('a block comment before code silences its own line', () => {
    expect(silentLines('{{/* dockershim-lint: ignore[docker-cli] */}} docker ps\ndocker ps\n')).toEqual([1])
  })

  test('a command that a backslash continues counts as one line', () => {
    const command = 'docker run \\\n  --rm \\\n  alpine'
    expect(silentLines(`# dockershim-lint: ignore[docker-cli]\n${command}\ndocker ps\n`)).toEqual([2, 3, 4])
    expect(silentLines(`docker ps\n${command} # dockershim-lint: ignore[docker-cli]\ndocker ps\n`)).toEqual([2, 3, 4])
  })

  test('lines that begin like a comment and are none', () => {
    for (const line of ['--network-plugin=cni', '---', '* * * * * root docker ps', '- // docker', ';;'])
      expect(silentLines(`# dockershim-lint: ignore[docker-cli]\n${line}\ndocker ps\n`), line).toEqual([2])
  })

  test.each([
    ['a string', 'sh -c "docker ps # dockershim-lint: ignore[docker-cli]"'],
    ['a string in single quotes', "sh -c 'docker ps # dockershim-lint: ignore[docker-cli]'"],
    ['JSON', '{"command": "docker ps # dockershim-lint: ignore[docker-cli] reason", "b": 1}'],
    ['prose', '# write dockershim-lint: ignore[docker-cli] to silence it'],
    ['an address', 'https://dockershim-lint: ignore[docker-cli]'],
    ['no comment', 'dockershim-lint: ignore[docker-cli]'],
  ])('no comment in %s', (_, line) => {
    expect(silentLines(`${line}\ndocker ps\n`)).toEqual([])
  })

  test('an apostrophe or a closed string before the comment is no string', () => {
    for (const before of ["echo it's", 'echo "a" "b"', "echo 'a'", 'echo "a\\"b"', 'echo "open'])
      expect(silentLines(`${before} # dockershim-lint: ignore[docker-cli] isn't used\n`), before).toEqual([1])
  })

  test('blocks nest and are closed by name or from the inside', () => {
    const text = [
      '# dockershim-lint: ignore-start[docker-cli]',
      '# dockershim-lint: ignore-start[docker-service]',
      'a',
      '# dockershim-lint: ignore-end[docker-cli]',
      'b',
      '# dockershim-lint: ignore-end',
      'c',
    ].join('\n')
    expect(silentLines(text)).toEqual([1, 2, 3, 4])
    expect(silentLines(text, 'docker-service')).toEqual([2, 3, 4, 5, 6])
  })

  test('time stays linear in a file that is made of comments', async () => {
    const start = Date.now()
    const { said } = await outcome('# dockershim-lint: ignore-file[docker-cli] {{/* <!--\n'.repeat(20_000), 'a.yaml')
    expect(said).toContain('"dockershim-lint: ignore-file" silences nothing: only the first 2000 of a file are read')
    silentLines('<!-- dockershim-lint: ignore[docker-cli] '.repeat(200_000))
    silentLines(`# dockershim-lint: ignore[docker-cli]\n${' '.repeat(2_000_000)}x\n`.repeat(5))
    expect(Date.now() - start).toBeLessThan(5_000)
  })
})

describe('an annotation silences a rule in its object', () => {
  const annotated = (value: string) =>
    pod('/var/run/docker.sock', '', `  annotations:\n    dockershim-lint.io/ignore: ${value}\n`)

  test('by name, with the reason beside it', async () => {
    expect(await outcome(annotated('docker-socket-mount\n    dockershim-lint.io/reason: replaced in May'))).toEqual({
      shown: [],
      silent: ['12 docker-socket-mount annotation replaced in May'],
      said: [],
    })
    expect((await outcome(annotated('all'))).shown).toEqual([])
  })

  test('and not in the next object', async () => {
    const { shown } = await outcome(`${annotated('docker-socket-mount')}---\n${pod('/var/run/docker.sock')}`)
    expect(shown).toEqual(['26 docker-socket-mount'])
  })

  test('in JSON', async () => {
    const object = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a', annotations: { 'dockershim-lint.io/ignore': 'docker-socket-mount, docker-probe' } },
      spec: { volumes: [{ name: 's', hostPath: { path: '/var/run/docker.sock' } }], containers: [{ name: 'c' }] },
    }
    expect(await outcome(JSON.stringify(object, null, 2), 'pod.json')).toMatchObject({
      said: ['"docker-probe" silences nothing: there is nothing to silence'],
      silent: ['15 docker-socket-mount annotation'],
    })
  })

  test('with a mistyped name it is told at the name', async () => {
    const { diagnostics } = await lint({ 'pod.yaml': annotated('docker-socket-mont') })
    const [said] = diagnostics
    expect(said).toMatchObject({
      rule: 'unused-suppression',
      level: 'warning',
      what: '"docker-socket-mont" silences nothing: there is no such rule',
      instead: 'Write "docker-socket-mount", or remove it.',
      location: { line: 6, column: 32, endColumn: 50 },
    })
  })
})

describe('what silences nothing is told', () => {
  const clean = (comment: string) => `# ${comment}\n${pod('/tmp')}`

  test.each([
    ['dockershim-lint: ignore[docker-cli] old', '"docker-cli" silences nothing: there is nothing to silence'],
    ['dockershim-lint: ignore-file[docker-cli]', '"docker-cli" silences nothing: there is nothing to silence'],
    ['dockershim-lint: ignore[docker-cil]', '"docker-cil" silences nothing: there is no such rule'],
    [
      'dockershim-lint: ignore',
      '"dockershim-lint: ignore" silences nothing: it names no rule; write ignore[docker-cli], or ignore[all] for every rule',
    ],
    [
      'dockershim-lint: ignore-block[docker-cli]',
      '"dockershim-lint: ignore-block" silences nothing: "ignore-block" is none of ignore, ignore-start, ignore-end, ignore-file',
    ],
    [
      'dockershim-lint: disable[docker-cli]',
      '"dockershim-lint: disable" silences nothing: "disable" is none of ignore, ignore-start, ignore-end, ignore-file',
    ],
    [
      'dockershim-lint: ignore-start[docker-cli]',
      '"dockershim-lint: ignore-start" silences nothing: no "ignore-end" follows it',
    ],
    [
      'dockershim-lint: ignore-end',
      '"dockershim-lint: ignore-end" silences nothing: there is no "ignore-start" before it',
    ],
  ])('%s', async (comment, said) => {
    expect((await outcome(clean(comment))).said).toEqual([said])
  })

  test('ignore-file below the first line that is no comment', async () => {
    const text = pod('/var/run/docker.sock').replace(
      'kind:',
      '# dockershim-lint: ignore-file[docker-socket-mount]\nkind:',
    )
    expect(await outcome(text)).toMatchObject({
      shown: ['2 unused-suppression', '10 docker-socket-mount'],
      said: ['"dockershim-lint: ignore-file" silences nothing: it has to be above everything else in the file'],
    })
  })

  test('a comment at the end of the file', async () => {
    const text = `${pod('/tmp')}# dockershim-lint: ignore[docker-cli]\n`
    expect((await outcome(text)).said).toEqual(['"dockershim-lint: ignore" silences nothing: no line follows it'])
  })

  test('also where no rule has anything to look for, with and without the scan before', async () => {
    const text = '# dockershim-lint: ignore[docker-service]\na: b\n'
    expect((await outcome(text)).shown).toEqual(['1 unused-suppression'])
    expect((await outcome(text, 'a.yaml', { withoutPrefilter: true })).shown).toEqual(['1 unused-suppression'])
  })

  test('but not for a rule that did not run', async () => {
    const text = clean('dockershim-lint: ignore[docker-cli]')
    const ruleIds = rules.map(rule => rule.id)
    const others = rules.filter(rule => rule.id !== 'docker-cli')
    expect((await outcome(text, 'pod.yaml', { rules: others, ruleIds })).said).toEqual([])
    expect((await outcome(text, 'pod.yaml', { runtime: 'cri-dockerd' })).said).toEqual([])
  })

  test('and not in files that no language reads', async () => {
    expect((await outcome('# dockershim-lint: ignore[docker-cli]\n', 'README.md')).said).toEqual([])
  })

  test('prose that names the program is no comment to it', async () => {
    expect((await outcome(clean('dockershim-lint: finds what breaks'))).said).toEqual([])
  })
})
