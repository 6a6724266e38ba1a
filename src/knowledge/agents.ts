/*
 * Programs that talk to Docker itself, known by their image or chart. Each row has its own source. An image that merely
 * can use Docker, and finds the runtime by itself, is not here: what its pod mounts or reads tells more.
 */

/** A program that depends on Docker Engine: see `coupledAgent`. */
export interface CoupledAgent {
  readonly name: string
  /** What stops working, as a sentence. */
  readonly breaks: string
  /** What to do, as a sentence or two. */
  readonly instead: string
  /** 'error': it cannot work without Docker. 'warning': it depends on how it is set up. */
  readonly level: 'error' | 'warning'
  /** If one of these is in the args or the names of the environment variables of the container, it is set up right. */
  readonly settledBy: readonly string[]
  /** The row holds only where the pod also mounts or names the Docker socket: the image alone does not tell. */
  readonly onlyWithDockerSocket: boolean
  readonly source: string
}

interface Row extends Omit<CoupledAgent, 'settledBy' | 'onlyWithDockerSocket'> {
  /** Ends of image names without a tag: 'datadog/agent', or 'pumba' for any owner. */
  readonly images: readonly string[]
  readonly charts?: readonly string[]
  /** The row holds below these versions only, one for each major version that it tells apart. Newest last. */
  readonly below?: readonly string[]
  readonly settledBy?: readonly string[]
  readonly onlyWithDockerSocket?: true
}

const telemetryPage = 'Kubernetes docs, "Migrating telemetry and security agents from dockershim"'
const dockerApiClient = 'It talks to the Docker API only, so it finds no container and does nothing.'

const rows: readonly Row[] = [
  {
    name: 'Datadog Agent before 7.27',
    images: ['datadog/agent', 'datadoghq/agent', 'datadog/docker-dd-agent'],
    below: ['6.27', '7.27'],
    breaks: 'It finds the container runtime by itself only from 7.27 on, so container metrics stop.',
    instead:
      'Update to 7.27 or newer, or set DD_CRI_SOCKET_PATH (in the chart: datadog.criSocketPath). ' +
      'Its metrics are then called containerd.*, not docker.*.',
    level: 'warning',
    settledBy: ['DD_CRI_SOCKET_PATH'],
    source: `Datadog docs, "Docker Deprecation in Kubernetes"; ${telemetryPage}`,
  },
  {
    name: 'Prisma Cloud (Twistlock) Defender for Docker',
    images: ['twistlock/defender', 'twistlock/private'],
    breaks: 'A Defender that was made for Docker sees no containers of another runtime.',
    instead: 'Create its YAML again for a CRI runtime (twistcli with --cri, or the runtime option of the Console).',
    level: 'warning',
    onlyWithDockerSocket: true,
    source: telemetryPage,
  },
  {
    name: 'SignalFx Smart Agent',
    images: ['signalfx/signalfx-agent', 'signalfx-agent'],
    charts: ['signalfx-agent'],
    breaks: 'Its monitor docker-container-stats reports nothing without Docker, and wrong numbers beside Docker.',
    instead: 'Remove docker-container-stats and enable kubelet-metrics. The agent itself is out of support.',
    level: 'warning',
    onlyWithDockerSocket: true,
    source: `${telemetryPage}; signalfx/signalfx-agent README`,
  },
  {
    name: 'kubectl-flame',
    images: ['verizondigital/kubectl-flame', 'kubectl-flame'],
    breaks: "It reads the container's files below /var/lib/docker, so profiling fails.",
    instead: 'Use a profiler that supports CRI runtimes.',
    level: 'error',
    source: `${telemetryPage}; yahoo/kubectl-flame issue 51`,
  },
  {
    name: 'kube-imagepuller',
    images: ['kube-imagepuller'],
    breaks: 'It pulls images through Docker, where the kubelet no longer looks for them.',
    instead: 'Pull the images with `crictl pull`, or with a DaemonSet that runs them.',
    level: 'error',
    source: 'Kubernetes blog, "Updated: Dockershim Removal FAQ"',
  },
  {
    name: 'Logspout',
    images: ['gliderlabs/logspout', 'logspout'],
    breaks: 'It reads logs from the Docker API only, so it sends nothing.',
    instead: 'Use a log agent that reads /var/log/containers, such as Fluent Bit or Vector.',
    level: 'error',
    source: 'gliderlabs/logspout issue 498',
  },
  {
    name: 'log-pilot',
    images: ['acs/log-pilot', 'log-pilot'],
    breaks: 'It finds containers through the Docker API only, so it collects nothing.',
    instead: 'Use a log agent that reads /var/log/containers, such as Fluent Bit or Filebeat.',
    level: 'error',
    source: 'AliyunContainerService/log-pilot issues 336 and 356',
  },
  {
    name: 'Sematext Docker Agent',
    images: ['sematext/sematext-agent-docker'],
    charts: ['sematext-docker-agent'],
    breaks: dockerApiClient,
    instead: 'Use the Sematext Agent (chart sematext-agent); the Docker Agent is deprecated.',
    level: 'error',
    source: 'sematext/sematext-agent-docker README',
  },
  {
    name: 'docker-gc',
    images: ['spotify/docker-gc', 'remmelt/docker-gc', 'docker-gc'],
    charts: ['spotify-docker-gc'],
    breaks: 'It cleans up through the Docker API only, so nothing is cleaned up.',
    instead: 'Remove it: the kubelet removes dead containers and unused images by itself.',
    level: 'error',
    source: 'spotify/docker-gc README; helm/charts stable/spotify-docker-gc',
  },
  {
    name: 'Weave Scope',
    images: ['weaveworks/scope'],
    charts: ['weave-scope'],
    breaks:
      'Its probe needs the Docker API for containers, their metrics and logs. ' +
      'Its own CRI mode speaks v1alpha2 only, which no current runtime has.',
    instead: 'Replace it: the project has ended.',
    level: 'error',
    settledBy: ['--mode=app', '--no-probe', '--probe.kubernetes.role=cluster'],
    source: 'weaveworks/scope issues 3106, 3895 and 3919',
  },
  {
    name: 'Pumba before 1.0',
    images: ['gaiaadm/pumba', 'alexei-led/pumba'],
    below: ['1.0'],
    breaks: 'It knows Docker only, so it finds no container to disturb.',
    instead: 'Update to 1.0 or newer, and run it with --runtime containerd.',
    level: 'error',
    source: 'alexei-led/pumba issue 185 and pull request 298 (first in 1.0.0)',
  },
  {
    name: 'Pumba without --runtime',
    images: ['gaiaadm/pumba', 'alexei-led/pumba'],
    breaks: 'Without --runtime it talks to Docker, so it finds no container to disturb.',
    instead: 'Add --runtime containerd, and mount /run/containerd/containerd.sock.',
    level: 'error',
    settledBy: ['--runtime'],
    source: 'alexei-led/pumba pull request 298',
  },
  {
    name: 'Watchtower',
    images: ['containrrr/watchtower', 'v2tec/watchtower', 'kopfkrieg/watchtower'],
    breaks: 'It watches and restarts containers through the Docker API only, so nothing is updated.',
    instead: 'Remove it, and update images through Kubernetes (a Deployment, or Argo CD or Flux).',
    level: 'error',
    source: 'containrrr/watchtower README',
  },
  {
    name: 'Ouroboros',
    images: ['pyouroboros/ouroboros', 'circa10a/ouroboros'],
    breaks: 'It watches and restarts containers through the Docker API only, so nothing is updated.',
    instead: 'Remove it, and update images through Kubernetes (a Deployment, or Argo CD or Flux).',
    level: 'error',
    source: 'pyouroboros/ouroboros README',
  },
  {
    name: 'Dozzle',
    images: ['amir20/dozzle'],
    breaks: 'It reads logs through the Docker API unless DOZZLE_MODE is "k8s", so it shows none.',
    instead: 'Update it to 8.11 or newer, and set DOZZLE_MODE to "k8s"; or use `kubectl logs` and a log agent.',
    level: 'error',
    settledBy: ['DOZZLE_MODE', 'DOZZLE_REMOTE_HOST', 'DOZZLE_REMOTE_AGENT'],
    source: 'dozzle.dev, "Kubernetes Support" (first in 8.11)',
  },
  {
    name: 'a proxy of the Docker socket',
    images: [
      'tecnativa/docker-socket-proxy',
      'linuxserver/socket-proxy',
      'wollomatic/socket-proxy',
      '11notes/socket-proxy',
    ],
    breaks: 'It hands requests on to the Docker API of the node, so each of them fails.',
    instead:
      'Remove it, and give what asks it an account for the Kubernetes API, or the CRI socket where it speaks CRI.',
    level: 'error',
    source: 'Tecnativa/docker-socket-proxy README',
  },
  {
    name: 'a tool for containers of Docker',
    images: [
      'willfarrell/autoheal',
      'meltwater/docker-cleanup',
      'jwilder/docker-gen',
      'nginxproxy/docker-gen',
      'jwilder/nginx-proxy',
      'nginxproxy/nginx-proxy',
      'mcuadros/ofelia',
      'lazyteam/lazydocker',
    ],
    breaks: 'It finds containers through the Docker API only, so it finds none.',
    instead: 'Remove it: Kubernetes restarts, cleans up, schedules and routes by itself.',
    level: 'error',
    onlyWithDockerSocket: true,
    source: 'willfarrell/docker-autoheal, meltwater/docker-cleanup, nginx-proxy/docker-gen and mcuadros/ofelia READMEs',
  },
  {
    name: 'cAdvisor before 0.28.1',
    images: ['google/cadvisor', 'cadvisor/cadvisor', 'k8s.gcr.io/cadvisor'],
    below: ['0.28.1'],
    breaks: 'It knows Docker and CRI-O only, so the containers of containerd have no names and labels.',
    instead: 'Update cAdvisor.',
    level: 'warning',
    source: 'google/cadvisor CHANGELOG (0.27.1: CRI-O, 0.28.1: containerd)',
  },
]

/**
 * The program behind an image that depends on Docker, if the tables know one. `image` is without tag and digest. A row
 * for old versions holds only if the tag is a full version: 'latest', '7' or an unknown tag is not judged.
 */
export function coupledAgent(image: string, tag?: string): CoupledAgent | undefined {
  const name = image.trim().toLowerCase()
  const named = rows.filter(({ images }) => images.some(end => endsWithPath(name, end)))
  const row = named.find(({ below }) => !below || isBelow(tag, below))
  return row && agentOf(row)
}

/** The program behind a Helm chart that depends on Docker, whatever its version. `chart` is without its repository. */
export function coupledChart(chart: string): CoupledAgent | undefined {
  const row = rows.find(({ charts }) => charts?.includes(chart))
  return row && agentOf(row)
}

/** What a file that names one of these programs holds: the end of its image's name, or its chart's name. */
export const COUPLED_NAMES: readonly string[] = rows.flatMap(({ images, charts = [] }) => [...images, ...charts])

/** Every program that the tables know. */
export const COUPLED_AGENTS: readonly CoupledAgent[] = rows.map(agentOf)

function agentOf({ name, breaks, instead, level, settledBy = [], onlyWithDockerSocket, source }: Row): CoupledAgent {
  return { name, breaks, instead, level, settledBy, onlyWithDockerSocket: onlyWithDockerSocket === true, source }
}

/** Whether an image is the one whose name ends so. Both are without a tag, in small letters. */
export function endsWithPath(image: string, end: string): boolean {
  return image === end || image.endsWith(`/${end}`)
}

/** Is the tag a version below the limit of its major version, or below the first limit? */
export function isBelow(tag: string | undefined, limits: readonly string[]): boolean {
  const version = /^v?(\d+\.\d+(?:\.\d+)*)(?:[-_.+]|$)/.exec(tag ?? '')?.[1]
  if (version === undefined) return false
  const parts = version.split('.').map(Number)
  const limit = limits.find(one => one.split('.', 1)[0] === String(parts[0])) ?? limits[0] ?? ''
  for (const [index, part] of limit.split('.').map(Number).entries()) {
    const own = parts[index] ?? 0
    if (own !== part) return own < part
  }
  return false
}
