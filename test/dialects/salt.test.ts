import { expect, test } from 'vitest'
import { salt } from '../../src/dialects/salt.ts'
import { placeOf } from '../../src/facts.ts'
import { sls } from '../../src/languages/sls.ts'
import { yaml } from '../../src/languages/yaml.ts'
import { UNKNOWN } from '../../src/text/source.ts'
import { misplaced, record } from '../record.ts'

const read = (text: string, path = 'init.sls') => record(yaml, text, path, [salt])

const saidOf = (text: string): readonly string[] => {
  const { texts, facts } = read(text)
  for (const inner of texts) expect(misplaced(inner)).toBeUndefined()
  return [
    ...texts.map(({ what, text }) => `${what}: ${text.replaceAll(UNKNOWN, '?')}`),
    ...facts.flatMap(fact =>
      fact.kind === 'service' ? [`${fact.unit.value} ${fact.action}`] : fact.kind === 'path' ? [fact.path.value] : [],
    ),
  ]
}

test('commands', () => {
  const text = `
{% if grains['docker'] %}
Clean up:
  cmd.run:
    - name: docker ps -q {{ pillar.x }}
    - unless: docker info
    - onlyif:
      - test -S /var/run/docker.sock
      - docker ps
{% endif %}
docker images:
  cmd.wait: []
several:
  cmd:
    - run
    - names:
      - docker rm x
      - docker rm y
scripts:
  cmd.run:
    - name: docker ps
    - shell: powershell
`
  expect(saidOf(text)).toEqual([
    'shell: docker ps -q ??????????????',
    'shell: test -S /var/run/docker.sock\ndocker ps\n',
    'shell: docker info\n',
    'shell: docker images',
    'shell: docker rm x',
    'shell: docker rm y',
    'powershell: docker ps',
  ])
})

test('services', () => {
  const text = `
docker:
  pkg.installed: []
  service.running:
    - enable: true
    - watch:
      - file: /etc/docker/daemon.json
stop it:
  service.dead:
    - name: docker.service
restart:
  module.run:
    - name: service.restart
    - m_name: docker
newer:
  module.run:
    - service.restart:
      - name: docker
`
  expect(saidOf(text)).toEqual(['docker running', 'docker.service dead', 'docker restart', 'docker restart'])
})

test('files', () => {
  const text = `
/etc/docker/daemon.json:
  file.managed:
    - contents: |
        {}
unit:
  file.managed:
    - name: /etc/systemd/system/kubelet.service
    - contents:
      - "[Unit]"
      - After=docker.service
data:
  file.serialize:
    - name: /etc/docker/daemon.json
    - formatter: json
    - dataset:
        exec-opts: [a]
/var/lib/docker:
  file.absent
/var/run/docker.sock:
  file.absent: []
`
  expect(saidOf(text)).toEqual([
    '/etc/docker/daemon.json: {}\n',
    '/etc/systemd/system/kubelet.service: [Unit]\nAfter=docker.service\n',
    '/etc/docker/daemon.json:         exec-opts: [a]',
    '/var/lib/docker',
    '/var/run/docker.sock',
  ])
})

test('the command of a static pod', () => {
  const { texts } = read(
    'x:\n  my.static_pod:\n    - name: /y\n    - context:\n        command: [kube-scheduler, "--address=1"]\n  file.absent: []\n',
    'salt/kubernetes/scheduler/installed.sls',
  )
  expect(texts.map(({ text, scope }) => [text, placeOf(scope)])).toEqual([["'kube-scheduler' '--address=1'", 'node']])
})

test.each([
  ['values', 'service:\n  file.log: 3\n'],
  ['compose', 'services:\n  docker:\n    image: x\n    cmd: [docker, ps]\n'],
  ['a pod', 'spec:\n  service:\n    - name: docker\n      port: 1\n'],
])('%s is no state file', (_, text) => {
  expect(saidOf(text)).toEqual([])
})

test('another renderer is said to be unread', () => {
  expect(record(sls, '#!py\ndef run(): pass\n').facts.map(fact => fact.kind)).toEqual(['unread'])
  expect(record(sls, '#!jinja|yaml\na: 1\n').texts).toHaveLength(1)
})
