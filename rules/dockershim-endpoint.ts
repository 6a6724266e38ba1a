import { annotated, dockershimIn, givesAddress, mountsDockershim, osOf, ownerOf } from '../src/evidence/endpoints.ts'
import {
  CRI_FLAGS,
  CRI_SOCKET_ANNOTATION,
  criEndpoint,
  criPluginOff,
  type EndpointFinding,
  endpointOf,
  endpointTriggers,
  isEndpointVariable,
  type NodeOs,
  needsEndpoint,
} from '../src/knowledge/endpoints.ts'
import { guardsForDocker, guardsOldVersion } from '../src/knowledge/guards.ts'
import { dockershimSocket } from '../src/knowledge/paths.ts'
import {
  type Context,
  defineRule,
  type Fact,
  type Fix,
  guardsOf,
  type Level,
  type Located,
  lower,
  placeOf,
  replace,
  type Settings,
} from '../src/rule.ts'

export default defineRule({
  id: 'dockershim-endpoint',
  level: 'error',
  summary: 'The endpoint of the container runtime is one that the kubelet, kubeadm or crictl cannot use',
  docs: {
    why: "dockershim was part of the kubelet and listened on dockershim.sock. Kubernetes 1.24 removed it. docker.sock is Docker's own API and was never a CRI endpoint. A kubelet that finds no runtime at its endpoint does not start; crictl and kubeadm fail.",
    instead:
      'Write the endpoint of the runtime: "unix:///run/containerd/containerd.sock", "unix:///var/run/crio/crio.sock" or "unix:///var/run/cri-dockerd.sock".',
    bad: ['crictl.yaml', 'runtime-endpoint: unix:///var/run/dockershim.sock\n'],
    good: ['crictl.yaml', 'runtime-endpoint: unix:///run/containerd/containerd.sock\n'],
  },
  triggers: [
    'dockershim',
    ...endpointTriggers,
    'cri-socket',
    'cri_socket',
    'criSocket',
    'disabled_plugins',
    // Its options for an endpoint have short names, too.
    { word: 'crictl', followedBy: /^(?:\.exe)?["']?[^\r\n]{0,50}?\s-[ri](?![\w-])/ },
  ],
  // Configuration says endpoints as facts of their own; options, variables and annotations that hold one are judged here.
  check: {
    endpoint(fact, context) {
      const { api, program, at, value } = fact
      if (api === 'cri' && value && isGiven(value, program, at.value)) judge(fact, value, program, context)
    },
    flag(fact, context) {
      const { program, name, value } = fact
      const owner = CRI_FLAGS[name]
      if (owner && value && (program === undefined || program === owner)) {
        if (isGiven(value, owner, name)) judge(fact, value, program ?? ownerOf(fact, owner), context)
      } else if (program !== 'cri-dockerd') tellElsewhere(fact, value, context)
    },
    env(fact, context) {
      if (isEndpointVariable(fact.name.value) && fact.value?.value)
        judge(fact, fact.value, ownerOf(fact, 'crictl'), context)
      else tellElsewhere(fact, fact.value, context)
    },
    path(fact, context) {
      // What a program named here does with it is its own affair, and kubeadm's options are judged as flags.
      if (fact.by !== undefined || fact.access === 'write' || fact.role === 'exclude') return
      if (isElsewhere(fact, fact.path)) judge(fact, fact.path, undefined, context, 'warning')
    },
    object(fact, context) {
      for (const { key, value } of fact.annotations)
        if (key.value === CRI_SOCKET_ANNOTATION) judge(fact, value, 'kubeadm', context)
    },
    command(fact, context) {
      for (const endpoint of annotated(fact, CRI_SOCKET_ANNOTATION)) judge(fact, endpoint, 'kubeadm', context)
    },
    setting(fact, context) {
      const { program, key, value } = fact
      if (key.at(-1) === CRI_SOCKET_ANNOTATION && value) judge(fact, value, 'kubeadm', context)
      else if (givesAddress(fact)) tellElsewhere(fact, value, context)
      const verdict = program === 'containerd' && key[0] === 'disabled_plugins' && value && criPluginOff(value.value)
      if (verdict) context.report(value, verdict)
    },
  },
})

/** An empty endpoint is one for who needs it. */
const isGiven = (value: Located, program: string | undefined, name: string): boolean =>
  value.value.trim() !== '' || needsEndpoint(program, name)

/** Programs that are known take an endpoint with its scheme; with others it keeps its form. A scheme that is missing can be written today; another runtime's endpoint is right once it is there. */
function fixOf(
  at: Located,
  found: EndpointFinding,
  { runtime }: Settings,
  os: NodeOs,
  whole: boolean,
): Fix | undefined {
  if (found.fix !== undefined) return replace(at, found.fix, 'both')
  const endpoint = found.problem === 'scheme' ? undefined : endpointOf(runtime, at.value, os, whole)
  return endpoint === undefined ? undefined : replace(at, endpoint, 'after')
}

/** dockershim's socket as the address that another program is given: a variable, an option, a setting. */
function tellElsewhere(fact: Fact, value: Located | undefined, context: Context): void {
  const at = value && dockershimIn(value)
  if (!at || mountsDockershim(fact, context)) return
  judge(fact, at, undefined, context, fact.kind !== 'env' || placeOf(fact.scope) === 'pod' ? 'warning' : undefined)
}

/** dockershim's socket in a path outside of a pod; a pod needs a mount for it, which docker-socket-mount tells of. */
const isElsewhere = (fact: Fact, at: Located): boolean => placeOf(fact.scope) !== 'pod' && dockershimSocket(at.value)

function judge(
  fact: Fact,
  at: Located,
  program: string | undefined,
  { settings, report }: Context,
  level?: Level,
): void {
  const found = criEndpoint(at.value, settings.targetVersion, osOf(fact, at.value), settings.runtime)
  // How another program takes its endpoint is not known, only that nothing of use listens there.
  if (!found || (program === undefined && found.problem !== 'dockershim' && found.problem !== 'docker-api')) return
  const old = found.problem === 'dockershim' && guardsOldVersion(guardsOf(fact.scope))
  const forDocker = guardsForDocker(guardsOf(fact.scope))
  report(at, {
    what: `${program === undefined ? 'A program' : program === 'kubelet' ? 'The kubelet' : program} is told to use the runtime endpoint "${at.value}"`,
    breaks: old ? 'The condition around it leaves it out from Kubernetes 1.24 on, so nothing breaks.' : found.breaks,
    instead: found.instead,
    level: old ? 'note' : forDocker ? lower(found.level) : (level ?? found.level),
    fix: old || forDocker ? undefined : fixOf(at, found, settings, osOf(fact, at.value), program !== undefined),
  })
}
