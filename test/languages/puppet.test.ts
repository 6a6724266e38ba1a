import { expect, test } from 'vitest'
import { puppet } from '../../src/languages/puppet.ts'
import { UNKNOWN } from '../../src/text/source.ts'
import { misplaced, record } from '../record.ts'

const saidOf = (text: string): readonly string[] => {
  const { texts, facts } = record(puppet, text, 'manifests/init.pp')
  for (const inner of texts) expect(misplaced(inner)).toBeUndefined()
  return [
    ...texts.map(({ what, text }) => `${what}: ${text.replaceAll(UNKNOWN, '?')}`),
    ...facts.flatMap(fact =>
      fact.kind === 'service' ? [`${fact.unit.value} ${fact.action}`] : fact.kind === 'path' ? [fact.path.value] : [],
    ),
  ]
}

test.each([
  ["exec { 'docker ps': }", ['shell: docker ps']],
  [
    'exec { "clean":\n  command => "docker rm ${x} $y",\n  unless  => \'docker ps | grep x\',\n  path => [\'/bin\'],\n}',
    ['shell: docker rm ???? ??', 'shell: docker ps | grep x'],
  ],
  ["service { ['docker', 'kubelet']: ensure => running, enable => true }", ['docker running', 'kubelet running']],
  ["service { 'a': name => 'docker', ensure => 'stopped'; 'b': enable => true }", ['docker stopped', 'b enabled']],
  ["file { '/etc/docker/daemon.json': content => @(EOT)\n{}\n| EOT\n}", ['/etc/docker/daemon.json: {}\n']],
  ["file { '/var/lib/docker': ensure => absent }", ['/var/lib/docker']],
  ["cron { 'x': command => 'docker system prune' }", ['shell: docker system prune']],
  ["# exec { 'docker ps': }\n/* exec { 'docker ps': } */\npackage { 'docker': }\nnotify { 'docker ps': }", []],
  ["if $x { exec { 'docker ps': require => Service['docker'] } }", ['shell: docker ps']],
])('%j', (text, expected) => {
  expect(saidOf(text)).toEqual(expected)
})

test.each([
  ['heredocs', '@(A)\n'.repeat(20_000)],
  ['resources', "exec { 'a'".repeat(20_000)],
])('hostile: %s', (_, text) => {
  const start = performance.now()
  record(puppet, text, 'x.pp')
  expect(performance.now() - start).toBeLessThan(3000)
})
