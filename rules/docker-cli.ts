import { callFix } from '../src/evidence/call-fixes.ts'
import { levelInBranch } from '../src/evidence/docker-branch.ts'
import { hasOwnDocker } from '../src/evidence/surroundings.ts'
import {
  callBreaks,
  clientBreaks,
  type DockerCall,
  dockerCall,
  dockerCallBy,
  runsInContainer,
} from '../src/knowledge/docker-call.ts'
import { guardsForDocker } from '../src/knowledge/guards.ts'
import { absentProgram } from '../src/knowledge/host-path.ts'
import { isDockerProgramPath } from '../src/knowledge/paths.ts'
import {
  type Context,
  defineRule,
  type Fact,
  type Fix,
  guardsOf,
  isUnknown,
  type Located,
  levelOf,
  lower,
  placeOf,
} from '../src/rule.ts'

/** How the names of Ansible's modules go on. */
const MODULE = {
  word: 'docker_',
  followedBy: /^(?:api|compose|config|container|host|image|login|network|node|plugin|prune|s|volume)/,
}

/** How the steps and agents of Jenkins go on. */
const STEPS = [
  { word: 'docker.', followedBy: /^(?:build|image)\b/ },
  { word: 'dockerfile', followedBy: /^\s*(?:true|\{)/ },
]

export default defineRule({
  id: 'docker-cli',
  level: 'error',
  summary: 'Code calls the docker command, or an Ansible module or Jenkins step that does the same',
  docs: {
    why: 'A node that runs containerd or CRI-O has no Docker Engine: the docker program is missing, or it talks to a daemon that knows none of the containers that Kubernetes runs. The call fails, or silently lists nothing. On a workstation or a CI runner Docker keeps working, so there it is only a note.',
    instead:
      'Use crictl for looking at containers and images on a node, nerdctl or "ctr -n k8s.io" for what crictl cannot do, a build tool without a daemon for building images, and kubectl for what the API server knows.',
    bad: [
      'clean-images.sh',
      '#!/bin/sh\n# Runs on every node from cron.\nsystemctl is-active kubelet\ndocker image prune --force\n',
    ],
    good: [
      'clean-images.sh',
      '#!/bin/sh\n# Runs on every node from cron.\nsystemctl is-active kubelet\ncrictl rmi --prune\n',
    ],
  },
  triggers: [
    { word: 'docker', followedBy: /^(?![\w./:@-])/ },
    ...STEPS,
    'docker-compose',
    'docker-current',
    'docker.exe',
    MODULE,
  ],
  exceptWith: ['cri-dockerd'],
  check: {
    command(command, context) {
      const { name, args, wrappers } = command
      const call = dockerCall(
        name.value,
        args.map(arg => arg.value),
      )
      if (call && !runsInContainer(wrappers) && !hasOwnDocker(command))
        tell(command, name, call, context, callFix(command, context.settings))
    },
    // A module, plugin or step. Where it is told a socket, the rule docker-socket-reference speaks of that.
    endpoint(endpoint, context) {
      const { api, at, program, value } = endpoint
      if (api !== 'docker' || program === undefined || (value && !isUnknown(value.value))) return
      const call = dockerCallBy(program, at.value)
      if (call) tell(endpoint, at, call, context)
    },
    // The node's own docker program, which a pod mounts to call it: Jenkins' agents with the socket beside it.
    volume({ type, path, check, scope }, { report }) {
      if (type !== 'hostPath' || !path || !isDockerProgramPath(path.value)) return
      report(path, {
        what: `Mounts the node's docker program "${path.value}"`,
        breaks: absentProgram(check?.value),
        instead: 'Delete the mount, and use an image that holds the programs it needs.',
        level: guardsForDocker(guardsOf(scope)) ? 'note' : 'error',
      })
    },
  },
})

function tell(fact: Fact, at: Located, { what, purpose, instead }: DockerCall, { report }: Context, fix?: Fix): void {
  const place = placeOf(fact.scope)
  // Images are hardly built on a cluster's node, even by a playbook that sets nodes up.
  const unlikely = purpose === 'client' || (purpose === 'build' && place === 'node')
  const usual = unlikely ? lower(levelOf(fact)) : levelOf(fact)
  // A client that needs no daemon works wherever its program is, and an image brings its own.
  const alone = purpose === 'client' && place !== 'node' ? 'note' : usual
  report(at, {
    what,
    breaks: purpose === 'client' ? clientBreaks[place === 'node' ? 'node' : 'other'] : callBreaks[place],
    instead,
    level: levelInBranch(fact, alone),
    confidence: place === 'unknown' ? 'medium' : 'high',
    fix: place === 'build' || guardsForDocker(guardsOf(fact.scope)) ? undefined : fix,
  })
}
