/** `--since` and `--staged`, in real repositories. */
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { BAD, findings, folderWith, GOOD, podWith, run } from '../program.ts'

const ME = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgSign=false']

function git(folder: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('git', [...ME, ...args], { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`)
  return stdout.trim()
}

/** A repository whose first commit holds some files; `change` writes others into its working folder. */
function repository(files: Readonly<Record<string, string>>) {
  const folder = folderWith(files, false)
  git(folder, 'init', '-q', '-b', 'main')
  const commit = () => {
    git(folder, 'add', '-A')
    git(folder, 'commit', '-q', '--allow-empty', '-m', 'change')
    return git(folder, 'rev-parse', 'HEAD')
  }
  const first = commit()
  const change = (changed: Readonly<Record<string, string | undefined>>) => {
    for (const [path, text] of Object.entries(changed)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      if (text === undefined) rmSync(join(folder, path))
      else writeFileSync(join(folder, path), text)
    }
  }
  return { folder, first, commit, change }
}

const CHART = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: agent\nversion: 1.0.0\n',
  'chart/values.yaml': 'docker: true\nreplicas: 1\n',
  'chart/templates/pod.yaml': `{{- if .Values.docker }}\n${BAD}{{- end }}\n`,
}

const found = (folder: string, ...args: readonly string[]) => findings(run(folder, ['-f', 'json', ...args]))

describe('--since', () => {
  test('shows what changed since the branch left, committed or not, and new files', () => {
    const { folder, change, commit } = repository({ 'old.yaml': BAD, 'other.yaml': GOOD, 'mended.yaml': BAD })
    git(folder, 'checkout', '-q', '-b', 'branch')
    change({ 'committed.yaml': BAD, 'mended.yaml': GOOD })
    commit()
    change({ 'new.yaml': BAD, 'other.yaml': BAD })
    git(folder, 'stash', '-q', '-u')
    git(folder, 'checkout', '-q', 'main')
    change({ 'on-main.yaml': BAD })
    commit()
    git(folder, 'checkout', '-q', 'branch')
    git(folder, 'stash', 'pop', '-q')
    expect(found(folder, '--since', 'main')).toEqual([
      'committed.yaml:9 error docker-socket-mount',
      'new.yaml:9 error docker-socket-mount',
      'other.yaml:9 error docker-socket-mount',
    ])
    expect(found(folder, '--since', 'main', 'other.yaml')).toEqual(['other.yaml:9 error docker-socket-mount'])
    const clean = run(folder, ['--since', 'HEAD', 'old.yaml'])
    expect(clean).toMatchObject({ code: 0, err: '' })
  })

  test('finds in all that an empty commit lacks what a whole run finds', () => {
    const { folder, change, commit } = repository({})
    const first = git(folder, 'rev-parse', 'HEAD')
    change({ ...CHART, 'a.yaml': BAD, 'b/c.yaml': podWith('/var/lib/docker') })
    commit()
    const whole = run(folder, ['-f', 'json', '.'])
    expect(findings(whole).length).toBeGreaterThan(2)
    expect(run(folder, ['-f', 'json', '--since', first, '.'])).toEqual(whole)
    const tree = git(folder, 'mktree', '--missing')
    const apart = git(folder, 'commit-tree', tree, '-m', 'apart')
    expect(run(folder, ['-f', 'json', '--since', apart, '.'])).toEqual(whole)
  })

  test("shows a template's findings when the values of its chart change, from any folder", () => {
    const { folder, first, change } = repository({ ...CHART, 'old.yaml': BAD })
    change({ 'chart/values.yaml': 'docker: true\nreplicas: 2\n' })
    const template = 'chart/templates/pod.yaml:10 error docker-socket-mount'
    expect(found(folder, '--since', first)).toEqual([template])
    expect(found(join(folder, 'chart'), '--since', first)).toEqual([template.slice(6)])
    expect(found(folder, '--since', first, 'old.yaml')).toEqual([])
  })

  test('fixes only what changed', () => {
    const unit = 'ExecStart=/usr/bin/kubelet --network-plugin=cni\n'
    const { folder, first, change } = repository({ 'a.service': `[Service]\n${unit}` })
    change({ 'b.service': `[Service]\n${unit}` })
    const { out } = run(folder, ['--diff', '--unsafe-fixes', '--since', first])
    expect(out).toContain('b.service')
    expect(out).not.toContain('a.service')
  })

  test('says what to do where there is no repository, no git, no such commit, or too little of the history', () => {
    const { folder, first, change, commit } = repository({ 'a.yaml': GOOD })
    change({ 'a.yaml': BAD })
    commit()
    expect(run(folderWith({}, false), ['--since', 'main'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('in none'),
    })
    expect(run(folder, ['--since', 'main'], { env: { PATH: join(folder, 'bin') } })).toMatchObject({
      code: 2,
      err: expect.stringContaining('Install it, or name the changed files'),
    })
    expect(run(folder, ['--since', 'origin/main'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('git fetch origin main'),
    })
    expect(run(folder, ['--since=--output=/tmp/x'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('needs a commit'),
    })
    const shallow = folderWith({}, false)
    git(shallow, 'clone', '-q', '--depth', '1', `file://${folder}`, '.')
    expect(run(shallow, ['--since', first])).toMatchObject({ code: 2, err: expect.stringContaining('fetch-depth: 0') })
    git(shallow, 'fetch', '-q', '--depth', '1', 'origin', first)
    expect(run(shallow, ['--since', first])).toMatchObject({ code: 2, err: expect.stringContaining('GIT_DEPTH: 0') })
  })
})

describe('--staged', () => {
  test('judges what is staged, as it is staged', () => {
    const { folder, change } = repository({
      'a.yaml': GOOD,
      'b.yaml': GOOD,
      'c.yaml': GOOD,
      'd.yaml': GOOD,
      'old.yaml': BAD,
    })
    change({ 'a.yaml': BAD, 'b.yaml': BAD, 'c.yaml': BAD })
    git(folder, 'add', '-A')
    change({ 'b.yaml': GOOD, 'c.yaml': undefined, 'd.yaml': BAD })
    expect(found(folder, '--staged')).toEqual([
      'a.yaml:9 error docker-socket-mount',
      'b.yaml:9 error docker-socket-mount',
      'c.yaml:9 error docker-socket-mount',
    ])
    expect(run(folder, ['--staged', '--fix']).code).toBe(2)
  })

  test('judges what a commit of all is about, in a hook', () => {
    const { folder, change } = repository({ 'a.yaml': GOOD })
    change({ 'a.yaml': BAD })
    const index = join(folder, 'other index')
    spawnSync('git', ['read-tree', 'HEAD'], { cwd: folder, env: { ...process.env, GIT_INDEX_FILE: index } })
    spawnSync('git', ['add', 'a.yaml'], { cwd: folder, env: { ...process.env, GIT_INDEX_FILE: index } })
    expect(found(folder, '--staged')).toEqual([])
    const inHook = run(folder, ['-f', 'json', '--staged'], { env: { GIT_INDEX_FILE: index } })
    expect(findings(inHook)).toEqual(['a.yaml:9 error docker-socket-mount'])
  })
})

test('runs nothing that the configuration of a repository names', () => {
  const outside = mkdtempSync(join(tmpdir(), 'outside-'))
  try {
    const mark = join(outside, 'ran')
    const trap = join(outside, 'trap')
    writeFileSync(trap, `#!/bin/sh\necho "$0 $*" >> '${mark}'\ncat\n`)
    chmodSync(trap, 0o755)
    const { folder, first, change, commit } = repository({ 'a.yaml': GOOD, 'b.yaml': GOOD })
    change({ 'a.yaml': BAD, '.gitattributes': '*.yaml filter=evil diff=evil\nb.yaml filter=long\n' })
    commit()
    change({ 'b.yaml': BAD })
    mkdirSync(join(folder, 'hooks'))
    for (const hook of ['post-index-change', 'reference-transaction', 'fsmonitor-watchman', 'pre-commit'])
      for (const place of ['hooks', '.git/hooks']) {
        mkdirSync(join(folder, place), { recursive: true })
        writeFileSync(join(folder, place, hook), `#!/bin/sh\n'${trap}' ${hook}\n`, { mode: 0o755 })
      }
    // A program of the repository's own, in front of git.
    mkdirSync(join(folder, 'bin'))
    writeFileSync(join(folder, 'bin/git'), `#!/bin/sh\n'${trap}' git\n`, { mode: 0o755 })
    const settings: readonly (readonly [string, string])[] = [
      ['core.fsmonitor', trap],
      ['core.hooksPath', 'hooks'],
      ['core.pager', trap],
      ['pager.diff', trap],
      ['pager.config', trap],
      ['diff.external', trap],
      ['diff.evil.command', trap],
      ['diff.evil.textconv', trap],
      ['filter.evil.clean', trap],
      ['filter.evil.smudge', trap],
      ['filter.evil.required', 'true'],
      ['filter.long.process', trap],
      ['core.sshCommand', trap],
      ['core.gitProxy', trap],
      ['core.editor', trap],
      ['core.askPass', trap],
      ['core.alternateRefsCommand', trap],
      ['credential.helper', trap],
      ['gpg.program', trap],
      ['protocol.ext.allow', 'always'],
      ['protocol.allow', 'always'],
      ['remote.origin.url', `ext::${trap} %S`],
      ['remote.origin.promisor', 'true'],
      ['remote.origin.partialclonefilter', 'blob:none'],
      ['extensions.partialClone', 'origin'],
      ['alias.diff', `!${trap}`],
      ['alias.rev-parse', `!${trap}`],
    ]
    for (const [name, value] of settings) git(folder, 'config', name, value)
    // Filters, monitors and fetches are asked for by files that may differ, and by objects that are not there.
    change({ 'a.yaml': `${BAD}# more\n`, 'b.yaml': GOOD })
    const env = { PATH: `${join(folder, 'bin')}:bin:${process.env['PATH']}`, GIT_EXTERNAL_DIFF: trap, GIT_PAGER: trap }
    rmSync(mark, { force: true })
    expect(findings(run(folder, ['-f', 'json', '--since', first], { env }))).toEqual([
      'a.yaml:9 error docker-socket-mount',
    ])
    expect(run(folder, ['--staged'], { env }).code).toBe(0)
    expect(run(folder, ['--since', '1234567890123456789012345678901234567890'], { env }).code).toBe(2)
    expect(existsSync(mark)).toBe(false)

    // The traps work: git by itself steps into them.
    for (const args of [['status'], ['-c', 'core.fsmonitor=', 'diff', '--name-only', 'HEAD']]) {
      spawnSync('git', args, { cwd: folder })
      expect(existsSync(mark), args.join(' ')).toBe(true)
      rmSync(mark)
    }
  } finally {
    rmSync(outside, { recursive: true, force: true })
  }
})
