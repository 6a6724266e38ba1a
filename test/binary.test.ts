/** The program with Node in one executable, where there is no Node. Where it cannot be made or run, that is said loudly. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderWith, run } from './program.ts'

const folder = folderWith({}, false)
const binary = join(folder, process.platform === 'win32' ? 'dockershim-lint.exe' : 'dockershim-lint')
const made = spawnSync(process.execPath, ['.ci/binary.mjs', binary], { encoding: 'utf8', timeout: 200_000 })
const runs = existsSync(binary) && spawnSync(binary, ['--version'], { env: {} }).status === 0
if (!runs) process.stderr.write(`\nNOT TESTED: the single executable cannot be made or run here: ${made.stderr}\n\n`)

test.runIf(runs)(
  'one file lints as the program does, also with threads',
  () => {
    const tree = join(folder, 'tree')
    cpSync('test/fixtures', tree, { recursive: true })
    for (const args of [
      ['--format', 'json', 'tree/docker-cli'],
      ['--format', 'html', 'tree/docker-cli'],
      ['--jobs', '2', '--format', 'compact', 'tree'],
    ]) {
      const options = { cwd: folder, env: { PATH: '/nowhere' }, encoding: 'utf8', maxBuffer: 1 << 28 } as const
      const { status, stdout } = spawnSync(binary, args, options)
      const expected = run(folder, args)
      expect(status).toBe(expected.code)
      if (args.includes('html')) expect(stdout).toContain('</html>')
      else expect(stdout).toBe(expected.out)
    }
  },
  240_000,
)
