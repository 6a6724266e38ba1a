import { type Giving, judgeChoices } from '../src/evidence/given.ts'
import { isThroughCriDockerd, statusOf } from '../src/evidence/node-status.ts'
import { isTestData } from '../src/evidence/project.ts'
import { DOCKER_TOOLS, TOOL_TRIGGERS } from '../src/knowledge/docker-tools.ts'
import { compareVersions } from '../src/knowledge/versions.ts'
import { type Context, defineRule, type FactOf } from '../src/rule.ts'

export default defineRule({
  id: 'docker-node-runtime',
  level: 'error',
  summary: 'A node runs its containers with Docker Engine',
  docs: {
    why: 'Up to Kubernetes 1.23 the kubelet spoke to Docker Engine through dockershim, which 1.24 removed. A kubelet of 1.24 or newer does not start on such a node until another runtime is set up.',
    instead:
      'Drain the node, install containerd or CRI-O, point the kubelet at its socket, and upgrade the kubelet after that. A replaced node pool does the same.',
    bad: [
      'nodes.yaml',
      'apiVersion: v1\nkind: Node\nmetadata:\n  name: worker-1\nstatus:\n  nodeInfo:\n    containerRuntimeVersion: docker://20.10.24\n    kubeletVersion: v1.23.17\n',
    ],
    good: [
      'nodes.yaml',
      'apiVersion: v1\nkind: Node\nmetadata:\n  name: worker-1\nstatus:\n  nodeInfo:\n    containerRuntimeVersion: containerd://2.2.1\n    kubeletVersion: v1.23.17\n',
    ],
  },
  triggers: ['containerRuntimeVersion', ...TOOL_TRIGGERS],
  exceptWith: ['cri-dockerd'],
  check: {
    object(object, { report, settings }) {
      const runtime = statusOf(object, 'nodeInfo.containerRuntimeVersion')
      if (object.type.value !== 'Node' || !runtime?.value.startsWith('docker://')) return
      const node = object.name ? `The node "${object.name.value}"` : 'The node'
      const what = `${node} runs containers with "${runtime.value}"`
      const target = settings.runtime === 'cri-o' ? 'CRI-O' : 'containerd'
      if (isThroughCriDockerd(object))
        report(runtime, {
          what: `${what}, through cri-dockerd`,
          breaks:
            'It keeps working, because cri-dockerd replaced dockershim. Pods on it still see Docker, and pods elsewhere do not.',
          instead: `Drain the node and move it to ${target}, or lint with --runtime cri-dockerd if it is to stay.`,
          level: isTestData(object) ? 'note' : 'warning',
        })
      else if (isTestData(object))
        report(runtime, {
          what,
          breaks: 'It is what a test is given or compares with, so no node depends on it.',
          instead: `Give the test a node with ${target} too: "${target === 'CRI-O' ? 'cri-o' : 'containerd'}://…".`,
          level: 'note',
        })
      else
        report(runtime, {
          what,
          breaks:
            'From Kubernetes 1.24 on the kubelet has no dockershim: after the upgrade it does not start, and the node stays NotReady.',
          instead: `Before the upgrade drain the node, install ${target}, set the kubelet's container runtime endpoint to its socket, and uncordon the node; or replace it with a node that has ${target}.`,
        })
    },
    setting: judge,
    flag: judge,
    env: judge,
    command: judge,
  },
})

/** Judges what a tool that sets up clusters is told. Where dockershim is still there, nothing is refused. */
function judge(fact: FactOf<Giving>, context: Context): void {
  if (compareVersions(context.settings.targetVersion, '1.24') >= 0) judgeChoices(fact, DOCKER_TOOLS, context)
}
