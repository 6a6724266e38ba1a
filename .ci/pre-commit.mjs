/**
 * Installs the hooks of a release with the real pre-commit, without network, and commits with them. Run by .ci/run; takes
 * pre-commit and git on the PATH.
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const temporary = mkdtempSync(join(tmpdir(), 'pre-commit-'))
const env = {
  PATH: process.env.PATH,
  HOME: join(temporary, 'home'),
  PRE_COMMIT_HOME: join(temporary, 'cache'),
  npm_config_offline: 'true',
  npm_config_fetch_retries: '0',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.org',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.org',
  GIT_CONFIG_NOSYSTEM: '1',
}
const networkless = spawnSync('unshare', ['-rn', 'true']).status === 0 ? ['unshare', '-rn'] : []
process.stdout.write(
  networkless.length ? 'network: none\n' : 'network: cannot be taken away here, so npm is only told to stay offline\n',
)

/** Runs a command without network and gives its exit code and everything it printed. */
function run(cwd, ...command) {
  const [program, ...args] = [...networkless, ...command]
  const { status, error, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 28 })
  if (error) throw error
  return { status, output: stdout + stderr }
}

function mustRun(cwd, ...command) {
  const { status, output } = run(cwd, ...command)
  assert.equal(status, 0, `${command.join(' ')}\n${output}`)
  return output
}

const bad = `apiVersion: v1
kind: Pod
metadata: {name: agent}
spec:
  containers: [{name: agent, image: agent, volumeMounts: [{name: sock, mountPath: /var/run/docker.sock}]}]
  volumes: [{name: sock, hostPath: {path: /var/run/docker.sock}}]
`
const clean = bad.replaceAll('/var/run/docker.sock', '/srv/data')
const template = `{{- if .Values.agent.enabled }}
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: {{ include "agent.fullname" . }}
  labels: {{- include "agent.labels" . | nindent 4 }}
spec:
  template:
    spec:
      containers:
        - name: {{ .Chart.Name }}
          image: "{{ .Values.image }}:{{ .Values.tag }}"
          volumeMounts:
            - name: sock
              mountPath: /var/run/docker.sock
      volumes:
        - name: sock
          hostPath:
            path: /var/run/docker.sock
{{- end }}
`

/** Makes a repository of a user who has put a hook into the configuration and installed it. */
function userRepository(name, hook) {
  const folder = join(temporary, name)
  mkdirSync(folder)
  mustRun(folder, 'git', 'init', '-q', '-b', 'main')
  const config = `repos:\n  - repo: ${JSON.stringify(release)}\n    rev: ${version}\n    hooks: [{id: ${hook}}]\n`
  writeFileSync(join(folder, '.pre-commit-config.yaml'), config)
  mustRun(folder, 'pre-commit', 'install')
  return folder
}

/** Writes files and commits them; says whether the commit was made. */
function commit(folder, files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  mustRun(folder, 'git', 'add', '-A')
  const { status, output } = run(folder, 'git', 'commit', '-q', '-m', 'change')
  mustRun(folder, 'git', 'reset', '-q')
  const committed = status === 0
  if (!committed) for (const path of Object.keys(files)) rmSync(join(folder, path))
  return { committed, output }
}

const release = join(temporary, 'release')
const version = `v${JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version}`
const built = spawnSync(process.execPath, [join(root, '.ci/release.mjs'), release], { stdio: 'inherit' })
assert.equal(built.status, 0)
mkdirSync(env.HOME)
mustRun(release, 'git', 'init', '-q', '-b', 'release')
mustRun(release, 'git', 'add', '-A')
mustRun(release, 'git', 'commit', '-q', '-m', version)
mustRun(release, 'git', 'tag', version)
process.stdout.write(mustRun(temporary, 'pre-commit', '--version'))

try {
  const repository = userRepository('files', 'dockershim-lint')

  const first = commit(repository, { 'README.md': '# A cluster\n', 'clean.yaml': clean })
  assert.ok(first.committed, first.output)
  process.stdout.write('a clean manifest is committed\n')

  const refused = commit(repository, { 'deploy/bad.yaml': bad })
  assert.ok(!refused.committed, refused.output)
  assert.match(refused.output, /deploy\/bad\.yaml/)
  assert.match(refused.output, /6:\d+ {2}error {2}docker-socket-mount/)
  process.stdout.write(`a bad manifest is refused:\n${refused.output.replace(/^/gm, '    ').trimEnd()}\n`)

  const many = Object.fromEntries(Array.from({ length: 400 }, (_, n) => [`many/a manifest ${n}.yaml`, bad]))
  const batch = commit(repository, many)
  assert.ok(!batch.committed)
  assert.match(batch.output, /400 problems \(400 errors\) in 400 files/)
  const fine = commit(repository, Object.fromEntries(Object.keys(many).map(path => [path, clean])))
  assert.ok(fine.committed, fine.output)
  process.stdout.write('400 files are one run\n')

  const chart = commit(repository, { 'charts/agent/templates/daemonset.yaml': template })
  assert.ok(!chart.committed)
  assert.match(chart.output, /19:\d+ {2}error {2}docker-socket-mount/)
  process.stdout.write('one template of a chart is linted\n')

  const picture = commit(repository, { 'picture.png': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]) })
  assert.ok(picture.committed, picture.output)
  process.stdout.write('a file of another kind is let through\n')

  const posing = commit(repository, { '--exit-zero': bad, '--output=x/y.yaml': bad, '-': bad, '--help': bad })
  assert.ok(!posing.committed, posing.output)
  assert.match(posing.output, /4 problems \(4 errors\) in 4 files/)
  process.stdout.write('files that are called like options are linted\n')

  const broken = commit(repository, { 'broken.yaml': `${clean}---\na: [1, 2\nb: "docker.sock\n` })
  assert.ok(!broken.committed, broken.output)
  assert.match(broken.output, /in part/)
  process.stdout.write('a file that cannot be read is not let through\n')

  const whole = userRepository('whole', 'dockershim-lint-all')
  const wholeClean = commit(whole, { 'clean.yaml': clean })
  assert.ok(wholeClean.committed, wholeClean.output)
  const wholeBad = commit(whole, { 'deploy/bad.yaml': bad })
  assert.ok(!wholeBad.committed)
  assert.match(wholeBad.output, /docker-socket-mount/)
  process.stdout.write('the hook over all files refuses and passes as well\n')

  const fixing = userRepository('fixing', 'dockershim-lint-fix')
  const input = parser => `[INPUT]\n    Name  tail\n    Path  /var/log/containers/*.log\n    ${parser}\n`
  writeFileSync(join(fixing, 'fluent-bit.conf'), input('Parser  docker'))
  mustRun(fixing, 'git', 'add', '-A')
  const stopped = run(fixing, 'git', 'commit', '-q', '-m', 'change')
  assert.notEqual(stopped.status, 0)
  assert.match(stopped.output, /files were modified by this hook/)
  assert.equal(readFileSync(join(fixing, 'fluent-bit.conf'), 'utf8'), input('multiline.parser docker, cri'))
  mustRun(fixing, 'git', 'add', '-A')
  mustRun(fixing, 'git', 'commit', '-q', '-m', 'change')
  process.stdout.write('the hook that fixes changes files before they are committed\n')
} finally {
  rmSync(temporary, { recursive: true, force: true })
}
