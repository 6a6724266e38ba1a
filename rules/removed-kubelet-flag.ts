import { levelInBranch } from '../src/evidence/docker-branch.ts'
import { flagFix } from '../src/evidence/flag-fixes.ts'
import { startsWithIt } from '../src/evidence/held-options.ts'
import { guardsOldVersion } from '../src/knowledge/guards.ts'
import { flagStatus } from '../src/knowledge/kubernetes/change.ts'
import { CRI_DOCKERD_FLAGS } from '../src/knowledge/kubernetes/cri-dockerd.ts'
import type { Flag } from '../src/knowledge/kubernetes/flag.ts'
import { findFlag, flagTriggers, KUBELET_ONLY_FLAGS } from '../src/knowledge/kubernetes/flags.ts'
import {
  type Context,
  defineRule,
  type FactOf,
  guardsOf,
  type Level,
  near,
  placeOf,
  shownFlag,
  written,
} from '../src/rule.ts'

export default defineRule({
  id: 'removed-kubelet-flag',
  level: 'error',
  summary: 'A kubelet is started with a flag that the target version refuses',
  docs: {
    why: 'The kubelet stops at once when it is given a flag that it does not know, and the node goes NotReady. Kubernetes 1.24 removed the flags of dockershim ("--network-plugin", "--cni-bin-dir", "--docker-endpoint" and others), 1.26 those of klog, 1.27 "--container-runtime", even with the value "remote", 1.35 "--pod-infra-container-image", 1.37 those of cAdvisor.',
    instead:
      'Remove the flag, and set what it set where the message says: in KubeletConfiguration, or in the configuration of the runtime. cri-dockerd has flags of its own with some of these names, and keeps them.',
    bad: ['kubeadm-flags.env', 'KUBELET_KUBEADM_ARGS="--network-plugin=cni --node-ip=10.0.0.5"\n'],
    good: [
      'kubeadm-flags.env',
      'KUBELET_KUBEADM_ARGS="--container-runtime-endpoint=unix:///run/containerd/containerd.sock --node-ip=10.0.0.5"\n',
    ],
  },
  triggers: flagTriggers(['kubelet']),
  check: { flag: checkFlag },
})

function checkFlag(fact: FactOf<'flag'>, context: Context): void {
  if (fact.program !== undefined && fact.program !== 'kubelet') return
  const row = findFlag('kubelet', fact.name, fact.value?.value)
  if (!row) return
  const { targetVersion } = context.settings
  const status = flagStatus(row, targetVersion)
  if (status === 'valid') return
  const isKnown = fact.program !== undefined || startsWithIt('kubelet', fact, context)
  if (!isKnown && !isKubelets(fact)) return
  const old = guardsOldVersion(guardsOf(fact.scope), row.removedIn ?? targetVersion)
  const level: Level = status === 'deprecated' || old ? 'note' : levelInBranch(fact, isKnown ? 'error' : 'warning')
  context.report(fact.flag, {
    what: whatOf(fact, row, status),
    breaks: breaksOf(row, status, old),
    instead: row.replacement,
    level,
    confidence: isKnown ? 'high' : 'medium',
    fix: old ? undefined : flagFix(fact, row),
  })
}

/**
 * A flag whose program is not named, of a name that no other program has, where nothing speaks of cri-dockerd. A container's
 * arguments without a command are for the program of its image, which is not kubelet.
 */
function isKubelets(fact: FactOf<'flag'>): boolean {
  const name = `--${fact.name}`
  if (!KUBELET_ONLY_FLAGS.has(name) || placeOf(fact.scope) === 'pod') return false
  if (!CRI_DOCKERD_FLAGS.has(name)) return true
  return !near(fact, 'file', 'command').some(({ name: called }) => /cri-dockerd$/.test(called.value))
}

function whatOf(fact: FactOf<'flag'>, row: Flag, status: 'removed' | 'deprecated'): string {
  const shown = shownFlag(fact)
  if (status === 'deprecated')
    return `The kubelet flag "${shown}" has been deprecated since Kubernetes ${row.deprecatedIn}`
  if (row.values && fact.value && !row.valueRefused)
    return `The value "${fact.value.value}" of the kubelet flag "--${fact.name}" was removed in Kubernetes ${row.removedIn}`
  const value = fact.value && !shown.includes('=') ? ` ${written(fact.value.span)}` : ''
  return row.valueRefused
    ? `The kubelet has refused "${shown}${value}" since Kubernetes ${row.removedIn}`
    : `The kubelet flag "${shown}" was removed in Kubernetes ${row.removedIn}`
}

function breaksOf(row: Flag, status: 'removed' | 'deprecated', old: boolean): string {
  if (status === 'deprecated')
    return row.removedIn
      ? `It still works; Kubernetes ${row.removedIn} removes it, and the kubelet then does not start.`
      : 'It still works. A later version may remove it, and the kubelet then does not start.'
  if (old) return `The condition around it leaves it out from Kubernetes ${row.removedIn} on, so nothing breaks.`
  return `The kubelet of Kubernetes ${row.removedIn} and newer stops at once with this ${row.values ? 'value' : 'flag'}, and the node goes NotReady.`
}
