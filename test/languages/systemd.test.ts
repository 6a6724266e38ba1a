import { describe, expect, test } from 'vitest'
import { placeOf, viaOf } from '../../src/facts.ts'
import { systemd } from '../../src/languages/systemd.ts'
import { UNKNOWN } from '../../src/text/source.ts'
import { misplaced, record } from '../record.ts'

const KUBELET = 'etc/systemd/system/kubelet.service'
const read = (text: string, path = KUBELET) => record(systemd, text, path)

/** What a unit says, one line a fact. */
function said(text: string, path = KUBELET): string[] {
  const { facts, texts } = read(text, path)
  for (const inner of texts) expect(misplaced(inner)).toBeUndefined()
  for (const fact of facts) if (fact.kind === 'flag') expect(fact.flag.exact).toBe(!fact.flag.value.includes(UNKNOWN))
  return [
    ...facts.map(fact => {
      if (fact.kind === 'unit-dependency') return `${fact.unit} ${fact.directive} ${fact.target.value}`
      if (fact.kind === 'env') return `env ${fact.name.value}=${fact.value?.value}`
      if (fact.kind === 'flag') return `${fact.program} --${fact.name} ${fact.value?.value}`
      if (fact.kind === 'path') return `path ${fact.path.value}`
      if (fact.kind === 'test') return `test ${fact.operand.value}`
      return fact.kind
    }),
    ...texts.map(({ what, text: inner }) => `${what}: ${inner}`),
  ]
}

describe('Exec lines are shell', () => {
  test('with prefixes, on a node, called by a unit', () => {
    expect(said('[Service]\nExecStartPre=-/usr/bin/docker rm %n\nExecStart=@!/usr/bin/x\n')).toEqual([
      'shell: /usr/bin/docker rm %n',
      'shell: /usr/bin/x',
    ])
    const scope = read('[Service]\nExecStart=/usr/bin/x\n').texts[0]!.scope
    expect([placeOf(scope), viaOf(scope), scope.name]).toEqual(['node', 'unit', 'ExecStart'])
  })

  test('over continuation lines with comments between', () => {
    expect(
      said('[Service]\nExecStart=/usr/bin/kubelet \\\n# why\n  --a=1 \\\n\t; why not\n  --b\nRestart=always'),
    ).toEqual(['setting', 'shell: /usr/bin/kubelet    --a=1    --b'])
  })

  test('a blank line ends a continued line, a line of a template does not', () => {
    expect(said('[Service]\nExecStart=/usr/bin/kubelet \\\n\n  --b')).toEqual(['shell: /usr/bin/kubelet  '])
    const [line] = said('[Service]\nExecStart=/usr/bin/kubelet \\\n{% if a %}\n  --b \\\n{% endif %}\n  --c\n')
    expect(line!.replace(/ +/g, ' ')).toBe('shell: /usr/bin/kubelet --b --c')
  })

  test('a reset says nothing, and $$ is a dollar sign', () => {
    expect(said("[Service]\nExecStart=\nExecStart=/bin/sh -c 'docker rm $$(docker ps -q) $$X ${Y}'")).toEqual([
      "shell: /bin/sh -c 'docker rm  $(docker ps -q)  $X ${Y}'",
    ])
  })

  test('a parenthesis is a letter, but in what a shell is given', () => {
    expect(
      said('[Service]\nExecStart=/bin/x --image=%(image)s (a) \'(b)\' $(c)\nExecStop=/bin/sh -c "(docker ps)"'),
    ).toEqual(["shell: /bin/x --image=%\uE000image\uE000s \uE000a\uE000 '(b)' $(c)", 'shell: /bin/sh -c "(docker ps)"'])
  })
})

describe('environment', () => {
  test.each([
    ['Environment="A=b c"', ['env A=b c']],
    ["Environment='A=b c' D=e", ['env A=b c', 'env D=e']],
    ['Environment=A="b c"', ['env A=b c']],
    [
      'Environment="KUBELET_NETWORK_ARGS=--network-plugin=cni --cni-bin-dir /opt"',
      [
        'env KUBELET_NETWORK_ARGS=--network-plugin=cni --cni-bin-dir /opt',
        'kubelet --network-plugin cni',
        'kubelet --cni-bin-dir /opt',
      ],
    ],
    ['Environment=DOCKER_OPTS=--iptables=false', ['env DOCKER_OPTS=--iptables=false', 'dockerd --iptables false']],
    ['EnvironmentFile=-/etc/default/kubelet', ['path /etc/default/kubelet']],
    ['Environment="open', []],
  ])('%s', (line, expected) => {
    expect(said(`[Service]\n${line}\n`)).toEqual(expected)
  })

  test('a variable over lines, as in a template', () => {
    const text =
      '[Service]\nEnvironment="DOCKER_OPTS={{ docker_options }} --iptables=false \\\n{% for i in list %}--insecure-registry={{ i }} {% endfor %} \\\n--data-root={{ root }}"\n'
    expect(
      said(text, 'templates/docker-options.conf.j2')
        .slice(1)
        .map(line => line.replace(/\uE000+/g, '?')),
    ).toEqual(['dockerd --iptables false', 'dockerd --insecure-registry ?', 'dockerd --data-root ?'].map(line => line))
  })

  test('a variable without a program of its own is the unit’s', () => {
    expect(said('[Service]\nEnvironment="EXTRA=--network-plugin=cni"', 'kubelet.service.d/10-kubeadm.conf')).toEqual([
      'env EXTRA=--network-plugin=cni',
      'kubelet --network-plugin cni',
    ])
    expect(said('[Service]\nEnvironment="EXTRA=--network-plugin=cni"', 'cri-docker.service')[1]).toBe(
      'cri-docker --network-plugin cni',
    )
  })
})

test('dependencies, conditions and paths', () => {
  const text =
    '[Unit]\nAfter=docker.service network.target\nRequires=docker.service\nConditionPathExists=|!/var/run/docker.sock\nRequiresMountsFor=/var/lib/docker\n[Install]\nWantedBy=multi-user.target\n'
  expect(said(text)).toEqual([
    'kubelet.service After docker.service',
    'kubelet.service After network.target',
    'kubelet.service Requires docker.service',
    'test /var/run/docker.sock',
    'path /var/lib/docker',
    'kubelet.service WantedBy multi-user.target',
  ])
})
