/** Names of roles, playbooks, host groups, resources and files that are about the nodes of a cluster. */
const NODES =
  /(?:^|[^a-z0-9])(?:k8s?|kube|kubernetes|kubelet|kubeadm|kubectl|kubespray|k3s|rke2?|microk8s|eks|aks|gke|containerd|cri-?o|cri-?dockerd|container[-_](?:engine|runtime)s?|openshift(?:_\w{1,40})?|etcd[a-z]{0,20}|calico|flannel|cilium|weave|cni|masters?|minions?|slaves?|workers?|nodes?|control[-_]?planes?)(?![a-z0-9])/i

/** Masters and workers of something else. */
const OTHERS =
  /(?:cassandra|ceph|consul|docker|elastic(?:search)?|galera|gitlab|hadoop|jenkins|kafka|mariadb|mesos|mongo(?:db)?|mysql|nomad|postgres(?:ql)?|puppet|redis|salt|spark|storm|swarm|zookeeper)[-_. ]?(?:masters?|minions?|slaves?|workers?|nodes?)(?![a-z0-9])/gi

/** Whether a name says that what it names is a cluster's node, or runs on one. */
export const namesNodes = (name: string): boolean => NODES.test(name.replace(OTHERS, ' '))
