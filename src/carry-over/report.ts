/** CARRY-OVER.md: what became of each setting, and what is left to do. */

import { ENDPOINT_IN_CONFIGURATION } from '../knowledge/carry-over.ts'
import { CRI_SOCKET_ANNOTATION, DEFAULT_ENDPOINTS } from '../knowledge/endpoints.ts'
import { compareVersions } from '../knowledge/versions.ts'
import { inLine, nameText, placeText } from './comments.ts'
import { CONTAINERD_MAIN, KUBELET_PATCH } from './places.ts'
import type { Conflict, Entry, Plan, Reason, Target } from './plan.ts'
import type { DockerSetting } from './setting.ts'

interface Report {
  readonly settings: readonly DockerSetting[]
  readonly plan: Plan
  readonly entries: readonly Entry[]
  readonly conflicts: readonly Conflict[]
  readonly staying: readonly DockerSetting[]
  readonly unread: readonly { readonly path: string; readonly reason: string }[]
  readonly written: readonly string[]
}

/** The text of CARRY-OVER.md. */
export function reportText(report: Report): string {
  const { plan, conflicts, staying, unread, written } = report
  const { target } = plan
  const of = (reason: Reason) => plan.told.filter(told => told.reason === reason)
  const told = (reason: Reason) => of(reason).map(({ setting, text }) => [...cells(setting), plain(text)])
  return [
    `# Docker's settings for ${runtimeName(target)}`,
    `What dockershim-lint found of Docker's settings, and where it went. Kubernetes ${target.kubernetes}.`,
    ...section('To fill in', 'Something else gives these values, so they are in no file.', told('unknown')),
    ...section(
      'To decide',
      'These settings disagree, so they are in no file: write the one that is right for each kind of node.',
      conflicts.flatMap(({ file, key, from }) =>
        from.map(setting => [...cells(setting), `${code(key)} in ${code(file)}`]),
      ),
    ),
    ...section('To do by hand', 'No file of the new runtime accepts these as they are.', told('by-hand')),
    ...section('Carried over', '', carried(report)),
    ...section('Without effect on pods', 'No pod behaves differently without these.', told('nothing')),
    ...section(
      'Left out',
      'Settings of a Docker in a pod or on a machine that builds, where it may stay.',
      staying.map(setting => [...cells(setting), 'Nothing is lost while that Docker stays.']),
    ),
    ...(unread.length
      ? ['## Not read, or in part', unread.map(({ path, reason }) => `- ${code(path)}: ${plain(reason)}`).join('\n')]
      : []),
    '## On each node',
    steps(target, written)
      .map((step, index) => `${index + 1}. ${step}`)
      .join('\n'),
  ]
    .join('\n\n')
    .concat('\n')
}

const runtimeName = ({ runtime, runtimeVersion }: Target): string =>
  runtime === 'cri-o' ? 'CRI-O' : `containerd ${runtimeVersion}`

/** Each setting that is in a file, with the places. */
function carried({ settings, entries, plan: { files } }: Report): readonly (readonly string[])[] {
  return settings.flatMap(setting => {
    const keys = new Map<string, Set<string>>()
    for (const { file, key, item, from } of entries)
      if (from.includes(setting))
        keys.set(file, (keys.get(file) ?? new Set()).add(key === 'Environment' ? (item ?? key) : key))
    const places = [
      ...[...keys].map(([file, own]) => `${[...own].map(code).join(', ')} in ${code(file)}`),
      ...files.filter(({ from }) => from.includes(setting)).map(({ file }) => code(file)),
    ]
    return places.length ? [[...cells(setting), places.join('; ')]] : []
  })
}

const cells = (setting: DockerSetting): readonly string[] => [
  code(nameText(setting)),
  setting.kind === 'certificate' ? '' : code(setting.shown),
  code(placeText(setting)),
]

function section(title: string, sentence: string, rows: readonly (readonly string[])[]): readonly string[] {
  if (!rows.length) return []
  const table = [
    '| Setting | Value | From | |',
    '| --- | --- | --- | --- |',
    ...rows.map(row => `| ${row.join(' | ')} |`),
  ]
  return [`## ${title}`, ...(sentence ? [sentence] : []), table.join('\n')]
}

/** Text of a file in a cell of a table: nothing in it ends the code or the cell. */
function code(text: string): string {
  const shown = inLine(text).replace(/`/g, "'").replace(/\|/g, '\\|')
  return shown === '' ? '' : `\`${shown}\``
}

const plain = (text: string): string => inLine(text).replace(/[|<`\\]/g, '\\$&')

function steps(target: Target, written: readonly string[]): readonly string[] {
  const isCriO = target.runtime === 'cri-o'
  const service = isCriO ? 'crio' : 'containerd'
  const endpoint = DEFAULT_ENDPOINTS[target.runtime].linux ?? ''
  const steps = ['Copy `etc` to `/etc`. If a file is there already, merge the two.']
  if (written.includes(CONTAINERD_MAIN))
    steps.push(
      "Where you keep a `/etc/containerd/config.toml` of your own, add the line with `imports` to it, and take `cri` out of `disabled_plugins`: Docker's package of containerd writes it there.",
    )
  if (isCriO)
    steps.push(
      'Docker takes an image without a registry from docker.io. CRI-O does so only where `unqualified-search-registries` in `/etc/containers/registries.conf` says so.',
    )
  steps.push(`\`systemctl daemon-reload && systemctl restart ${service}\``)
  if (written.includes(KUBELET_PATCH))
    steps.push(
      `Give kubeadm the patch: \`kubeadm upgrade node --patches /etc/kubernetes/patches\`. Without kubeadm, put its keys into the file that the kubelet's \`--config\` names.`,
    )
  if (compareVersions(target.kubernetes, ENDPOINT_IN_CONFIGURATION) < 0)
    steps.push(
      `Start the kubelet with \`--container-runtime=remote --container-runtime-endpoint=${endpoint}\`; its configuration has the endpoint only from 1.27 on.`,
    )
  steps.push(
    '`systemctl restart kubelet`',
    `If kubeadm made the node, tell it too: \`kubectl annotate node NODE --overwrite ${CRI_SOCKET_ANNOTATION}=${endpoint}\`, and change the endpoint in /var/lib/kubelet/kubeadm-flags.env if it is there.`,
  )
  return steps
}
