import { expect, test } from 'vitest'
import { namesNodes } from '../../src/reading/node-names.ts'

test.each([
  'k8s_workers',
  'kube_control_plane',
  'kubernetes/node',
  'container-engine/docker',
  'etcdctl_etcdutl',
  'aws_instance.k8s-master.*.private_ip',
  'cri-dockerd',
  'masters[0]',
  'upgrade-k8s.yml',
  'k8s-jenkins-worker',
  'docker-install-master',
])('%s is about nodes', name => {
  expect(namesNodes(name)).toBe(true)
})

test.each([
  'kubevirt-images',
  'common',
  'nodejs',
  'webmaster',
  'build-images.yml',
  'workerless',
  'app_servers',
  'swarm_workers',
  'jenkins-master',
  'docker_node',
  'mysqlmaster',
])('%s is not', name => {
  expect(namesNodes(name)).toBe(false)
})
