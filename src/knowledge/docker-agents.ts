/*
 * Programs in the cluster that can work with several runtimes, and how each is told to work through Docker, without a path: since
 * when another value exists.
 */
import { choiceTable, choiceTriggers, type RuntimeChoice } from './runtime-choices.ts'

const DOCKER = /^docker$/i

const argo = {
  values: DOCKER,
  what: 'Argo Workflows is told to use its docker executor',
  breaks:
    'It mounts docker.sock into the pod of each step and calls docker there, so steps fail on a node without Docker. Argo Workflows 3.4 has no such executor.',
  instead: 'Update to 3.4 or newer and remove the setting, or write "emissary" (since 3.1, the default since 3.3).',
  level: 'error',
  source: 'argo-workflows docs, "Workflow Executors" and "Upgrading Guide" (3.3, 3.4)',
} as const

const checker = {
  breaks:
    'The check calls docker, finds none, and sets ContainerRuntimeUnhealthy on every node without Docker; with its repair switched on it kills dockerd on a node that has both.',
  instead:
    'Use health-checker-containerd.json (since v0.8.7), or --component=cri with the socket of the runtime as --cri-socket-path (since v0.8.2).',
  level: 'error',
  source:
    'kubernetes/node-problem-detector pkg/healthchecker, cmd/healthchecker/options, config/health-checker-docker.json; issues 482, 663 and 683',
} as const

const journal = {
  breaks: 'The journal of dockerd is empty on a node without Docker, so it silently finds nothing.',
  instead: "Remove it, and watch the runtime's own messages with a monitor for containerd.",
  level: 'warning',
  source: 'kubernetes/node-problem-detector config/docker-monitor.json; issues 795 and 1078',
} as const

const rows: readonly RuntimeChoice[] = [
  { names: ['containerRuntimeExecutor', 'CONTAINER_RUNTIME_EXECUTOR'], ...argo },
  {
    names: ['containerRuntimeExecutors.name', 'containerRuntimeExecutors.docker'],
    ...argo,
    values: /^(?:docker|)$/i,
    byName: true,
  },
  { names: ['*ARGO_CONTAINER_RUNTIME_EXECUTOR', '*_executor_type'], ...argo, shownBy: /argo/i },
  {
    names: ['*component', '--component', 'rules.args'],
    values: /^(?:--?component[= ])?(docker)$/,
    shownBy: /health-?checker/i,
    what: 'node-problem-detector is told to check the health of Docker',
    ...checker,
  },
  {
    names: [
      '*custom-plugin-monitor',
      'custom_plugin_monitors',
      'custom_monitor_definitions',
      '--config.custom-plugin-monitor',
      '*custom-plugin-monitors',
    ],
    values: /(?:^|[,/\\\s])((?:windows-)?health-checker-docker[\w-]*\.json)/,
    what: 'node-problem-detector is told to check the health of Docker',
    ...checker,
  },
  {
    names: ['custom_plugin_monitors', '*custom-plugin-monitor'],
    values: /(?:^|[,/\s])(docker-monitor[\w-]*\.json)/,
    what: 'node-problem-detector is told to watch the messages of Docker',
    ...journal,
  },
  {
    names: ['*system-log-monitor', 'log_monitors', '*system-log-monitors'],
    values: /(?:^|[,/\s])(docker-monitor[\w-]*\.json)/,
    what: 'node-problem-detector is told to watch the messages of Docker',
    ...journal,
  },
  {
    names: ['pluginConfig.source', '--journald-source', 'journald-source'],
    values: /^(?:--journald-source=)?(docker(?:d|\.service)?)$/,
    what: 'node-problem-detector is told to watch the journal of Docker',
    ...journal,
  },
  {
    names: ['rules.args'],
    values: /^--journald-source=(docker(?:d|\.service)?)$/,
    what: 'node-problem-detector is told to watch the journal of Docker',
    ...journal,
  },
  {
    names: ['chaosDaemon.runtime', '*chaos-daemon.runtime', 'chaos_mesh_runtime', 'chaosmesh_runtime', 'runtime'],
    values: DOCKER,
    shownBy: /chaos[-_]?(?:mesh|daemon)/i,
    what: 'Chaos Mesh is told to work through Docker',
    breaks: 'Its daemon talks to the Docker API only, so no experiment finds a container on a node without Docker.',
    instead:
      'Write "containerd" or "crio" (chart value chaosDaemon.runtime), with the socket of that runtime as chaosDaemon.socketPath.',
    level: 'error',
    source: 'chaos-mesh/chaos-mesh helm/chaos-mesh/values.yaml, pkg/chaosdaemon/crclients; issues 2182 and 4467',
  },
  {
    names: ['CONTAINER_RUNTIME', 'containerRuntime'],
    values: DOCKER,
    shownBy: /litmus|chaos[-_ ]?(?:engine|experiment|operator|duration|hub)|TOTAL_CHAOS_DURATION|LIB_IMAGE|harness/i,
    what: 'A Litmus experiment is told to work through Docker',
    breaks: 'It calls docker for the target container, so the experiment fails on a node without Docker.',
    instead:
      'Write "containerd" or "crio", with its socket as SOCKET_PATH. Litmus 3.0 and newer take containerd by default.',
    level: 'error',
    source:
      'litmuschaos/litmus-go pkg/utils/common/pid.go, pkg/generic/network-chaos/environment (the default, tags 2.14.0 and 3.0.0); litmuschaos/litmus issue 4066',
  },
  {
    names: ['environment.runtime', 'kubernetes-chaos.environment.runtime'],
    values: DOCKER,
    what: 'Litmus experiments are told to work through Docker',
    breaks: 'They call docker for the target container, so they fail on a node without Docker.',
    instead: 'Write "containerd" or "crio", with its socket as environment.socketPath.',
    level: 'error',
    source: 'litmuschaos/litmus-helm charts/kubernetes-chaos/values.yaml, environment.runtime',
  },
  {
    names: ['name'],
    values: /^(docker-service-kill)$/,
    shownBy: /litmus|experiments|chaos/i,
    what: 'A Litmus experiment kills the Docker service',
    breaks: 'A node without Docker has no such service, so the experiment fails.',
    instead: 'Use kubelet-service-kill, or remove it.',
    level: 'warning',
    source:
      'litmuschaos/litmus-go chaoslib/litmus/docker-service-kill ("systemctl stop docker"); chaos-charts faults/kubernetes',
  },
  {
    names: ['invoker.containerFactory.impl', 'containerFactory.impl', 'invoker_container_factory_impl'],
    values: DOCKER,
    what: "OpenWhisk is told to start its actions through the node's Docker",
    breaks:
      'The invoker mounts docker.sock and the directories of Docker, so it does not start on a node without Docker.',
    instead: 'Write "impl: kubernetes", which starts actions as pods.',
    level: 'error',
    source:
      'apache/openwhisk-deploy-kube docs/configurationChoices.md, "Invoker Container Factory"; issues 539 and 547',
  },
  {
    names: ['run_launcher.class', 'customRunLauncher.class'],
    values: /^(DockerRunLauncher)$/,
    what: "Dagster is told to start its runs through the node's Docker",
    breaks: 'The launcher talks to the Docker API, so no run starts on a node without Docker.',
    instead: 'Use K8sRunLauncher of dagster_k8s, which starts runs as Jobs.',
    level: 'error',
    source: 'docs.dagster.io, "Run launchers"; dagster_docker.DockerRunLauncher',
  },
  {
    names: ['*ContainerFactoryProvider'],
    values: /(DockerContainerFactoryProvider)$/,
    what: "OpenWhisk is told to start its actions through the node's Docker",
    breaks: 'The invoker talks to the Docker API, so no action starts on a node without Docker.',
    instead: 'Use KubernetesContainerFactoryProvider, which starts actions as pods.',
    level: 'error',
    source: 'apache/openwhisk-deploy-kube docs/configurationChoices.md, "Invoker Container Factory"',
  },
  {
    names: ['*containerBuilderKind', '*container_builder_kind', 'containerBuilderConfiguration.kind'],
    values: DOCKER,
    what: "Nuclio is told to build functions with the node's Docker",
    breaks:
      'The dashboard mounts docker.sock, so it does not start, or no function is built, on a node without Docker.',
    instead: 'Write "kaniko" (since Nuclio 1.1.14; in the chart since 1.3.6), with a registry that it can push to.',
    level: 'error',
    source:
      'nuclio/nuclio hack/k8s/helm/nuclio/values.yaml and templates/deployment/dashboard.yaml, pkg/containerimagebuilderpusher/types.go; docs, "Using Kaniko as an image builder"; issue 3245',
  },
  {
    names: ['imageBuilderType'],
    values: /^host$/,
    what: "BinderHub is told to build images with the node's Docker",
    breaks: 'It mounts docker.sock, so no image is built on a node without Docker.',
    instead: 'Write "imageBuilderType: dind" or "pink".',
    level: 'error',
    source: 'jupyterhub/binderhub helm-chart/binderhub/values.yaml',
  },
  {
    names: ['docker_only', '--docker_only'],
    values: /^(?:true|1|)$/i,
    byName: true,
    shownBy: /cadvisor/i,
    what: 'cAdvisor is told to report the containers of Docker only',
    breaks: 'On a node without Docker it silently reports the machine and no container.',
    instead: 'Remove the option.',
    level: 'error',
    source: 'google/cadvisor docs/runtime_options.md, "docker_only"',
  },
  {
    names: ['gremlin.container.driver', 'container.driver', 'GREMLIN_CONTAINER_DRIVER'],
    values: /^docker(?:-runc|-linux)?$/i,
    shownBy: /gremlin/i,
    what: 'Gremlin is told to work through Docker',
    breaks: 'It finds no container on a node without Docker.',
    instead: 'Write "any" or "containerd-linux" (chart value gremlin.container.driver).',
    level: 'error',
    source: 'gremlin/helm gremlin/values.yaml, container.driver',
  },
  {
    names: [
      'agent.containerRuntime',
      'container.runtime',
      'extension-container.container.runtime',
      'STEADYBIT_EXTENSION_CONTAINER_RUNTIME',
    ],
    values: DOCKER,
    shownBy: /steadybit/i,
    what: 'Steadybit is told to work through Docker',
    breaks: 'It finds no container on a node without Docker.',
    instead: 'Write "containerd" or "cri-o" ("crio" in the chart steadybit-agent).',
    level: 'error',
    source:
      'steadybit/extension-container README, charts/steadybit-extension-container; steadybit/helm-charts charts/steadybit-agent/values.yaml, agent.containerRuntime',
  },
  {
    names: ['container-runtime', '--container-runtime'],
    values: DOCKER,
    shownBy: /chaosblade|\bblade\b/i,
    what: 'ChaosBlade is told to work through Docker',
    breaks: 'It finds no container on a node without Docker.',
    instead: 'Write "containerd" (since ChaosBlade 1.4). Without the option it is Docker.',
    level: 'error',
    source: 'chaosblade-io/chaosblade-exec-cri exec/model.go, container-runtime (tag v1.4.0)',
  },
  {
    names: ['containerRuntime.integration', 'container-runtime', '--container-runtime'],
    values: DOCKER,
    shownBy: /cilium/i,
    what: 'Cilium is told to ask Docker for the labels of containers',
    breaks: 'Cilium 1.7 does nothing with it, and 1.8 and newer have no such option.',
    instead: 'Remove it: Cilium asks Kubernetes.',
    level: 'note',
    source: 'cilium/cilium pull request 11060 (no effect since 1.7, removed in 1.8)',
  },
  {
    names: ['mountContainerRuntimeSocket.dockerSock', 'dockerSock'],
    values: /^true$/i,
    shownBy: /deepfence|mountContainerRuntimeSocket/i,
    what: "The Deepfence agent is told to mount Docker's socket",
    breaks: 'On a node without Docker its pod does not start, or it finds no container.',
    instead: 'Write "dockerSock: false", and "containerdSock: true" or "crioSock: true".',
    level: 'error',
    source: 'deepfence/ThreatMapper deployment-scripts/helm-charts/deepfence-agent/values.yaml',
  },
  {
    names: ['agent.WOODPECKER_BACKEND', 'env.WOODPECKER_BACKEND', 'agent.env.WOODPECKER_BACKEND'],
    values: DOCKER,
    what: 'Woodpecker is told to run steps through Docker',
    breaks: 'The agent needs the Docker of the node, so no step runs on a node without Docker.',
    instead: 'Write "kubernetes", which runs steps as pods.',
    level: 'warning',
    source: 'woodpecker-ci/helm charts/woodpecker/values.yaml (its default); woodpecker docs, "Kubernetes backend"',
  },
  {
    names: ['manager.runtime', 'manager.runtime.name'],
    values: /^(dockershim)$/i,
    what: 'Eraser is told to remove images through dockershim',
    breaks:
      'Its pods look for the socket of dockershim, which a node without Docker does not have, so nothing is removed.',
    instead: 'Write "containerd" or "crio".',
    level: 'error',
    source: 'eraser-dev/eraser docs/docs/customization.md, manager.runtime; api/v1alpha3/eraserconfig_types.go',
  },
  {
    names: ['enableDockerViz'],
    values: /^true$/i,
    what: "AppDynamics is told to watch Docker's containers",
    breaks: 'Its machine agent mounts docker.sock as a socket, so on a node without Docker the pod does not start.',
    instead:
      'Write "enableDockerViz: false". For the containers of containerd the machine agent has APPDYNAMICS_CONTAINERD_ENABLED.',
    level: 'error',
    source:
      'Appdynamics/appdynamics-operator pkg/controller/infraviz/infraviz_controller.go; AppDynamics docs, "Enable Containerd Visibility"',
  },
  {
    names: ['APPDYNAMICS_DOCKER_ENABLED'],
    values: /^true$/i,
    what: "AppDynamics is told to watch Docker's containers",
    breaks: 'It asks the Docker API, so it finds no container on a node without Docker.',
    instead: 'Set APPDYNAMICS_CONTAINERD_ENABLED to "true" in its place.',
    level: 'warning',
    source: 'AppDynamics docs, "Enable Docker Visibility" and "Enable Containerd Visibility"',
  },
]

const table = choiceTable(rows)

/** Every way that the tables know to tell an agent to work through Docker. */
export const DOCKER_AGENTS = table

/** What a file that does so holds. */
// A file of node-problem-detector may stand anywhere in a list: far behind the name of the list.
export const AGENT_TRIGGERS = [...choiceTriggers(rows), 'docker-monitor', 'health-checker-docker']
