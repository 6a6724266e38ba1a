import { isInOneLine } from '../src/evidence/lines.ts'
import { isForOpenShift } from '../src/evidence/openshift.ts'
import { guardsOldVersion } from '../src/knowledge/guards.ts'
import { flagStatus } from '../src/knowledge/kubernetes/change.ts'
import {
  asksForMaster,
  CONTROL_PLANE,
  MASTER,
  MASTER_BECAME,
  masterBreaks,
  type RoleUse,
} from '../src/knowledge/kubernetes/control-plane-names.ts'
import {
  type Context,
  defineRule,
  enclosing,
  type Fact,
  type FactOf,
  type Fix,
  guardsOf,
  type Level,
  type Located,
  partOf,
} from '../src/rule.ts'

export default defineRule({
  id: 'removed-node-label',
  level: 'warning',
  summary: 'A pod or command uses the old label or taint of control plane nodes',
  docs: {
    why: `kubeadm called the label and the taint of control plane nodes "${MASTER}". It has not set the label since Kubernetes 1.24, nor the taint since 1.25. A pod that selects nodes by the old label stays Pending, and one that tolerates only the old taint no longer runs on control plane nodes.`,
    instead: `Write "${CONTROL_PLANE}". While clusters of both kinds are in use, tolerate both taints. Nodes on which somebody sets the old label keep it.`,
    bad: [
      'etcd-backup.yaml',
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: etcd-backup\nspec:\n  nodeSelector:\n    node-role.kubernetes.io/master: ""\n  containers:\n    - name: backup\n      image: example.com/backup:1\n',
    ],
    good: [
      'etcd-backup.yaml',
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: etcd-backup\nspec:\n  nodeSelector:\n    node-role.kubernetes.io/control-plane: ""\n  containers:\n    - name: backup\n      image: example.com/backup:1\n',
    ],
  },
  triggers: [MASTER],
  check: {
    setting(fact, context) {
      if (givesTaint(fact)) {
        const name = fact.value!
        const hasBoth = taintsBeside(fact, context).includes(CONTROL_PLANE)
        tell(fact, name, 'sets', context, [], undefined, hasBoth ? undefined : renamed(name))
        return
      }
      if (!asksOfNodes(fact)) return
      // One template is one finding: what a pod selects decides, and what it tolerates comes after that.
      const [first, ...more] = [...context.near(fact, 'pod', 'setting').filter(asksOfNodes)].sort(
        (a, b) => Number(tolerates(a)) - Number(tolerates(b)),
      )
      if (fact !== first) return
      const daemon = enclosing(fact.scope, 'object')?.name?.startsWith('DaemonSet ') ? '-daemon' : ''
      tell(
        fact,
        fact.at,
        `${tolerates(fact) ? 'tolerates' : 'selects'}${daemon}`,
        context,
        more,
        undefined,
        fixOf([fact, ...more]),
      )
    },
    // `--register-with-taints=node-role.kubernetes.io/master=:NoSchedule`
    flag(fact, context) {
      const taints = fact.name === 'register-with-taints' ? fact.value : undefined
      if (taints && namesMaster(taints.value))
        tell(
          fact,
          taints,
          'sets',
          context,
          [],
          undefined,
          taints.value.includes(CONTROL_PLANE) ? undefined : renamed(taints),
        )
    },
    object(fact, context) {
      if (fact.type.value !== 'Node') return
      const hasBoth = fact.labels.some(({ key }) => key.value === CONTROL_PLANE)
      for (const { key } of fact.labels)
        if (key.value === MASTER) tell(fact, key, 'sets', context, [], undefined, hasBoth ? undefined : renamed(key))
    },
    // `kubectl taint nodes --all node-role.kubernetes.io/master-` and `kubectl get nodes -l node-role.kubernetes.io/master`
    command(fact, context) {
      if (!isKubectl(fact)) return
      // Beside the new name, one of the two is right on each version.
      const isAlternative = context
        .near(fact, 'script', 'command')
        .some(other => isInOneLine(fact, other) && namesControlPlane(other))
      for (const arg of fact.args)
        if (asksForMaster(arg.value))
          tell(
            fact,
            arg,
            useOf(fact, arg.value),
            context,
            [],
            isAlternative ? 'note' : undefined,
            isAlternative ? undefined : renamed(arg),
          )
    },
  },
})

const isKubectl = ({ name }: FactOf<'command'>): boolean => /(^|[/\\])kubectl(\.exe)?$/.test(name.value)

const asksOfNodes = ({ program, key }: FactOf<'setting'>): boolean => program === 'pod' && key.at(-1) === MASTER

/** A taint that kubeadm or the kubelet gives a node: `nodeRegistration.taints`, `registerWithTaints`. */
const givesTaint = ({ program, key, value }: FactOf<'setting'>): boolean =>
  (program === 'kubeadm' || program === 'kubelet') &&
  /^(?:taints|registerWithTaints)$/.test(key.at(-3) ?? '') &&
  key.at(-1) === 'key' &&
  value?.value === MASTER

/** The names of the taints in the same list. */
const taintsBeside = (taint: FactOf<'setting'>, { near }: Context): readonly string[] =>
  near(taint, 'object', 'setting').flatMap(({ program, key, value }) =>
    program === taint.program && key.at(-1) === 'key' && key.at(-3) === taint.key.at(-3) && value ? [value.value] : [],
  )

const namesMaster = (taints: string): boolean => taints.split(',').some(taint => asksForMaster(taint.trim()))

const tolerates = ({ key }: FactOf<'setting'>): boolean => key[0] === 'tolerations'

/** A call of kubectl that does the same with the name of today. */
const namesControlPlane = (command: FactOf<'command'>): boolean =>
  isKubectl(command) && command.args.some(({ value }) => value.includes(CONTROL_PLANE))

/** `kubectl label node x node-role.kubernetes.io/master=` gives a node the label; with `-` at the end it takes it away. */
function useOf({ args }: FactOf<'command'>, word: string): RoleUse {
  // Options of kubectl itself may stand before it: `kubectl --context prod taint nodes …`.
  const verb = args.find(({ value }) => value === 'taint' || value === 'label')?.value
  if (verb === undefined) return 'asks'
  return word.endsWith('-') ? 'removes' : word.startsWith(`${MASTER}=`) || verb === 'taint' ? 'sets' : 'asks'
}

/** A second toleration beside the first, which is right at any time; the new label in a selector, which is right after the move. */
const fixOf = (asked: readonly FactOf<'setting'>[]): Fix => ({
  title: asked.every(tolerates) ? `Tolerate "${CONTROL_PLANE}" as well` : `Ask for "${CONTROL_PLANE}"`,
  applies: asked.every(tolerates) ? 'both' : 'after',
  edits: asked.map(one =>
    tolerates(one) ? { copy: [{ at: one.value ?? one.at, text: CONTROL_PLANE }] } : { at: one.at, text: CONTROL_PLANE },
  ),
})

/** The name of today in place of the old one. */
function renamed(at: Located): Fix {
  const start = at.value.indexOf(MASTER)
  return {
    title: `Write "${CONTROL_PLANE}"`,
    applies: 'after',
    edits: [{ at: partOf(at, start, start + MASTER.length), text: CONTROL_PLANE }],
  }
}

const WHAT: Readonly<Record<'selects' | 'tolerates' | 'sets' | 'removes' | 'asks', string>> = {
  selects: `Selects nodes by the old label "${MASTER}"`,
  tolerates: `Tolerates only the old taint "${MASTER}"`,
  sets: `Gives nodes the old name "${MASTER}"`,
  removes: `Removes the old name "${MASTER}" from nodes`,
  asks: `Asks for nodes with the old label "${MASTER}"`,
}

function tell(
  fact: Fact,
  at: Located,
  use: RoleUse,
  { settings, report }: Context,
  more: readonly FactOf<'setting'>[] = [],
  settled?: Level,
  fix?: Fix,
): void {
  const isTaint =
    use.startsWith('tolerates') ||
    fact.kind === 'flag' ||
    (fact.kind === 'setting' && use === 'sets') ||
    (fact.kind === 'command' && fact.args[0]?.value === 'taint')
  const change = MASTER_BECAME[isTaint ? 'taint' : 'label']
  const status = flagStatus(change, settings.targetVersion)
  if (status === 'valid' || isForOpenShift(fact)) return
  const old = guardsOldVersion(guardsOf(fact.scope), change.removedIn)
  const works = old || status !== 'removed'
  report(at, {
    what: WHAT[use.replace('-daemon', '') as keyof typeof WHAT],
    breaks: old
      ? `The condition around it leaves it out from Kubernetes ${change.removedIn} on, so nothing breaks.`
      : works
        ? `It still works; Kubernetes ${change.removedIn} removes it.`
        : masterBreaks[use],
    instead: change.replacement,
    level: works || use === 'sets' ? 'note' : settled,
    fix: old ? undefined : fix,
    related: more.map(other => ({ at: other.at, message: 'and here' })),
  })
}
