import { describe, expect, test } from 'vitest'
import { placeOf, viaOf } from '../../src/facts.ts'
import { dockerfile } from '../../src/languages/dockerfile.ts'
import { misplaced, record } from '../record.ts'

const textsOf = (text: string): readonly string[] => {
  const { texts } = record(dockerfile, text, 'Dockerfile')
  for (const inner of texts) expect(misplaced(inner)).toBeUndefined()
  return texts.map(({ what, text }) => `${what}: ${text}`)
}

describe('RUN', () => {
  test('one line', () => {
    expect(textsOf('FROM x\nRUN docker ps')).toEqual(['shell: docker ps'])
    expect(textsOf('FROM x\n  run   docker ps')).toEqual(['shell: docker ps'])
  })

  test('continuation lines with comments and blank lines between', () => {
    const text = 'RUN apt-get update \\\n  # a comment\n\n && docker pull x \\\n    y\nRUN true'
    expect(textsOf(text)).toEqual(['shell: apt-get update  && docker pull x     y', 'shell: true'])
  })

  test('a comment that ends in a backslash is over at the end of its line', () => {
    expect(textsOf('RUN a \\\n# b \\\nc\nRUN d')).toEqual(['shell: a c', 'shell: d'])
  })

  test('exec form, with escapes', () => {
    expect(textsOf('RUN ["/bin/sh", "-c", "docker \\"ps\\""]')).toEqual([`shell: '/bin/sh' '-c' 'docker "ps"'`])
    expect(textsOf('RUN [ "a" ] && b')).toEqual(['shell: [ "a" ] && b'])
  })

  test('flags before the command are not part of it', () => {
    expect(textsOf('RUN --mount=type=cache,target=/root --network=host docker ps')).toEqual(['shell: docker ps'])
  })

  test('heredocs: the script itself, a file that is written, several', () => {
    expect(textsOf('RUN <<EOF\ndocker ps\nRUN x\nEOF\nRUN y')).toEqual(['shell: docker ps\nRUN x\n', 'shell: y'])
    expect(textsOf('RUN <<-"EOT" bash\n\tdocker ps\n\tEOT\nRUN y')).toEqual([
      'shell: <<-"EOT" bash\n\tdocker ps\n\tEOT',
      'shell: y',
    ])
    expect(textsOf('RUN <<EOF\n#!/usr/bin/env python3\nprint()\nEOF')).toEqual([
      'RUN: #!/usr/bin/env python3\nprint()\n',
    ])
    expect(textsOf('RUN cat <<A <<B\n1\nA\n2\nB\nRUN y')).toEqual(['shell: cat <<A <<B\n1\nA\n2\nB', 'shell: y'])
  })

  test('what looks like a heredoc but is none', () => {
    expect(textsOf('RUN echo "<<EOF"\nRUN cat <<<EOF\nRUN x <<EOF')).toEqual([
      'shell: echo "<<EOF"',
      'shell: cat <<<EOF',
      'shell: x <<EOF',
    ])
  })

  test('the escape directive and SHELL', () => {
    const text = '# escape=`\nFROM x\nSHELL ["powershell", "-Command"]\nRUN docker ps; `\n  dir C:\\\nRUN x'
    expect(textsOf(text)).toEqual(['powershell: docker ps;   dir C:\\', 'powershell: x'])
  })
})

test('what runs with the image has no known place', () => {
  const { texts } = record(
    dockerfile,
    'HEALTHCHECK --interval=5m CMD docker ps\nCMD ["docker", "ps"]\nENTRYPOINT exec dockerd\nHEALTHCHECK NONE\nRUN x',
  )
  expect(texts.map(({ text, scope }) => [text, placeOf(scope), viaOf(scope)])).toEqual([
    ['docker ps', 'unknown', 'healthcheck'],
    ["'docker' 'ps'", 'unknown', 'container'],
    ['exec dockerd', 'unknown', 'container'],
    ['x', 'build', 'script'],
  ])
})

test('COPY and ADD write files', () => {
  expect(
    textsOf('COPY <<EOF /etc/docker/daemon.json\n{}\nEOF\nADD --chmod=1 <<a <<b /x/\n1\na\n2\nb\nCOPY . .'),
  ).toEqual(['/etc/docker/daemon.json: {}\n', '/x/a: 1\n', '/x/b: 2\n'])
})

test('images and environment', () => {
  const { facts } = record(
    dockerfile,
    [
      'FROM --platform=$X docker.io/library/docker:20-dind AS build',
      'FROM localhost:5000/a/b@sha256:abc',
      'FROM build',
      'FROM scratch',
      'FROM $BASE',
      'ENV DOCKER_HOST=tcp://docker:2375 A="b c"',
      'ENV DOCKER_HOST tcp://docker:2376 ',
    ].join('\n'),
  )
  const said = facts.map(fact =>
    fact.kind === 'image'
      ? [fact.name, fact.tag]
      : fact.kind === 'env'
        ? [fact.name.value, fact.value?.value]
        : fact.kind,
  )
  expect(said).toEqual([
    ['docker.io/library/docker', '20-dind'],
    ['localhost:5000/a/b', undefined],
    ['DOCKER_HOST', 'tcp://docker:2375'],
    ['A', 'b c'],
    ['DOCKER_HOST', 'tcp://docker:2376'],
  ])
})
