/** The page's linter without a browser: what it takes in, and what it says to the page. */
import { MessageChannel } from 'node:worker_threads'
import { strToU8, unzipSync, type Zippable, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { lint } from '../../src/index.ts'
import { answer, callable, type Port } from '../../src/page/calls.ts'
import type { Desk, Given, Target } from '../../src/page/contract.ts'
import { unpacked } from '../../src/page/desk/archive.ts'
import { openDesk } from '../../src/page/desk/desk.ts'
import { besideIn, inputsOf } from '../../src/page/desk/memory.ts'
import { cleanPath } from '../../src/page/desk/names.ts'

const target: Target = { runtime: 'containerd', targetVersion: '1.37', level: 'warning' }
const POD = 'kind: Pod\nspec: {volumes: [{name: s, hostPath: {path: /var/run/docker.sock}}]}\n'
const file = (path: string, text = POD): Given => ({ path, bytes: strToU8(text) })
const zip = (path: string, files: Zippable): Given => ({ path, bytes: zipSync(files) })

async function deskWith(...given: readonly Given[]): Promise<Desk> {
  const desk = openDesk()
  await desk.put(given, 'instead')
  return desk
}

/** Where findings are, as `path:line rule`. */
async function found(desk: Desk, wanted = target): Promise<readonly string[]> {
  const { data } = await desk.lint(wanted, undefined)
  return data.findings.map(({ path, line, rule }) => `${data.texts[path]}:${line} ${rule}`)
}

describe('calls over a port', () => {
  test('come back in order, and what is thrown is thrown', async () => {
    const { port1, port2 } = new MessageChannel()
    const object = {
      add: async (a: number, b: number) => a + b,
      fail: async () => {
        throw new Error('not today')
      },
    }
    answer(port1 as unknown as Port, object)
    const there = callable<typeof object>(port2 as unknown as Port)
    expect(await Promise.all([there.add(1, 2), there.add(3, 4)])).toEqual([3, 7])
    await expect(there.fail()).rejects.toThrow('not today')
    const others = there as unknown as { readonly toString: () => Promise<void> }
    await expect(others.toString()).rejects.toThrow('There is no toString.')
    port1.close()
  })
})

describe('names', () => {
  test.each([
    ['a/b.yaml', 'a/b.yaml'],
    ['./a//b.yaml', 'a/b.yaml'],
    ['/etc/passwd', 'etc/passwd'],
    ['C:\\charts\\a.yaml', 'charts/a.yaml'],
    ['a/../b.yaml', 'b.yaml'],
    ['../b.yaml', undefined],
    ['a/../../b.yaml', undefined],
    ['..\\..\\b.yaml', undefined],
    ['', undefined],
    ['a/'.repeat(100), undefined],
    ['a\u0000\u202eb.yaml', 'a␀\\u{202e}b.yaml'],
    ['__proto__', '__proto__'],
    ['<img src=x>.yaml', '<img src=x>.yaml'],
  ])('%j is %j', (name, path) => expect(cleanPath(name)).toBe(path))
})

describe('archives', { timeout: 60_000 }, () => {
  const all = () => true

  test('are unpacked, without what leads out of them or is in folders that are never looked into', async () => {
    const desk = openDesk()
    const given = zip('all.zip', {
      'chart/a.yaml': strToU8(POD),
      '../out.yaml': strToU8(POD),
      'chart/node_modules/x/b.yaml': strToU8(POD),
      'chart/.git/c.yaml': strToU8(POD),
      '__MACOSX/chart/._a.yaml': strToU8(POD),
      'chart/empty/': new Uint8Array(),
    })
    const { paths, left } = await desk.put([given], 'instead')
    expect(paths).toEqual(['chart/a.yaml'])
    expect(left).toEqual(['"../out.yaml" in "all.zip" was left out: its name leads out of the folder.'])
  })

  test('are no larger than what is allowed, whatever their headers say', () => {
    const bomb = zipSync({ bomb: new Uint8Array(8_000_000) })
    expect(bomb.length).toBeLessThan(100_000)
    const limits = { files: 10, bytes: 1_000_000 }
    expect(unpacked(bomb, limits, all)).toEqual({ files: [], problem: 'what is in it is larger than 1 MB' })
    const lying = bomb.slice()
    const view = new DataView(lying.buffer)
    // The sizes in the header of the file and in the list at the end.
    view.setUint32(22, 10, true)
    view.setUint32(lying.length - 22 - 46 - 4 + 24, 10, true)
    expect(unpacked(lying, limits, all).problem).toBe('what is in it is larger than 1 MB')
  })

  test('hold no more files than what is allowed', () => {
    const many = zipSync(Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`${index}.yaml`, strToU8('a')])))
    const { files, problem } = unpacked(many, { files: 10, bytes: 1_000 }, all)
    expect(files).toHaveLength(10)
    expect(problem).toBe('it holds more than 10 files')
  })

  test('that are broken or cut cost a sentence', async () => {
    const whole = zipSync({ 'a.yaml': strToU8(POD.repeat(500)) })
    for (let end = 4; end < whole.length; end += 7) {
      const { left, paths } = await openDesk().put([{ path: 'cut.zip', bytes: whole.slice(0, end) }], 'instead')
      expect(left.length + paths.length, String(end)).toBe(1)
    }
    const noise = Uint8Array.from({ length: 5_000 }, (_, index) => (index < 4 ? whole[index]! : (index * 7919) % 256))
    expect((await openDesk().put([{ path: 'noise.zip', bytes: noise }], 'instead')).left).toHaveLength(1)
  })
})

describe('the desk', { timeout: 60_000 }, () => {
  test('finds what the library finds, in a chart by its values', async () => {
    const texts = [
      { path: 'agent/Chart.yaml', text: 'apiVersion: v2\nname: agent\nversion: 1.0.0\n' },
      { path: 'agent/values.yaml', text: 'socket: /var/run/docker.sock\n' },
      {
        path: 'agent/templates/pod.yaml',
        text: 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  volumes:\n    - name: s\n      hostPath:\n        path: {{ .Values.socket }}\n',
      },
    ]
    const desk = await deskWith(...texts.map(({ path, text }) => file(path, text)))
    expect(await found(desk)).toEqual(['agent/values.yaml:1 docker-socket-mount'])
    const alone = await deskWith(file('pod.yaml'))
    const { diagnostics } = await lint({ texts: [{ path: 'pod.yaml', text: POD }] })
    expect(await found(alone)).toEqual(diagnostics.map(({ location, rule }) => `pod.yaml:${location.line} ${rule}`))
  })

  test('heeds runtime, version and level', async () => {
    const desk = await deskWith(file('pod.yaml'), file('Makefile', 'all:\n\tdocker build .\n'))
    expect(await found(desk)).toHaveLength(1)
    expect(await found(desk, { ...target, level: 'note' })).toHaveLength(2)
    expect(await found(desk, { ...target, runtime: 'cri-dockerd' })).toEqual([])
    expect((await desk.lint(target, 'Makefile')).hidden).toBe(1)
  })

  test('shows the file with the most to say, with its language and marks', async () => {
    const desk = await deskWith(file('a.yaml', 'a: b\n'), file('b.yaml'))
    const { open, language, marks, files, verdict } = await desk.lint(target, undefined)
    expect({ open, language }).toEqual({ open: 'b.yaml', language: 'yaml' })
    expect(marks).toMatchObject([{ level: 'error', line: 2, column: 45, endColumn: 65 }])
    expect(files.map(({ path, errors }) => [path, errors])).toEqual([
      ['a.yaml', 0],
      ['b.yaml', 1],
    ])
    expect(verdict[1]).toBe('Not ready: 1 finding breaks on the target.')
  })

  test('makes one fix or all, takes them back, and hands over what changed', async () => {
    const kubelet = 'KUBELET_ARGS="--container-runtime=remote --v=2"\n'
    const desk = await deskWith(file('etc/sysconfig/kubelet', kubelet), file('b/etc/sysconfig/kubelet', kubelet))
    const { fixes } = await desk.lint(target, undefined)
    expect(fixes.both + fixes.after).toBe(2)
    const one = await desk.fix(target, { finding: 0 })
    expect(one).toEqual({ told: '1 fix made in 1 file.', changed: ['b/etc/sysconfig/kubelet'] })
    const kept = await desk.changed()
    expect(kept?.path).toBe('kubelet')
    expect(new TextDecoder().decode(kept?.bytes)).not.toContain('container-runtime')
    await desk.lint(target, undefined)
    expect((await desk.fix(target, { unsafe: true })).told).toBe('1 fix made in 1 file.')
    expect(Object.keys(unzipSync((await desk.changed())!.bytes)).sort()).toEqual([
      'b/etc/sysconfig/kubelet',
      'etc/sysconfig/kubelet',
    ])
    expect(await found(desk)).toEqual([])
    expect([await desk.undo(), await desk.undo()]).toEqual([true, true])
    expect(await found(desk)).toHaveLength(2)
    expect(await desk.changed()).toBeUndefined()
  })

  test('keeps the encoding of what is edited, and names files anew', async () => {
    const bytes = Uint8Array.from([0xff, 0xfe, ...[...'a: b\n'].flatMap(letter => [letter.charCodeAt(0), 0])])
    const desk = await deskWith({ path: 'a.yaml', bytes })
    await desk.write('a.yaml', `\uFEFF${POD}`)
    expect((await desk.changed())?.bytes.slice(2, 6)).toEqual(Uint8Array.of(0x6b, 0, 0x69, 0))
    expect(await desk.rename('a.yaml', '../../b/c.yaml')).toBe('a.yaml')
    expect(await desk.rename('a.yaml', 'b/c.yaml')).toBe('b/c.yaml')
    expect(await found(desk)).toEqual(['b/c.yaml:2 docker-socket-mount'])
  })

  test('tells why a file is not shown, and every rule has a page', async () => {
    const desk = await deskWith({ path: 'a.bin', bytes: new Uint8Array(100) })
    expect(await desk.read('a.bin')).toEqual({ problem: 'It is a binary file.' })
    expect(await desk.read('b')).toEqual({ problem: 'There is no such file.' })
    for (const { id } of (await desk.choices()).rules) {
      const rule = (await desk.rule(id))!
      const example = await deskWith({ path: rule.bad[0], bytes: strToU8(rule.bad[1]) })
      expect(await found(example, { ...target, level: 'note' }), id).toContainEqual(expect.stringContaining(id))
    }
    expect(await desk.rule('nothing')).toBeUndefined()
  })
})

test('files in memory are walked as on a disk, and charts see what is beside them', async () => {
  const names = ['b/x.yaml', 'b.yaml', 'a/c/d.yaml', 'a/z.yaml', 'a-b/y.yaml', 'a/Chart.yaml']
  const files = new Map(names.map(name => [name, strToU8(name)]))
  const walked: string[] = []
  for await (const { path } of inputsOf(files, new Set(['a']))) walked.push(path)
  expect(walked).toEqual(['b.yaml', 'a/Chart.yaml', 'a/z.yaml', 'a/c/d.yaml', 'a-b/y.yaml', 'b/x.yaml'])
  const beside = besideIn(files)
  expect(beside.list('')).toEqual(['a-b/', 'a/', 'b.yaml', 'b/'])
  expect(beside.list('a/')).toEqual(['Chart.yaml', 'c/', 'z.yaml'])
  expect([beside.read('a/z.yaml'), beside.read('a')]).toEqual(['a/z.yaml', undefined])
})
