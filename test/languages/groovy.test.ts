import { describe, expect, test } from 'vitest'
import { groovy } from '../../src/languages/groovy.ts'
import { UNKNOWN } from '../../src/text/source.ts'
import { misplaced, record } from '../record.ts'

const textsOf = (text: string): readonly string[] =>
  record(groovy, text, 'Jenkinsfile').texts.map(inner => {
    expect(misplaced(inner)).toBeUndefined()
    return `${inner.what}: ${inner.text.replaceAll(UNKNOWN, '?')}`
  })

describe('steps', () => {
  test.each([
    ["sh 'docker ps'", 'shell: docker ps'],
    ['sh "docker push a:${env.BUILD_NUMBER} $TAG x"', 'shell: docker push a:??????????????????? ???? x'],
    ["sh('docker ps')", 'shell: docker ps'],
    ["sh(returnStdout: true, script: 'docker ps').trim()", 'shell: docker ps'],
    ["sh(\n  script: '''\n    docker ps\n  ''',\n  label: 'docker info'\n)", 'shell: \n    docker ps\n  '],
    ["sh label: 'x', script: 'docker ps'", 'shell: docker ps'],
    ['sh """\n  docker ps \\${HOME} \\\n    -a\n"""', 'shell: \n  docker ps ${HOME}     -a\n'],
    ["sh 'docker build ' + args + ' .'", 'shell: docker build ? .'],
    ["sh 'a; ' +\n   'docker ps'", 'shell: a; docker ps'],
    ["def cmd = 'docker ps'\nsh cmd", 'shell: docker ps'],
    ["sh 'it\\'s'", "shell: it's"],
    ['sh $/docker ps $x/$', 'shell: docker ps ??'],
    ["powershell 'docker ps'", 'powershell: docker ps'],
    ["bat 'docker ps'", 'batch: docker ps'],
    ["sshCommand remote: r, command: 'docker ps'", 'shell: docker ps'],
    ["writeFile file: 'daemon.json', text: '{}'", 'daemon.json: {}'],
    ["if (a / b > 1) { sh 'docker ps' } // x / y", 'shell: docker ps'],
    ["x = (name =~ /it's/); sh 'docker ps'", 'shell: docker ps'],
  ])('%s', (text, expected) => {
    expect(textsOf(text)).toEqual([expected])
  })

  test.each([
    "// sh 'docker ps'",
    "/* sh 'docker ps' */",
    "echo 'docker ps'",
    "stage('docker ps') { }",
    "docker.build('x')",
    "x.sh 'docker ps'",
    "sh '''#!/usr/bin/env python3\nprint('docker ps')'''",
    'sh cmd',
  ])('nothing in %s', text => {
    expect(textsOf(text)).toEqual([])
  })
})

describe('pods', () => {
  test('as YAML in a string', () => {
    const pod = '\napiVersion: v1\nkind: Pod\nspec:\n  image: ${x}\n'
    expect(textsOf(`agent { kubernetes { yaml '''${pod}''' } }`)).toEqual([`yaml: ${pod}`])
    expect(textsOf(`podTemplate(yaml: """\\\n# a\n${pod}""".stripIndent()) { sh 'x' }`)).toEqual([
      `yaml: # a\n${pod.replace('${x}', '????')}`,
      'shell: x',
    ])
  })

  test('as calls', () => {
    const { facts } = record(
      groovy,
      `podTemplate(containers: [containerTemplate(name: 'd', image: 'docker:20', envVars: [envVar(key: 'DOCKER_HOST', value: 'tcp://x:1')])],
  volumes: [hostPathVolume(hostPath: '/var/run/docker.sock', mountPath: '/s')]) {}`,
    )
    expect(
      facts.map(fact => {
        if (fact.kind === 'image') return `${fact.name} ${fact.tag}`
        if (fact.kind === 'env') return `${fact.name.value}=${fact.value?.value}`
        if (fact.kind === 'volume') return fact.path?.value
        return fact.kind === 'mount' ? fact.path.value : fact.kind
      }),
    ).toEqual(['docker 20', 'DOCKER_HOST=tcp://x:1', '/var/run/docker.sock', '/s'])
    expect(new Set(facts.map(fact => fact.scope)).size).toBe(1)
  })
})

test('variables of the environment', () => {
  const { facts } = record(groovy, "environment { DOCKER_HOST = 'tcp://x:1'\n lower = 'y' }")
  expect(facts.map(fact => fact.kind === 'env' && [fact.name.value, fact.value?.value])).toEqual([
    ['DOCKER_HOST', 'tcp://x:1'],
  ])
})

test.each([
  ['quotes', `sh '${"'".repeat(100_000)}`],
  ['actions', `sh "${'${'.repeat(20_000)}`],
  ['calls', 'sh('.repeat(30_000)],
  ['sums', "sh 'a' +".repeat(30_000)],
])('hostile: %s', (_, text) => {
  const start = performance.now()
  record(groovy, text)
  expect(performance.now() - start).toBeLessThan(3000)
})
