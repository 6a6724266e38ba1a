import { describe, expect, test } from 'vitest'
import { lint, rules } from '../../src/index.ts'
import { BARE_KUBELET, proseOf } from '../prose.ts'

/** All sentences about a file, one finding a line. */
async function said(path: string, text: string, runtime: 'containerd' | 'cri-o' = 'containerd'): Promise<string> {
  const { diagnostics } = await lint({ texts: [{ path, text }], runtime })
  return diagnostics.map(({ level, what, breaks, instead }) => `${level}: ${what}. ${breaks} ${instead}`).join('\n')
}

describe('a sentence says what is meant', () => {
  test('of a flag that does nothing any more', async () => {
    const text = await said('start.sh', '#!/bin/sh\nkube-scheduler --address=127.0.0.1\n')
    expect(text).toContain('--address')
    expect(text).not.toMatch(/--bind-address\. It (?:does nothing|has had no effect)/)
  })

  test('of the runtime that was chosen, and of no other', async () => {
    const text = await said('crictl.yaml', 'runtime-endpoint: unix:///var/run/dockershim.sock\n', 'cri-o')
    expect(text).toContain('crio.sock')
    expect(text).not.toContain('containerd.sock')
  })

  test("of another program's endpoint, and not of the kubelet", async () => {
    const text = await said(
      'agent.service',
      '[Service]\nExecStart=/usr/bin/agent --cri-address=unix:///var/run/dockershim.sock\n',
    )
    expect(text).toMatch(/^warning: A program is told to use the runtime endpoint/)
    expect(text).not.toMatch(/kubelet/i)
    expect(await said('crictl.yaml', 'runtime-endpoint: /run/crio/crio.sock\n')).not.toMatch(/kubelet/i)
  })

  test("of what Ansible's docker_image is asked for", async () => {
    const of = (parameters: string): Promise<string> =>
      said('tasks/main.yml', `- docker_image:\n    name: tool\n${parameters}`)
    expect(await of('    state: absent\n')).toContain('crictl rmi')
    expect(await of('    source: build\n    build: {path: /opt/tool}\n')).toContain('buildah build')
    expect(await of('    path: /opt/tool\n')).toContain('buildah build')
    expect(await of('    source: load\n    load_path: /tmp/tool.tar\n')).toContain('images import')
    expect(await of('    source: local\n    push: yes\n')).toContain('skopeo copy')
    expect(await of('    source: pull\n')).toContain('crictl pull')
    expect(await of('    state: "{{ state }}"\n')).toContain('crictl pull')
  })

  test('of an empty endpoint, which crictl and kubeadm fill in themselves', async () => {
    const of = async (path: string, text: string): Promise<number> =>
      (await lint({ texts: [{ path, text }], targetVersion: '1.25' })).diagnostics.length
    expect(await of('crictl.yaml', 'runtime-endpoint: ""\nimage-endpoint: ""\n')).toBe(0)
    const join = 'apiVersion: kubeadm.k8s.io/v1beta3\nkind: JoinConfiguration\nnodeRegistration:\n  criSocket: ""\n'
    expect(await of('join.yaml', join)).toBe(0)
    const kubelet = 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n'
    expect(await of('kubelet.yaml', `${kubelet}imageServiceEndpoint: ""\n`)).toBe(0)
    expect(await of('kubelet.yaml', `${kubelet}containerRuntimeEndpoint: ""\n`)).toBe(1)
  })

  test('of a value that was removed, where the flag stays', async () => {
    const flags = 'nodeRegistration:\n  kubeletExtraArgs:\n    - name: cloud-provider\n      value: aws\n'
    const text = await said('kubeadm.yaml', `apiVersion: kubeadm.k8s.io/v1beta4\nkind: InitConfiguration\n${flags}`)
    expect(text).toContain('aws')
    expect(text).toMatch(/^error: The value "aws" of /)
  })

  test('of docker login, which keeps working', async () => {
    const step =
      '    - name: publish\n      image: example.org/ko:1\n      script: |\n        docker login registry.example.org\n'
    const text = await said(
      'task.yaml',
      `apiVersion: tekton.dev/v1\nkind: Task\nmetadata:\n  name: a\nspec:\n  steps:\n${step}`,
    )
    expect(text).toMatch(/^note: Calls "docker login"/)
    expect(text).not.toMatch(/fails|keeps working.*fails/)
  })

  test('of a command that only shows the state of Docker', async () => {
    const text = await said('check.yml', '- hosts: k8s_nodes\n  tasks:\n    - command: systemctl status docker\n')
    expect(text).toContain('there is no such service')
    expect(text).not.toContain('other branch')
  })

  test("of Fluent Bit's setting, not of its value", async () => {
    const input = '[INPUT]\n    Name tail\n    Path /var/log/containers/*.log\n    Docker_Mode On\n'
    const text = await said('fluent-bit.conf', input)
    expect(text).toContain('Docker_Mode')
    expect(text).not.toContain('with "On"')
  })

  test('of the Beat that it is', async () => {
    const text = await said('metricbeat.yml', 'metricbeat.autodiscover:\n  providers:\n    - type: docker\n')
    expect(text).toContain('Metricbeat')
    expect(text).not.toContain('Filebeat')
  })

  test('without the backslash of sed', async () => {
    const text = await said(
      'fix.sh',
      '#!/bin/sh\nsed -i \'s/KUBELET_ARGS="/&--network-plugin=cni\\" /\' /etc/default/kubelet\n',
    )
    expect(text).not.toContain('cni\\')
  })

  test('of an agent that cannot speak CRI', async () => {
    const text = await said(
      'vector.toml',
      '[sources.logs]\ntype = "docker_logs"\ndocker_host = "unix:///var/run/docker.sock"\n',
    )
    expect(text).toContain('kubernetes_logs')
    expect(text).not.toContain('containerd.sock')
  })

  test('of a CI runner, which needs a builder', async () => {
    const volume =
      '[[runners.kubernetes.volumes.host_path]]\n      name = "docker"\n      mount_path = "/var/run/docker.sock"\n'
    const text = await said(
      'config.toml',
      `[[runners]]\n  executor = "kubernetes"\n  [runners.kubernetes]\n    ${volume}`,
    )
    expect(text).toMatch(/buildkit/i)
    expect(text).not.toContain('containerd.sock')
  })

  test('of Windows, with its pipes and paths', async () => {
    const pod =
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: b\nspec:\n  nodeSelector:\n    kubernetes.io/os: windows\n'
    const env =
      '  containers:\n    - name: b\n      env:\n        - name: DOCKER_HOST\n          value: npipe:////./pipe/docker_engine\n'
    expect(await said('pod.yaml', pod + env)).not.toContain('/run/containerd/containerd.sock')
  })
})

describe('the style of Kubernetes', () => {
  test('sentences of rules call it "the kubelet"', () => {
    const sentences = rules.flatMap(({ summary, why, instead }) => [summary, why, instead])
    expect(sentences.filter(sentence => BARE_KUBELET.test(sentence))).toEqual([])
  })

  test('and so do those that follow from the tables', () => {
    expect(proseOf(['rules', 'src/knowledge', 'src/evidence']).filter(text => BARE_KUBELET.test(text))).toEqual([])
  })

  test('nothing happens now "since" a version, and nobody is told of what is "at hand"', () => {
    const odd =
      /\b(?:is|are|does|do|has|have|refuses|stops|listens)(?: \w+){0,8} since (?:Kubernetes )?(?:\d|\$\{)|\bat hand\b|\bunless it is set\b/
    const right = /\b(?:has|have) (?:\w+ ){0,4}(?:been|had|refused|listened|deprecated|set)\b/
    const sentences = proseOf(['rules', 'src/knowledge', 'src/evidence'])
    expect(sentences.filter(text => odd.test(text) && !right.test(text))).toEqual([])
  })

  test('nothing is said to happen "for ever" or to be deprecated "since" without "has been"', () => {
    const odd = /\bfor ever\b|\bis deprecated since\b|\bdoes nothing since\b|\bcounts for\b/
    expect(proseOf(['rules', 'src/knowledge', 'src/evidence']).filter(text => odd.test(text))).toEqual([])
  })
})
