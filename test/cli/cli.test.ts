/** The program from a user's side: paths, options, exit codes, and where its output goes. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { rules } from '../../rules/index.ts'
import { explanation } from '../../src/cli/help.ts'
import { OPTIONS } from '../../src/cli/options.ts'
import { reporters } from '../../src/reporters/index.ts'
import { BAD, findings, folderWith, GOOD, podWith, program, run } from '../program.ts'

const json = (folder: string, ...args: readonly string[]) => {
  const outcome = run(folder, ['--format', 'json', ...args])
  return { ...outcome, found: outcome.code === 2 ? [] : findings(outcome) }
}
const paths = (found: readonly string[]) => found.map(line => line.slice(0, line.lastIndexOf(':')))
const has = (command: string) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0

describe('what is linted', () => {
  const files = { 'a.yaml': BAD, 'b/c.yaml': BAD, 'b/d.yml': GOOD, 'b/.hidden/e.yaml': BAD, 'b/f.txt': 'docker ps' }

  test('the working folder where no path is given, and folders with all that is in them', () => {
    const folder = folderWith(files)
    expect(paths(json(folder).found)).toEqual(['a.yaml', 'b/.hidden/e.yaml', 'b/c.yaml'])
    expect(json(folder, '.').found).toEqual(json(folder).found)
    expect(paths(json(folder, 'b').found)).toEqual(['b/.hidden/e.yaml', 'b/c.yaml'])
    expect(paths(json(folder, './b/').found)).toEqual(['b/.hidden/e.yaml', 'b/c.yaml'])
  })

  test('files, once each, sorted, by relative and absolute paths and from below', () => {
    const folder = folderWith(files)
    expect(paths(json(folder, 'b/c.yaml', 'a.yaml', './a.yaml', join(folder, 'a.yaml')).found)).toEqual([
      'a.yaml',
      'b/c.yaml',
    ])
    expect(paths(json(join(folder, 'b'), 'c.yaml', '../a.yaml').found)).toEqual(['../a.yaml', 'c.yaml'])
    const absolute = join(folder, 'a.yaml').replaceAll('\\', '/')
    expect(paths(json(join(folder, 'b'), absolute).found)).toEqual([absolute])
  })

  test('patterns', () => {
    const folder = folderWith(files)
    expect(paths(json(folder, '**/*.yaml').found)).toEqual(['a.yaml', 'b/.hidden/e.yaml', 'b/c.yaml'])
    expect(paths(json(folder, '{a,x}.yaml').found)).toEqual(['a.yaml'])
    expect(paths(json(folder, 'b/[a-c].yaml').found)).toEqual(['b/c.yaml'])
  })

  test('a file whose name looks like a pattern, or like an option', () => {
    const folder = folderWith({ '[a].yaml': BAD, '-x.yaml': BAD, 'a.yaml': GOOD })
    expect(paths(json(folder, '[a].yaml').found)).toEqual(['[a].yaml'])
    expect(paths(json(folder, '--', '-x.yaml').found)).toEqual(['-x.yaml'])
    expect(paths(json(folder).found)).toEqual(['-x.yaml', '[a].yaml'])
  })

  test('standard input, named or not, beside files', () => {
    const folder = folderWith({ 'a.yaml': BAD })
    const piped = (input: string, ...args: string[]) => findings(run(folder, ['--format', 'json', ...args], { input }))
    expect(piped(BAD, '-')).toEqual(['stdin.yaml:9 error docker-socket-mount'])
    expect(piped('kubeadm reset\ndocker ps\n', '-', '--stdin-filename', 'x/reset.sh')).toEqual([
      'x/reset.sh:2 error docker-cli',
    ])
    expect(paths(piped(BAD, 'a.yaml', '-'))).toEqual(['a.yaml', 'stdin.yaml'])
    expect(piped('', '-')).toEqual([])
  })

  test('not what .gitignore and .dockershimlintignore name, unless it is named itself', () => {
    const folder = folderWith({
      '.gitignore': 'build/\n*.tmp.yaml\n!keep.tmp.yaml\n',
      '.dockershimlintignore': 'vendor/\n',
      'a.yaml': BAD,
      'build/a.yaml': BAD,
      'vendor/a.yaml': BAD,
      'x.tmp.yaml': BAD,
      'keep.tmp.yaml': BAD,
      'b/.gitignore': '/inner.yaml\n!x.tmp.yaml\n',
      'b/inner.yaml': BAD,
      'b/x.tmp.yaml': BAD,
      'b/c/inner.yaml': BAD,
      'node_modules/a.yaml': BAD,
    })
    const left = ['a.yaml', 'b/c/inner.yaml', 'b/x.tmp.yaml', 'keep.tmp.yaml']
    expect(paths(json(folder).found)).toEqual(left)
    expect(paths(json(join(folder, 'b')).found)).toEqual(['c/inner.yaml', 'x.tmp.yaml'])
    expect(paths(json(folder, 'build/a.yaml', 'vendor/a.yaml').found)).toEqual(['build/a.yaml', 'vendor/a.yaml'])
  })

  test('not copies of Go modules, unless their folder is named itself', () => {
    const folder = folderWith({
      'vendor/modules.txt': '# k8s.io/api v0.34.0\n',
      'vendor/k8s.io/api/testdata/a.yaml': BAD,
      'charts/vendor/a.yaml': BAD,
      'with-dep/Gopkg.lock': '',
      'with-dep/vendor/a.yaml': BAD,
      'with-godep/Godeps/Godeps.json': '{}',
      'with-godep/Godeps/_workspace/a.yaml': BAD,
      'with-godep/vendor/a.yaml': BAD,
    })
    expect(paths(json(folder).found)).toEqual(['charts/vendor/a.yaml'])
    expect(paths(json(folder, 'vendor').found)).toEqual(['vendor/k8s.io/api/testdata/a.yaml'])
  })

  test('a folder of the repository that is ignored can be named', () => {
    const folder = folderWith({ '.gitignore': 'build/\n', 'build/a.yaml': BAD })
    expect(paths(json(folder, 'build').found)).toEqual(['build/a.yaml'])
  })

  test('a path that does not exist', () => {
    const folder = folderWith({ 'a.yaml': BAD })
    expect(run(folder, ['a.yaml', 'missing.yaml'])).toEqual({
      code: 2,
      out: '',
      err: 'dockershim-lint: missing.yaml does not exist\n',
    })
  })

  test('a folder or pattern without a file is a remark, or an error where that is asked for', () => {
    const folder = folderWith({ 'a.yaml': GOOD })
    mkdirSync(join(folder, 'empty'))
    for (const arg of ['empty', '*.json']) {
      expect(run(folder, [arg])).toMatchObject({ code: 0, err: `${arg} holds no file to lint.\n` })
      expect(run(folder, ['--error-on-unmatched', 'a.yaml', arg])).toMatchObject({
        code: 2,
        err: `dockershim-lint: ${arg} holds no file to lint\n`,
      })
    }
    expect(run(folder, ['--error-on-unmatched', '.', '*.yaml'])).toMatchObject({ code: 0, err: '' })
  })

  test('values files for charts, from the command line and the configuration', () => {
    const files = {
      'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 0.1.0\n',
      'chart/values.yaml': 'path: /tmp\n',
      'chart/templates/pod.yaml': podWith('{{ .Values.path }}'),
      'prod.yaml': 'path: /var/run/docker.sock\n',
    }
    const folder = folderWith(files)
    expect(json(folder, 'chart').found).toEqual([])
    expect(paths(json(folder, '--values', 'prod.yaml', 'chart').found)).toEqual(['prod.yaml'])
    const configured = folderWith({ ...files, '.dockershim-lint.yaml': 'values: prod.yaml\n' })
    expect(json(join(configured, 'chart'), '.').found).toHaveLength(1)
    expect(run(folder, ['--values', 'missing.yaml', 'chart']).code).toBe(2)
  })
})

describe('the exit code', () => {
  const warning = 'docker ps\n'
  const note = 'all:\n\tdocker build .\n'

  test.each([
    [0, 'nothing is found', ['good.yaml']],
    [1, 'an error is found', ['bad.yaml']],
    [0, 'a warning is found', ['warning.sh']],
    [0, 'a note is found', ['Makefile']],
    [1, 'a warning is found and fails', ['--fail-on', 'warning', 'warning.sh']],
    [1, 'a note is found and fails, shown or not', ['--fail-on', 'note', 'Makefile']],
    [0, 'as many warnings as may be', ['--max-warnings', '1', 'warning.sh']],
    [1, 'more warnings than may be', ['--max-warnings', '0', 'warning.sh']],
    [1, 'more warnings than may be, not shown', ['--max-warnings', '0', '--quiet', 'warning.sh']],
    [0, 'an error is found and does not matter', ['--exit-zero', 'bad.yaml']],
    [0, 'too many warnings do not matter', ['--exit-zero', '--max-warnings', '0', 'warning.sh']],
    [0, 'the rule is skipped', ['--skip', 'docker-socket-mount', 'bad.yaml']],
    [0, 'another rule runs only', ['--only', 'docker-cli', 'bad.yaml']],
    [1, 'the rule is one of those that run', ['--only', 'docker-cli,docker-socket-mount', 'bad.yaml']],
    [2, 'an option is unknown', ['--nope', 'bad.yaml']],
    [2, 'a path is missing', ['--exit-zero', 'missing.yaml']],
  ])('%s: %s', (code, _, args) => {
    const folder = folderWith({ 'bad.yaml': BAD, 'good.yaml': GOOD, 'warning.sh': warning, Makefile: note })
    expect(run(folder, args).code).toBe(code)
  })

  test.each(Object.keys(reporters))('is the same with --format %s', format => {
    const folder = folderWith({ 'bad.yaml': BAD, 'good.yaml': GOOD })
    expect(run(folder, ['--format', format, '.']).code).toBe(1)
    expect(run(folder, ['--format', format, 'good.yaml']).code).toBe(0)
  })

  test('says why too many warnings fail a run that shows no error', () => {
    const folder = folderWith({ 'a.sh': warning })
    expect(run(folder, ['--max-warnings', '0', 'a.sh']).err).toBe(
      'There are 1 warnings, more than the 0 of --max-warnings.\n',
    )
  })
})

describe('what is shown', () => {
  const files = { 'bad.yaml': BAD, 'warning.sh': 'docker ps\n', Makefile: 'all:\n\tdocker build .\n' }

  test('warnings and errors; with --level the notes too, or errors only', () => {
    const folder = folderWith(files)
    expect(paths(json(folder).found)).toEqual(['bad.yaml', 'warning.sh'])
    expect(paths(json(folder, '--level', 'note').found)).toEqual(['Makefile', 'bad.yaml', 'warning.sh'])
    expect(paths(json(folder, '--level', 'error').found)).toEqual(['bad.yaml'])
    expect(run(folder, []).out).toContain('1 finding of a lower level not shown; --level note shows all.')
  })

  test('--quiet shows errors and nothing else', () => {
    const folder = folderWith(files)
    const { out } = run(folder, ['--quiet'])
    expect(out).toContain('docker-socket-mount')
    expect(out).not.toContain('warning.sh')
    expect(out).not.toContain('problem')
    expect(run(folder, ['--quiet', 'warning.sh'])).toEqual({ code: 0, out: '', err: '' })
    expect(paths(json(folder, '--quiet', '--level', 'note').found)).toEqual(['bad.yaml'])
  })

  test('how many findings are silenced', () => {
    const folder = folderWith({ 'a.yaml': podWith('/var/run/docker.sock # dockershim-lint: ignore[all] x') })
    expect(run(folder, ['a.yaml']).out).toContain(
      '1 finding silenced by comments, annotations, the configuration or the baseline.',
    )
  })

  test('the same bytes on every run, whatever the order of the paths', () => {
    const folder = folderWith({ ...files, 'b/a.yaml': BAD, 'é.yaml': BAD, 'B.yaml': BAD })
    const first = run(folder, ['--level', 'note', '.'])
    expect(run(folder, ['--level', 'note', '.'])).toEqual(first)
    const listed = ['é.yaml', 'b', 'warning.sh', 'bad.yaml', 'B.yaml', 'Makefile']
    expect(run(folder, ['--level', 'note', ...listed]).out).toBe(first.out)
  })

  test('the runtime and version that were asked for', () => {
    const folder = folderWith({ 'bad.yaml': BAD })
    expect(run(folder, ['--runtime', 'cri-dockerd', '.']).code).toBe(0)
    expect(
      JSON.parse(run(folder, ['-f', 'json', '--target-version', 'v1.24.3', '--runtime', 'cri-o']).out),
    ).toMatchObject({
      settings: { runtime: 'cri-o', targetVersion: '1.24' },
    })
  })
})

describe('where it goes', () => {
  test('a file, or several formats with a file each', () => {
    const folder = folderWith({ 'bad.yaml': BAD })
    const read = (name: string) => readFileSync(join(folder, name), 'utf8')
    expect(run(folder, ['--format', 'sarif', '-o', 'a.sarif', 'bad.yaml'])).toEqual({ code: 1, out: '', err: '' })
    expect(JSON.parse(read('a.sarif')).runs[0].results).toHaveLength(1)
    const { out } = run(folder, ['-f', 'sarif:b:1.sarif', '-f', 'junit:c.xml', '-f', 'text', 'bad.yaml'])
    expect(out).toContain('1 problem (1 error)')
    expect(read('b:1.sarif')).toBe(read('a.sarif'))
    expect(read('c.xml')).toContain('<testsuite')
    run(folder, ['-f', 'text:d.txt', '-f', 'json', '-o', 'e.json', 'bad.yaml'])
    expect(read('d.txt')).toBe(out)
    expect(JSON.parse(read('e.json')).diagnostics).toHaveLength(1)
  })

  test.each([
    ['two for standard output', ['-f', 'json', '-f', 'sarif'], 'Only one format can go to standard output.'],
    ['-o beside a file', ['-f', 'json:a', '-o', 'b'], '-o is for one format.'],
    ['an unknown format', ['-f', 'jsno'], '--format does not know "jsno". Did you mean "json"?'],
    ['a folder that is not there', ['-o', 'no/such/file'], 'The report cannot be written to no/such/file: ENOENT'],
  ])('%s is refused', (_, args, message) => {
    const { code, out, err } = run(folderWith({ 'a.yaml': GOOD }), [...args, 'a.yaml'])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(message)
  })

  test('nothing but the document is on standard output, and what was not read on the other one too', () => {
    const folder = folderWith({ 'a.yaml': Buffer.from('docker.sock\0') })
    const { out, err } = run(folder, ['--format', 'json', 'a.yaml'])
    expect(JSON.parse(out).notices).toHaveLength(1)
    expect(err).toBe('a.yaml was not read: it is a binary file\n')
  })
})

describe('a mistake on the command line', () => {
  test.each([
    [['--fromat', 'json'], 'There is no option --fromat. Did you mean --format?'],
    [['--max-warning=1'], 'There is no option --max-warning. Did you mean --max-warnings?'],
    [['-x'], 'There is no option -x.'],
    [['--level', 'eror'], '--level does not know "eror". Did you mean "error"?'],
    [['--level', 'debug'], '--level does not know "debug". It takes error, warning, note.'],
    [['--fail-on', 'warn'], '--fail-on does not know "warn".'],
    [['--runtime', 'docker'], '--runtime does not know "docker".'],
    [['--target-version', '1.2'], '--target-version does not know "1.2". It knows 1.20'],
    [['--only', 'docker-cil'], '--only does not know "docker-cil". Did you mean "docker-cli"?'],
    [['--skip', 'docker-cli,x'], '--skip does not know "x".'],
    [['--explain', 'docker-sock-mount'], 'Did you mean "docker-socket-mount"?'],
    [['--max-warnings', 'many'], '--max-warnings needs a number, not "many".'],
    [['--color', 'maybe'], '--color does not know "maybe". It takes auto, always, never.'],
    [['--completions', 'tcsh'], '--completions does not know "tcsh".'],
    [['--output'], 'argument missing'],
    [['--quiet=yes'], 'does not take an argument'],
    [['--\u001b[31m'], 'There is no option --'],
  ])('%j', (args, message) => {
    const { code, out, err } = run(folderWith({}), args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(message)
    expect(err).toContain('See dockershim-lint --help.')
    expect(err).not.toContain('\u001b')
  })
})

describe('colours', () => {
  const folder = folderWith({ 'bad.yaml': BAD })
  const coloured = (args: readonly string[], env: Record<string, string> = {}) =>
    run(folder, [...args, 'bad.yaml'], { env }).out.includes('\u001b[')

  test.each([
    [false, [], {}],
    [true, [], { FORCE_COLOR: '1' }],
    [false, [], { FORCE_COLOR: '0' }],
    [false, [], { FORCE_COLOR: '1', NO_COLOR: '1' }],
    [true, ['--color', 'always'], { NO_COLOR: '1' }],
    [false, ['--color', 'never'], { FORCE_COLOR: '1' }],
    [true, ['--color=always'], { TERM: 'dumb' }],
    [false, ['--color=always', '--format', 'json'], {}],
  ])('%s with %j and %j', (expected, args, env) => {
    expect(coloured(args, env)).toBe(expected)
  })

  test('are not written to files', () => {
    run(folder, ['--color', 'always', '-o', 'out.txt', 'bad.yaml'])
    expect(readFileSync(join(folder, 'out.txt'), 'utf8')).not.toContain('\u001b')
  })

  test.skipIf(!has('script'))('are used on a terminal, unless it is a dumb one', () => {
    const onTerminal = (env: Record<string, string>) =>
      spawnSync('script', ['-qec', `'${process.execPath}' '${program}' bad.yaml`, '/dev/null'], {
        cwd: folder,
        env: { PATH: process.env['PATH'], TERM: 'xterm', ...env },
        encoding: 'utf8',
      }).stdout
    expect(onTerminal({})).toContain('\u001b[')
    expect(onTerminal({ NO_COLOR: '1' })).not.toContain('\u001b[')
    expect(onTerminal({ TERM: 'dumb' })).not.toContain('\u001b[')
  })
})

test.skipIf(!has('sh'))('a reader that has enough is no reason to complain', () => {
  const folder = folderWith(Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`${i}.yaml`, BAD])))
  const { stdout, stderr } = spawnSync(
    'sh',
    ['-c', `'${process.execPath}' '${program}' --format jsonl . | head -n 1`],
    { cwd: folder, encoding: 'utf8' },
  )
  expect(stdout.split('\n')).toHaveLength(2)
  expect(stderr).toBe('')
})

describe('what it tells of itself', () => {
  const folder = folderWith({ 'bad.yaml': BAD })

  test('--version and --help', () => {
    expect(run(folder, ['--version'])).toEqual({ code: 0, out: `${packageJson.version}\n`, err: '' })
    const { code, out, err } = run(folder, ['-h'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    for (const name of Object.keys(OPTIONS)) expect(out).toContain(`--${name}`)
    for (const line of out.split('\n').slice(10)) expect(line.length).toBeLessThanOrEqual(130)
  })

  test('--list-rules has every rule in one line', () => {
    const lines = run(folder, ['--list-rules']).out.trimEnd().split('\n')
    expect(lines.map(line => line.split(' ')[0])).toEqual(rules.map(rule => rule.id))
  })

  test('--explain has a page for every rule', () => {
    const { code, out } = run(folder, ['--explain', 'docker-cli'])
    expect(code).toBe(0)
    expect(out).toBe(
      explanation(
        rules.find(rule => rule.id === 'docker-cli')!,
        `${packageJson.homepage}/blob/main/rules/README.md#docker-cli`,
      ),
    )
    for (const rule of rules) {
      expect(explanation(rule, 'x')).toMatch(new RegExp(`^${rule.id} \\((error|warning|note)\\)\n`))
      expect(explanation(rule, 'x')).toContain('What to write instead\n')
      expect(explanation(rule, 'x')).toContain('Is found: ')
    }
  })

  test('--facts shows what is read out of a file, and says when nothing is', () => {
    const { code, out } = run(folder, ['--facts', 'bad.yaml'])
    expect(code).toBe(0)
    expect(out).toMatch(
      /^bad\.yaml:\d+:\d+ {2}volume .*path="\/var\/run\/docker\.sock".*\[object Pod agent > pod; pod]$/m,
    )
    writeFileSync(join(folder, 'a.png'), Buffer.from([0, 1, 2]))
    expect(run(folder, ['--facts', 'a.png']).err).toBe(
      'a.png was not read: no language of the linter reads this kind of file\n',
    )
    expect(run(folder, ['--facts', '-'], { input: BAD }).out).toContain('  volume  ')
  })

  test('--facts shows no control character of a file', () => {
    writeFileSync(join(folder, 'odd.sh'), 'docker run "\u001b[31m\u009b" \n')
    expect(run(folder, ['--facts', 'odd.sh']).out).not.toMatch(/[\u001b\u009b]/)
  })
})

test('--statistics counts findings by level and rule, with their files and what can be fixed', () => {
  const folder = folderWith({
    'a.sh': '#!/bin/sh\nsystemctl is-active kubelet\ndocker ps\ndocker rm x\n',
    'b.sh': '#!/bin/sh\nsystemctl is-active kubelet\ndocker ps\n',
    'pod.yaml': BAD,
  })
  const { out, code } = run(folder, ['--statistics', '.'])
  const rows = out.split('\n').map(row => row.trim().split(/ +/))
  expect(rows[0]).toEqual(['findings', 'files', 'fixable', 'level', 'rule'])
  expect(rows[1]).toEqual(['3', '2', expect.stringMatching(/^\d(?:\+\d)?$/), 'error', 'docker-cli'])
  expect(rows[2]).toEqual(['1', '1', '0', 'error', 'docker-socket-mount'])
  expect(out).toContain('4 problems (4 errors) in 3 files')
  expect(code).toBe(1)
})

test('a link to a file that is named is followed, one in a folder leads where the folder has it', () => {
  const folder = folderWith({ 'a.yaml': BAD })
  symlinkSync('a.yaml', join(folder, 'b.yaml'))
  expect(existsSync(join(folder, 'b.yaml'))).toBe(true)
  expect(paths(json(folder).found)).toEqual(['a.yaml'])
  expect(paths(json(folder, 'b.yaml').found)).toEqual(['b.yaml'])
})
