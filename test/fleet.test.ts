/** The examples of a fleet: run as the jobs would run them, and given to a real API server. What cannot be tried here is said loudly. */
import { spawnSync } from 'node:child_process'
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { apiServer } from './kube-apiserver.ts'
import { folderWith, program, run } from './program.ts'

interface Container {
  readonly args: readonly string[]
  readonly workingDir?: string
  readonly env?: readonly { readonly name: string; readonly value: string }[]
}
interface Job {
  readonly kind: string
  readonly spec: {
    readonly completions: number
    readonly template: { readonly spec: { readonly containers: Container[] } }
  }
}

/** The first Job of a manifest. */
const jobOf = (name: string): Job =>
  parseAllDocuments(readFileSync(`examples/fleet/kubernetes/${name}`, 'utf8'))
    .map(document => (document as unknown as { toJS(): Job }).toJS())
    .find(({ kind }) => kind === 'Job')!

/** Runs the container of a Job as Kubernetes would, with folders in the place of its volumes. */
function runContainer(job: Job, folder: string, variables: Readonly<Record<string, string>> = {}) {
  const { args, workingDir = '/', env = [] } = job.spec.template.spec.containers[0]!
  const all = { ...variables, ...Object.fromEntries(env.map(({ name, value }) => [name, value])) }
  const inFolder = (text: string) => text.replace(/(^|[=:])\/(clones|results)(?=\/|$)/g, `$1${folder}/$2`)
  const expanded = args.map(arg => inFolder(arg.replace(/\$\((\w+)\)/g, (_, name: string) => all[name] ?? '')))
  return run(workingDir === '/' ? folder : inFolder(workingDir), expanded, { env: all })
}

/** Fixtures as clones. */
function clones(folder: string): void {
  for (const name of readdirSync('test/fixtures/helm')) {
    cpSync(`test/fixtures/helm/${name}`, join(folder, 'clones/org', name), { recursive: true })
    mkdirSync(join(folder, 'clones/org', name, '.git'))
  }
}

describe('the Jobs for Kubernetes', () => {
  const folder = folderWith({ 'results/.keep': '', 'clones/.keep': '' }, false)
  clones(folder)
  const lint = jobOf('lint.yaml')
  const indexes = Array.from({ length: lint.spec.completions }, (_, index) => String(index))
  const share = (index: string) => runContainer(lint, folder, { JOB_COMPLETION_INDEX: index })

  test('come to the result of one run, also when a pod was killed', () => {
    for (const index of indexes) expect(share(index).code).toBe(0)
    rmSync(join(folder, 'results/3.json'))
    const merge = jobOf('merge.yaml')
    const missing = runContainer(merge, folder)
    expect(missing.code).toBe(2)
    expect(missing.err).toContain('3.json')
    share('3')
    expect(runContainer(merge, folder).code).toBe(0)
    const one = run(join(folder, 'clones'), ['--exit-zero', '--format', 'sarif', '.'])
    expect(readFileSync(join(folder, 'results/fleet.sarif'), 'utf8')).toBe(one.out)
  }, 180_000)

  test('have as many results to merge as there are completions', () => {
    const merged = jobOf('merge.yaml').spec.template.spec.containers[0]!.args.filter(arg => arg.startsWith('/results'))
    expect(merged).toEqual(indexes.map(index => `/results/${index}.json`))
  })
})

const server = await apiServer()
afterAll(() => server?.stop())

test.runIf(server)(
  'the manifests pass a real API server',
  () => {
    for (const name of readdirSync('examples/fleet/kubernetes')) {
      const path = `examples/fleet/kubernetes/${name}`
      const applied = server!.kubectl(['apply', '--server-side', '--validate=strict', '-f', path])
      expect(applied.stderr).toBe('')
      expect(applied.status).toBe(0)
    }
  },
  120_000,
)

const isThere = (program: string): boolean => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0

const canBuild = process.platform === 'linux' && isThere('podman') && isThere('ldd')
if (!canBuild) process.stderr.write('\nNOT TESTED: there is no podman, so .github/Containerfile is not built.\n\n')

test.runIf(canBuild)(
  'the image lints without network, on a root file system that is only read',
  () => {
    const folder = folderWith({ 'context/package/package.json': '{"type":"module"}', 'root/tmp/.keep': '' }, false)
    const node = process.execPath
    const libraries = spawnSync('ldd', [node], { encoding: 'utf8' }).stdout.match(/(?<=\s)\/\S+/g) ?? []
    const copy = (from: string, to: string): void => {
      mkdirSync(dirname(join(folder, 'root', to)), { recursive: true })
      copyFileSync(from, join(folder, 'root', to))
    }
    copy(node, 'usr/bin/node')
    for (const library of libraries) copy(library, library)
    cpSync(join(program, '..'), join(folder, 'context/package/dist'), { recursive: true })
    const does = (command: string, ...args: string[]) => spawnSync(command, args, { cwd: folder, encoding: 'utf8' })
    does('tar', '-C', 'root', '-cf', 'base.tar', '.')
    does('tar', '-C', 'context', '-czf', 'package.tgz', 'package')
    writeFileSync(join(folder, 'Containerfile'), readFileSync('.github/Containerfile'))
    const tag = `localhost/dockershim-lint-test-${process.pid}`
    try {
      expect(does('podman', 'import', 'base.tar', `${tag}-node`).status).toBe(0)
      const from = ['--build-arg', `NODE=${tag}-node`, '--build-arg', 'PACKAGE=package.tgz']
      const built = does('podman', 'build', '--network', 'none', ...from, '--tag', tag, '--file', 'Containerfile', '.')
      expect(built.status, built.stderr).toBe(0)
      const most = spawnSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).stdout.trim()
      const limits = ['--ulimit', `nofile=${most}:${most}`, '--ulimit', 'nproc=1000:1000']
      const hardened = [
        '--network',
        'none',
        '--read-only',
        '--cap-drop',
        'all',
        '-v',
        `${process.cwd()}/examples:/work:ro`,
      ]
      // crun refuses machines whose control groups are of both versions, runc does not. Some sandboxes let nobody make a container.
      const runs = [[], ['--runtime', 'runc']].map(runtime =>
        does('podman', ...runtime, 'run', '--rm', ...limits, ...hardened, tag, '--statistics', '.'),
      )
      const linted = runs.find(({ status }) => status !== 125 && status !== 126)
      if (!linted)
        process.stderr.write(
          `\nNOT TESTED: the image is built, but podman cannot run it here: ${runs.map(({ stderr }) => stderr).join('')}\n\n`,
        )
      else expect(linted).toMatchObject({ status: 1, stdout: expect.stringContaining('docker-socket-mount') })
    } finally {
      does('podman', 'rmi', '--force', tag, `${tag}-node`)
    }
  },
  300_000,
)
