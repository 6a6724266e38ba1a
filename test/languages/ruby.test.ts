import { describe, expect, test } from 'vitest'
import { ruby } from '../../src/languages/ruby.ts'
import { UNKNOWN } from '../../src/text/source.ts'
import { misplaced, record } from '../record.ts'

const saidOf = (path: string, text: string): readonly string[] => {
  const { texts, facts } = record(ruby, text, path)
  for (const inner of texts) expect(misplaced(inner)).toBeUndefined()
  return [
    ...texts.map(({ what, text }) => `${what}: ${text.replaceAll(UNKNOWN, '?')}`),
    ...facts.flatMap(fact => (fact.kind === 'service' ? [`${fact.unit.value} ${fact.action}`] : [])),
  ]
}

describe('a Vagrantfile', () => {
  test.each([
    ['config.vm.provision "shell", inline: <<-SHELL\n  docker ps #{x}\n  SHELL\nend', ['shell:   docker ps ????\n']],
    ['x.provision :shell, :inline => "docker ps \\"a\\""', ['shell: docker ps "a"']],
    [
      "$s = <<~'EOS'\n    docker ps\n      -a #{y}\n  EOS\nx.provision 'shell', inline: $s",
      ['shell: docker ps\n  -a #{y}\n'],
    ],
    ['m.vm.provision "shell" do |s|\n  s.inline = "docker ps"\nend', ['shell: docker ps']],
    ['a inline: <<A, b: <<B\ndocker ps\nA\nother\nB\n', ['shell: docker ps\n']],
    ['x = `docker ps`\nsystem("docker info")', ['shell: docker ps', 'shell: docker info']],
  ])('%j', (text, expected) => {
    expect(saidOf('Vagrantfile', text)).toEqual(expected)
  })

  test.each([
    '# inline: "docker ps"',
    '=begin\ninline: "docker ps"\n=end',
    'x.vm.provision "docker"',
    'puts "docker ps"',
    'x = 5 % (docker)',
  ])('nothing in %j', text => {
    expect(saidOf('Vagrantfile', `\n${text}`)).toEqual([])
  })
})

test('a Chef recipe', () => {
  const text = `
execute 'clean up' do
  command "docker rm #{x}"
  not_if 'docker ps'
end
execute 'docker images'
bash 'x' do
  user 'root'
  code <<-EOH
    docker pull y
  EOH
end
service 'docker' do
  action [:enable, :start]
end
systemd_unit 'kubelet.service' do
  content <<~EOU
    [Unit]
    After=docker.service
  EOU
  action :create
end
file '/etc/docker/daemon.json' do
  content '{}'
end
package 'docker-ce'
shell_out!('docker info')
log 'docker ps'
`
  expect(saidOf('cookbooks/x/recipes/default.rb', text)).toEqual([
    'shell: docker rm ????',
    'shell: docker ps',
    'shell: docker images',
    'shell:     docker pull y\n',
    'kubelet.service: [Unit]\nAfter=docker.service\n',
    '/etc/docker/daemon.json: {}',
    'shell: docker info',
    'docker enable',
    'docker start',
    'kubelet.service create',
  ])
})

test.each([
  ['heredocs', '<<A\n'.repeat(20_000)],
  ['quotes', `x '${"'".repeat(50_000)}`],
  ['actions', `"${'#{'.repeat(20_000)}`],
  ['resources', "service 'x'\n".repeat(20_000)],
])('hostile: %s', (_, text) => {
  const start = performance.now()
  record(ruby, text, 'recipes/x.rb')
  expect(performance.now() - start).toBeLessThan(3000)
})

test('a file that is cut behind the mark of a heredoc is read', () => {
  expect(record(ruby, '$setup = <<-SCRIPT', 'Vagrantfile').facts).toEqual([])
})
