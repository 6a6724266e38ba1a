/** Runs that are divided among machines, and put together again. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { reporters } from '../../src/reporters/index.ts'
import { BAD, folderWith, podWith, run } from '../program.ts'

const FORMATS = Object.keys(reporters)

/** A folder of projects: of the fixtures, some as repositories, some as folders side by side. */
function treeOfProjects(): string {
  const folder = folderWith({ 'tree/top.md': 'These are our projects.\n' }, false)
  for (const name of ['helm', 'log-rotation-gap', 'cgroup-driver-mismatch', 'docker-log-format', 'fixes', 'texts'])
    cpSync(`test/fixtures/${name}`, join(folder, 'tree', name), { recursive: true })
  for (const name of ['helm', 'docker-log-format']) mkdirSync(join(folder, 'tree', name, '.git'))
  for (const name of readdirSync(join(folder, 'tree/log-rotation-gap'), { withFileTypes: true }))
    if (name.isDirectory()) mkdirSync(join(folder, 'tree/log-rotation-gap', name.name, '.git'))
  mkdirSync(join(folder, 'tree/helm/.github'))
  writeFileSync(join(folder, 'tree/helm/.github/CODEOWNERS'), '* @org/charts\n')
  writeFileSync(join(folder, 'tree/fixes/binary.yaml'), 'docker.sock\0')
  return folder
}

const toFiles = (name: string): readonly string[] =>
  FORMATS.flatMap(format => ['--format', `${format}:${name}.${format}`])
const contentsOf = (folder: string, name: string): readonly string[] =>
  FORMATS.map(format => readFileSync(join(folder, `${name}.${format}`), 'utf8'))

describe('the shares of a run', () => {
  const folder = treeOfProjects()
  const config = 'ignore:\n  - rules: docker-cli\n    paths: "*.sh"\n    reason: later\n'
  writeFileSync(join(folder, '.dockershim-lint.yaml'), config)
  const one = run(folder, ['--level', 'note', ...toFiles('one'), 'tree'])

  test.each([1, 2, 3, 7])('%i of them are the run, byte for byte in each format', count => {
    const results: string[] = []
    for (let number = 1; number <= count; number++) {
      const result = `share-${number}-of-${count}.json`
      const shard = ['--shard', `${number}/${count}`, '--format', `json:${result}`]
      expect(run(folder, ['--level', 'note', '--exit-zero', ...shard, 'tree']).code).toBe(0)
      results.unshift(result)
    }
    const merged = run(folder, ['--merge', ...toFiles('merged'), ...results])
    expect(merged.code).toBe(one.code)
    expect(merged.err).toBe(one.err)
    expect(contentsOf(folder, 'merged')).toEqual(contentsOf(folder, 'one'))
  }, 180_000)

  test('are told as the run, however it is counted', () => {
    const results = [1, 2, 3].map(number => `share-${number}-of-3.json`)
    for (const each of [['--statistics=owner'], ['--group-by', 'rule'], ['--quiet']])
      expect(run(folder, ['--merge', ...each, ...results])).toEqual(run(folder, ['--level', 'note', ...each, 'tree']))
  })

  test('have projects of about as many bytes each, and none in two', () => {
    const sizes = [1, 2, 3].map(number => {
      const document = JSON.parse(readFileSync(join(folder, `share-${number}-of-3.json`), 'utf8'))
      return document.summary.filesChecked
    })
    expect(sizes.every(size => size > 0)).toBe(true)
    const { filesChecked } = JSON.parse(readFileSync(join(folder, 'one.json'), 'utf8')).summary
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(filesChecked)
  })

  test('which are missing, doubled, cut or of another run is said', () => {
    const share = (number: number) => `share-${number}-of-3.json`
    const merged = (...results: string[]) => run(folder, ['--merge', ...results])
    expect(merged(share(1), share(3))).toMatchObject({ code: 2, out: '' })
    expect(merged(share(1), share(3)).err).toContain('of 3 shares one is missing. Run it with --shard 2/3.')
    expect(merged(share(1), share(2), share(2), share(3)).err).toContain('are both share 2 of 3.')
    expect(merged(share(1), 'share-2-of-2.json').err).toMatch(/is one of [23]\./)
    const text = readFileSync(join(folder, share(2)), 'utf8')
    writeFileSync(join(folder, 'cut.json'), text.slice(0, text.length / 2))
    expect(merged(share(1), 'cut.json', share(3)).err).toMatch(/cut\.json: (?:it is not whole|its line \d+ is not)/)
    writeFileSync(join(folder, 'whole.json'), JSON.stringify(JSON.parse(text)))
    expect(merged(share(1), 'whole.json', share(3)).err).toContain('it is not the result of a share')
    expect(merged(share(1), 'one.json', share(3)).err).toContain('it is not the result of a share')
    run(folder, [
      '--level',
      'note',
      '--shard',
      '2/3',
      '--target-version',
      '1.30',
      '--format',
      'json:other.json',
      'tree',
    ])
    expect(merged(share(1), 'other.json', share(3)).err).toContain('are of two runs')
    expect(merged(share(1), 'none.json', share(3)).err).toContain(
      'none.json: there is no such file. The run of its share did not come to its end',
    )
  })

  test('one that was killed is mended by its repeat', () => {
    const again = ['--level', 'note', '--exit-zero', '--shard', '2/3', '--format', 'json:again.json']
    run(folder, [...again, 'tree'])
    expect(readFileSync(join(folder, 'again.json'), 'utf8')).toBe(
      readFileSync(join(folder, 'share-2-of-3.json'), 'utf8'),
    )
    rmSync(join(folder, 'again.json'))
  })
})

test('a share keeps what the level does not show, and the merge may show it', () => {
  const folder = folderWith({ 'a.yaml': podWith('/var/lib/docker/containers'), 'b.yaml': BAD, 'ci.sh': '' }, false)
  run(folder, ['--shard', '1/1', '--format', 'json:share', 'a.yaml', 'b.yaml'])
  for (const level of ['note', 'error'])
    expect(run(folder, ['--merge', '--level', level, 'share'])).toEqual(
      run(folder, ['--level', level, 'a.yaml', 'b.yaml']),
    )
  expect(run(folder, ['--merge', '--max-warnings', '0', 'share']).code).toBe(1)
})

test('what a baseline knows is known to the shares', () => {
  const folder = folderWith({ 'x/a.yaml': BAD, 'y/b.yaml': BAD, 'z/c.yaml': BAD }, false)
  run(folder, ['--baseline', 'known', '--update-baseline', 'x', 'y', 'z'])
  rmSync(join(folder, 'z'), { recursive: true })
  writeFileSync(join(folder, 'x/a.yaml'), podWith('/tmp'))
  const known = ['--baseline', 'known', '--exit-zero']
  run(folder, [...known, '--format', 'html:one.html', 'x', 'y'])
  for (const number of [1, 2]) run(folder, [...known, '--shard', `${number}/2`, '--format', `json:${number}`, 'x', 'y'])
  run(folder, ['--merge', '--format', 'html:merged.html', '1', '2'])
  expect(readFileSync(join(folder, 'merged.html'), 'utf8')).toBe(readFileSync(join(folder, 'one.html'), 'utf8'))
})

describe('the number of the share', () => {
  const folder = folderWith({ 'a.yaml': BAD }, false)
  const share = (env: Record<string, string>, given = 'env') =>
    run(folder, ['--shard', given, '--format', 'json', 'a.yaml'], { env })

  test('comes from Kubernetes, which counts from 0, or from GitLab', () => {
    const kubernetes = share({ JOB_COMPLETION_INDEX: '1', JOB_COMPLETIONS: '3' })
    expect(JSON.parse(kubernetes.out).shard).toMatchObject({ number: 2, of: 3 })
    const gitlab = share({ CI_NODE_INDEX: '1', CI_NODE_TOTAL: '3' })
    expect(JSON.parse(gitlab.out).shard).toMatchObject({ number: 1, of: 3 })
  })

  test('is asked for where it is not told', () => {
    expect(share({ JOB_COMPLETION_INDEX: '1' }).err).toContain('JOB_COMPLETIONS has to say how many')
    expect(share({}).err).toContain('neither JOB_COMPLETION_INDEX')
    expect(share({}, '4/3').err).toContain('there is no share 4 of 3')
    expect(share({}, '0/3').err).toContain('there is no share 0 of 3')
    expect(share({}, 'x').err).toContain('as in 2/3')
  })

  test.each([
    ['--shard', '1/2', '--fix'],
    ['--shard', '1/2', '-'],
    ['--merge', '--only', 'docker-cli', 'a'],
    ['--merge'],
  ])('%s %s %s does not go', (...args) => {
    expect(run(folder, args)).toMatchObject({ code: 2, out: '' })
  })
})

test('a share that cannot be merged says that it is one', () => {
  const folder = folderWith({ 'a.yaml': BAD, 'b.yaml': BAD })
  const share = (...more: readonly string[]) => run(folder, ['--shard', '1/2', ...more, 'a.yaml', 'b.yaml']).err
  const told = 'These are the findings of share 1 of 2. --merge takes shares that were written with --format json.\n'
  expect(share()).toBe(told)
  expect(share('--format', 'sarif')).toBe(told)
  expect(share('--format', 'text', '--format', 'json:share.json')).toBe('')
})
