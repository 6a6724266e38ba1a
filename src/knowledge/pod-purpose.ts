/*
 * What well-known programs want from the node's container runtime, told by the names of images and objects.
 * Source: the documentation and charts of the programs named in each row.
 */

/** `logs`: reads container logs. `monitoring`: watches or scans containers. `build`: makes images or runs CI jobs. */
export type Purpose = 'logs' | 'monitoring' | 'build'

const PURPOSES: readonly (readonly [Purpose, RegExp])[] = [
  // Container logs are files of the node: these never need the runtime's socket.
  [
    'logs',
    /fluent-?(?:bit|d)|filebeat|logstash|promtail|(?<!neu)vector|logspout|log-pilot|sumo-?logic|splunk|loggie|logz|journalbeat|rsyslog|syslog-ng|loki/,
  ],
  // DataDog/helm-charts, google/cadvisor, falcosecurity, aquasecurity, signalfx and others have a setting for the CRI socket.
  [
    'monitoring',
    /datadog|cadvisor|metricbeat|telegraf|sysdig|falco|newrelic|new-relic|signalfx|cwagent|cloudwatch|dynatrace|instana|zabbix|netdata|coscale|weave-?scope|scope-agent|aquasec|neuvector|twistlock|trivy|appdynamics|elastic-agent|omsagent|ama-logs|node-problem-detector|kube-bench|prometheus|exporter|otel|opentelemetry/,
  ],
  [
    'build',
    /jenkins|jnlp|buildkite|gitlab-runner|actions-runner|github-runner|runner-?deployment|runner-?(?:replica-?)?set|azure-pipelines|azdevops|azdo|drone|woodpecker|teamcity|bamboo|azp-agent|concourse|kaniko|buildah|buildkit|buildpack|source-to-image|\bs2i\b|(?:^|\/)docker(?:$|:)|\bbuild(?:er)?\b/,
  ],
]

/** What a pod is for, as far as the names of its images and of its object tell. */
export function purposeOf(names: readonly string[]): Purpose | undefined {
  for (const [purpose, pattern] of PURPOSES)
    if (names.some(name => pattern.test(name.slice(0, 300).toLowerCase()))) return purpose
  return undefined
}

/** Whether a file is, by its folder or name, of a program that runs the jobs of CI. */
export const isRunnerPath = (path: string): boolean =>
  /(?:^|[/._-])(?:jenkins|gitlab-?runner|actions-?runner(?:-controller)?|github-?runners?|buildkite|drone-runner|woodpecker|teamcity|azp-agent)(?=[/._-]|$)/i.test(
    path.slice(-300),
  )

/** Whether a key stands in the configuration of GitLab's runner, or of Jenkins' clouds and agents. */
export const isRunnerKey = (key: readonly string[]): boolean =>
  (key.includes('runners') && key.some(part => /^(?:kubernetes|docker|executor|environment|config)$/.test(part))) ||
  (key.includes('clouds') && key.includes('templates')) ||
  key.includes('jenkins')

/** What to write instead of a mount of Docker's socket; `socket` is where the node's runtime listens. */
export function socketRemedy(purpose: Purpose | undefined, socket: string): string {
  if (purpose === 'logs')
    return 'Delete the volume and its mounts: container logs are in /var/log/pods on every runtime, and names and labels come from the Kubernetes API.'
  if (purpose === 'monitoring')
    return `Mount the CRI socket "${socket}" in its place and tell the agent to use it; most agents find it by themselves in a current version.`
  if (purpose === 'build')
    return 'Build images with BuildKit, buildah or another builder that needs no daemon of the node, or give the pod a Docker Engine of its own (dind). The CRI socket is of no use to a docker client.'
  return `Use the Kubernetes API. If the program speaks CRI, mount the CRI socket "${socket}" in its place.`
}

/** What to write instead of an address of Docker's socket. */
export const referenceRemedy = (purpose: Purpose | undefined, socket: string): string =>
  purpose === 'build'
    ? socketRemedy(purpose, socket)
    : `Use the Kubernetes API. If the program speaks CRI, give it the socket of the runtime: "${socket}".`
