import { expect, test } from 'vitest'
import { kubernetes } from '../../src/dialects/kubernetes.ts'
import { enclosing, type FactKind, type FactOf, placeOf, viaOf } from '../../src/facts.ts'
import { yaml } from '../../src/languages/yaml.ts'
import { misplaced, type Record, record } from '../record.ts'

const read = (text: string, path = 'object.yaml'): Record => record(yaml, text, path, [kubernetes])

/** What is given back to the languages: `shell: docker ps`, with the place and the way of its scope. */
function textsOf(text: string): readonly string[] {
  const { texts } = read(text)
  for (const inner of texts) expect(misplaced(inner)).toBeUndefined()
  return texts.map(({ what, text: inner, scope }) => `${what} ${viaOf(scope)} ${scope.name ?? ''}: ${inner}`)
}

const factsOf = <K extends FactKind>(text: string, kind: K): readonly FactOf<K>[] =>
  read(text).facts.filter((fact): fact is FactOf<K> => fact.kind === kind)

/** A pod with one container that has these fields. */
const pod = (fields: string, spec = ''): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n${spec}  containers:\n    - name: c\n${fields.replace(/^/gm, '      ')}\n`

test.each([
  ['command: [sh, -c, docker ps]', ['shell script command: docker ps']],
  ['command: [/bin/bash, -ec, "docker ps"]', ['shell script command: docker ps']],
  ['command: [bash, -e, -o, pipefail, -c, --, docker ps, arg]', ['shell script command: docker ps']],
  ['command: ["/bin/sh"]\nargs: ["-c", "docker ps"]', ['shell script command: docker ps']],
  ['args: ["-c", "docker ps"]', ['shell script command: docker ps']],
  ['command: [tini, -g, --, sh, -c, docker ps]', ['shell script command: docker ps']],
  ['command:\n- sh\n- -c\n- |\n  docker ps\n  docker info', ['shell script command: docker ps\ndocker info']],
  ['command:\n- sh\n- -c\n- >-\n  docker\n  ps', ['shell script command: docker ps']],
  ['command: [docker, ps]', ["shell container command: 'docker' 'ps'"]],
  ['command: [sudo, docker]\nargs: [ps]', ["shell container command: 'sudo' 'docker' 'ps'"]],
  [
    'command: [docker, exec, x, sh, -c, ls -l]',
    ["shell container command: 'docker' 'exec' 'x'", 'shell script command: ls -l'],
  ],
  ['command: docker ps', ['shell script command: docker ps']],
  [
    'image: registry.k8s.io/kube-apiserver:v1.23.17\nargs: [--port=0]',
    ["shell container command: kube-apiserver '--port=0'"],
  ],
  ['image: docker:24-dind\nargs: ["--mtu=1400"]', ["shell container command: dockerd '--mtu=1400'"]],
  ['livenessProbe: {exec: {command: [docker, info]}}', ["shell probe livenessProbe: 'docker' 'info'"]],
  ['readinessProbe: {exec: {command: [sh, -c, docker info]}}', ['shell probe readinessProbe: docker info']],
  ['lifecycle: {preStop: {exec: {command: [docker, stop, x]}}}', ["shell hook preStop: 'docker' 'stop' 'x'"]],
  ['livenessProbe: {httpGet: {path: /docker, port: 80}}', []],
  ['command: [pwsh, -Command, docker ps]', ['script.ps1 script command: docker ps']],
  ['script: |\n  docker ps', ['shell script script: docker ps\n']],
  ['script: |\n  #!/usr/bin/env python3\n  print(1)', ['script script script: #!/usr/bin/env python3\nprint(1)\n']],
  ['env:\n- name: STARTUP_SCRIPT\n  value: |\n    docker ps', ['shell script STARTUP_SCRIPT: docker ps\n']],
  ['env:\n- name: X\n  value: "#!/bin/sh\\ndocker ps"', ['script script X: #!/bin/sh\ndocker ps']],
  ['env:\n- name: CONFIG\n  value: |\n    a: 1\n    b: 2', ['CONFIG script c: a: 1\nb: 2\n']],
  ['env:\n- name: DOCKER_HOST\n  value: tcp://localhost:2375', []],
])('a container with %j runs', (fields, texts) => {
  expect(textsOf(pod(fields)).map(text => text.trimEnd())).toEqual(texts.map(text => text.trimEnd()))
})

test('arguments of an unknown program are options', () => {
  const flags = factsOf(pod('image: example.com/agent\nargs: [--docker=unix:///x, --root, /y, -v, --all, run]'), 'flag')
  expect(flags.map(({ program, name, value }) => [program, name, value?.value])).toEqual([
    [undefined, 'docker', 'unix:///x'],
    [undefined, 'root', '/y'],
    [undefined, 'v', undefined],
    [undefined, 'all', 'run'],
  ])
})

test('Argo and Tekton run scripts', () => {
  const argo = `apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {name: w}
spec:
  templates:
    - name: a
      script: {image: bash, command: [bash], source: "docker ps"}
    - name: b
      script: {image: python, command: [python], source: "print(1)"}
    - name: c
      container: {image: docker, command: [docker, ps]}
`
  expect(textsOf(argo)).toEqual([
    'shell script script: docker ps',
    "shell container command: 'python'",
    "shell container command: 'docker' 'ps'",
  ])
  const tekton = `apiVersion: tekton.dev/v1
kind: Task
metadata: {name: t}
spec:
  stepTemplate: {image: x, env: [{name: DOCKER_HOST, value: 'tcp://localhost:2376'}]}
  steps:
    - {name: s, image: docker, script: "docker build ."}
`
  expect(textsOf(tekton)).toEqual(['shell script script: docker build .'])
  expect(factsOf(tekton, 'env').map(env => env.name.value)).toEqual(['DOCKER_HOST'])
})

test('a container that enters the host runs on the node', () => {
  const place = (text: string) => read(text).texts.map(({ scope }) => placeOf(scope))
  const nsenter = 'command: [nsenter, -t, "1", -m, --, docker, ps]'
  expect(place(pod(nsenter, '  hostPID: true\n'))).toEqual(['node'])
  expect(place(pod(nsenter))).toEqual(['pod'])
  expect(
    place(pod('command: [sh, -c, "chroot /host docker ps"]', '  volumes: [{name: r, hostPath: {path: /}}]\n')),
  ).toEqual(['node'])
})

test('the files of a ConfigMap and a Secret are read by their keys', () => {
  const configMap = `apiVersion: v1
kind: ConfigMap
metadata: {name: files, annotations: {note: "docker ps"}}
data:
  run.sh: |
    docker ps
  fluent.conf: "a\\nb"
binaryData:
  packed.sh: ${Buffer.from('docker info').toString('base64')}
`
  const { texts } = read(configMap)
  expect(texts.map(({ what, text }) => [what, text])).toEqual([
    ['run.sh', 'docker ps\n'],
    ['fluent.conf', 'a\nb'],
    ['packed.sh', 'docker info'],
  ])
  expect(texts.map(({ scope }) => `${enclosing(scope, 'object')?.name} ${scope.name} ${placeOf(scope)}`)).toEqual([
    'ConfigMap files run.sh pod',
    'ConfigMap files fluent.conf pod',
    'ConfigMap files packed.sh pod',
  ])
  const secret = `apiVersion: v1
kind: Secret
metadata: {name: s}
stringData: {a.sh: docker ps}
data:
  b.sh: ${Buffer.from('docker info').toString('base64')}
  image.png: ${Buffer.from([0xff, 0xd8, 0, 1]).toString('base64')}
  odd: not base64!
`
  expect(read(secret).texts.map(({ what, text }) => [what, text])).toEqual([
    ['b.sh', 'docker info'],
    ['a.sh', 'docker ps'],
  ])
})

test('an object says its kind, name, annotations and status', () => {
  const [node] = factsOf(
    `apiVersion: v1
kind: Node
metadata:
  name: n1
  annotations: {kubeadm.alpha.kubernetes.io/cri-socket: /var/run/dockershim.sock}
  labels: {zone: a}
status: {nodeInfo: {containerRuntimeVersion: docker://20.10, kubeletVersion: v1.23.1}}
`,
    'object',
  )
  const texts = (list: readonly { key: { value: string }; value: { value: string } }[]) =>
    list.map(({ key, value }) => `${key.value}=${value.value}`)
  expect(node?.scope.name).toBe('Node n1')
  expect(texts(node!.annotations)).toEqual(['kubeadm.alpha.kubernetes.io/cri-socket=/var/run/dockershim.sock'])
  expect(texts(node!.labels)).toEqual(['zone=a'])
  expect(texts(node!.status)).toEqual([
    'nodeInfo.containerRuntimeVersion=docker://20.10',
    'nodeInfo.kubeletVersion=v1.23.1',
  ])
})

test('images are split into name and tag', () => {
  const images = ['a', 'docker:24-dind', 'host:5000/x/y', 'host:5000/x/y:1@sha256:00'].map(
    image => factsOf(pod(`image: ${image}`), 'image')[0]!,
  )
  expect(images.map(({ name, tag }) => [name, tag])).toEqual([
    ['a', undefined],
    ['docker', '24-dind'],
    ['host:5000/x/y', undefined],
    ['host:5000/x/y', '1'],
  ])
})

test.each([
  [
    'a workflow of GitHub',
    'on: push\njobs:\n  a:\n    container: {image: x}\n    env: {A: b}\n    steps: [{name: x, run: docker ps}]\n',
  ],
  [
    'a pipeline of Drone',
    'kind: pipeline\ntype: docker\nsteps: [{name: a, image: docker, commands: [docker ps]}]\nvolumes: [{name: d, host: {path: /var/run/docker.sock}}]\n',
  ],
  [
    'a playbook',
    '- hosts: all\n  vars:\n    containers: [{name: a, image: b, volumes: ["/a:/a"]}]\n  tasks: [{name: x, shell: docker ps}]\n',
  ],
  ['a Cloud Build file', 'steps: [{name: gcr.io/cloud-builders/docker, args: [build, .]}]\n'],
  ['a chart', 'apiVersion: v2\nname: agent\nversion: 1.0.0\n'],
])('%s is no Kubernetes object', (_, text) => {
  const { facts, texts } = read(text)
  expect(facts).toEqual([])
  expect(texts).toEqual([])
})

test('a list that aliases reach many times is read a bounded number of times', () => {
  const mounts = Array.from({ length: 300 }, (_, i) => `  - {name: v${i}, mountPath: /m${i}}`).join('\n')
  const pods = Array.from(
    { length: 300 },
    (_, i) => `- containers: [{name: c${i}, image: x, volumeMounts: *m}]\n  volumes: *v`,
  )
  const text = `m: &m\n${mounts}\nv: &v [{name: a, hostPath: {path: /b}}]\npods:\n${pods.join('\n')}\n`
  expect(factsOf(text, 'volume').length).toBeLessThan(100)
  expect(factsOf(text, 'mount').length).toBeLessThan(100 * 300)
})
