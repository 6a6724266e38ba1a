import { describe, expect, test } from 'vitest'
import { projectsOf } from '../../src/evidence/projects.ts'
import { sharesOf } from '../../src/lint/shares.ts'

interface File {
  readonly path: string
  readonly repository?: string
  readonly counts?: boolean
  readonly needs?: readonly string[]
}
const parted = (...files: readonly (string | File)[]): readonly number[] =>
  projectsOf(
    files
      .map(file => (typeof file === 'string' ? { path: file } : file))
      .map(({ path, repository, counts = true, needs = [] }: File) => ({
        home: { path, repository, unit: undefined },
        counts: () => counts,
        needs,
      })),
  )

describe('files are parted into projects', () => {
  test('a repository is one', () => {
    const repository = '/r/a'
    expect(parted({ path: '/r/a/x/1', repository }, '/r/b/1', { path: '/r/a/y/2', repository })).toEqual([0, 1, 0])
  })

  test('so are folders side by side that are parts, where there is no repository', () => {
    expect(parted('/r/a/roles/x', '/r/a/inventory/y')).toEqual([0, 0])
    expect(parted('/r/alpha/x', '/r/beta/y', '/r/alpha/z/w')).toEqual([0, 1, 0])
    expect(parted('/r/examples/alpha/x', '/r/examples/beta/y')).toEqual([0, 1])
  })

  test('a file above others joins them where anything may be found in it', () => {
    expect(parted('/r/daemon.json', '/r/alpha/x', '/r/beta/y')).toEqual([0, 0, 0])
    expect(parted({ path: '/r/README.md', counts: false }, '/r/alpha/x', '/r/beta/y')).toEqual([0, 1, 2])
  })

  test('charts that need each other are one', () => {
    expect(parted({ path: '/r/alpha/Chart.yaml', needs: ['/r/beta'] }, '/r/beta/Chart.yaml', '/r/gamma/x')).toEqual([
      0, 0, 1,
    ])
  })
})

test('shares are balanced by bytes, whatever the order', () => {
  const projects = [5, 1, 9, 4, 3].map(bytes => ({ bytes, name: `p${bytes}` }))
  const shares = sharesOf(projects, 2)
  expect(shares).toEqual([1, 1, 0, 1, 0])
  expect(sharesOf([...projects].reverse(), 2)).toEqual([...shares].reverse())
  expect(sharesOf([], 3)).toEqual([])
})
