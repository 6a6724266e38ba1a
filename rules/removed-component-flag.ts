import { flagFix } from '../src/evidence/flag-fixes.ts'
import { guardsOldVersion } from '../src/knowledge/guards.ts'
import { type Change, flagStatus } from '../src/knowledge/kubernetes/change.ts'
import type { Component } from '../src/knowledge/kubernetes/flag.ts'
import { findFlags, flagTriggers } from '../src/knowledge/kubernetes/flags.ts'
import { findKubeadmUse } from '../src/knowledge/kubernetes/kubeadm.ts'
import {
  type Context,
  defineRule,
  enclosing,
  type Fact,
  type FactOf,
  type Fix,
  guardsOf,
  isUnknown,
  type Located,
  partOf,
  shownFlag,
} from '../src/rule.ts'

const COMPONENTS: readonly Component[] = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy']

export default defineRule({
  id: 'removed-component-flag',
  level: 'error',
  summary: 'A control plane component, kube-proxy or kubeadm is called with a flag that the target version refuses',
  docs: {
    why: 'A component stops at once when it is given a flag that it does not know: the API server or scheduler is down, or the script that calls kubeadm fails. Kubernetes 1.24 removed "--insecure-port" and the other flags of insecure serving, 1.26 those of klog ("--logtostderr", "--log-dir"), 1.33 "--cloud-provider" of kube-apiserver.',
    instead: 'Remove the flag, or write what the message says.',
    bad: [
      'start-scheduler.sh',
      '#!/bin/sh\nkube-scheduler --address=127.0.0.1 --kubeconfig=/etc/kubernetes/scheduler.conf\n',
    ],
    good: [
      'start-scheduler.sh',
      '#!/bin/sh\nkube-scheduler --bind-address=127.0.0.1 --kubeconfig=/etc/kubernetes/scheduler.conf\n',
    ],
  },
  triggers: [...flagTriggers(COMPONENTS), 'kubeadm'],
  check: { flag: checkFlag, command: checkCommand },
})

function checkFlag(fact: FactOf<'flag'>, context: Context): void {
  const { program, flag, name, value } = fact
  if (!COMPONENTS.some(component => component === program) || program === undefined) return
  const shown = shownFlag(fact)
  for (const row of findFlags(program, name, value?.value)) {
    const item = value && row.values && itemOf(value, row.values)
    const refused = row.valueRefused && `${program} has refused "${shown}" since Kubernetes ${row.removedIn}`
    const what = item ? `value "${item.value}" of the ${program} flag "--${name}"` : `${program} flag "${shown}"`
    const at = item && (item !== value || !shown.includes('=')) ? item : flag
    tell(
      fact,
      at,
      row,
      what,
      refused,
      `${program} stops at once with it`,
      context,
      flagFix(fact, row, item === value ? undefined : item?.value),
    )
  }
}

/** The item of a list that is one of these, with its place. */
function itemOf(value: Located, values: readonly string[]): Located | undefined {
  if (!value.value.includes(',')) return value
  for (const { index, 0: text } of value.value.matchAll(/[^\s,]{1,200}/g))
    if (values.includes(text)) return partOf(value, index, index + text.length)
  return undefined
}

/** kubeadm's commands lose flags one by one, and whole commands. */
function checkCommand(fact: FactOf<'command'>, context: Context): void {
  if (!/(^|[/\\])kubeadm(\.exe)?$/.test(fact.name.value)) return
  for (const use of findKubeadmUse(fact.args.map(arg => arg.value))) {
    const at = (use.flag && fact.args.find(arg => arg.value.split('=', 1)[0] === use.flag)) || fact.name
    const called = `"${['kubeadm', use.command].filter(Boolean).join(' ')}"`
    const what = use.flag ? `flag "${use.flag}" of ${called}` : `command ${called}`
    tell(fact, at, use, what, undefined, 'kubeadm fails with it', context)
  }
}

function tell(
  fact: Fact,
  at: Located,
  row: Change,
  shown: string,
  refused: string | false | undefined,
  breaks: string,
  context: Context,
  fix?: Fix,
): void {
  const { settings, report } = context
  const status = flagStatus(row, settings.targetVersion)
  if (status === 'valid') return
  if (status === 'deprecated') {
    report(at, {
      what: `The ${shown} has been deprecated since Kubernetes ${row.deprecatedIn}`,
      breaks: row.removedIn ? `It still works; Kubernetes ${row.removedIn} removes it.` : 'It still works.',
      instead: row.replacement,
      level: 'note',
      fix,
    })
    return
  }
  const old = guardsOldVersion(guardsOf(fact.scope), row.removedIn ?? settings.targetVersion)
  report(at, {
    what: refused || `The ${shown} was removed in Kubernetes ${row.removedIn}`,
    breaks: old
      ? `The condition around it leaves it out from Kubernetes ${row.removedIn} on, so nothing breaks.`
      : `From Kubernetes ${row.removedIn} on, ${breaks}.`,
    instead: row.replacement,
    level: old ? 'note' : isOfOtherImage(fact, context) ? 'note' : 'error',
    fix: old ? undefined : fix,
  })
}

/** Whether the container runs a scheduler or proxy of its own beside the cluster's, whose version nothing ties to the cluster's. */
function isOfOtherImage(fact: Fact, { near }: Context): boolean {
  if (
    fact.kind !== 'flag' ||
    !/^kube-(?:scheduler|proxy)$/.test(fact.program ?? '') ||
    enclosing(fact.scope, 'container') === undefined
  )
    return false
  const images = near(fact, 'container', 'image')
  return images.length > 0 && images.every(({ name, image }) => !isUnknown(image.value) && !OF_KUBERNETES.test(name))
}

/** Images with the components of Kubernetes, wherever they are mirrored. */
const OF_KUBERNETES =
  /(?:^|[/-])(?:hyperkube|kube-(?:apiserver|controller-manager|scheduler|proxy))(?:-[a-z0-9]{1,9})?$|(?:^|\/)(?:apiserver|controller-manager|scheduler|proxy|kubernetes|k8s|rancher|k3s|rke2-[a-z-]{1,30})$/
