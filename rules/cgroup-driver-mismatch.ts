import { sameProject, sharedFolders } from '../src/evidence/project.ts'
import { isForContainerd2 } from '../src/knowledge/containerd-config.ts'
import { dockerdFlag } from '../src/knowledge/daemon-config.ts'
import { compareVersions } from '../src/knowledge/versions.ts'
import { type Context, defineRule, type Fact, type FactOf, type Fix, type Located, near, partOf } from '../src/rule.ts'

export default defineRule({
  id: 'cgroup-driver-mismatch',
  level: 'warning',
  summary: 'The kubelet and the container runtime are told to use different cgroup drivers',
  docs: {
    why: 'With two cgroup drivers on one node, the kubelet and the runtime each account for the pods in a tree of their own: the kubelet fails to start with Docker, and with other runtimes pods are evicted or fail under load. The kubelet asks the runtime for its driver from Kubernetes 1.31 on, where the runtime can answer (containerd 2.0, CRI-O 1.28); with older ones both have to be configured.',
    instead:
      'Use "systemd" on both sides where the node runs systemd: cgroupDriver: systemd for the kubelet, SystemdCgroup = true for containerd, cgroup_manager = "systemd" for CRI-O.',
    bad: [
      'install.sh',
      `#!/bin/sh
cat > /etc/containerd/config.toml <<EOF
version = 2
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
  SystemdCgroup = false
EOF
cat > /var/lib/kubelet/config.yaml <<EOF
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
cgroupDriver: systemd
EOF
`,
    ],
    good: [
      'config.yaml',
      'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\ncgroupDriver: systemd\n',
    ],
  },
  triggers: ['cgroupDriver', 'cgroup-driver', 'SystemdCgroup', 'cgroup_manager', 'native.cgroupdriver'],
  across: ['setting', 'flag'],
  keeps: fact => statementOf(fact) !== undefined,
  check: { setting: check, flag: check },
})

/** What a setting or flag says of the driver. */
interface Statement {
  readonly who: 'kubelet' | 'containerd' | 'CRI-O' | 'Docker'
  readonly driver: 'systemd' | 'cgroupfs'
  readonly at: Located
}

/** Reported at what the runtime is told; kubelet's side is shown with it. */
function check(fact: FactOf<'setting'> | FactOf<'flag'>, { everywhere, report, settings }: Context): void {
  const runtime = statementOf(fact)
  if (!runtime || runtime.who === 'kubelet') return
  // Docker's driver counts while Docker stays; otherwise another rule says that it has to be carried over.
  if ((runtime.who === 'Docker') !== (settings.runtime === 'cri-dockerd')) return
  const kubelets = [...kubeletsIn(everywhere('setting')), ...kubeletsIn(everywhere('flag'))].flatMap(
    ({ other, statement }) => (sameProject(fact, other) ? [{ statement, shared: sharedFolders(fact, other) }] : []),
  )
  const closest = kubelets.reduce((most, { shared }) => Math.max(most, shared), 0)
  const closestOnes = kubelets.filter(({ shared }) => shared === closest)
  const [kubelet] = closestOnes
  if (!kubelet || closestOnes.some(({ statement }) => statement.driver === runtime.driver)) return
  const asks = asksRuntime(fact, runtime.who, settings.targetVersion)
  report(runtime.at, {
    what: `${runtime.who} uses the cgroup driver "${runtime.driver}", the kubelet uses "${kubelet.statement.driver}"`,
    breaks: asks
      ? 'From Kubernetes 1.31 on, the kubelet takes the driver from this runtime and ignores its own setting, so nothing breaks.'
      : 'With two cgroup drivers on one node, pods fail or are evicted under load; the kubelet may not start.',
    level: asks ? 'note' : 'warning',
    instead: 'Set the same driver on both sides: "systemd" on nodes that run systemd.',
    fix: asks ? undefined : agree([runtime, ...closestOnes.map(({ statement }) => statement)]),
    related: [{ at: kubelet.statement.at, message: `the kubelet is told to use "${kubelet.statement.driver}" here` }],
  })
}

interface Kubelet {
  readonly other: Fact
  readonly statement: Statement
}

/** What kubelets are told, by the list of facts: a run over many projects has tens of thousands, and asks for each runtime. */
const known = new WeakMap<readonly Fact[], readonly Kubelet[]>()

function kubeletsIn(facts: readonly Fact[]): readonly Kubelet[] {
  const before = known.get(facts)
  if (before) return before
  const kubelets = facts.flatMap(other => {
    const statement = statementOf(other)
    return statement?.who === 'kubelet' ? [{ other, statement }] : []
  })
  known.set(facts, kubelets)
  return kubelets
}

/** systemd on every side: the driver for nodes that run systemd. */
function agree(statements: readonly Statement[]): Fix {
  const others = statements.filter(({ driver }) => driver !== 'systemd')
  return {
    title: 'Use the cgroup driver "systemd" on both sides',
    applies: 'after',
    edits: others.map(({ at }) => {
      const start = at.value.lastIndexOf('cgroupfs')
      return start < 0 ? { at, text: 'true' } : { at: partOf(at, start, start + 'cgroupfs'.length), text: 'systemd' }
    }),
  }
}

/**
 * Whether the kubelet takes the driver from the runtime: from 1.31 on, where the runtime can tell. CRI-O has the version of its
 * Kubernetes. Source: getCgroupDriverFromCRI in cmd/kubelet/app/server.go 1.31, 1.34 and 1.37.
 */
function asksRuntime(fact: FactOf<'setting'> | FactOf<'flag'>, who: Statement['who'], targetVersion: string): boolean {
  if (compareVersions(targetVersion, '1.31') < 0) return false
  if (who === 'CRI-O') return true
  if (who !== 'containerd' || fact.kind !== 'setting') return false
  const settings = near(fact, 'object', 'setting')
  const version = settings.find(({ key }) => key.length === 1 && key[0] === 'version')?.value?.value
  return isForContainerd2(version, fact.key)
}

function statementOf(fact: Fact): Statement | undefined {
  if (fact.kind === 'flag') {
    if (!fact.value) return undefined
    if (fact.program === 'kubelet' && fact.name === 'cgroup-driver')
      return said('kubelet', fact.value, fact.value.value)
    if (fact.program === 'dockerd' && dockerdFlag(fact.name)?.[0] === 'exec-opts')
      return said('Docker', fact.value, ofDocker(fact.value.value))
    return undefined
  }
  if (fact.kind !== 'setting' || !fact.value) return undefined
  const { program, key, value } = fact
  const last = key.at(-1)
  if (program === 'kubelet' && key.length === 1 && last === 'cgroupDriver') return said('kubelet', value, value.value)
  // Not systemd_cgroup, which is about a runtime of old and says nothing of runc's driver.
  if (program === 'containerd' && last === 'SystemdCgroup')
    return said(
      'containerd',
      value,
      value.value === 'true' ? 'systemd' : value.value === 'false' ? 'cgroupfs' : undefined,
    )
  if (program === 'cri-o' && last === 'cgroup_manager') return said('CRI-O', value, value.value)
  if (program === 'dockerd' && key[0] === 'exec-opts') return said('Docker', value, ofDocker(value.value))
  return undefined
}

const ofDocker = (option: string): string | undefined => /^native\.cgroupdriver=(\w+)$/.exec(option)?.[1]

const said = (who: Statement['who'], at: Located, driver: string | undefined): Statement | undefined =>
  driver === 'systemd' || driver === 'cgroupfs' ? { who, driver, at } : undefined
