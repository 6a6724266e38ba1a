import { expect, test } from 'vitest'
import { placeOf } from '../../src/facts.ts'
import { env } from '../../src/languages/env.ts'
import { languageOf } from '../../src/languages/recognise.ts'
import { UNKNOWN } from '../../src/text/source.ts'
import { record } from '../record.ts'

/** The options that a file gives, one line each. */
function flags(text: string, path: string): string[] {
  const { facts } = record(env, text, path)
  return facts.flatMap(fact => {
    if (fact.kind !== 'flag') return []
    expect(fact.flag.exact).toBe(!fact.flag.value.includes(UNKNOWN))
    return [`${fact.program} --${fact.name}${fact.value ? `=${fact.value.value}` : ''}`]
  })
}

test.each([
  [
    'kubeadm-flags.env',
    'KUBELET_KUBEADM_ARGS="--network-plugin=cni --pod-infra-container-image=pause:3.5"',
    ['kubelet --network-plugin=cni', 'kubelet --pod-infra-container-image=pause:3.5'],
  ],
  ['etc/sysconfig/kubelet', "KUBELET_EXTRA_ARGS='--cgroup-driver systemd'\n", ['kubelet --cgroup-driver=systemd']],
  [
    'etc/default/kubelet',
    'KUBELET_EXTRA_ARGS=--container-runtime=remote --v=2\n',
    ['kubelet --container-runtime=remote', 'kubelet --v=2'],
  ],
  [
    'kubelet.env.j2',
    '{% set base %}\n--network-plugin={{ plugin }} \\\n--v=2\n{% endset %}\nEXTRA="{{ base }}"\n',
    [
      'kubelet --network-plugin=\uE000\uE000\uE000\uE000\uE000\uE000\uE000\uE000\uE000\uE000\uE000\uE000',
      'kubelet --v=2',
    ],
  ],
  [
    'opt/cfg/kubelet',
    'KUBELET_OPTS="--logtostderr=false \\\\\n--network-plugin=cni \\\n--v=4"\n',
    ['kubelet --logtostderr=false', 'kubelet --network-plugin=cni', 'kubelet --v=4'],
  ],
  [
    'args/kube-scheduler',
    '--address=127.0.0.1\n# --port=0\n--eviction-hard="a<1,b<2"\n',
    ['kube-scheduler --address=127.0.0.1', 'kube-scheduler --eviction-hard=a<1,b<2'],
  ],
  [
    'etc/default/docker',
    'DOCKER_OPTS="--registry-mirror=https://a --insecure-registry b"\n',
    ['dockerd --registry-mirror=https://a', 'dockerd --insecure-registry=b'],
  ],
  ['some.env', 'ARGS="--network-plugin=cni"\n', ['undefined --network-plugin=cni']],
  ['some.env', 'A="never closed\nKUBELET_ARGS=--v=1', ['kubelet --v=1']],
  ['some.env', '# KUBELET_ARGS=--v=1\n', []],
])('%s %j', (path, text, expected) => {
  expect(flags(text, path)).toEqual(expected)
})

test('a file of kubelet options is on a node, another is anywhere', () => {
  expect(record(env, 'A=b', 'kubelet.env').facts.map(fact => placeOf(fact.scope))).toEqual(['node'])
  expect(record(env, 'A=b', 'app.env').facts.map(fact => placeOf(fact.scope))).toEqual(['unknown'])
})

test.each([
  ['kubeadm-flags.env', ''],
  ['templates/kubelet.env.v1beta1.j2', ''],
  ['root/etc/sysconfig/kubelet', ''],
  ['resources/default-args/kube-proxy', ''],
  ['cfg/kubelet', '# options\nKUBELET_OPTS="--v=4"'],
  ['args', '--kubeconfig=x\n--network-plugin=cni\n'],
])('%s is read', (path, text) => {
  expect(languageOf(path, text)).toBe('env')
})
