/**
 * npm run binary [-- FILE]: the program with Node in one executable (Node's single executable application), for machines without
 * Node. It is made for the system that it is made on.
 */
import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { inject } from 'postject'
import { pageAssets } from './page.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const file = resolve(
  process.argv[2] ?? join(root, 'dist', process.platform === 'win32' ? 'dockershim-lint.exe' : 'dockershim-lint'),
)

/** What marks the place in Node where the program is put: nodejs.org/api/single-executable-applications.html. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2'

/** A thread runs the same text, which is in no file: as a module that makes the surroundings of a script. */
const HEAD = `
const sea = require('node:sea')
const programUrl = sea.isSea()
  ? 'data:text/javascript;base64,' + Buffer.from("import{createRequire}from'node:module';const require=createRequire(process.execPath);const module={exports:{}};" + sea.getAsset('program', 'utf8')).toString('base64')
  : 'data:,'
`

const folder = mkdtempSync(join(tmpdir(), 'binary-'))
try {
  const program = join(folder, 'program.cjs')
  await build({
    absWorkingDir: root,
    stdin: {
      contents: `import { isMainThread } from 'node:worker_threads'
import { work } from './src/cli/work.ts'
import { start } from './src/cli/start.ts'
if (isMainThread) start(import.meta.url)
else work()`,
      resolveDir: root,
    },
    outfile: program,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20.19',
    mainFields: ['module', 'main'],
    define: { 'import.meta.url': 'programUrl' },
    banner: { js: HEAD },
    plugins: [pageAssets()],
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
  })
  const config = join(folder, 'sea.json')
  const blob = join(folder, 'blob')
  const settings = { main: program, output: blob, disableExperimentalSEAWarning: true, assets: { program } }
  writeFileSync(config, JSON.stringify(settings))
  execFileSync(process.execPath, ['--experimental-sea-config', config], { stdio: ['ignore', 'ignore', 'inherit'] })
  mkdirSync(dirname(file), { recursive: true })
  copyFileSync(process.execPath, file)
  chmodSync(file, 0o755)
  await inject(file, 'NODE_SEA_BLOB', readFileSync(blob), {
    sentinelFuse: FUSE,
    machoSegmentName: process.platform === 'darwin' ? 'NODE_SEA' : undefined,
  })
} finally {
  rmSync(folder, { recursive: true, force: true })
}
