/** The plugin of kubectl, with a kubectl that answers as one does from the pages that a test gives. */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folderWith, plugin } from '../program.ts'

type Item = Readonly<Record<string, unknown>>

const volumes = [{ name: 's', hostPath: { path: '/var/run/docker.sock' } }]
const containers = [{ name: 'main', image: 'agent', volumeMounts: [{ name: 's', mountPath: '/var/run/docker.sock' }] }]
const spec = { containers, volumes }
const owned = (kind: string, uid: string) => [
  { apiVersion: 'v1', kind, name: `${kind}-1`.toLowerCase(), uid, controller: true },
]

const object = (namespace: string | undefined, name: string, rest: Item = {}, metadata: Item = {}): Item => ({
  metadata: { name, namespace, uid: `uid-${name}`, ...metadata },
  ...rest,
})
const pod = (namespace: string, name: string, metadata: Item = {}, of: Item = spec) =>
  object(namespace, name, { spec: of }, metadata)

const MADE_BY_HELM = {
  labels: { 'helm.sh/chart': 'node-agent-1.4.2' },
  annotations: {
    'meta.helm.sh/release-name': 'agents',
    'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ kind: 'Pod', apiVersion: 'v1', spec }),
  },
}

/** What the cluster holds, by the path of the API without its namespace. */
const CLUSTER: Readonly<Record<string, readonly Item[] | undefined>> = {
  '/api/v1/nodes': [
    object(undefined, 'node-1', {
      status: { nodeInfo: { containerRuntimeVersion: 'docker://20.10.7', kubeletVersion: 'v1.22.1' } },
    }),
  ],
  '/apis/apps/v1/daemonsets': [object('ci', 'agent', { spec: { template: { spec } } }, MADE_BY_HELM)],
  '/apis/batch/v1beta1/cronjobs': [
    object('ci', 'nightly', {
      spec: {
        jobTemplate: {
          spec: { template: { spec: { containers: [{ name: 'a', image: 'b', command: ['docker', 'ps'] }] } } },
        },
      },
    }),
  ],
  '/apis/argoproj.io/v1alpha1/workflows': [object('ci', 'build', {})],
  '/api/v1/pods': [
    pod('ci', 'agent-abc', { ownerReferences: owned('DaemonSet', 'uid-agent') }),
    pod('ci', 'agent-def', { ownerReferences: owned('DaemonSet', 'uid-agent') }),
    pod('ci', 'build-1', { ownerReferences: owned('Workflow', 'uid-build') }),
    pod('ci', 'build-2', { ownerReferences: owned('Workflow', 'uid-build') }),
    pod('kube-system', 'static-node-1', { ownerReferences: owned('Node', 'uid-node-1') }),
    pod('kube-system', 'static-node-2', { ownerReferences: [{ ...owned('Node', 'uid-node-2')[0], name: 'node-2' }] }),
    pod('kube-system', 'alone'),
  ],
  '/api/v1/secrets': [
    object('ci', 'script', { data: { 'run.sh': Buffer.from('#!/bin/sh\ndocker ps\n').toString('base64') } }),
  ],
  '/api/v1/configmaps': undefined,
}

/** A program like kubectl, which gives two objects a page and writes down what it is asked. */
const KUBECTL = `
import { appendFileSync, readFileSync } from 'node:fs'
const here = new URL('.', import.meta.url)
const args = process.argv.slice(2)
appendFileSync(new URL('asked', here), JSON.stringify(args) + '\\n')
const cluster = JSON.parse(readFileSync(new URL('cluster.json', here), 'utf8'))
const fail = text => { console.error('Error from server ' + text); process.exit(1) }
if (args.includes('view')) { console.log('ci'); process.exit(0) }
const raw = args[args.indexOf('--raw') + 1]
if (raw === '/apis') console.log(JSON.stringify({ groups: [{ name: 'argoproj.io', preferredVersion: { groupVersion: 'argoproj.io/v1alpha1' } }, { name: 'metrics.k8s.io', preferredVersion: { groupVersion: 'metrics.k8s.io/v1' } }] }))
else if (raw === '/apis/argoproj.io/v1alpha1') console.log(JSON.stringify({ resources: [{ name: 'workflows', kind: 'Workflow', namespaced: true, verbs: ['list'] }, { name: 'workflows/status', kind: 'Workflow', namespaced: true, verbs: ['get'] }] }))
else {
  const url = new URL(raw, 'http://x')
  const [, namespace] = /\\/namespaces\\/([^/]+)/.exec(url.pathname) ?? []
  const path = url.pathname.replace(/\\/namespaces\\/[^/]+/, '')
  if (path.endsWith('/configmaps')) fail('(Forbidden): configmaps is forbidden')
  if (!cluster[path]) fail('(NotFound): the server could not find the requested resource')
  const all = cluster[path].filter(item => !namespace || item.metadata.namespace === namespace)
  const from = Number(url.searchParams.get('continue') ?? 0)
  const next = from + 2 < all.length ? String(from + 2) : ''
  console.log(JSON.stringify({ kind: 'List', metadata: { continue: next }, items: all.slice(from, from + 2) }))
}
`

function lint(...args: readonly string[]) {
  const folder = folderWith({ 'bin/kubectl.mjs': KUBECTL, 'bin/cluster.json': JSON.stringify(CLUSTER) })
  const bin = join(folder, 'bin')
  mkdirSync(bin, { recursive: true })
  writeFileSync(join(bin, 'kubectl'), `#!/bin/sh\nexec '${process.execPath}' '${bin}/kubectl.mjs' "$@"\n`)
  chmodSync(join(bin, 'kubectl'), 0o755)
  const { status, stdout, stderr } = spawnSync(process.execPath, [plugin, ...args], {
    cwd: folder,
    env: { PATH: `${bin}${delimiter}${process.env['PATH']}` },
    encoding: 'utf8',
  })
  const asked = () =>
    readFileSync(join(bin, 'asked'), 'utf8')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as string[])
  return { code: status, out: stdout, err: stderr, asked }
}

interface Found {
  readonly path: string
  readonly field: string
  readonly object: string
  readonly rule: string
}
const found = (out: string) => (JSON.parse(out) as { diagnostics: readonly Found[] }).diagnostics

describe('kubectl dockershim-lint', () => {
  test('names what is found by object and field, and tells what a controller made once', () => {
    const { out, err, code, asked } = lint('-A', '-f', 'json')
    expect(found(out).map(({ path, field, object, rule }) => [path, field, object, rule])).toEqual([
      [
        'ci/cronjobs/nightly',
        'spec.jobTemplate.spec.template.spec.containers[0].command[0]',
        'CronJob ci/nightly, container a',
        'docker-cli',
      ],
      [
        'ci/daemonsets/agent',
        'spec.template.spec.volumes[0].hostPath.path',
        'DaemonSet ci/agent, Helm release agents chart node-agent',
        'docker-socket-mount',
      ],
      [
        'ci/pods/build-1',
        'spec.volumes[0].hostPath.path',
        'Pod ci/build-1, made by Workflow workflow-1',
        'docker-socket-mount',
      ],
      ['kube-system/pods/alone', 'spec.volumes[0].hostPath.path', 'Pod kube-system/alone', 'docker-socket-mount'],
      [
        'kube-system/pods/static-node-1',
        'spec.volumes[0].hostPath.path',
        'Pod kube-system/static-node-1',
        'docker-socket-mount',
      ],
      ['nodes/node-1', 'status.nodeInfo.containerRuntimeVersion', 'Node node-1', 'docker-node-runtime'],
    ])
    expect(code).toBe(1)
    expect(err).toContain('configmaps was not read: it cannot be listed (Error from server (Forbidden)')
    expect(asked().flat().join(' ')).not.toMatch(/secrets|metrics/)
    expect(asked().filter(args => args.join(' ').includes('/pods?'))).toHaveLength(4)
  })

  test('asks for one namespace, the current one without a name, and for Secrets where that is wanted', () => {
    const one = lint('--context', 'old', '-nkube-system', '-f', 'json')
    expect(found(one.out).map(({ path }) => path)).toEqual(['kube-system/pods/alone', 'kube-system/pods/static-node-1'])
    expect(one.asked().every(([first]) => first === '--context=old')).toBe(true)
    expect(one.asked().flat().join(' ')).not.toContain('/nodes')
    const current = lint('--secrets', '--only=docker-cli', '--format=json')
    expect(found(current.out).map(({ path, field }) => [path, field])).toEqual([
      ['ci/cronjobs/nightly', 'spec.jobTemplate.spec.template.spec.containers[0].command[0]'],
      ['ci/secrets/script', 'data["run.sh"]'],
    ])
  })

  test('shows no line of what kubectl printed to people', () => {
    const { out } = lint('-A', '--only', 'docker-socket-mount')
    expect(out).toContain('  spec.template.spec.volumes[0].hostPath.path  error  docker-socket-mount')
    expect(out).toContain('See      spec.template.spec.containers[0].volumeMounts[0].mountPath: mounted here')
    expect(out).not.toMatch(/line \d|:\d+:\d+/)
  })

  test('says what does not go with a cluster', () => {
    for (const args of [['-A', '.'], ['--fix'], ['--since', 'main'], ['-n']])
      expect(lint(...args).code, args.join(' ')).toBe(2)
    expect(lint('--help').out).toContain('kubectl dockershim-lint [-n NAMESPACE | -A]')
  })
})
