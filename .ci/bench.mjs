/**
 * Measures the speed of the built program on a generated tree of realistic files, against ripgrep (Debian's package
 * `ripgrep`, where it is installed) and an empty Node process. Prints medians and ratios. Nothing here is a test: machines differ.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const cli = join(root, 'dist/cli.js')
const work = mkdtempSync(join(tmpdir(), 'dockershim-lint-bench-'))
const memoryFile = join(work, 'memory')
const probe = join(work, 'probe.mjs')
writeFileSync(
  probe,
  `import{writeFileSync}from'node:fs';process.on('exit',()=>writeFileSync(${JSON.stringify(memoryFile)},String(process.resourceUsage().maxRSS)))`,
)

/** The same numbers on every run. */
let seed = 7
const random = () => {
  seed = (seed * 1103515245 + 12345) % 2147483648
  return seed / 2147483648
}
const pick = list => list[Math.floor(random() * list.length)]
const words =
  'web api cache queue worker billing search index gateway auth session report sync export import audit'.split(' ')
const lines = (count, make) => Array.from({ length: count }, (_, i) => make(i)).join('\n')

const deployment = volumes => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${pick(words)}
  namespace: ${pick(words)}
  labels:
    app.kubernetes.io/name: ${pick(words)}
spec:
  replicas: 3
  selector:
    matchLabels:
      app: ${pick(words)}
  template:
    spec:
      containers:
        - name: main
          image: docker.io/example/${pick(words)}:1.${Math.floor(random() * 90)}
          args: ["--listen=:8080", "--log-level=info"]
          env:
${lines(18, i => `            - name: SETTING_${i}\n              value: "${pick(words)}-${i}"`)}
          resources:
            requests: { cpu: 100m, memory: 128Mi }
${volumes}`

const script = body => `#!/usr/bin/env bash
set -euo pipefail
${lines(40, i => `if [ -n "\${${pick(words).toUpperCase()}_${i}:-}" ]; then\n  echo "step ${i}: $(date +%s)" | tee -a "/var/log/${pick(words)}.log"\nfi`)}
${body}
`

const quiet = [
  ['yaml', () => deployment('')],
  [
    'yaml',
    () =>
      `replicaCount: 2\nimage:\n  repository: example/${pick(words)}\n${lines(120, i => `key${i}: ${pick(words)} # ${pick(words)}`)}\n`,
  ],
  ['sh', () => script('kubectl rollout status deploy/web')],
  [
    'json',
    () =>
      JSON.stringify(
        {
          panels: Array.from({ length: 40 }, (_, id) => ({
            id,
            title: pick(words),
            targets: [{ expr: `rate(http_requests_total{job="${pick(words)}"}[5m])` }],
          })),
        },
        null,
        2,
      ),
  ],
  [
    'md',
    () =>
      `# ${pick(words)}\n\n${lines(60, () => `${pick(words)} ${pick(words)} ${pick(words)} runs in Docker or in a pod.`)}\n`,
  ],
  [
    'go',
    () =>
      `package ${pick(words)}\n\n${lines(90, i => `func ${pick(words)}${i}(ctx context.Context) error { return nil }`)}\n`,
  ],
]
const loud = [
  [
    'yaml',
    () =>
      deployment(
        '      volumes:\n        - name: socket\n          hostPath:\n            path: /var/run/docker.sock\n            type: Socket\n',
      ),
  ],
  ['sh', () => script('docker ps -q | xargs -r docker rm -f\nsystemctl restart docker')],
  [
    'yaml',
    () =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${pick(words)}\ndata:\n  run.sh: |\n${script('docker inspect "$1"').replace(/^/gm, '    ')}\n`,
  ],
  [
    'yaml',
    () =>
      deployment(
        '      volumes:\n        - name: logs\n          hostPath:\n            path: /var/lib/docker/containers\n',
      ),
  ],
]

/** A tree of `files` files, one in ten of interest. Gives its folder and size in bytes. */
function tree(name, files) {
  const folder = join(work, name)
  let bytes = 0
  for (let i = 0; i < files; i++) {
    const [extension, make] = i % 10 === 0 ? loud[(i / 10) % loud.length] : pick(quiet)
    const path = join(folder, `team-${i % 50}`, `app-${i % 400}`, `file-${i}.${extension}`)
    mkdirSync(dirname(path), { recursive: true })
    const text = make()
    bytes += text.length
    writeFileSync(path, text)
  }
  return { folder, bytes }
}

function median(runs, command, args) {
  const times = []
  for (let i = 0; i < runs; i++) {
    const start = process.hrtime.bigint()
    const run = spawnSync(command, args, { stdio: 'ignore', cwd: work })
    if (run.error) throw run.error
    times.push(Number(process.hrtime.bigint() - start) / 1e6)
  }
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)]
}

/** Peak memory of a run, in MB. */
function peak(args) {
  spawnSync(process.execPath, ['--import', probe, cli, ...args], { stdio: 'ignore', cwd: work })
  return Number(readFileSync(memoryFile, 'utf8')) / 1024
}

const ms = time => `${time.toFixed(0)} ms`.padStart(9)
const row = (what, time, note = '') => console.log(`${what.padEnd(34)}${ms(time)}  ${note}`)

try {
  const files = 7500
  const trees = [1, 4, 16].map(times => ({ times, ...tree(`x${times}`, files * times) }))
  const one = join(trees[0].folder, 'team-0', 'app-0', 'file-0.yaml')
  const lint = paths => median(5, process.execPath, [cli, '--format', 'json', '--color', 'never', ...paths])
  const empty = median(15, process.execPath, ['-e', '0'])
  row('node -e 0', empty)
  const grep = spawnSync('rg', ['--version']).status === 0 && median(9, 'rg', ['-c', 'docker|kubelet', trees[0].folder])
  if (grep) row('rg', grep)
  else console.log('rg is not installed (apt-get install ripgrep): its time is taken as 65 ms')
  const whole = lint([trees[0].folder])
  const yardstick = (grep || 65) + empty
  row(
    `${files} files, ${(trees[0].bytes / 1e6).toFixed(0)} MB`,
    whole,
    `${(whole / yardstick).toFixed(1)} × (rg + node -e 0), to reach: 5`,
  )
  const single = median(15, process.execPath, [cli, one])
  row('one file', single, `${(single / empty).toFixed(1)} × node -e 0, to reach: 2.5`)
  row('--version', median(15, process.execPath, [cli, '--version']))
  for (const { times, folder, bytes } of trees) {
    const time = times === 1 ? whole : median(1, process.execPath, [cli, '--format', 'json', folder])
    row(
      `${times} × the tree`,
      time,
      `${((bytes / time) * 1e-3).toFixed(1)} MB/s, ${peak(['--format', 'json', folder]).toFixed(0)} MB at most`,
    )
  }
} finally {
  rmSync(work, { recursive: true, force: true })
}
