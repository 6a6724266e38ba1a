/*
 * Tools and services that set up clusters, and how each is told to run containers with Docker Engine: from which of its versions,
 * or of Kubernetes, it refuses that, or whether it goes on through cri-dockerd.
 */
import { choiceTable, choiceTriggers, type RuntimeChoice } from './runtime-choices.ts'

const DOCKER = /^docker(?:d|-ce|[-_]?engine)?$/i
/** A switch that is on, or a map below the key. */
const ON = /^(?:true|yes|on|1|)$/i

const joins = 'Nodes that are made or upgraded with it do not join the cluster.'

const rows: readonly RuntimeChoice[] = [
  {
    names: ['container-runtime', '--container-runtime', 'bootstrapExtraArgs', 'ContainerRuntime'],
    values: /^docker(?:d)?$/i,
    shownBy:
      /(?:^|[\s/])bootstrap\.sh\b|eks|bootstrap_?extra_?args|BootstrapArguments|additionalArgs|bootstrapOptions|aws_launch|LaunchTemplate|LaunchConfiguration|keikoproj|instancemgr|Start-EKSBootstrap/i,
    unless: /eksctl\.io|karpenter/i,
    what: 'EKS nodes are told to run containers with Docker',
    breaks: `The bootstrap script of the EKS AMIs for Kubernetes 1.24 and newer stops at it with an error. ${joins}`,
    instead: 'Remove the option, or write "containerd". The AMIs for 1.21 to 1.23 accept it too.',
    level: 'error',
    source: 'awslabs/amazon-eks-ami issue 1024, pull request 1027 (AMI release v20220926)',
  },
  {
    names: ['enable-docker-bridge', '--enable-docker-bridge'],
    values: /^(?!false$)/,
    shownBy: /(?:^|[\s/])bootstrap\.sh\b|eks|bootstrap_?extra_?args/i,
    what: 'EKS nodes are given a setting of Docker',
    breaks:
      'The bootstrap script of the EKS AMIs for Kubernetes 1.24 and newer ignores it with a warning, so what it sets is lost.',
    instead:
      'Remove the option, and set what is still needed in the configuration of containerd or in an init container.',
    level: 'warning',
    source: 'awslabs/amazon-eks-ami issue 1024, pull request 1027',
  },
  {
    names: ['containerRuntime'],
    values: DOCKER,
    shownBy: /eksctl/i,
    what: 'eksctl is told to make nodes with Docker',
    breaks: 'eksctl refuses "dockerd" for clusters of Kubernetes 1.24 and newer.',
    instead:
      'Write "containerRuntime: containerd", or remove the line: it is the default from 1.24 on. Replace the nodegroup.',
    level: 'error',
    source: 'eksctl-io/eksctl issue 5946; eksctl docs, "Container runtime"',
  },
  {
    names: ['containerRuntime'],
    values: DOCKER,
    shownBy: /karpenter/i,
    what: 'Karpenter is told to make nodes with Docker',
    breaks: `The bootstrap script of the EKS AMIs for Kubernetes 1.24 and newer stops at it, and the API of Karpenter has no such field from v1beta1 (0.32) on. ${joins}`,
    instead: 'Remove the line: containerd is the default.',
    level: 'error',
    source: 'awslabs/amazon-eks-ami issue 1024; aws/karpenter-provider-aws pull request 4499',
  },
  {
    names: ['*imageType'],
    values: /^(?:cos|ubuntu|windows_ltsc|windows_sac)$/i,
    shownBy:
      /gke|google|gcp|gcloud|container\.(?:v1|cnrm)|nodePools?|node_config|nodeConfig|autoProvisioning|autoprovisioning_defaults|node_pools?|machine_type|machineType/i,
    // There "cos" has containerd.
    unless: /osImageType|gke_?on_?prem|vmware/i,
    what: 'A GKE node pool is told to use a node image with Docker',
    breaks: 'GKE refuses node images with Docker for 1.24 and newer, and does not upgrade a node pool that has one.',
    instead: 'Write COS_CONTAINERD, UBUNTU_CONTAINERD or WINDOWS_LTSC_CONTAINERD. Changing it recreates the nodes.',
    level: 'error',
    source: 'GKE docs, "About the Docker node image deprecation"',
  },
  {
    names: ['osImageType'],
    values: /^ubuntu$/i,
    what: "A node pool of Google's clusters on VMware is told to use a node image with Docker",
    breaks: 'From 1.13 (Kubernetes 1.24) on that image is refused, and a cluster that has it is not upgraded.',
    instead: 'Write "ubuntu_containerd" or "cos", which have containerd, before the upgrade to 1.13.',
    level: 'error',
    source: 'Google Distributed Cloud for VMware docs, "Using containerd" ("cos" has containerd there)',
  },
  {
    names: ['nodeConfig.containerRuntime'],
    values: DOCKER,
    what: "Google's clusters on bare metal are told to run containers with Docker",
    breaks: 'From 1.13 (Kubernetes 1.24) on a cluster is neither made nor upgraded with it.',
    instead: 'Write "containerd", or remove the line for 1.13 and newer, where it is the only one.',
    level: 'error',
    source: 'Google Distributed Cloud for bare metal docs 1.13, "About your container runtime"',
  },
  {
    names: ['container-runtime', 'spec.containerRuntime'],
    values: DOCKER,
    shownBy: /kops/i,
    what: 'kops is told to run containers with Docker',
    breaks: 'kops refuses it for clusters of Kubernetes 1.24 and newer.',
    instead: 'Write "containerd", or remove it: containerd is the default. Roll the nodes.',
    level: 'error',
    source: 'kops pkg/apis/kops/validation; kubernetes/kops pull request 12927',
  },
  {
    names: ['containerRuntime.docker'],
    values: ON,
    byName: true,
    // The chart of Dragonfly has such a map, too.
    shownBy: /kubeone/i,
    what: 'KubeOne is told to run containers with Docker',
    breaks:
      'KubeOne refuses it for clusters of Kubernetes 1.24 and newer (KubeOne 1.4: of 1.22 and newer), and has no support for Docker from 1.6 on.',
    instead: 'Write "containerRuntime: {containerd: {}}", and run "kubeone migrate to-containerd" before the upgrade.',
    level: 'error',
    source:
      'kubermatic/kubeone pkg/apis/kubeone/validation, ValidateContainerRuntimeConfig; issue 2024; docs, "Migrating to containerd"',
  },
  {
    names: ['containerRuntime', 'node-container-runtime', '--node-container-runtime'],
    values: DOCKER,
    shownBy: /kubermatic|machine-?controller|\bkkp\b|operating-system-manager|\bosm\b/i,
    what: 'Kubermatic is told to run containers with Docker',
    breaks: `Kubermatic has no Docker for Kubernetes 1.24 and newer, and KKP 2.22 does not start with such a cluster. ${joins}`,
    instead: 'Write "containerd", and replace the machines, before the upgrade to 1.24.',
    level: 'error',
    source: 'kubermatic/kubermatic issue 11782, pull request 11781',
  },
  {
    names: ['enableCriDockerd'],
    values: /^(?:false|no|off)$/i,
    what: 'RKE is told not to use cri-dockerd',
    breaks:
      'RKE runs containers with Docker only, and from Kubernetes 1.24 on that needs cri-dockerd: the cluster is not set up.',
    instead: 'Write true, or remove the line. RKE2 and K3s run containerd.',
    level: 'error',
    source: 'rancher/rke pull request 2948',
  },
  {
    names: ['engineInstallURL'],
    values: /docker/i,
    what: 'Rancher is told to install Docker on nodes',
    breaks:
      'Node templates make nodes of RKE 1, which from Kubernetes 1.24 on runs containers with Docker through cri-dockerd. Rancher 2.12 and newer make none.',
    instead: 'Make a cluster of RKE2 or K3s, which bring containerd, with machine pools in place of node templates.',
    level: 'note',
    source: 'Rancher docs 2.12, "Node Template Configuration"',
  },
  {
    names: ['cri-socket', '--cri-socket', 'criSocket'],
    values: /^docker:.*$/i,
    what: 'k0s is told to run containers with Docker through dockershim',
    breaks: 'k0s then configures the kubelet for dockershim, which Kubernetes 1.24 removed: the worker does not start.',
    instead:
      'Remove the option to use k0s\'s own containerd, or install cri-dockerd and write "remote:unix:///var/run/cri-dockerd.sock".',
    level: 'error',
    source: 'k0s docs, "Custom CRI runtime"; k0sproject/k0s issue 1440',
  },
  {
    names: ['containerManager', 'kubernetes.containerManager'],
    values: DOCKER,
    shownBy: /kubekey|kubesphere|\bkk\b/i,
    what: 'KubeKey is told to run containers with Docker',
    breaks:
      'KubeKey up to 3.0 refuses it for Kubernetes 1.24 and newer. From 3.1 on it goes on through cri-dockerd, and pods on such a node still see Docker.',
    instead: 'Write "containerManager: containerd" for new clusters.',
    level: 'note',
    source: 'kubesphere/kubekey issue 2153, pull requests 2111 and 2148; docs/config-example.md',
  },
  {
    names: ['container_manager', '*_container_manager'],
    values: DOCKER,
    what: 'Kubespray is told to run containers with Docker',
    breaks:
      'From Kubernetes 1.24 on it does so through cri-dockerd. Pods on such a node still see Docker, and other tools do not expect it.',
    instead:
      'Write "container_manager: containerd", the default since 2.18, with "etcd_deployment_type: host", and move the nodes one by one.',
    level: 'note',
    source:
      'kubernetes-sigs/kubespray docs/CRI/docker.md, docs/upgrades/migrate_docker2containerd.md, pull request 8602',
  },
  {
    names: ['etcd_deployment_type'],
    values: DOCKER,
    what: 'Kubespray is told to run etcd with Docker',
    breaks:
      'On a node without Docker its service does not start: with containerd or CRI-O, Kubespray takes "host" or "kubeadm" only.',
    instead: 'Write "etcd_deployment_type: host".',
    level: 'warning',
    source: 'kubernetes-sigs/kubespray docs/operations/etcd.md, docs/CRI/containerd.md, docs/CRI/cri-o.md',
  },
  {
    names: ['docker', '--docker', '--k3s-server-arg.docker', 'docker-enabled'],
    values: ON,
    byName: true,
    shownBy: /\bk3s|k3s\b|k3sup|k3d|rancher\/k3s|INSTALL_K3S|K3S_/i,
    unless: /minikube|toolbox/i,
    what: 'K3s is told to run containers with Docker',
    breaks: 'It keeps working from K3s 1.24.4 on, which includes cri-dockerd; pods on such a node still see Docker.',
    instead: "Remove the setting to use K3s's own containerd.",
    level: 'note',
    source: 'k3s-io/k3s issue 5741',
  },
  {
    names: ['container-runtime', 'minikube.containerRuntime', 'MINIKUBE_CONTAINER_RUNTIME'],
    values: DOCKER,
    shownBy: /minikube/i,
    what: 'minikube is told to run containers with Docker',
    breaks:
      'From minikube 1.26 and Kubernetes 1.24 on it does so through cri-dockerd, so the cluster differs from one with containerd.',
    instead: 'Write "containerd", as on real clusters.',
    level: 'note',
    source: 'minikube docs, "minikube start"; minikube release notes 1.26',
  },
  {
    names: ['services.cri.containerRuntime'],
    values: DOCKER,
    what: 'KubeMarine is told to run containers with Docker',
    breaks: 'From Kubernetes 1.24 on the kubelet has no dockershim, so nodes that are set up this way do not start.',
    instead: 'Write "containerd", the default, and run "kubemarine migrate_cri" on a cluster that has Docker.',
    level: 'error',
    source:
      'Netcracker/KubeMarine documentation/Installation.md "cri"; documentation/Maintenance.md "CRI Migration Procedure"',
  },
  {
    names: ['kubernetesConfig.containerRuntime'],
    values: DOCKER,
    what: 'AKS Engine is told to run containers with Docker',
    breaks: 'AKS Engine refuses it for Kubernetes 1.24 and newer.',
    instead: 'Write "containerRuntime": "containerd". AKS Engine has ended; Cluster API takes its place.',
    level: 'error',
    source: 'Azure/aks-engine docs/topics/clusterdefinitions.md, pkg/api/vlabs/validate.go',
  },
  {
    names: ['WindowsContainerRuntime'],
    values: DOCKER,
    what: 'An AKS node pool is told to run Windows containers with Docker',
    breaks: 'AKS has no Docker for Windows node pools of Kubernetes 1.24 and newer.',
    instead: 'Remove the header: containerd is the default from 1.23 on.',
    level: 'error',
    source: 'Azure/AKS release notes 2022-05-08',
  },
  {
    names: ['container_runtime', 'labels.container_runtime'],
    values: /^(?:host-)?docker$/i,
    shownBy: /magnum|openstack_containerinfra|\bcoe\b|openstack|MagnumClusterTemplate|containerinfra/i,
    what: 'Magnum is told to run containers with Docker',
    breaks: 'The nodes have dockershim only, so from Kubernetes 1.24 on the kubelet does not start.',
    instead:
      'Write "container_runtime=containerd" in a new cluster template, with "containerd_version" and its "containerd_tarball_sha256". For Kubernetes 1.24 it takes Magnum 16 or newer.',
    level: 'error',
    source:
      'openstack/magnum doc/source/user/index.rst, container_runtime; release notes 16.0.0, support-dockershim-removal; drivers/common/templates/kubernetes/fragments/install-cri.sh (the sum is checked)',
  },
  {
    names: ['cri.name'],
    values: DOCKER,
    shownBy: /gardener|shoot/i,
    what: 'Gardener is told to make workers with Docker',
    breaks: 'Gardener refuses it for shoots of Kubernetes 1.23 and newer.',
    instead: 'Write "cri: {name: containerd}", which rolls the workers.',
    level: 'error',
    source: 'gardener/gardener docs/usage/docker-shim-removal.md',
  },
  {
    names: ['container_runtime.type', 'containerRuntimeSpec.type', 'container-runtime'],
    values: DOCKER,
    shownBy: /yandex|\byc\b/i,
    what: 'A Yandex Cloud node group is told to run containers with Docker',
    breaks: 'From Kubernetes 1.24 on the kubelet has no dockershim, so nodes cannot run containers this way.',
    instead: 'Write "containerd".',
    level: 'warning',
    source:
      'yandex-cloud/docs en/managed-kubernetes/cli-ref/node-group/create.md, --container-runtime; Terraform registry: yandex_kubernetes_node_group',
  },
  {
    names: ['runtime.name', 'runtime_name', 'runtime'],
    values: DOCKER,
    shownBy: /alicloud|aliyun|\back\b/i,
    what: 'An ACK node pool is told to run containers with Docker',
    breaks: 'ACK has no Docker for Kubernetes 1.24 and newer, and does not upgrade a cluster that has it.',
    instead: 'Write "containerd", and change the nodes before the upgrade.',
    level: 'error',
    source:
      'ACK docs, "Migrate the node container runtime from Docker to containerd"; API reference, "runtime" ("docker: supports Kubernetes 1.22 and earlier")',
  },
  {
    names: ['container_runtime'],
    values: DOCKER,
    shownBy: /tencentcloud/i,
    what: 'A cluster of TKE is told to run containers with Docker',
    breaks: 'TKE asks for containerd for Kubernetes 1.24 and newer, which have no dockershim.',
    instead:
      'Write "containerd", which recreates what it belongs to. Where the line is missing, Docker is the default.',
    level: 'warning',
    source: 'Terraform registry: tencentcloud_kubernetes_cluster, container_runtime',
  },
  {
    names: ['runtime', 'container_runtime'],
    values: DOCKER,
    shownBy: /huaweicloud|opentelekomcloud|flexibleengine|\bcce\b/i,
    unless: /baidu/i,
    what: 'A node pool of CCE is told to run containers with Docker',
    breaks:
      'From Kubernetes 1.24 on CCE does so through cri-dockerd, so pods on such a node still see Docker. New clusters of 1.34 and newer cannot choose it, and 1.35 has no support for it.',
    instead: 'Write "containerd", and move the nodes before the upgrade to 1.35.',
    level: 'warning',
    source: 'Huawei Cloud docs, CCE, "Container Engines"',
  },
  {
    names: ['container_runtime'],
    values: DOCKER,
    shownBy: /scaleway/i,
    what: 'A pool of Scaleway is told to run containers with Docker',
    breaks: 'From Kubernetes 1.25 on containerd is the only runtime there.',
    instead: 'Write "containerd", or remove the line.',
    level: 'error',
    source: 'scaleway/docs-content pages/kubernetes/reference-content/version-support-policy.mdx',
  },
  {
    names: ['runtime_type', 'runtimeType'],
    values: DOCKER,
    shownBy: /baiducloud|baidubce/i,
    what: 'A cluster of Baidu CCE is told to run containers with Docker',
    breaks: 'Baidu CCE has Docker for Kubernetes 1.22 and older only.',
    instead: 'Write "containerd".',
    level: 'error',
    source: 'Baidu Cloud docs, CCE, release notes of container runtimes; Terraform registry: baiducloud_ccev2_cluster',
  },
  {
    names: ['runtimeType', 'runtimetype', '--runtimetype', 'edged.containerRuntime'],
    values: DOCKER,
    shownBy: /kubeedge|keadm|edgecore|edged/i,
    what: 'KubeEdge is told to run containers with Docker',
    breaks: 'KubeEdge has no dockershim from 1.14 on, so edgecore does not start.',
    instead:
      'Write "remote", with the socket of containerd as remoteRuntimeEndpoint (option --remote-runtime-endpoint of keadm), before the upgrade to 1.14.',
    level: 'error',
    source:
      'kubeedge/kubeedge CHANGELOG-1.13 and CHANGELOG-1.14, "Important Steps before Upgrading"; pkg/apis/componentconfig/edgecore/v1alpha1 and v1alpha2',
  },
  {
    names: ['spec.docker.version', 'spec.docker'],
    values: /^/,
    byName: true,
    shownBy: /kurl\.sh|cluster\.kurl/i,
    what: 'kURL is told to run containers with Docker',
    breaks: 'kURL does not support the Docker add-on for Kubernetes 1.24 and newer.',
    instead: 'Write the containerd add-on in its place: the installer moves the node to it when it runs again.',
    level: 'error',
    source: 'kURL docs, "Containerd Add-On" and "Docker Add-On"',
  },
  {
    names: ['CONTAINER_RUNTIME'],
    values: DOCKER,
    shownBy: /kubeasz|CLUSTER_NETWORK|PROXY_MODE|SERVICE_CIDR/,
    what: 'kubeasz is told to run containers with Docker',
    breaks:
      'kubeasz has no cri-dockerd, so it sets up Docker for Kubernetes up to 1.23 only. The kubelet of 1.24 and newer does not start with it.',
    instead: 'Write CONTAINER_RUNTIME="containerd".',
    level: 'error',
    source: 'easzlab/kubeasz example/hosts.multi-node; issues 1249 and 1400',
  },
  {
    names: ['KUBE_CONTAINER_RUNTIME', 'KUBE_MASTER_CONTAINER_RUNTIME', 'KUBE_NODE_CONTAINER_RUNTIME'],
    values: DOCKER,
    what: 'kube-up is told to run containers with Docker',
    breaks: 'From Kubernetes 1.24 on its scripts start a kubelet that has no dockershim.',
    instead: 'Write "containerd", which is the default.',
    level: 'error',
    source: 'kubernetes/kubernetes cluster/gce/config-default.sh',
  },
  {
    names: ['operator.defaultRuntime', 'defaultRuntime'],
    values: DOCKER,
    shownBy: /operator|nvidia|gpu/i,
    unless: /daemon\.json/i,
    what: "NVIDIA's GPU operator is told that nodes run Docker",
    breaks: 'It configures the Docker of the node, so pods that ask for a GPU do not start with another runtime.',
    instead: 'Write "containerd" or "crio". From operator 1.10 on it finds the runtime by itself.',
    level: 'error',
    source: 'NVIDIA/gpu-operator deployments/gpu-operator/values.yaml; release notes 1.10',
  },
  {
    names: ['RUNTIME', 'runtime'],
    values: DOCKER,
    shownBy: /nvidia.{0,200}toolkit|nvidia-ctk|container-toolkit/i,
    what: 'The NVIDIA container toolkit is told to configure Docker',
    breaks: 'Another runtime does not learn of it, so pods that ask for a GPU do not start.',
    instead: 'Write "containerd" or "crio".',
    level: 'warning',
    source: 'NVIDIA container toolkit docs, "Installation guide"',
  },
  {
    names: ['container_runtime', 'runtimeType'],
    values: DOCKER,
    shownBy: /kubeoperator/i,
    what: 'KubeOperator is told to run containers with Docker',
    breaks:
      'It points the kubelet to dockershim, which Kubernetes 1.24 removed, so nodes that are set up this way do not start.',
    instead: 'Write "containerd".',
    level: 'error',
    source:
      'KubeOperator/ansible hosts.hostname.ini, roles/kube-worker/templates; KubeOperator/KubeOperator pkg/dto/cluster.go',
  },
  {
    names: ['charm'],
    values: /^(?:(?:ch|cs):(?:~containers\/)?)?(docker)(?:-\d+)?$/,
    shownBy: /kubernetes-worker|container-runtime|applications/i,
    what: 'Charmed Kubernetes is told to run containers with Docker',
    breaks: 'Charmed Kubernetes has no Docker for 1.24 and newer, so the workers do not run there.',
    instead: 'Deploy the charm "containerd" in its place before the upgrade, and remove the charm "docker".',
    level: 'error',
    source:
      'charmed-kubernetes/kubernetes-docs pages/k8s/1.24/upgrading.md, "upgrading-docker"; pages/k8s/container-runtime.md',
  },
  {
    names: ['hosts.container_runtime'],
    values: /^(?:custom_)?docker$/i,
    shownBy: /pharos|role/i,
    what: 'Pharos is told to run containers with Docker',
    breaks:
      'Pharos has ended and sets up Kubernetes up to 1.18. From 1.24 on the kubelet has no dockershim, so the nodes cannot go on this way.',
    instead: 'Write "containerd" (Pharos 3.2; up to 2.4 "cri-o"), or move to another tool.',
    level: 'warning',
    source: 'kontena/pharos-cluster lib/pharos/config_schema.rb, lib/pharos/version.rb (3.2.1, the last)',
  },
  {
    // Names that other programs have too: builders, log collectors, clusters on a workstation.
    names: ['container_runtime', 'cri.runtime', 'container.runtime', 'kubernetes.runtime'],
    values: DOCKER,
    asKey: true,
    shownBy:
      /kube(?:rnetes)?[-_]?(?:version|adm|proxy)|k8s[-_]?version|(?:pod|service|cluster)[-_]?(?:network[-_]?)?(?:cidr|subnet)|kubernetes(?:::|\.)|network[-_]?plugin|\bcni(?![a-z])/i,
    unless:
      /discovery|logs?Collection|loggie|minikube|k3d|k3s|rke|\bkind\b|podman|docker.(?:build|push|run)|\bbuild\b|makefile|dockerfile|\.github|\.gitlab|chaos|litmus|helm|k8s\.io|k8c\.io|[\w-]\/[A-Z]\w+$|values/i,
    what: 'Nodes are set up with Docker as their container runtime',
    breaks:
      'From Kubernetes 1.24 on the kubelet has no dockershim: it does not start unless cri-dockerd is set up too.',
    instead: 'Write "containerd", and check that the tasks that follow from it know it.',
    level: 'warning',
    source: 'Kubernetes docs, "Container runtimes"',
  },
  {
    names: [
      'install_docker',
      'kubernetes_container_runtime',
      'kubernetes_cri',
      'k8s_container_runtime',
      'kube_container_runtime',
      'kubernetes_runtime',
      'cri_runtime',
      'kubernetes_cri_runtime',
      'k8s_cri',
    ],
    values: DOCKER,
    what: 'Nodes are set up with Docker as their container runtime',
    breaks:
      'From Kubernetes 1.24 on the kubelet has no dockershim: it does not start unless cri-dockerd is set up too.',
    instead: 'Write "containerd", and check that the tasks that follow from it know it.',
    level: 'warning',
    source: 'Kubernetes docs, "Container runtimes"',
  },
]

const table = choiceTable(rows)

/** Every way that the tables know to tell a tool to use Docker. */
export const DOCKER_TOOLS = table

/** What a file that does so holds. */
export const TOOL_TRIGGERS = choiceTriggers(rows)
