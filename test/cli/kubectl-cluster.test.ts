/** The plugin of kubectl with the real kubectl and a real API server. Where one is missing, that is said loudly. */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiServer } from '../kube-apiserver.ts'
import { BAD, findings, folderWith, plugin, podWith, program } from '../program.ts'

const server = await apiServer()
afterAll(() => server?.stop())

const template = (name: string) => `      labels: {app: ${name}}
    spec:
      containers: [{name: main, image: agent, volumeMounts: [{name: s, mountPath: /s}]}]
      volumes: [{name: s, hostPath: {path: /var/run/docker.sock}}]
`
const OBJECTS = `apiVersion: v1
kind: Namespace
metadata: {name: logging}
---
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: agent
  namespace: logging
  annotations: {meta.helm.sh/release-name: agents}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata:
${template('agent')}---
apiVersion: v1
kind: ConfigMap
metadata: {name: scripts, namespace: logging}
data:
  clean.sh: |
    #!/bin/sh
    docker system prune --force
---
apiVersion: v1
kind: Secret
metadata: {name: hidden, namespace: logging}
stringData:
  run.sh: |
    #!/bin/sh
    docker rmi old
---
${BAD}---
${podWith('/tmp/data', 'harmless')}`

describe.runIf(server)('kubectl dockershim-lint on a real cluster', () => {
  const folder = folderWith({}, false)
  const kubectl = (args: readonly string[]) => {
    const PATH = [folder, process.env['PATH']].join(delimiter)
    const env = { ...process.env, PATH, KUBECONFIG: server!.kubeconfig }
    const { status, stdout, stderr } = spawnSync('kubectl', args, { cwd: folder, env, encoding: 'utf8' })
    return { code: status, out: stdout, err: stderr }
  }
  beforeAll(() => {
    const installed = join(folder, 'kubectl-dockershim_lint')
    writeFileSync(installed, `#!/bin/sh\nexec '${process.execPath}' '${plugin}' "$@"\n`, { mode: 0o755 })
    expect(server!.kubectl(['apply', '-f', '-'], OBJECTS)).toMatchObject({ status: 0, stderr: '' })
  })

  test('names what it finds by object and field', () => {
    const outcome = kubectl(['dockershim-lint', '-A', '--format', 'json'])
    expect(findings(outcome)).toEqual([
      expect.stringMatching(/^default\/pods\/agent:\d+ error docker-socket-mount$/),
      expect.stringMatching(/^logging\/configmaps\/scripts:\d+ \w+ docker-cli$/),
      expect.stringMatching(/^logging\/daemonsets\/agent:\d+ error docker-socket-mount$/),
    ])
    const fields = JSON.parse(outcome.out).diagnostics.map(({ field }: { field: string }) => field)
    expect(fields).toEqual([
      'spec.volumes[0].hostPath.path',
      'data["clean.sh"]',
      'spec.template.spec.volumes[0].hostPath.path',
    ])
    expect(kubectl(['dockershim-lint', '-A']).out).toContain('Helm release agents')
  })

  test('asks for one namespace, and for secrets only where it is told', () => {
    const inNamespace = kubectl(['dockershim-lint', '-n', 'logging', '--format', 'compact'])
    expect(inNamespace.out).not.toContain('default/')
    expect(inNamespace.out).not.toContain('hidden')
    const withSecrets = kubectl(['dockershim-lint', '-n', 'logging', '--secrets', '--format', 'compact'])
    expect(withSecrets.out).toContain('logging/secrets/hidden')
  })

  test("the README's own line asks for kinds that there are", () => {
    const line = /^kubectl get (\S+) -A -o json/m.exec(readFileSync('README.md', 'utf8'))
    const got = kubectl(['get', line![1]!, '-A', '-o', 'json'])
    expect(got).toMatchObject({ code: 0, err: '' })
    const linted = spawnSync(process.execPath, [program, '-'], { input: got.out, encoding: 'utf8' })
    expect(linted.stdout).toContain('DaemonSet logging/agent')
  })
})
