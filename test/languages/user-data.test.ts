import { describe, expect, test } from 'vitest'
import { cloudConfig } from '../../src/dialects/cloud-config.ts'
import { ignition } from '../../src/dialects/ignition.ts'
import { userDataKeys } from '../../src/dialects/user-data.ts'
import { placeOf } from '../../src/facts.ts'
import { userData } from '../../src/languages/user-data.ts'
import { yaml } from '../../src/languages/yaml.ts'
import type { Dialect } from '../../src/reading/language.ts'
import { UNKNOWN } from '../../src/text/source.ts'
import { misplaced, record } from '../record.ts'

const base64 = (text: string): string => Buffer.from(text).toString('base64')

describe('user data', () => {
  const textsOf = (text: string): readonly string[] =>
    record(userData, text, 'user-data').texts.map(inner => {
      expect(misplaced(inner)).toBeUndefined()
      return `${inner.what}: ${inner.text}`
    })

  test.each([
    ['#!/bin/bash\ndocker ps\n', 'user-data.script: #!/bin/bash\ndocker ps\n'],
    ['#cloud-config\nruncmd: []\n', 'yaml: #cloud-config\nruncmd: []\n'],
    ['## template: jinja\n#cloud-config\na: 1\n', 'yaml: ## template: jinja\n#cloud-config\na: 1\n'],
    ['{"ignition": {}}', 'yaml: {"ignition": {}}'],
    ['<powershell>\ndocker ps\n</powershell>\n', 'powershell: docker ps\n'],
    ['#ps1_sysnative\ndocker ps\n', 'powershell: #ps1_sysnative\ndocker ps\n'],
    ['docker ps\n', 'shell: docker ps\n'],
    [
      base64('#!/bin/sh\necho a longer script; docker ps\n'),
      'user-data.script: #!/bin/sh\necho a longer script; docker ps\n',
    ],
  ])('%j', (text, expected) => {
    expect(textsOf(text)).toEqual([expected])
  })

  test('of several parts', () => {
    const text = `MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="==B=="

--==B==
Content-Type: text/x-shellscript; charset="us-ascii"

#!/bin/bash
docker ps

--==B==
Content-Type: text/cloud-config

runcmd: [docker ps]
--==B==
Content-Type: text/x-shellscript
Content-Transfer-Encoding: base64

${base64('#!/bin/sh\ndocker rm x\n')}
--==B==
Content-Type: application/octet-stream

docker stop x
--==B==--
`
    expect(textsOf(text)).toEqual([
      'user-data.script: #!/bin/bash\ndocker ps\n\n',
      'yaml: runcmd: [docker ps]\n',
      'user-data.script: #!/bin/sh\ndocker rm x\n',
    ])
  })

  test('packed user data is said to be unread', () => {
    expect(record(userData, `H4sI${'A'.repeat(60)}`).facts.map(fact => fact.kind)).toEqual(['unread'])
  })
})

const reading =
  (...dialects: readonly Dialect[]) =>
  (text: string) => {
    const { texts, facts } = record(yaml, text, 'x.yaml', dialects)
    for (const inner of texts) {
      expect(misplaced(inner)).toBeUndefined()
      expect(['node', 'unknown']).toContain(placeOf(inner.scope))
    }
    const services = facts.flatMap(fact =>
      fact.kind === 'service'
        ? [`${fact.unit.value} ${fact.action}`]
        : fact.kind === 'unread'
          ? [`unread: ${fact.reason}`]
          : [],
    )
    return [...texts.map(({ what, text }) => `${what}: ${text.replaceAll(UNKNOWN, '?')}`), ...services]
  }

test('cloud-config', () => {
  const text = `#cloud-config
bootcmd:
  - docker info
runcmd:
  - systemctl restart docker
  - [sh, -c, "docker ps"]
  - |
    docker rm x
write_files:
  - path: /etc/docker/daemon.json
    content: |
      {}
  - path: /b
    encoding: b64
    content: ${base64('docker ps')}
  - path: /c
    encoding: gz+b64
    content: H4sI
coreos:
  units:
    - name: docker.service
      command: start
      content: |
        [Service]
      drop-ins:
        - name: 10.conf
          content: "[Unit]"
`
  expect(reading(cloudConfig)(text)).toEqual([
    'shell: docker info\n',
    "shell: systemctl restart docker\n'sh' '-c' 'docker ps'\ndocker rm x\n\n",
    '/etc/docker/daemon.json: {}\n',
    '/b: docker ps',
    'docker.service: [Service]\n',
    'docker.service.d/10.conf: [Unit]',
    'unread: the file "/c" is packed',
    'docker.service start',
  ])
})

test('packed content that a template fills in is not said to be unread', () => {
  const text = '#cloud-config\nwrite_files:\n  - path: /a\n    encoding: gzip\n    content: "{{ data }}"\n'
  expect(reading(cloudConfig)(text)).toEqual([])
})

test('a map with the same words is no cloud-config', () => {
  expect(reading(cloudConfig)('apiVersion: v1\nkind: X\nruncmd: [docker ps]\n')).toEqual([])
  expect(reading(cloudConfig)('write_files: true\nbootcmd: docker ps\n')).toEqual([])
})

describe('Ignition and its kin', () => {
  const read = reading(ignition)

  test('Ignition', () => {
    const text = JSON.stringify({
      ignition: { version: '3.2.0' },
      systemd: {
        units: [
          { name: 'docker.service', enabled: true, dropins: [{ name: '1.conf', contents: '[Service]\nA=b' }] },
          { name: 'kubelet.service', contents: '[Unit]\nAfter=docker.service\n' },
        ],
      },
      storage: {
        files: [
          { path: '/a', contents: { source: 'data:,docker%20ps%0A' } },
          { path: '/b', contents: { source: `data:text/plain;charset=utf-8;base64,${base64('docker rm')}` } },
          { path: '/c', contents: { source: 'https://x/y' } },
          { path: '/d', contents: { source: 'data:;base64,H4sI', compression: 'gzip' } },
        ],
      },
    })
    expect(read(text)).toEqual([
      'docker.service.d/1.conf: [Service]\nA=b',
      'kubelet.service: [Unit]\nAfter=docker.service\n',
      '/a: docker ps\n',
      '/b: docker rm',
      'docker.service enable',
      'unread: the file "/d" is packed',
    ])
  })

  test('Butane, and Container Linux Config', () => {
    expect(
      read(
        'variant: fcos\nversion: 1.4.0\nstorage:\n  files:\n    - path: /a\n      contents:\n        inline: |\n          docker ps\n',
      ),
    ).toEqual(['/a: docker ps\n'])
    expect(read('systemd:\n  units:\n    - name: docker.service\n      enable: true\n')).toEqual([
      'docker.service enable',
    ])
  })

  test('a MachineConfig and an OperatingSystemConfig', () => {
    const machine = `apiVersion: machineconfiguration.openshift.io/v1
kind: MachineConfig
spec:
  config:
    ignition: {version: 2.2.0}
    systemd:
      units:
        - {name: docker.service, mask: true}
`
    expect(read(machine)).toEqual(['docker.service mask'])
    const system = `apiVersion: extensions.gardener.cloud/v1alpha1
kind: OperatingSystemConfig
spec:
  units:
    - name: docker.service
      command: restart
      dropIns: [{name: a.conf, content: "[Service]"}]
  files:
    - path: /etc/docker/daemon.json
      content: {inline: {encoding: b64, data: ${base64('{}')}}}
`
    expect(read(system)).toEqual([
      'docker.service.d/a.conf: [Service]',
      '/etc/docker/daemon.json: {}',
      'docker.service restart',
    ])
  })

  test('a chart is none', () => {
    expect(read('storage:\n  files: 3\nsystemd:\n  units: [a]\n')).toEqual([])
  })
})

describe('documents that make machines', () => {
  const read = reading(userDataKeys)

  test('kops', () => {
    const text = `apiVersion: kops.k8s.io/v1alpha2
kind: InstanceGroup
spec:
  additionalUserData:
    - name: a.sh
      type: text/x-shellscript
      content: |
        #!/bin/sh
        docker ps
  hooks:
    - name: a
      manifest: |
        ExecStart=/usr/bin/docker ps
  fileAssets:
    - name: b
      path: /b
      content: docker rm
`
    expect(read(text)).toEqual([
      'user-data: #!/bin/sh\ndocker ps\n',
      'a.service: [Service]\nExecStart=/usr/bin/docker ps\n',
      '/b: docker rm',
    ])
  })

  test('eksctl, Karpenter, CloudFormation, Heat, Google', () => {
    expect(read('kind: ClusterConfig\nnodeGroups:\n  - preBootstrapCommands: [docker ps, docker rm x]\n')).toEqual([
      'shell: docker ps\ndocker rm x\n',
    ])
    expect(read('kind: EC2NodeClass\nspec:\n  userData: |\n    docker ps\n')).toEqual(['user-data: docker ps\n'])
    expect(
      read(
        'Resources:\n  A:\n    Properties:\n      UserData:\n        Fn::Base64: !Sub |\n          #!/bin/sh\n          docker ps\n',
      ),
    ).toEqual(['user-data: #!/bin/sh\ndocker ps\n'])
    expect(read('UserData: {"Fn::Base64": {"Fn::Join": ["\\n", ["#!/bin/sh", {"Ref": "X"}, "docker ps"]]}}')).toEqual([
      'user-data: #!/bin/sh\n?\ndocker ps',
    ])
    expect(read('properties:\n  user_data:\n    str_replace:\n      template: docker ps\n')).toEqual([
      'user-data: docker ps',
    ])
    expect(read('metadata:\n  items:\n    - key: startup-script\n      value: docker ps\n')).toEqual([
      'user-data: docker ps',
    ])
  })
})

test('what makes a machine is about a node where it speaks of Kubernetes, and of no known place else', () => {
  const placesIn = (text: string) =>
    record(yaml, text, 'x.yaml', [cloudConfig]).texts.map(({ scope }) => placeOf(scope))
  expect(placesIn('#cloud-config\nruncmd: [docker ps, kubeadm reset]\n')).toEqual(['node'])
  expect(placesIn('#cloud-config\nruncmd: [docker ps]\n')).toEqual(['unknown'])
})
