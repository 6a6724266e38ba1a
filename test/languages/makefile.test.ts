import { expect, test } from 'vitest'
import { placeOf } from '../../src/facts.ts'
import { makefile } from '../../src/languages/makefile.ts'
import { UNKNOWN } from '../../src/text/source.ts'
import { misplaced, record } from '../record.ts'

const scriptsOf = (text: string): readonly string[] =>
  record(makefile, text, 'Makefile').texts.map(inner => {
    expect(misplaced(inner)).toBeUndefined()
    expect(inner.what).toBe('shell')
    expect(placeOf(inner.scope)).toBe('build')
    return inner.text.replaceAll(UNKNOWN, '?')
  })

test('recipe lines, each without its marks', () => {
  expect(scriptsOf('all: x y\n\t@docker ps\n\t-@ docker rm x\n\n\ttrue # z\n')).toEqual([
    'docker ps',
    'docker rm x',
    'true # z',
  ])
})

test('a line that goes on, and a recipe behind the target', () => {
  expect(scriptsOf('x:\n\tdocker run \\\n\t  -it \\\n\timage\ny: z ; docker ps\n\tb')).toEqual([
    'docker run \\\n  -it \\\nimage',
    'docker ps',
    'b',
  ])
})

test('variables that the file sets are put in, others are unknown', () => {
  const text = [
    'DOCKER ?= docker',
    'SUDO = sudo',
    'RUN := $(SUDO) $(DOCKER) run',
    'LOOP = $(LOOP) x',
    'x:',
    '\t$(DOCKER) ps $$HOME $${X} $@ $(@D) ${UNSET}',
    '\t$(RUN) image:$(VERSION)',
    '\t$(LOOP)',
  ].join('\n')
  expect(scriptsOf(text)).toEqual([
    'docker ps $HOME ${X} ?? ????? ????????',
    'sudo docker run image:??????????',
    `${'?'.repeat(7)} x x x x x x x x`,
  ])
})

test('a name that a variable gives is found where it is used', () => {
  const { texts } = record(makefile, 'D = docker\nx:\n\t@$(D) ps')
  const { segments, file } = texts[0]!.source
  expect(segments.map(({ fileAt, fileLength }) => file.text.slice(fileAt, fileAt + fileLength))).toEqual([
    '$(D)',
    ' ps',
  ])
})

test('what the shell function runs', () => {
  const text = 'X := $(shell docker ps -q | head)\nY != docker info\nx:\n\techo $(shell docker version $(X))\n'
  expect(scriptsOf(text)).toEqual([
    `echo ${'?'.repeat(28)}`,
    `docker version ${'?'.repeat(28)}`,
    'docker ps -q | head',
    'docker info',
  ])
})

test('a loop of make has its commands', () => {
  expect(scriptsOf('x:\n\t$(foreach i,$(IMAGES),docker pull $(i);)\n')).toEqual(['docker pull ????;'])
})

test('one shell for the whole recipe', () => {
  expect(scriptsOf('.ONESHELL:\nx:\n\t@if true; then\n\t  docker ps\n\tfi\n')).toEqual([
    'if true; then\ndocker ps\nfi\n',
  ])
})

test('multi-line variables are shell where they are called as a line, and rules where they hold recipe lines', () => {
  const text = [
    'define build',
    'docker build -t $(1) .',
    '@docker push $(1)',
    'endef',
    'define message',
    'docker ps shows nothing',
    'endef',
    'define rule',
    '$(1):',
    '\tdocker pull $(1)',
    'endef',
    'x:',
    '\t@$(call build,a)',
    '\techo "$(message)"',
  ].join('\n')
  expect(scriptsOf(text)).toEqual([
    'docker build -t ???? .',
    'docker push ????',
    'docker pull ????',
    '???????????????',
    'echo "??????????"',
  ])
})

test('a comment behind a value begins at any #, but for one with a backslash', () => {
  expect(scriptsOf('A ?= no# as it is (A=yes does it)\nLAST = a\\#b\nx:\n\tdocker run --a=$(A) --b=$(LAST)\n')).toEqual(
    ['docker run --a=no --b=a\\#b'],
  )
})

test('both sides of a condition are read; includes, comments and prose are not', () => {
  const text =
    'include docker.mk\nx:\nifeq ($(A),b)\n\tdocker ps\nelse\n\tcrictl ps\nendif\n# docker ps\nA = docker ps\n\tdocker ps\n'
  expect(scriptsOf(text)).toEqual(['docker ps', 'crictl ps'])
})

test('recipes of another interpreter are no shell', () => {
  expect(scriptsOf('SHELL := /usr/bin/python3\nx:\n\tprint("docker ps")')).toEqual([])
})

test('an exported variable', () => {
  const { facts } = record(makefile, 'export DOCKER_HOST ?= tcp://x:1 \nexport PATH\nDOCKER_HOST=y')
  expect(facts.map(fact => fact.kind === 'env' && [fact.name.value, fact.value?.value])).toEqual([
    ['DOCKER_HOST', 'tcp://x:1'],
  ])
})

test('a hostile file ends', () => {
  const text = `A = x\n${Array.from({ length: 40 }, (_, i) => `A${i} = $(A${i + 1})$(A${i + 1})`).join('\n')}\nx:\n\t$(A0) ${'$('.repeat(20000)}`
  expect(scriptsOf(text)).toHaveLength(1)
})

test('the text of a rule is expanded before the rule is read', () => {
  const rule = 'define image\n.PHONY: $(1)\n$(1): $(1)/Dockerfile\n\t@docker build - < $$< && echo $$$$HOME\nendef\n'
  expect(scriptsOf(`${rule}$(foreach x, a b, $(eval $(call image,$(x))))\n`)).toEqual([
    'docker build - < ?? && echo $HOME',
  ])
  const lines = 'define image\n\tdocker tag $(1) $$HOME\nendef\nx:\n\t$(call image,y)\n'
  expect(scriptsOf(lines)[0]).toBe('docker tag ???? $HOME')
})

test('recipes of Windows are PowerShell', () => {
  const loop =
    'define retry\n\t$(1); if ($$LASTEXITCODE -eq 0) { break }\nendef\nx:\n\t$(call retry,docker info)\n\tdocker ps\n'
  expect(record(makefile, loop).texts.map(({ what }) => what)).toEqual(['powershell', 'shell', 'shell'])
  const whole = 'SHELL := powershell.exe\nx:\n\tdocker ps\n'
  expect(record(makefile, whole).texts.map(({ what }) => what)).toEqual(['powershell'])
})
