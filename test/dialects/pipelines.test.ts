import { expect, test } from 'vitest'
import { pipelines } from '../../src/dialects/pipelines.ts'
import { placeOf } from '../../src/facts.ts'
import { yaml } from '../../src/languages/yaml.ts'
import { UNKNOWN } from '../../src/text/source.ts'
import { misplaced, record } from '../record.ts'

const scriptsOf = (path: string, text: string): readonly string[] =>
  record(yaml, text, path, [pipelines]).texts.map(inner => {
    expect(misplaced(inner)).toBeUndefined()
    expect(placeOf(inner.scope)).toBe('build')
    return `${inner.what}: ${inner.text.replaceAll(UNKNOWN, '?')}`
  })

test('GitHub Actions: run, shells, expressions', () => {
  const text = `
on: push
jobs:
  a:
    runs-on: ubuntu-latest
    services:
      db: {image: "docker:20-dind"}
    steps:
      - uses: docker/login-action@v3
      - run: docker build -t \${{ matrix.x }} .
      - run: |
          docker ps
          docker push x
      - run: print('docker ps')
        shell: python
  b:
    runs-on: [windows-2022]
    steps:
      - run: docker ps
      - {run: docker info, shell: bash}
`
  const expected = [
    'shell: docker build -t ??????????????? .',
    'shell: docker ps\ndocker push x\n',
    'powershell: docker ps',
    'shell: docker info',
  ]
  expect(scriptsOf('.github/workflows/ci.yml', text)).toEqual(expected)
  expect(scriptsOf('elsewhere.yml', text)).toEqual(expected)
})

test('GitHub Actions: one step in PowerShell speaks for its job', () => {
  const text = `
on: push
jobs:
  a:
    runs-on: \${{ inputs.os }}
    steps:
      - run: Get-ChildItem .
      - run: docker ps
      - {run: docker info, shell: bash}
  b:
    runs-on: \${{ inputs.os }}
    steps:
      - run: docker ps
`
  expect(scriptsOf('.github/workflows/ci.yml', text).map(found => found.split(':')[0])).toEqual([
    'powershell',
    'powershell',
    'shell',
    'shell',
  ])
})

test('GitHub Actions: a composite action', () => {
  const text = 'runs:\n  using: composite\n  steps:\n    - run: docker ps\n      shell: bash\n'
  expect(scriptsOf('build/action.yml', text)).toEqual(['shell: docker ps'])
})

test('GitLab: lists, lists in lists, references, anchors', () => {
  const text = `
.setup: &setup
  - docker info
build:
  stage: build
  image: docker:20
  services: [docker:dind, {name: "docker:19-dind"}]
  before_script:
    - *setup
    - !reference [.setup, script]
  script:
    - docker build .
    - |
      if true; then
        docker push x
      fi
  after_script: docker logout
`
  expect(scriptsOf('.gitlab-ci.yml', text)).toEqual([
    'shell: docker info',
    'shell: docker build .\nif true; then\n  docker push x\nfi\n',
    'shell: docker logout',
  ])
  expect(scriptsOf('ci/build.yml', text)).toHaveLength(3)
  const { facts } = record(yaml, text, '.gitlab-ci.yml', [pipelines])
  expect(facts.map(fact => fact.kind === 'image' && `${fact.name} ${fact.tag}`)).toEqual([
    'docker 20',
    'docker dind',
    'docker 19-dind',
  ])
})

test.each<[string, string, string, readonly string[]]>([
  [
    'CircleCI',
    '.circleci/config.yml',
    'version: 2.1\njobs:\n  a:\n    steps:\n      - run: docker ps << parameters.x >>\n      - run: {name: x, command: docker push}\n      - run: {shell: python3, command: docker}',
    ['shell: docker ps ??????????????????', 'shell: docker push'],
  ],
  [
    'Azure Pipelines',
    'azure-pipelines.yml',
    'steps:\n- script: docker ps\n- bash: docker info\n- powershell: docker rm\n- task: Bash@3\n  inputs: {targetType: inline, script: docker pull x}\n- task: PowerShell@2\n  inputs: {script: docker stop x}\n- task: Docker@2\n  inputs: {command: build}',
    [
      'shell: docker ps',
      'shell: docker info',
      'powershell: docker rm',
      'shell: docker pull x',
      'powershell: docker stop x',
    ],
  ],
  [
    'Drone',
    '.drone.yml',
    'kind: pipeline\nsteps:\n- name: a\n  image: docker:dind\n  commands:\n  - docker ps\n  - docker push x',
    ['shell: docker ps\ndocker push x\n'],
  ],
  [
    'Buildkite, as a list',
    '.buildkite/pipeline.yml',
    '- command: docker ps\n  label: x\n- commands: [docker build ., docker push x]\n- wait\n',
    ['shell: docker ps', 'shell: docker build .\ndocker push x\n'],
  ],
  [
    'Bitbucket',
    'bitbucket-pipelines.yml',
    'pipelines:\n  default:\n    - step:\n        script:\n          - docker ps\n          - pipe: docker/x\n        after-script: [docker rm x]',
    ['shell: docker ps', 'shell: docker rm x'],
  ],
  [
    'Travis',
    '.travis.yml',
    'services: docker\nscript: docker ps\nbefore_install:\n  - docker pull x',
    ['shell: docker pull x', 'shell: docker ps'],
  ],
  [
    'Cloud Build, where the builder image is no command',
    'cloudbuild.yaml',
    "steps:\n- name: gcr.io/cloud-builders/docker\n  args: [build, .]\n- name: gcr.io/cloud-builders/docker\n  entrypoint: bash\n  args: ['-c', 'docker build .']\n- name: bash\n  args: ['-c', 'docker ps']\n- name: x\n  script: docker push x",
    ["shell: 'bash' '-c' 'docker build .'", "shell: 'bash' '-c' 'docker ps'", 'shell: docker push x'],
  ],
  [
    'CodeBuild',
    'buildspec.yml',
    'version: 0.2\nphases:\n  build:\n    commands:\n      - docker build .\n      - docker push x',
    ['shell: docker build .\ndocker push x\n'],
  ],
  [
    'Concourse',
    'ci/task.yml',
    'platform: linux\nrun:\n  path: sh\n  args: [-exc, docker ps]',
    ["shell: 'sh' '-exc' 'docker ps'"],
  ],
  [
    'Taskfile',
    'Taskfile.yml',
    'version: 3\ntasks:\n  a:\n    cmds:\n      - docker ps {{.X}}\n      - cmd: docker push',
    ['shell: docker ps ??????', 'shell: docker push'],
  ],
])('%s', (_, path, text, scripts) => {
  expect(scriptsOf(path, text)).toEqual(scripts)
})

test.each([
  "$output = docker load --input 'x.tar'",
  'New-Item -ItemType directory\ndocker ps\n',
  'docker ps; if ($LASTEXITCODE -ne 0) { exit 1 }',
  'docker run -v $env:TEMP:/x image',
])('PowerShell on a runner that is not named: %j', script => {
  const text = JSON.stringify({ build: { stage: 'build', script: [script] } })
  expect(scriptsOf('.gitlab-ci.yml', text).map(found => found.split(':')[0])).toEqual(['powershell'])
})

test.each(['output=$(docker ps)', 'docker ps # Get-Item', 'test-docker run', 'echo "$HOME"'])('shell: %j', script => {
  const text = JSON.stringify({ build: { stage: 'build', script: [script] } })
  expect(scriptsOf('.gitlab-ci.yml', text).map(found => found.split(':')[0])).toEqual(['shell'])
})

test('variables', () => {
  const { facts } = record(
    yaml,
    'on: x\njobs:\n  a:\n    runs-on: x\n    env:\n      DOCKER_HOST: tcp://x:1\n      B: ${{ y }}\n',
    '.github/workflows/a.yml',
    [pipelines],
  )
  expect(
    facts.map(fact => fact.kind === 'env' && [fact.name.value, fact.value?.value.replaceAll(UNKNOWN, '?')]),
  ).toEqual([
    ['DOCKER_HOST', 'tcp://x:1'],
    ['B', '????????'],
  ])
})

test.each([
  ['a Kubernetes object', 'apiVersion: v1\nkind: Pod\nspec:\n  script: docker ps\n'],
  ['values of a chart', 'jobs:\n  cleanup:\n    script: docker ps\n'],
  ['a compose file', 'services:\n  a:\n    image: docker:dind\n    command: docker ps\n'],
])('%s is no pipeline', (_, text) => {
  const { texts, facts } = record(yaml, text, 'x.yaml', [pipelines])
  expect([texts, facts]).toEqual([[], []])
})
