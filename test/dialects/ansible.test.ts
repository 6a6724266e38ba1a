import { expect, test } from 'vitest'
import { ansible } from '../../src/dialects/ansible.ts'
import { placeOf } from '../../src/facts.ts'
import { yaml } from '../../src/languages/yaml.ts'
import { UNKNOWN } from '../../src/text/source.ts'
import { conditionsOf, misplaced, record } from '../record.ts'

const read = (text: string, path = 'tasks/main.yml') => record(yaml, text, path, [ansible])

const textsOf = (text: string, path?: string): readonly string[] =>
  read(text, path).texts.map(inner => {
    expect(misplaced(inner)).toBeUndefined()
    return `${inner.what}: ${inner.text.replaceAll(UNKNOWN, '?')}`
  })

const servicesOf = (text: string): readonly string[] =>
  read(text).facts.flatMap(fact => (fact.kind === 'service' ? [`${fact.unit.value} ${fact.action}`] : []))

test('modules that run commands, in every form', () => {
  const text = `
- shell: docker ps
- name: free form with arguments
  ansible.builtin.command: docker info chdir=/tmp
- command:
    cmd: docker rm x
- command:
  args:
    argv: [docker, ps, "it's"]
- ansible.builtin.shell: |
    docker ps
    {{ bin }}/docker rm
  args: {executable: /bin/bash}
- raw: docker load
- shell: print('docker ps')
  args:
    executable: /usr/bin/python3
- win_shell: docker ps
- local_action: command docker build .
- action:
    module: shell
    cmd: docker pull x
- cron: name=x job="docker system prune"
- debug:
    msg: docker ps
- set_fact:
    cmd: docker ps
`
  expect(textsOf(text)).toEqual([
    'shell: docker ps',
    'shell: docker info chdir=/tmp',
    'shell: docker rm x',
    "shell: 'docker' 'ps' 'it'\\''s'",
    'shell: docker ps\n?????????/docker rm\n',
    'shell: docker load',
    'powershell: docker ps',
    'shell: docker build .',
    'shell: docker pull x',
    'shell: docker system prune',
  ])
})

test('statements of Jinja end a command where they have a line for themselves', () => {
  const text = `
- shell: >-
    set -e &&
    {% if x %}
    docker ps | grep a
    {% else %}
    crictl ps
    {% endif %}
- command: docker run {% if y %}-d{% endif %} image
`
  expect(textsOf(text).map(script => script.replace(/ +/g, ' '))).toEqual([
    'shell: set -e &&\n \ndocker ps | grep a\n \ncrictl ps\n ',
    'shell: docker run ??????????-d??????????? image',
  ])
})

test('services, in every form', () => {
  const text = `
- service: name=docker state=restarted
- ansible.builtin.systemd_service:
    name: docker.service
    enabled: yes
- systemd: {unit: docker, state: "stopped", masked: true}
- win_service:
    name: docker
    state: absent
- service:
    name: "{{ item }}"
    state: stopped
  with_items: [docker, kubelet]
- service: name={{ item.name }} state={{ item.state }}
  loop:
    - { name: docker, state: started }
- service:
    name: "{{ engine }}"
    state: started
- systemd:
    daemon_reload: true
`
  expect(servicesOf(text)).toEqual([
    'docker restarted',
    'docker.service enabled',
    'docker stopped',
    'docker absent',
    'docker stopped',
    'kubelet stopped',
    'docker started',
  ])
})

test('a loop item is found where it is written', () => {
  const { facts } = read('- service: {name: "{{ item }}.service", state: stopped}\n  loop:\n    - docker\n')
  const unit = facts[0]?.kind === 'service' ? facts[0].unit : undefined
  expect(unit?.value).toBe('docker.service')
  expect(unit?.exact).toBe(false)
})

test('files that a task writes', () => {
  const text = `
- copy:
    dest: /etc/docker/daemon.json
    content: |
      {"exec-opts": []}
- copy:
    dest: /etc/docker/daemon.json
    content:
      exec-opts:
        - native.cgroupdriver=systemd
- blockinfile:
    path: /etc/default/kubelet
    block: KUBELET_EXTRA_ARGS=--network-plugin=cni
- lineinfile:
    dest: /etc/systemd/system/kubelet.service.d/10.conf
    line: 'Environment="X=--cni-bin-dir=/opt"'
- ini_file:
    path: /etc/systemd/system/kubelet.service
    section: Unit
    option: After
    value: docker.service
- template: src=daemon.json.j2 dest=/etc/docker/daemon.json
`
  expect(textsOf(text)).toEqual([
    '/etc/docker/daemon.json: {"exec-opts": []}\n',
    '/etc/docker/daemon.json:       exec-opts:\n        - native.cgroupdriver=systemd',
    '/etc/default/kubelet: KUBELET_EXTRA_ARGS=--network-plugin=cni',
    '/etc/systemd/system/kubelet.service.d/10.conf: Environment="X=--cni-bin-dir=/opt"',
    '/etc/systemd/system/kubelet.service: [Unit]\nAfter=docker.service\n',
  ])
})

test('conditions, their siblings, and blocks', () => {
  const text = `
- shell: docker ps
  when: container_manager == 'docker'
- shell: crictl ps
  when: container_manager == 'containerd'
- block:
    - shell: docker rm x
      when:
        - a
        - b is defined
  rescue:
    - shell: docker info
  when: version is old
`
  const { texts } = read(text)
  const guards = texts.map(({ text, scope }) => [text, conditionsOf(scope).map(guard => guard.condition)])
  expect(guards).toEqual([
    ['docker ps', ["container_manager == 'docker'"]],
    ['crictl ps', ["container_manager == 'containerd'"]],
    ['docker rm x', ['a and b is defined', 'version is old']],
    ['docker info', ['version is old']],
  ])
  expect(conditionsOf(texts[0]!.scope)[0]!.others).toEqual([
    "container_manager == 'containerd'\nshell: crictl ps\n  when: container_manager == 'containerd'",
  ])
})

test('plays: hosts, roles, environment, handlers and listed commands', () => {
  const text = `
- hosts: kube_node
  environment: {DOCKER_HOST: tcp://x:1}
  tasks:
    - shell: docker ps
      delegate_to: localhost
  handlers:
    - shell: docker info
- hosts: all
  vars:
    commands:
      - name: docker_info
        cmd: "{{ dir }}/docker info"
  roles: [{role: common}]
- hosts: all
  tasks:
    - shell: docker images
`
  const { texts, facts } = read(text, 'site.yml')
  expect(texts.map(({ text, scope }) => [text.replaceAll(UNKNOWN, '?'), placeOf(scope)])).toEqual([
    ['docker ps', 'build'],
    ['docker info', 'node'],
    ['?????????/docker info', 'unknown'],
    ['docker images', 'unknown'],
  ])
  expect(facts.map(fact => fact.kind)).toEqual(['env'])
})

test('a role for nodes runs on nodes', () => {
  const placeIn = (path: string) => placeOf(read('- shell: docker ps', path).texts[0]!.scope)
  expect(placeIn('roles/container-engine/docker/tasks/main.yml')).toBe('node')
  expect(placeIn('roles/kubernetes/node/handlers/main.yml')).toBe('node')
  expect(placeIn('playbooks/upgrade-k8s.yml')).toBe('node')
  expect(placeIn('kubernetes/roles/web/tasks/main.yml')).toBe('unknown')
})

test('objects that a task applies are documents of their own', () => {
  const { documents, texts } = read(
    '- k8s:\n    state: present\n    definition:\n      kind: Pod\n- k8s:\n    definition: |\n      kind: Pod\n',
  )
  expect(documents).toHaveLength(2)
  expect(texts.map(text => text.what)).toEqual(['yaml'])
})

test('paths', () => {
  const { facts } = read(
    '- file: path=/var/lib/docker state=absent\n- stat:\n    path: /var/run/docker.sock\n- file: path={{ x }}\n',
  )
  expect(facts.flatMap(fact => (fact.kind === 'path' ? [[fact.path.value, fact.access]] : []))).toEqual([
    ['/var/lib/docker', 'used'],
  ])
  expect(facts.flatMap(fact => (fact.kind === 'test' ? [[fact.operator, fact.operand.value]] : []))).toEqual([
    ['-e', '/var/run/docker.sock'],
  ])
})

test.each([
  ['a list of containers', '- name: a\n  image: b\n  command: [docker, ps]\n'],
  ['steps of a pipeline', '- command: docker ps\n  label: build\n  key: a\n'],
  ['a list of texts', '- docker ps\n'],
  ['a map', 'shell: docker ps\n'],
  ['policy rules', '- rule: x\n  command: docker ps\n'],
])('%s is no list of tasks', (_, text) => {
  expect(read(text, 'x.yml').texts).toEqual([])
})
