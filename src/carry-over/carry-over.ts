/** The settings of Docker's daemon as files for the runtime that takes its place: facts in, texts out. */
import { sameProject } from '../evidence/project.ts'
import type { Scope } from '../facts.ts'
import { ENDPOINT_IN_CONFIGURATION } from '../knowledge/carry-over.ts'
import { DEFAULT_ENDPOINTS } from '../knowledge/endpoints.ts'
import { compareVersions } from '../knowledge/versions.ts'
import { kubeletText } from './kubelet-text.ts'
import { CONTAINERD_DROP_IN, CONTAINERD_MAIN, CRICTL, KUBELET_PATCH } from './places.ts'
import { type Entry, emptyPlan, type Plan, settle, type Target, tell } from './plan.ts'
import { byProject } from './projects.ts'
import { carryRegistries } from './registries.ts'
import { reportText } from './report.ts'
import { carryRuntimes } from './runtimes.ts'
import { certificateFiles, type DockerSetting, dockerSettings } from './setting.ts'
import { tomlText } from './toml.ts'
import { unitText } from './unit-text.ts'
import { carryLimits, carryProxies, carryUlimits, isProxy } from './units.ts'
import { becomes, carryValues } from './values.ts'

/** A file to be written, its path from the folder that was asked for. */
export interface CarriedFile {
  readonly path: string
  readonly text: string
}

/** What is read: the facts, and the files of certificates that lie in the tree. */
export interface Given {
  readonly project: Scope
  readonly taken: Parameters<typeof certificateFiles>[0]
  readonly unread: readonly { readonly path: string; readonly reason: string }[]
}

const endpointOf = ({ runtime }: Target): string => DEFAULT_ENDPOINTS[runtime].linux ?? ''

/** The files for every project, each in a folder of its own where there are several. Without any setting there is none. */
export function carryOver({ project, taken, unread }: Given, target: Target): readonly CarriedFile[] {
  const { found, staying } = dockerSettings(project)
  const projects = byProject([...found, ...certificateFiles(taken)])
  const own = (settings: readonly DockerSetting[]) =>
    staying.filter(setting => settings.some(other => sameProject(other.fact, setting.fact)))
  return projects.flatMap(({ name, settings }) => {
    const folder = projects.length > 1 ? `${name}/` : ''
    return filesOf(settings, own(settings), unread, target).map(({ path, text }) => ({ path: folder + path, text }))
  })
}

function filesOf(
  settings: readonly DockerSetting[],
  staying: readonly DockerSetting[],
  unread: Given['unread'],
  target: Target,
): readonly CarriedFile[] {
  const plan = planFor(settings, target)
  const { entries, conflicts } = settle(plan.entries)
  const byFile = new Map<string, Entry[]>()
  for (const entry of entries) byFile.set(entry.file, [...(byFile.get(entry.file) ?? []), entry])
  const files = [...byFile].map(([path, own]) => ({ path, text: `${head(path)}${textOf(path, own, target)}` }))
  const whole = new Map(plan.files.map(({ file, text }) => [file, { path: file, text }]))
  const written = [
    ...files,
    ...(byFile.has(CONTAINERD_DROP_IN) ? [mainFile(target)] : []),
    ...whole.values(),
    crictlFile(target),
  ]
  const report = reportText({
    settings,
    plan,
    entries,
    conflicts,
    staying,
    unread,
    written: written.map(({ path }) => path),
  })
  return [...written, { path: 'CARRY-OVER.md', text: report }].sort((a, b) => (a.path < b.path ? -1 : 1))
}

function planFor(settings: readonly DockerSetting[], target: Target): Plan {
  const plan = emptyPlan(target)
  const known = settings.filter(({ value }) => value !== undefined)
  for (const setting of settings)
    if (setting.value === undefined) tell(plan, [setting], 'unknown', becomes(setting, plan)[1])
  const isOf = {
    registry: ({ name }: DockerSetting) => /^(?:registry-mirrors|insecure-registries|certs\.d)$/.test(name),
    runtime: ({ name, value = '' }: DockerSetting) =>
      /^(?:runtimes\.|default-runtime$)/.test(name) ||
      (name === 'exec-opts' && value.startsWith('native.cgroupdriver=')),
    proxy: ({ name }: DockerSetting) => isProxy(name),
    limit: ({ kind }: DockerSetting) => kind === 'limit',
    ulimit: ({ name }: DockerSetting) => /^default-ulimits\.[^.]+\./.test(name),
  }
  carryRegistries(known.filter(isOf.registry), plan)
  carryRuntimes(known.filter(isOf.runtime), plan)
  carryProxies(known.filter(isOf.proxy), plan)
  carryLimits(known.filter(isOf.limit), plan)
  carryUlimits(known.filter(isOf.ulimit), plan)
  carryValues(
    known.filter(setting => !Object.values(isOf).some(is => is(setting))),
    plan,
  )
  if (compareVersions(target.kubernetes, ENDPOINT_IN_CONFIGURATION) >= 0)
    plan.entries.push({
      file: KUBELET_PATCH,
      table: [],
      key: 'containerRuntimeEndpoint',
      value: endpointOf(target),
      from: [],
      remark: `Where ${target.runtime === 'cri-o' ? 'CRI-O' : 'containerd'} listens.`,
    })
  return plan
}

const head = (path: string): string => {
  const place =
    path === KUBELET_PATCH ? 'a patch for kubeadm (--patches), and for /var/lib/kubelet/config.yaml' : `/${path}`
  return `# Docker's settings, carried over by dockershim-lint: ${place}\n\n`
}

function textOf(path: string, entries: readonly Entry[], target: Target): string {
  if (path === KUBELET_PATCH) return kubeletText(entries)
  if (path.includes('.service.d/')) return unitText(entries)
  return tomlText(path === CONTAINERD_DROP_IN ? [versionEntry(path, target), ...entries] : entries)
}

/** The version of containerd's configuration, by which it knows the tables. Source: containerd docs/man/containerd-config.toml.5.md. */
const versionEntry = (file: string, { runtimeVersion }: Target): Entry => ({
  file,
  table: [],
  key: 'version',
  value: runtimeVersion === '2' ? 3 : 2,
  from: [],
})

/** containerd's own file, which takes in the one with the settings, by its name from there. */
function mainFile(target: Target): CarriedFile {
  const file = CONTAINERD_MAIN
  const imported = CONTAINERD_DROP_IN.slice(CONTAINERD_MAIN.lastIndexOf('/') + 1)
  const entries = [
    versionEntry(file, target),
    { file, table: [], key: 'imports', value: [imported], from: [], remark: REPLACES[target.runtimeVersion] },
  ]
  return { path: file, text: `${head(file)}${tomlText(entries)}` }
}

/** Source: cmd/containerd/server/config of 1.6 and 1.7 and of 2.4, mergeConfig; config dump of 1.6 and 2.4. */
const REPLACES: Readonly<Record<Target['runtimeVersion'], string>> = {
  '1.7':
    'An imported section replaces the whole section of a plugin: write the other settings of the CRI plugin into the imported file too.',
  2: 'Each imported key replaces the same key here.',
}

const crictlFile = (target: Target): CarriedFile => ({
  path: CRICTL,
  text: `${head(CRICTL)}runtime-endpoint: "${endpointOf(target)}"\nimage-endpoint: "${endpointOf(target)}"\n`,
})
