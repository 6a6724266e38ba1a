/** A real API server of Kubernetes with its etcd, for the tests. Where there is none, that is said loudly. */
import { type ChildProcess, type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

export interface ApiServer {
  /** The file by which kubectl finds it. */
  readonly kubeconfig: string
  kubectl(args: readonly string[], input?: string): SpawnSyncReturns<string>
  stop(): void
}

const inPath = (name: string): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map(folder => join(folder, name))
    .find(path => existsSync(path))

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

/** Starts it; undefined where a program is missing or it does not come up. KUBE_APISERVER names one that is not in the PATH. */
export async function apiServer(): Promise<ApiServer | undefined> {
  const programs = { etcd: inPath('etcd'), kubectl: inPath('kubectl') }
  const apiserver = process.env['KUBE_APISERVER'] ?? inPath('kube-apiserver')
  const missing = Object.entries({ ...programs, 'kube-apiserver': apiserver }).flatMap(([name, path]) =>
    path ? [] : name,
  )
  if (missing.length) {
    notTested(`there is no ${missing.join(', ')}`)
    return undefined
  }
  const folder = mkdtempSync(join(tmpdir(), 'apiserver-'))
  const [etcdPort, peerPort, port] = [await freePort(), await freePort(), await freePort()]
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = join(folder, 'key.pem')
  writeFileSync(key, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  writeFileSync(join(folder, 'public.pem'), publicKey.export({ type: 'spki', format: 'pem' }))
  writeFileSync(join(folder, 'tokens.csv'), 'secret-of-the-test,admin,admin,system:masters\n')
  const started: ChildProcess[] = []
  const start = (program: string, args: readonly string[]) =>
    started.push(spawn(program, args, { cwd: folder, stdio: 'ignore' }))
  start(programs.etcd!, [
    `--data-dir=${folder}/etcd`,
    `--listen-client-urls=http://127.0.0.1:${etcdPort}`,
    `--advertise-client-urls=http://127.0.0.1:${etcdPort}`,
    `--listen-peer-urls=http://127.0.0.1:${peerPort}`,
  ])
  start(apiserver!, [
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    `--cert-dir=${folder}/certificates`,
    '--service-cluster-ip-range=10.0.0.0/24',
    '--service-account-issuer=https://test.invalid',
    `--service-account-signing-key-file=${key}`,
    `--service-account-key-file=${folder}/public.pem`,
    `--token-auth-file=${folder}/tokens.csv`,
    '--authorization-mode=AlwaysAllow',
    '--disable-admission-plugins=ServiceAccount',
  ])
  const kubeconfig = join(folder, 'kubeconfig')
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'test', cluster: { server: `https://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true } }],
      users: [{ name: 'admin', user: { token: 'secret-of-the-test' } }],
      contexts: [{ name: 'test', context: { cluster: 'test', user: 'admin', namespace: 'default' } }],
      'current-context': 'test',
    }),
  )
  const kubectl = (args: readonly string[], input = '') =>
    spawnSync(programs.kubectl!, [`--kubeconfig=${kubeconfig}`, ...args], { input, encoding: 'utf8' })
  const stop = () => {
    for (const child of started) child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  process.once('exit', stop)
  for (let tries = 0; tries < 90; tries++) {
    if (kubectl(['get', 'namespace', 'default']).status === 0) return { kubeconfig, kubectl, stop }
    await new Promise(resolve => setTimeout(resolve, 1000))
  }
  stop()
  notTested('kube-apiserver does not come up')
  return undefined
}

const notTested = (why: string): void => {
  process.stderr.write(`\nNOT TESTED: ${why}, so nothing is tried against a real API server.\n\n`)
}
