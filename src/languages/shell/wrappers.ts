/** Programs that run the program behind them, as tables: how to find where the inner command begins. */

/** How the command inside a wrapper's arguments is found. */
export interface Wrapper {
  /** Options that take the next word as their value. */
  readonly values?: readonly string[]
  /** How many operands stand before the command: the seconds of `timeout`, the directory of `chroot`. */
  readonly operands?: number
  /** Whether `VAR=x` may stand before the command. */
  readonly assigns?: boolean
  /** The command is a text (or several) that a shell runs: `ssh host 'docker ps; date'`. */
  readonly text?: boolean
  /** Without a command it starts a shell, which reads what it is fed: `ssh host <<EOF`. */
  readonly feeds?: boolean
  /** Options whose value is a script. */
  readonly script?: readonly string[]
  /** Whether such an option takes all the words up to the next option, each a script. */
  readonly several?: boolean
  /** The words that have to follow the name: `exec` of `kubectl exec`. Options may stand between. */
  readonly verb?: readonly string[]
  /** The last of these words is the program: `gcloud docker -- push`. */
  readonly keepsVerb?: boolean
  /** The command only begins behind `--`; without one, behind the operands if `operands` says how many. */
  readonly dashes?: boolean
  /** The wrapper is a call of its own as well: `docker exec` needs docker. */
  readonly itself?: boolean
}

const SUDO = [
  '-u',
  '-g',
  '-h',
  '-p',
  '-C',
  '-r',
  '-t',
  '-T',
  '-U',
  '-D',
  '-R',
  '--user',
  '--group',
  '--host',
  '--prompt',
  '--chdir',
  '--chroot',
  '--role',
  '--type',
  '--other-user',
  '--command-timeout',
] // prettier-ignore
const SSH = [
  '-B',
  '-b',
  '-c',
  '-D',
  '-E',
  '-e',
  '-F',
  '-I',
  '-i',
  '-J',
  '-L',
  '-l',
  '-m',
  '-O',
  '-o',
  '-P',
  '-p',
  '-Q',
  '-R',
  '-S',
  '-W',
  '-w',
] // prettier-ignore
const LOG_RUNNER = [
  '-log-file',
  '--log-file',
  '-log-file-size',
  '--log-file-size',
  '-flush-interval',
  '--flush-interval',
]
const CONTAINER_EXEC = ['-u', '--user', '-w', '--workdir', '-e', '--env', '--env-file', '--detach-keys']
const KUBECTL = [
  '-n',
  '--namespace',
  '-c',
  '--container',
  '--context',
  '--kubeconfig',
  '-f',
  '--filename',
  '--cluster',
  '-s',
  '--server',
  '--token',
  '--user',
  '--as',
  '--pod-running-timeout',
  '--image',
  '--overrides',
  '-l',
  '--selector',
  '--env',
  '--labels',
  '--restart',
  '--target',
  '--profile',
] // prettier-ignore

/** By the wrapper's base name; a list where it depends on the words that follow. Sources: the programs' manual pages. */
export const WRAPPERS: Readonly<Record<string, Wrapper | readonly Wrapper[]>> = {
  sudo: { values: SUDO, assigns: true, feeds: true },
  doas: { values: ['-u', '-C', '-a'], feeds: true },
  env: { values: ['-u', '-C', '--unset', '--chdir'], script: ['-S', '--split-string'], assigns: true },
  exec: { values: ['-a'] },
  command: {},
  builtin: {},
  nohup: {},
  setsid: {},
  unbuffer: {},
  catchsegv: {},
  'kube-log-runner': { values: LOG_RUNNER },
  // Its older name, in the images of Kubernetes itself.
  'go-runner': { values: LOG_RUNNER },
  time: { values: ['-f', '-o', '--format', '--output'] },
  nice: { values: ['-n', '--adjustment'] },
  ionice: { values: ['-c', '-n', '--class', '--classdata'] },
  chrt: { values: ['-T', '-P', '-D'], operands: 1 },
  taskset: { operands: 1 },
  stdbuf: { values: ['-i', '-o', '-e', '--input', '--output', '--error'] },
  timeout: { values: ['-s', '-k', '--signal', '--kill-after'], operands: 1 },
  xargs: {
    values: [
      '-a',
      '-d',
      '-E',
      '-I',
      '-J',
      '-L',
      '-n',
      '-P',
      '-R',
      '-s',
      '-S',
      '--arg-file',
      '--delimiter',
      '--max-lines',
      '--max-args',
      '--max-procs',
      '--max-chars',
      '--process-slot-var',
    ],
  }, // prettier-ignore
  parallel: {
    values: [
      '-j',
      '--jobs',
      '-a',
      '--arg-file',
      '--delay',
      '--timeout',
      '--retries',
      '-n',
      '-N',
      '-L',
      '-I',
      '--joblog',
      '--tmpdir',
      '-S',
      '--sshlogin',
    ],
    text: true,
  }, // prettier-ignore
  strace: { values: ['-o', '-e', '-p', '-s', '-u', '-E', '-P'] },
  catatonit: {},
  tini: { values: ['-p', '-e'] },
  'dumb-init': { values: ['-r', '--rewrite'] },
  'systemd-run': {
    values: [
      '-p',
      '--property',
      '-u',
      '-E',
      '--unit',
      '--slice',
      '--description',
      '--setenv',
      '-M',
      '--machine',
      '-t',
      '--on-active',
      '--on-boot',
      '--on-calendar',
      '--on-unit-active',
    ],
  }, // prettier-ignore
  screen: { values: ['-S', '-t', '-c', '-s', '-T', '-h', '-p', '-e'] },
  tmux: ['new-session', 'new', 'new-window', 'neww', 'split-window', 'splitw', 'respawn-pane', 'send-keys', 'send'].map(
    verb => ({ verb: [verb], values: ['-c', '-e', '-F', '-l', '-n', '-s', '-t', '-x', '-y'], text: true }),
  ),
  daemon: { values: ['-n', '--name', '-u', '--user', '-D', '--chdir', '-o', '--output', '-F', '--pidfile'] },
  'systemd-inhibit': {},
  'systemd-cat': { values: ['-t', '-p', '--identifier', '--priority'] },
  flock: {
    values: ['-w', '-E', '--wait', '--timeout', '--conflict-exit-code'],
    operands: 1,
    script: ['-c', '--command'],
  },
  chroot: { operands: 1, feeds: true },
  'arch-chroot': { values: ['-u'], operands: 1, feeds: true },
  'systemd-nspawn': { values: ['-D', '-M', '-u', '--directory', '--machine', '--bind'] },
  nsenter: { values: ['-t', '--target', '-S', '-G'], feeds: true },
  unshare: { values: ['-S', '-G', '-R', '-w'], feeds: true },
  ip: { verb: ['netns', 'exec'], operands: 1 },
  su: {
    values: ['-s', '-g', '-G', '-w', '--shell', '--group'],
    script: ['-c', '--command', '--session-command'],
    operands: 9,
    feeds: true,
  }, // prettier-ignore
  runuser: {
    values: ['-u', '-s', '-g', '-G', '--user', '--shell', '--group'],
    script: ['-c', '--command'],
    feeds: true,
  },
  'su-exec': { operands: 1 },
  gosu: { operands: 1 },
  setpriv: { values: ['--reuid', '--regid', '--groups', '--inh-caps', '--bounding-set', '--ambient-caps'] },
  sg: { operands: 1, script: ['-c'], text: true },
  newgrp: { operands: 9, feeds: true },
  eval: { text: true },
  watch: { values: ['-n', '--interval', '-q', '-s', '--shotsdir'], text: true },
  entr: {},
  ssh: { values: SSH, operands: 1, text: true, feeds: true },
  // Of the plugins of Nagios.
  check_by_ssh: { values: ['-H', '-p', '-l', '-i', '-t', '-w', '-c', '-o', '-E'], script: ['-C', '--command'] },
  sshpass: { values: ['-p', '-f', '-d', '-P'] },
  autossh: { values: [...SSH, '-M'], operands: 1, text: true, feeds: true },
  pdsh: { values: ['-w', '-x', '-l', '-t', '-u', '-f', '-R', '-g'], text: true },
  pssh: { values: ['-h', '-H', '-l', '-p', '-o', '-e', '-t', '-O', '-x'], text: true },
  'parallel-ssh': { values: ['-h', '-H', '-l', '-p', '-o', '-e', '-t', '-O', '-x'], text: true },
  clush: { values: ['-w', '-g', '-x', '-X', '-l', '-o', '-f', '-t', '-u'], text: true },
  script: { values: ['-t', '-I', '-O', '-B', '-E'], script: ['-c', '--command'], operands: 9 },
  'virt-customize': { script: ['--run-command', '--firstboot-command'], operands: 9 },
  minikube: [
    { verb: ['ssh'], values: ['-n', '--node', '-p', '--profile', '-i', '--ssh-key'], text: true, feeds: true },
  ],
  multipass: [{ verb: ['exec'], values: ['-d'], operands: 1 }],
  colima: [{ verb: ['ssh'], values: ['-p', '--profile'] }],
  limactl: [{ verb: ['shell'], operands: 1 }],
  'docker-machine': [{ verb: ['ssh'], operands: 1, text: true, feeds: true }],
  vagrant: [{ verb: ['ssh'], script: ['-c', '--command'], operands: 9, feeds: true }],
  gcloud: [
    { verb: ['docker'], values: ['--project', '-s', '--server'], keepsVerb: true },
    ...[
      ['compute', 'ssh'],
      ['beta', 'compute', 'ssh'],
      ['alpha', 'compute', 'ssh'],
    ].map(verb => ({
      verb,
      values: ['--zone', '--project', '--ssh-flag', '--ssh-key-file', '--container', '--strict-host-key-checking'],
      script: ['--command'],
      dashes: true,
      text: true,
      feeds: true,
    })),
  ],
  az: [
    { verb: ['vm', 'run-command', 'invoke'], script: ['--scripts'], several: true, operands: 9 },
    { verb: ['vm', 'run-command', 'create'], script: ['--script'], operands: 9 },
    { verb: ['vmss', 'run-command', 'invoke'], script: ['--scripts'], several: true, operands: 9 },
    { verb: ['aks', 'command', 'invoke'], script: ['--command', '-c'], operands: 9 },
    { verb: ['vmss', 'run-command', 'create'], script: ['--script'], operands: 9 },
  ],
  doctl: [{ verb: ['compute', 'ssh'], script: ['--ssh-command'], operands: 9, feeds: true }],
  hcloud: [{ verb: ['server', 'ssh'], operands: 1, text: true, feeds: true }],
  tsh: [{ verb: ['ssh'], values: ['-l', '--login', '-p', '--port', '--proxy', '--cluster'], operands: 1, text: true }],
  juju: [
    { verb: ['ssh'], values: ['-m', '--model'], operands: 1, text: true, feeds: true },
    ...['run', 'exec'].map(verb => ({
      verb: [verb],
      values: ['-m', '--model', '-u', '--unit', '-a', '--application', '--machine', '--timeout'],
      text: true,
    })),
  ],
  knife: [
    {
      verb: ['ssh'],
      values: ['-x', '--ssh-user', '-i', '--ssh-identity-file', '-a', '--attribute', '-C', '--concurrency', '-P', '-p'],
      operands: 1,
      text: true,
    },
  ],
  bolt: [{ verb: ['command', 'run'], values: ['-t', '--targets', '-n', '--nodes', '-u', '--user'], text: true }],
  fab: { values: ['-H', '--hosts', '-u', '--user', '-i', '-R'], dashes: true },
  plink: { values: ['-l', '-P', '-pw', '-i'], operands: 1, text: true, feeds: true },
  rsh: { values: ['-l'], operands: 1, text: true, feeds: true },
  dsh: { values: ['-m', '-g', '-f', '-r'], text: true },
  mussh: { values: ['-h', '-H', '-l', '-i', '-m'], script: ['-c'], operands: 9 },
  pct: [{ verb: ['exec'], operands: 1 }],
  qm: [{ verb: ['guest', 'exec'], operands: 1 }],
  lxc: [{ verb: ['exec'], dashes: true, operands: 1, itself: true }],
  incus: [{ verb: ['exec'], dashes: true, operands: 1, itself: true }],
  'lxc-attach': { values: ['-n', '--name', '-v', '--set-var', '-u', '-g'] },
  machinectl: [{ verb: ['shell'], operands: 1 }],
  kubectl: ['exec', 'run', 'debug'].map(verb => ({
    verb: [verb],
    values: KUBECTL,
    dashes: true,
    itself: true,
    feeds: true,
  })),
  oc: ['exec', 'run', 'debug', 'rsh'].map(verb => ({
    verb: [verb],
    values: KUBECTL,
    dashes: true,
    itself: true,
    feeds: true,
  })),
  crictl: [
    {
      verb: ['exec'],
      values: ['-r', '--runtime-endpoint', '--timeout', '-c', '--config'],
      operands: 1,
      itself: true,
      feeds: true,
    },
  ], // prettier-ignore
  docker: [
    { verb: ['exec'], values: CONTAINER_EXEC, operands: 1, itself: true, feeds: true },
    { verb: ['container', 'exec'], values: CONTAINER_EXEC, operands: 1, itself: true, feeds: true },
    { verb: ['compose', 'exec'], values: CONTAINER_EXEC, operands: 1, itself: true, feeds: true },
  ],
  'docker-compose': [
    { verb: ['exec'], values: [...CONTAINER_EXEC, '--index'], operands: 1, itself: true, feeds: true },
  ],
  podman: [{ verb: ['exec'], values: CONTAINER_EXEC, operands: 1, itself: true, feeds: true }],
  nerdctl: [{ verb: ['exec'], values: CONTAINER_EXEC, operands: 1, itself: true, feeds: true }],
}

/** Shells that run a script given with `-c`, or what they are fed. */
export const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh', 'mksh', 'rbash'])

/** Programs that are another program's first argument: `busybox sh`. */
export const MULTICALL: ReadonlySet<string> = new Set(['busybox', 'toybox'])

/** Real programs whose name holds ssh and that run nothing elsewhere. */
const SSH_TOOLS =
  /^(ssh-(keygen|add|agent|copy-id|keyscan|keysign|import-id|audit)|sshd|sshfs|ssh-[^-]{0,40}key.{0,80}|ssh-.{0,40}-key.{0,80})$/
const TALKS =
  /msg|message|log|print|echo|info|warn|err|die|fail|abort|usage|title|banner|note|key|config|copy|scp|tunnel|port|cert|user|wait|test_?ssh|check/i

/** Whether the name looks like a script's own way to run a command on another machine: `ssh_exec`, `run_on_node`, `remote`. */
export const runsElsewhere = (name: string): boolean => {
  if (SSH_TOOLS.test(name) || TALKS.test(name)) return false
  // `remote::run` and `node.exec` are `remote_run` and `node_exec`.
  const plain = name.replace(/([a-z])([A-Z])/g, '$1_$2').replace(/[:.-]+/g, '_')
  if (RUNS.test(plain) && ELSEWHERE.test(plain)) return true
  return (
    /(^|[^a-z])k?g?ssh([^a-z]|$)/i.test(name) ||
    /^(remote|rexec|on_?node|(run|exec|execute|do)_?(on|in|remote|remotely)(_.+)?|remote_?(run|exec|cmd|command)?|node_?(run|exec|cmd|shell|ssh))$/i.test(
      name,
    )
  )
}

const RUNS = /(?:^|_)(?:run|exec|execute|do|cmd|command|sh|shell|script|bash)(?:_|$)/i
const ELSEWHERE =
  /(?:^|_)(?:remote|remotely|hosts?|nodes?|masters?|workers?|vms?|servers?|targets?|machines?|ssh)(?:_|$)/i

/** Whether the name looks like a script's own way to run a command again, quietly or as another user: `retry`, `run_cmd`. */
export const runsArguments = (name: string): boolean =>
  /(^|[_:.-])(retry|retries|retrycmd|retryable)([_:.-]|$)/i.test(name) ||
  /^(run|try|attempt|must|execute|quiet|silent|silently|verbose|run_?(cmd|command|as_?root|quiet|silent|with_?retry|or_die)|exec_?(cmd|command)|do_?(cmd|command)|try_?(run|cmd|command|until\w*)|log_?(cmd|command|and_?run)|as_?root|as_?user|with_?sudo|run_?sudo|sudo_?run|maybe_?sudo|sudo_?if\w*|eventually|fail_?if_?error|check_?call|wait_?until)$/i.test(
    name,
  )

/** Whether an unknown variable in front of a command is one that a script sets to a wrapper or to nothing: `$SUDO docker ps`. */
export const isWrapperVariable = (name: string): boolean =>
  /sudo|as_?root|become|^(sh|bash)_?c$|dry_?run|prefix|^(maybe_)?echo$|^time(out)?$|_?timeout$|nice|nohup|wrapper|^(run|exec|pre)(_?(cmd|command|as))?$|retry/i.test(
    name,
  )

/** Whether a variable is named for options: `$SSH_OPTS`. */
export const isOptionsVariable = (name: string): boolean => /opt|arg|flag|param|^[@*]$/i.test(name)
