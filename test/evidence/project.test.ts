import { describe, expect, test } from 'vitest'
import { sameProject } from '../../src/evidence/project.ts'
import type { Fact, Home, Scope } from '../../src/facts.ts'

const factIn = (home: Home): Fact => {
  const scope: Scope = { kind: 'file', parent: undefined, name: home.path, home, facts: [], children: [] }
  return { kind: 'path', scope } as unknown as Fact
}
const together = (one: Partial<Home> & { path: string }, other: Partial<Home> & { path: string }): boolean =>
  sameProject(
    factIn({ repository: undefined, unit: undefined, ...one }),
    factIn({ repository: undefined, unit: undefined, ...other }),
  )

describe('what belongs together', () => {
  test.each([
    ['/r/roles/node/a', '/r/roles/runtime/b'],
    ['/r/ansible/a', '/r/terraform/b'],
    ['/r/daemon.json', '/r/anything/kubelet.yaml'],
  ])('%s and %s, without a repository', (a, b) => {
    expect(together({ path: a }, { path: b })).toBe(true)
    expect(together({ path: b }, { path: a })).toBe(true)
  })

  test.each([
    ['/r/alpha/a', '/r/beta/b'],
    ['/r/examples/alpha/a', '/r/examples/beta/b'],
  ])('%s and %s are apart, without a repository', (a, b) => {
    expect(together({ path: a }, { path: b })).toBe(false)
  })

  test('files of one repository, but not of two', () => {
    const repository = '/r'
    expect(together({ path: '/r/alpha/a', repository }, { path: '/r/beta/b', repository })).toBe(true)
    expect(together({ path: '/r/alpha/a', repository }, { path: '/r/beta/b', repository: '/r/beta' })).toBe(false)
  })

  test('files of one chart, but not of two', () => {
    const repository = '/r'
    const inChart = (name: string) => ({ path: `/r/charts/${name}/x`, repository, unit: `/r/charts/${name}` })
    expect(together(inChart('a'), inChart('b'))).toBe(false)
    expect(together(inChart('a'), { path: '/r/node/daemon.json', repository })).toBe(true)
    expect(together(inChart('a'), { path: '/r/charts/a/charts/b/x', repository, unit: '/r/charts/a/charts/b' })).toBe(
      true,
    )
  })
})
