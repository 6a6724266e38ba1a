import { pathOf } from '../src/evidence/project.ts'
import { criEndpoint, type NodeOs } from '../src/knowledge/endpoints.ts'
import { guardsForDocker, guardsOldVersion } from '../src/knowledge/guards.ts'
import { dockershimSocket } from '../src/knowledge/paths.ts'
import {
  type Context,
  defineRule,
  type Fact,
  type FactOf,
  type Fix,
  guardsOf,
  type Level,
  type Located,
  lower,
  placeOf,
  replace,
} from '../src/rule.ts'

/** Configuration says endpoints as facts of their own; options, variables and annotations that hold one are judged here. */
/** Settings and flags that give a CRI endpoint, in every spelling. */
const ENDPOINTS = ['runtime', 'image', 'service'].flatMap(what =>
  ['-', '_', ''].map(between => `${what}${between}endpoint`),
)

export default defineRule({
  id: 'dockershim-endpoint',
  level: 'error',
  summary: 'The address of the container runtime is not one that kubelet, kubeadm or crictl can use',
  docs: {
    why: "dockershim listened on dockershim.sock inside kubelet, and Kubernetes 1.24 removed it. docker.sock is Docker's own API and was never a runtime endpoint. kubelet that finds no runtime at its endpoint does not start; crictl and kubeadm fail.",
    instead:
      'Write the endpoint of the runtime: "unix:///run/containerd/containerd.sock", "unix:///var/run/crio/crio.sock" or "unix:///var/run/cri-dockerd.sock".',
    bad: ['crictl.yaml', 'runtime-endpoint: unix:///var/run/dockershim.sock\n'],
    good: ['crictl.yaml', 'runtime-endpoint: unix:///run/containerd/containerd.sock\n'],
  },
  triggers: ['dockershim', ...ENDPOINTS, 'cri-socket', 'cri_socket', 'criSocket', 'disabled_plugins'],
  check: {
    endpoint(fact, context) {
      if (fact.api === 'cri' && fact.value) judge(fact, fact.value, fact.program, context)
    },
    flag(fact, context) {
      const owner = FLAGS[fact.name]
      if (!owner || !fact.value || (fact.program !== undefined && fact.program !== owner)) return
      judge(fact, fact.value, fact.program ?? ownerOf(fact, owner), context)
    },
    env(fact, context) {
      if (/^(?:CONTAINER_RUNTIME|IMAGE_SERVICE)_ENDPOINT$/.test(fact.name.value) && fact.value?.value)
        judge(fact, fact.value, ownerOf(fact, 'crictl'), context)
      else if (fact.value && isElsewhere(fact, fact.value)) judge(fact, fact.value, undefined, context)
    },
    path(fact, context) {
      // What a program named here does with it is its own affair, and kubeadm's options are judged as flags.
      if (fact.by !== undefined || fact.access === 'write' || fact.role === 'exclude') return
      if (isElsewhere(fact, fact.path)) judge(fact, fact.path, undefined, context, 'warning')
    },
    object(fact, context) {
      for (const { key, value } of fact.annotations)
        if (key.value === 'kubeadm.alpha.kubernetes.io/cri-socket') judge(fact, value, 'kubeadm', context)
    },
    setting: checkPlugins,
  },
})

/** Flags that hold a runtime's endpoint, and the program that has them. */
const FLAGS: Readonly<Record<string, string>> = {
  'container-runtime-endpoint': 'kubelet',
  'image-service-endpoint': 'kubelet',
  'cri-socket': 'kubeadm',
  'runtime-endpoint': 'crictl',
  'image-endpoint': 'crictl',
}

/** dockershim's socket in a variable or path outside of a pod; a pod needs a mount for it, which docker-socket-mount tells of. */
const isElsewhere = (fact: Fact, at: Located): boolean => placeOf(fact.scope) !== 'pod' && dockershimSocket(at.value)

/** In a pod an option or variable is for the container's own program, which may have names in common with kubelet or crictl. */
const ownerOf = (fact: Fact, owner: string): string | undefined => (placeOf(fact.scope) === 'pod' ? undefined : owner)

function judge(
  fact: Fact,
  at: Located,
  program: string | undefined,
  { settings, report }: Context,
  level?: Level,
): void {
  const found = criEndpoint(at.value, settings.targetVersion, osOf(fact, at.value))
  // How another program takes its endpoint is not known, only that nothing of use listens there.
  if (!found || (program === undefined && found.problem !== 'dockershim' && found.problem !== 'docker-api')) return
  const old = found.problem === 'dockershim' && guardsOldVersion(guardsOf(fact.scope))
  const forDocker = guardsForDocker(guardsOf(fact.scope))
  report(at, {
    what: `${program ?? 'A program'} is told to use the runtime endpoint "${at.value}"`,
    breaks: old ? 'The condition around it leaves it out from Kubernetes 1.24 on, so nothing breaks.' : found.breaks,
    instead: found.instead,
    level: old ? 'note' : forDocker ? lower(found.level) : (level ?? found.level),
    fix: fixOf(at, found.fix),
  })
}

const fixOf = (at: Located, text: string | undefined): Fix | undefined =>
  text === undefined ? undefined : replace(at, text)

const osOf = (fact: Fact, value: string): NodeOs =>
  /^npipe:|pipe[\\/]/i.test(value) || /\.(?:ps1|psm1|psd1|bat|cmd)(?:\.\w+)?$/i.test(pathOf(fact)) ? 'windows' : 'linux'

/** The stock packages of containerd switch the plugin off that kubelet talks to. */
function checkPlugins(fact: FactOf<'setting'>, { report }: Context): void {
  const { program, key, value } = fact
  if (program !== 'containerd' || key[0] !== 'disabled_plugins' || !value) return
  if (!/^(?:io\.containerd\.grpc\.v1\.)?cri$/.test(value.value)) return
  report(value, {
    what: `containerd's CRI plugin is switched off by disabled_plugins = ["${value.value}"]`,
    breaks:
      "kubelet can't use this containerd: it reports that the runtime does not know the service runtime.v1.RuntimeService, and the node does not become ready.",
    instead: 'Remove "cri" from disabled_plugins and restart containerd.',
  })
}
