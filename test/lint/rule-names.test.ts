/** Groups of rules and patterns, wherever a rule is named. */
import { describe, expect, test } from 'vitest'
import { lint } from '../../src/index.ts'
import { GROUPS, isRuleName, mayMean, means, RULE_GROUPS } from '../../src/knowledge/rule-groups.ts'
import { BAD, findings, folderWith, run } from '../program.ts'

const MAKE = 'all:\n\tdocker push registry/app\n'
const UNIT =
  '[Service]\nExecStart=/usr/bin/kubelet --network-plugin=cni --cni-bin-dir=/opt/cni/bin\nExecStartPre=/usr/bin/docker ps\n'
const FILES = { 'pod.yaml': BAD, Makefile: MAKE, 'kubelet.service': UNIT }

const POD = 'pod.yaml:9 error docker-socket-mount'
const PUSH = 'Makefile:2 note docker-cli'
const FLAGS = ['kubelet.service:2 error removed-kubelet-flag', 'kubelet.service:2 error removed-kubelet-flag']
const PS = 'kubelet.service:3 error docker-cli'

const found = (args: readonly string[], files: Readonly<Record<string, string>> = FILES) =>
  findings(run(folderWith(files), ['-f', 'json', '--level', 'note', ...args, '.']))

const configured = (config: string) => found([], { ...FILES, '.dockershim-lint.yaml': config })

describe('names of rules', () => {
  test('on the command line', () => {
    expect(found([])).toEqual([PUSH, ...FLAGS, PS, POD])
    expect(found(['--only', 'nodes'])).toEqual([...FLAGS, PS])
    expect(found(['--only', 'workloads,ci'])).toEqual([PUSH, POD])
    expect(found(['--only', 'docker-*'])).toEqual([PUSH, PS, POD])
    expect(found(['--only', '*-flag'])).toEqual(FLAGS)
    expect(found(['--skip', 'nodes'])).toEqual([PUSH, POD])
    expect(found(['--only', 'nodes', '--skip', 'docker-*'])).toEqual(FLAGS)
    expect(run(folderWith(FILES), ['--only', 'docer-*', '.'])).toMatchObject({ code: 2, out: '' })
    expect(run(folderWith(FILES), ['--only', 'node', '.']).err).toContain('does not know "node"')
  })

  test('in the configuration: a name before a pattern, and that before a group', () => {
    expect(configured('rules: {ci: off}')).toEqual([...FLAGS, PS, POD])
    expect(configured('rules: {docker-cli: error, "docker-*": off}')).toEqual([PUSH, ...FLAGS, PS])
    expect(configured('rules: {nodes: off, "removed-*": error}')).toEqual([PUSH, ...FLAGS, POD])
    expect(configured('overrides: [{paths: "*.service", rules: {nodes: off}}]')).toEqual([PUSH, POD])
    expect(configured('ignore: [{rules: [nodes, "docker-socket-*"]}]')).toEqual([PUSH])
    expect(found(['--only', 'ci'], { ...FILES, '.dockershim-lint.yaml': 'rules: {ci: off}' })).toEqual([PUSH])
    const wrong = run(folderWith({ '.dockershim-lint.yaml': 'rules: {"docer-*": off}' }), ['.'])
    expect(wrong.err).toContain('1:10: "rules" does not know a rule like "docer-*".')
  })

  test('in comments and annotations', () => {
    const silenced = (name: string) =>
      found([], { 'a.yaml': BAD.replace('docker.sock', `docker.sock # dockershim-lint: ignore[${name}]`) })
    for (const name of ['workloads', 'docker-*', '*mount', 'all']) expect(silenced(name), name).toEqual([])
    expect(silenced('nodes')).toEqual(['a.yaml:9 error docker-socket-mount', 'a.yaml:9 warning unused-suppression'])
    expect(silenced('docer-*')).toContain('a.yaml:9 warning unused-suppression')
    const annotated = BAD.replace('name: agent', 'name: agent\n  annotations: {dockershim-lint.io/ignore: "docker-*"}')
    expect(found([], { 'a.yaml': annotated })).toEqual([])
  })

  test('a baseline keeps what was not looked at', () => {
    const folder = folderWith(FILES)
    const baseline = ['--level', 'note', '--baseline', 'known.json', '.']
    run(folder, [...baseline, '--update-baseline'])
    expect(run(folder, [...baseline, '--only', 'nodes'])).toMatchObject({ code: 0, err: '' })
  })

  test('in the API', async () => {
    const texts = Object.entries(FILES).map(([path, text]) => ({ path, text }))
    const rulesOf = async (only: string) => [
      ...new Set((await lint({ texts, only: [only] })).diagnostics.map(({ rule }) => rule)),
    ]
    expect(await rulesOf('*-flag')).toEqual(['removed-kubelet-flag'])
    expect(await rulesOf('workloads')).toEqual(['docker-socket-mount'])
    await expect(rulesOf('docer-*')).rejects.toThrow('does not know')
  })

  test('patterns mean what they seem to, and cost nothing', () => {
    const fitting = (name: string) => Object.keys(RULE_GROUPS).filter(rule => means(name, rule, undefined))
    expect(fitting('*')).toHaveLength(Object.keys(RULE_GROUPS).length)
    expect(fitting('docker-*-mount')).toEqual(['docker-socket-mount'])
    expect(fitting('*socket*socket*')).toEqual([])
    expect(fitting('docker-cli*i')).toEqual([])
    for (const group of GROUPS) expect(Object.keys(RULE_GROUPS).some(rule => mayMean(group, rule))).toBe(true)
    expect(isRuleName(`${'*a'.repeat(50_000)}b`, Object.keys(RULE_GROUPS))).toBe(false)
  })
})
