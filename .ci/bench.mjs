/**
 * npm run bench -- [DIR…]: measures the built program on real trees, or on a generated one where none is named, against ripgrep
 * (Debian's package `ripgrep`) and an empty Node process in the same run. Prints medians of processor time and wall time, peak
 * memory, how many files came how far, and where the time goes. Nothing here is a test: machines differ.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeTree } from './bench-tree.mjs'

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url))
const clock = fileURLToPath(new URL('bench-clock.mjs', import.meta.url))
const work = mkdtempSync(join(tmpdir(), 'dockershim-lint-bench-'))
const told = join(work, 'told')
/** Stages are told of one thread. */
const help = spawnSync(process.execPath, [cli, '--help'], { encoding: 'utf8' }).stdout
const oneThread = help.includes('--jobs') ? ['--jobs', '1'] : []

const median = numbers => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]
const seconds = text => [...text.matchAll(/(\d+)m([\d.]+)s/g)].map(([, minutes, rest]) => 60 * minutes + Number(rest))

/** Processor and wall time of a command in milliseconds: medians of `runs`, each of `times` in a row where it is short. */
function measure(command, args, runs = 3, times = 1) {
  const walls = []
  const cpus = []
  // The shell tells the processor time of what it ran.
  const loop = `i=0; while [ $i -lt ${times} ]; do "$@" >/dev/null 2>&1; i=$((i+1)); done; times`
  for (let i = 0; i < runs; i++) {
    const start = process.hrtime.bigint()
    const { stdout } = spawnSync('sh', ['-c', loop, 'sh', command, ...args], { encoding: 'utf8', cwd: work })
    walls.push(Number(process.hrtime.bigint() - start) / 1e6 / times)
    const [user = 0, system = 0] = seconds(stdout.trim().split('\n').at(-1) ?? '')
    cpus.push((1000 * (user + system)) / times)
  }
  return { wall: median(walls), cpu: median(cpus) }
}

/** A run with a clock for its stages: how long each took, how many files came how far, and the peak memory. */
function watched(paths) {
  const args = ['--import', clock, cli, '--format', 'json', '--level', 'note', ...oneThread, ...paths]
  const env = { ...process.env, DOCKERSHIM_LINT_BENCH: told }
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: work, env, maxBuffer: 1 << 30 })
  const { stages, cpu, memory } = JSON.parse(readFileSync(told, 'utf8'))
  const { summary, diagnostics } = JSON.parse(stdout)
  return { stages, cpu, memory, walked: summary.filesChecked, found: new Set(diagnostics.map(one => one.path)).size }
}

const ms = time => `${time.toFixed(0)} ms`.padStart(9)
const row = (what, { cpu, wall }, note = '') => console.log(`${what.padEnd(26)}${ms(cpu)}${ms(wall)}  ${note}`)

function bench(name, paths, empty) {
  const grep = measure('rg', ['-c', 'docker', ...paths], 5, 3)
  const run = measure(process.execPath, [cli, '--format', 'json', ...paths])
  const { stages, cpu, memory, walked, found } = watched(paths)
  row('rg -c docker', grep)
  const yardstick = { cpu: grep.cpu + empty.cpu, wall: grep.wall + empty.wall }
  const times = key => `${(run[key] / yardstick[key]).toFixed(1)} ×`
  row(name, run, `${times('cpu')} (rg + node -e 0) of processor time, ${times('wall')} of wall time`)
  console.log(
    `  ${walked} files walked, ${stages.scan?.entered ?? 0} texts scanned, ${stages.judging?.entered ?? 0} files parsed, ${found} with findings, ${memory.toFixed(0)} MB at most`,
  )
  let rest = cpu
  for (const [stage, { time, entered }] of Object.entries(stages).sort(([, a], [, b]) => b.time - a.time)) {
    rest -= time
    console.log(
      `  ${stage.padEnd(12)}${ms(time)}${`${((100 * time) / cpu).toFixed(0)} %`.padStart(7)}${`${entered} times`.padStart(15)}`,
    )
  }
  console.log(`  ${'start, rest'.padEnd(12)}${ms(rest)}${`${((100 * rest) / cpu).toFixed(0)} %`.padStart(7)}\n`)
}

try {
  if (spawnSync('rg', ['--version']).status !== 0) throw new Error('rg is not installed: apt-get install ripgrep')
  console.log(`${''.padEnd(26)}processor     wall`)
  const empty = measure(process.execPath, ['-e', '0'], 5, 5)
  row('node -e 0', empty)
  const named = process.argv.slice(2).map(path => resolve(path))
  if (named.length > 0) bench(`${named.length} real tree${named.length > 1 ? 's' : ''}`, named, empty)
  else {
    const files = 7500
    const trees = [1, 4, 16].map(times => ({ times, ...writeTree(join(work, `x${times}`), files * times) }))
    const one = join(trees[0].folder, 'team-0', 'app-0', 'file-0.yaml')
    const single = measure(process.execPath, [cli, one], 5, 5)
    row('one file', single, `${(single.wall / empty.wall).toFixed(1)} × node -e 0`)
    row('--version', measure(process.execPath, [cli, '--version'], 5, 5))
    row('one large file', measure(process.execPath, [cli, join(trees[0].folder, 'all.yaml')]))
    console.log()
    for (const { times, folder, bytes } of trees)
      bench(`${files * times} files, ${(bytes / 1e6).toFixed(0)} MB`, [folder], empty)
  }
} finally {
  rmSync(work, { recursive: true, force: true })
}
