/** The program with Node in one executable, where there is no Node. Where this Node cannot be put into one, that is said loudly. */
import { spawnSync } from 'node:child_process'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderWith, run } from './program.ts'

const folder = folderWith({}, false)
const binary = join(folder, process.platform === 'win32' ? 'dockershim-lint.exe' : 'dockershim-lint')
const made = spawnSync(process.execPath, ['.ci/binary.mjs', binary], { encoding: 'utf8', timeout: 200_000 })
/** Some systems build their Node without the place that a program is put into. */
const cannot = /could not find the sentinel/i.test(made.stderr)
if (cannot) process.stderr.write(`\nNOT TESTED: this Node cannot be put into one executable: ${made.stderr}\n\n`)

test.skipIf(cannot)(
  'one file lints as the program does, also with threads',
  () => {
    expect(made.status, made.stderr).toBe(0)
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
