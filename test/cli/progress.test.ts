import { afterEach, expect, test, vi } from 'vitest'
import { showProgress } from '../../src/cli/input.ts'

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

test('Ctrl-C leaves no half line behind it', async () => {
  vi.stubEnv('CI', '')
  const isTTY = process.stderr.isTTY
  process.stderr.isTTY = true
  const written: string[] = []
  vi.spyOn(process.stderr, 'write').mockImplementation(text => written.push(String(text)) > 0)
  const exit = vi.spyOn(process, 'exit').mockImplementation((() => undefined) as never)
  vi.spyOn(Date, 'now').mockReturnValueOnce(0).mockReturnValue(1_000)
  const progress = showProgress()
  const files = progress.walk(
    (async function* () {
      for (let index = 0; index < 100; index++) yield { path: `${index}.yaml`, bytes: new Uint8Array() }
    })(),
  )
  for (let index = 0; index < 64; index++) await files.next()
  expect(written).toEqual(['\r64 files checked\u001b[K'])
  const interrupted = process.listeners('SIGINT').at(-1)!
  interrupted('SIGINT')
  expect(written.at(-1)).toBe('\r\u001b[K')
  expect(exit).toHaveBeenCalledWith(130)
  for await (const _ of files);
  progress.end()
  expect(process.listeners('SIGINT')).not.toContain(interrupted)
  process.stderr.isTTY = isTTY
})
