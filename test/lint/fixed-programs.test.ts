/** What fixes write, as the programs take it that will read it: the shell, systemd, the kubelet, crictl, ctr and helm. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'

vi.setConfig({ testTimeout: 60_000 })

const temporary = mkdtempSync(join(tmpdir(), 'fixed programs '))
afterAll(() => rmSync(temporary, { recursive: true, force: true }))

/** The texts that fixes make, beside the fixtures of which they make them. */
const fixed = readdirSync('test/fixtures/fixes', { recursive: true, encoding: 'utf8' })
  .filter(path => /\.fixed\.[^.]+$/.test(path))
  .map(path => ({ path, text: readFileSync(join('test/fixtures/fixes', path), 'utf8') }))
const ending = (end: RegExp) => fixed.filter(({ path }) => end.test(path)).map(file => [file.path, file] as const)

/** Whether a program can be started; where it cannot, people are told what is not tried. */
function has(program: string, args: readonly string[], tried: string): boolean {
  const { error, status } = spawnSync(program, args)
  if (!error && status === 0) return true
  console.warn(`${program} IS NOT INSTALLED: ${tried} is not tried`)
  return false
}

describe.skipIf(!has('bash', ['--version'], 'whether fixed scripts parse'))('bash parses', () => {
  test.each(ending(/\.sh$/))('%s', (_, { text }) => {
    expect(spawnSync('bash', ['-n'], { input: text }).stderr.toString()).toBe('')
  })
})

const hasSystemd = has('systemd-analyze', ['--version'], 'whether fixed units are valid')
describe.skipIf(!hasSystemd)('systemd takes', () => {
  /** What systemd says of a unit, without what is missing on this machine. */
  const complaints = (text: string): readonly string[] => {
    const unit = join(mkdtempSync(join(temporary, 'unit-')), 'kubelet.service')
    // The programs of the unit are not on every machine.
    writeFileSync(unit, text.replace(/^(Exec\w+=)\S+/gm, '$1/bin/true'))
    const { stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', unit])
    return stderr
      .toString()
      .split('\n')
      .filter(line => line.includes(basename(unit)) && !/not found|Failed to (?:load|open|create|add)/.test(line))
  }
  test.each(ending(/\.service$|10-kubeadm\.fixed\.conf$/))('%s', (_, { text }) => {
    const isDropIn = !/^ExecStart=\S/m.test(text) || !/^\[Unit\]/m.test(text)
    expect(complaints(isDropIn ? `[Unit]\nDescription=kubelet\n${text}` : text)).toEqual([])
  })
  test('a unit that is wrong is told', () => {
    expect(complaints('[Service]\nExecStart=/bin/true\nRestart=sometimes\n')).not.toEqual([])
  })
})

/** The options and arguments of each call of a program in fixed scripts, one a line, or one list in YAML. */
function callsOf(program: string): readonly (readonly [call: string, words: readonly string[]])[] {
  const found = new Map<string, readonly string[]>()
  for (const { text } of fixed)
    for (const line of text.split('\n')) {
      if (/^\s*(?:#|-? ?name:)/.test(line)) continue
      for (const [call] of line.matchAll(new RegExp(`(?<![\\w./-])${program} [a-z-][^|;)"<>]*`, 'g')))
        found.set(call.trim(), call.trim().split(/\s+/).slice(1))
    }
  return [...found]
}

const hasCrictl = has('crictl', ['--help'], 'whether it knows the calls that fixes write')
describe.skipIf(!hasCrictl)('crictl knows', () => {
  test.each(callsOf('crictl'))('%s', (_, words) => {
    const start = words.findIndex((word, index) => !word.startsWith('-') && !words[index - 1]?.startsWith('-'))
    const [command = '', ...rest] = words.slice(start)
    const general = spawnSync('crictl', ['--help']).stdout.toString()
    for (const option of words.slice(0, start).filter(word => word.startsWith('-'))) expect(general).toContain(option)
    const { status, stdout } = spawnSync('crictl', [command, '--help'])
    expect(status).toBe(0)
    const help = stdout.toString()
    expect(help).toContain(`crictl ${command}`)
    // Behind the container of `exec` stand the words of another program.
    const end = command === 'exec' ? rest.findIndex(word => !word.startsWith('-')) : rest.length
    for (const option of rest.slice(0, end).filter(word => /^-./.test(word)))
      for (const name of option.startsWith('--')
        ? [option.replace(/=.*/, '')]
        : [...option.slice(1)].map(one => `-${one}`))
        expect(help, name).toMatch(new RegExp(`(?:^|[\\s,])${name}(?=[\\s,=]|$)`, 'm'))
  })
})

const hasCtr = has('ctr', ['--help'], 'whether it knows the calls that fixes write')
describe.skipIf(!hasCtr)('ctr knows', () => {
  test.each(callsOf('ctr'))('%s', (_, words) => {
    const at = words.indexOf('images')
    expect(at).toBeGreaterThan(0)
    const { status, stdout } = spawnSync('ctr', [...words.slice(0, at + 2), '--help'])
    expect(status).toBe(0)
    expect(stdout.toString()).toContain(`ctr images ${words[at + 1]}`)
  })
})

const hasKubelet = has('kubelet', ['--version'], 'whether it takes the flags that fixes leave')
describe.skipIf(!hasKubelet)('the kubelet takes the flags of', () => {
  /** What the kubelet says of flags; it never gets as far as to run, for its configuration is not there. */
  const refusal = (flags: readonly string[]): string | undefined => {
    const { stderr, stdout } = spawnSync('kubelet', [...flags, '--config=/nowhere/config.yaml'], { timeout: 20_000 })
    return /unknown (?:shorthand )?flag[^\n"]*|invalid argument [^\n]*/.exec(`${stderr}${stdout}`)?.[0]
  }
  const calls = fixed.flatMap(({ path, text }) =>
    [
      ...text
        .replaceAll('\\\n', ' ')
        .matchAll(/(?:\bkubelet |KUBELET_\w+="?|--kubelet-extra-args ')((?:--[a-z][^"'\n]*))/g),
    ].map(
      ([, flags]) =>
        [
          `${path}: ${flags}`,
          flags!
            .trim()
            .split(/\s+/)
            .filter(word => word.startsWith('--') && !word.includes('$')),
        ] as const,
    ),
  )
  test('some calls are found', () => expect(calls.length).toBeGreaterThan(2))
  test.each(calls)('%s', (_, flags) => expect(refusal(flags)).toBeUndefined())
  test('a flag that is gone is refused', () => expect(refusal(['--network-plugin=cni'])).toContain('unknown flag'))
})

const hasHelm = has('helm', ['version', '--short'], 'what a fixed chart renders')
describe.skipIf(!hasHelm)('helm renders', () => {
  const charts = [...new Set(fixed.flatMap(({ path }) => /^project-[^/]+/.exec(path)?.[0] ?? []))]
  test.each(charts)('%s', name => {
    const render = (isFixed: boolean): string => {
      const chart = join(temporary, `${name}-${isFixed}`)
      mkdirSync(chart)
      cpSync(join('test/fixtures/fixes', name), chart, { recursive: true })
      for (const { path } of fixed.filter(each => isFixed && each.path.startsWith(`${name}/`))) {
        const from = join(chart, path.slice(name.length + 1))
        cpSync(from, from.replace(/\.fixed(\.[^.]+)$/, '$1'))
      }
      for (const file of readdirSync(chart, { recursive: true, encoding: 'utf8' }))
        if (/\.fixed\.|\.expect$/.test(file)) rmSync(join(chart, file))
      const { status, stdout, stderr } = spawnSync('helm', ['template', 'live', chart])
      expect(stderr.toString()).toBe('')
      expect(status).toBe(0)
      return stdout.toString()
    }
    const [before, after] = [render(false), render(true)]
    expect(after).not.toBe(before)
    expect(after).toContain('/var/log/containers')
  })
  test('a chart is found', () => expect(charts.every(name => existsSync(join('test/fixtures/fixes', name)))).toBe(true))
})
