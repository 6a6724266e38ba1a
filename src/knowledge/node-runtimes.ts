/** Settings of tools that set up clusters, by which nodes run Docker Engine. */
import type { Verdict } from './verdict.ts'

interface Choice {
  readonly program: string
  readonly key: string
  readonly value: string
  readonly verdict: Verdict
}

const choices: readonly Choice[] = [
  {
    // Source: K3s issue 5741 (cri-dockerd is part of K3s from 1.24.4).
    program: 'k3s',
    key: 'docker',
    value: 'true',
    verdict: {
      what: 'K3s is told to run containers with Docker',
      breaks: 'It keeps working from K3s 1.24.4 on, which brings cri-dockerd; pods on such a node still see Docker.',
      instead: 'Remove the setting to use the containerd that K3s brings.',
      level: 'note',
    },
  },
  {
    // Source: kops pkg/apis/kops/validation, kops pull request 12927.
    program: 'kops',
    key: 'spec.containerRuntime',
    value: 'docker',
    verdict: {
      what: 'kops is told to run containers with "docker"',
      breaks: 'kops refuses it for clusters of Kubernetes 1.24 and newer.',
      instead: 'Write "containerRuntime: containerd", or remove the line: containerd is the default. Roll the nodes.',
      level: 'error',
    },
  },
  {
    // Source: RKE pull request 2948.
    program: 'rke',
    key: 'enable_cri_dockerd',
    value: 'false',
    verdict: {
      what: 'RKE is told not to use cri-dockerd',
      breaks:
        'RKE runs containers with Docker only, and from Kubernetes 1.24 on that needs cri-dockerd: the cluster is not set up.',
      instead: 'Write "enable_cri_dockerd: true", or remove the line. RKE2 and K3s run containerd.',
      level: 'error',
    },
  },
]

/** What a setting of a tool means from Kubernetes 1.24 on, where it chooses Docker Engine. */
export const dockerChosen = (program: string, key: readonly string[], value: string | undefined): Verdict | undefined =>
  choices.find(choice => choice.program === program && choice.value === value && choice.key === key.join('.'))?.verdict
