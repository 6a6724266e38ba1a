/** Tools that work through a Docker daemon without a call of its command line. */
import { ansibleModule } from './ansible-docker.ts'

/** What the tool is called, and the docker command, as words, that does the same. */
export interface DockerCaller {
  readonly tool: 'Ansible' | 'Jenkins'
  readonly words: readonly string[]
  /** What to write instead, where it is not what stands in for the command. */
  readonly instead?: string
}

/**
 * What Jenkins does with the Docker of an agent, by the call or the kind of agent.
 * Source: https://www.jenkins.io/doc/book/pipeline/docker/ and docker-workflow-plugin, Docker.groovy.
 */
const jenkins: Readonly<Record<string, string>> = {
  'agent.docker': 'run',
  'agent.dockerfile': 'build',
  'docker.build': 'build',
  'docker.image': 'run',
  'docker.image.inside': 'run',
  'docker.image.pull': 'pull',
  'docker.image.push': 'push',
  'docker.image.run': 'run',
  'docker.image.tag': 'tag',
  'docker.image.withRun': 'run',
}

/** The tool whose module, plugin or step this is; undefined where it is none of Docker's. */
export function dockerCaller(name: string): DockerCaller | undefined {
  const module = ansibleModule(name)
  if (module) return { tool: 'Ansible', words: module, ...(module[0] === 'login' ? { instead: NO_LOGIN } : {}) }
  const command = Object.hasOwn(jenkins, name) ? jenkins[name]! : undefined
  if (command === undefined) return undefined
  return { tool: 'Jenkins', words: [command], ...(command === 'run' ? { instead: IN_A_POD } : {}) }
}

const NO_LOGIN =
  'Give pods an imagePullSecret, or the kubelet a credential provider: neither reads what a login to Docker writes.'
/** Source: https://plugins.jenkins.io/kubernetes/ */
const IN_A_POD =
  'On agents that are pods, name the image as a container of the pod template and run the steps in `container`. Agents outside the cluster may keep Docker.'
