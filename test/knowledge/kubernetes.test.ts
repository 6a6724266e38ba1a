import { describe, expect, it } from 'vitest'
import { flagStatus } from '../../src/knowledge/kubernetes/change.ts'
import { CLUSTER_CHANGES } from '../../src/knowledge/kubernetes/cluster-changes.ts'
import { CONFIG_APIS, findConfigApi } from '../../src/knowledge/kubernetes/config-apis.ts'
import { CONFIG_FIELDS, findConfigField } from '../../src/knowledge/kubernetes/config-fields.ts'
import { CRI_DOCKERD_FLAGS } from '../../src/knowledge/kubernetes/cri-dockerd.ts'
import { FLAGS, findFlag, KUBELET_ONLY_FLAGS } from '../../src/knowledge/kubernetes/flags.ts'
import { findKubeadmUse, KUBEADM_USES } from '../../src/knowledge/kubernetes/kubeadm.ts'
import { compareVersions } from '../../src/knowledge/versions.ts'

const known = (version: string): boolean => /^1\.\d+$/.test(version)

describe('flags', () => {
  const changes = [...FLAGS, ...KUBEADM_USES, ...CONFIG_APIS, ...CONFIG_FIELDS, ...CLUSTER_CHANGES]

  it('has a source and a replacement in each row, and versions in order', () => {
    for (const change of changes) {
      expect(change.source).toMatch(/\S/)
      expect(change.source).not.toMatch(/\/work|shared\/|flags\.md/)
      expect(change.replacement).toMatch(/\.$/)
      if (change.deprecatedIn) expect(known(change.deprecatedIn)).toBe(true)
      if (change.removedIn) expect(known(change.removedIn)).toBe(true)
      if (change.deprecatedIn && change.removedIn) {
        expect(compareVersions(change.deprecatedIn, change.removedIn)).toBeLessThanOrEqual(0)
      }
    }
  })

  it('calls nothing both valid and removed, and names each flag once', () => {
    for (const change of changes) expect(change.stillValid && change.removedIn !== undefined).toBe(false)
    const names = FLAGS.map(({ component, name, values }) => `${component} ${name} ${values?.join(',') ?? ''}`)
    expect(new Set(names).size).toBe(names.length)
    for (const { name } of FLAGS) expect(name).toMatch(/^--[a-z][a-z0-9-]*$/)
  })

  it.each([
    ['kubelet', '--network-plugin', 'cni', '1.24'],
    ['kubelet', 'network-plugin', undefined, '1.24'],
    ['kubelet', '--network_plugin', undefined, '1.24'],
    ['kubelet', '--container-runtime', 'docker', '1.24'],
    ['kubelet', '--container-runtime', 'remote', '1.27'],
    ['kubelet', '--container-runtime', undefined, '1.27'],
    ['kubelet', '--container-runtime', '\uE000\uE000', '1.27'],
    ['kubelet', '--pod-infra-container-image', 'x', '1.35'],
    ['kubelet', '--containerd', '/run/containerd/containerd.sock', '1.37'],
    ['kubelet', '--runonce', undefined, '1.32'],
    ['kubelet', '--runonce', 'false', undefined],
    ['kubelet', '--cloud-provider', 'aws', '1.27'],
    ['kube-apiserver', '--cloud-provider', 'external', '1.33'],
    ['kube-apiserver', '--insecure-port', '0', '1.24'],
    ['kube-apiserver', '--insecure-port', '8080', '1.20'],
    ['kube-apiserver', '--audit-log-version', 'audit.k8s.io/v1beta1', '1.24'],
    ['kube-apiserver', '--enable-admission-plugins', 'NodeRestriction,PodSecurityPolicy', '1.25'],
    ['kube-controller-manager', '--cloud-provider', 'vsphere', '1.29'],
    ['kubelet', '--cloud-provider', 'gce', '1.29'],
    ['kube-apiserver', '--cloud-provider', 'aws', '1.29'],
    ['kube-apiserver', '--disable-admission-plugins', 'PodSecurityPolicy', '1.25'],
    ['kube-apiserver', '--admission-control', 'NodeRestriction,PodPreset', '1.20'],
    ['kube-controller-manager', '--port', '0', '1.24'],
    ['kube-controller-manager', '--port', '10252', '1.22'],
    ['kube-scheduler', '--port', '10251', '1.23'],
    ['kube-proxy', '--proxy-mode', 'userspace', '1.26'],
    ['kube-proxy', '--proxy-mode', 'ipvs', undefined],
    ['kube-proxy', '--logtostderr', 'true', '1.26'],
    ['kubeadm', '--experimental-patches', 'x', '1.23'],
  ])('%s %s=%s', (component, name, value, removedIn) => {
    const flag = findFlag(component, name, value)
    expect(flag).toBeDefined()
    expect(flag?.component).toBe(component)
    expect(flag?.removedIn).toBe(removedIn)
  })

  it('does not know what it should not judge', () => {
    expect(findFlag('kube-proxy', '--proxy-mode', 'iptables')).toBeUndefined()
    expect(findFlag('kube-controller-manager', '--cloud-provider', 'external')).toBeUndefined()
    expect(findFlag('kubelet', '--cloud-provider', 'external')).toBeUndefined()
    expect(findFlag('kube-apiserver', '--audit-log-version', 'audit.k8s.io/v1')).toBeUndefined()
    expect(findFlag('kube-apiserver', '--allow-privileged')).toBeUndefined()
    expect(findFlag('cri-dockerd', '--network-plugin')).toBeUndefined()
    expect(findFlag('kubelet', '--no-such-flag')).toBeUndefined()
  })

  it.each([
    ['--network-plugin', '1.20', 'valid'],
    ['--network-plugin', '1.23', 'deprecated'],
    ['--network-plugin', '1.24', 'removed'],
    ['--pod-infra-container-image', '1.34', 'deprecated'],
    ['--pod-infra-container-image', '1.35', 'removed'],
    ['--container-runtime-endpoint', '1.37', 'valid'],
    ['--cgroup-driver', '1.37', 'valid'],
    ['--hairpin-mode', '1.37', 'valid'],
    ['--address', '1.37', 'valid'],
    ['-v', '1.37', 'valid'],
    ['--logtostderr', '1.26', 'removed'],
    ['--master-service-namespace', '1.9', 'deprecated'],
  ])('kubelet %s in %s is %s', (name, version, status) => {
    const flag = findFlag('kubelet', name)
    expect(flag && flagStatus(flag, version)).toBe(status)
  })

  it('tells the names that only kubelet has', () => {
    for (const name of [
      '--network-plugin',
      '--docker-endpoint',
      '--pod-infra-container-image',
      '--non-masquerade-cidr',
    ]) {
      expect(KUBELET_ONLY_FLAGS.has(name)).toBe(true)
    }
    const others = [
      '--docker',
      '--docker-root',
      '--containerd',
      '--logtostderr',
      '--port',
      '--address',
      '--cni-bin-dir',
    ]
    for (const name of [
      ...others,
      '--container-runtime',
      '--storage-driver-db',
      '--cgroup-driver',
      '--allow-privileged',
    ]) {
      expect(KUBELET_ONLY_FLAGS.has(name)).toBe(false)
    }
    expect(CRI_DOCKERD_FLAGS.has('--network-plugin')).toBe(true)
  })

  it('knows commands of kubeadm', () => {
    expect(findKubeadmUse(['alpha', 'certs', 'renew', 'all'])).toMatchObject([
      { command: 'alpha certs', removedIn: '1.21' },
    ])
    expect(findKubeadmUse(['-v', '5', 'init', 'phase', 'certs', 'all', '--csr-only'])).toMatchObject([
      { flag: '--csr-only' },
    ])
    expect(findKubeadmUse(['upgrade', 'apply', 'v1.24.0', '--feature-gates=X=true'])).toHaveLength(1)
    expect(findKubeadmUse(['init', '--feature-gates=X=true'])).toEqual([])
    expect(findKubeadmUse(['join', '--experimental-patches', '/x'])).toMatchObject([{ removedIn: '1.23' }])
  })

  it('knows the configuration files', () => {
    expect(findConfigApi('kubeadm.k8s.io/v1beta2', 'ClusterConfiguration')).toMatchObject({ removedIn: '1.27' })
    expect(findConfigApi('kubeadm.k8s.io/v1beta3', 'ClusterStatus')).toMatchObject({ removedIn: '1.22' })
    expect(findConfigApi('kubeadm.k8s.io/v1beta4', 'ClusterConfiguration')).toBeUndefined()
    expect(findConfigApi('kubescheduler.config.k8s.io/v1beta3', 'KubeSchedulerConfiguration')).toMatchObject({
      removedIn: '1.29',
    })
    expect(findConfigApi('v1', 'Policy')).toMatchObject({ removedIn: '1.23' })
    expect(findConfigApi('v1', 'Pod')).toBeUndefined()
    expect(findConfigField('kubelet', ['runOnce'], { value: 'true' })).toMatchObject({ removedIn: '1.32' })
    expect(findConfigField('kubelet', ['runOnce'], { value: 'false' })).toBeUndefined()
    expect(findConfigField('kubelet', ['cgroupDriver'])).toMatchObject({ stillValid: true })
    expect(findConfigField('kubeadm', ['apiServer', 'extraArgs'], { form: 'map' })).toMatchObject({ removedIn: '1.31' })
    expect(findConfigField('kubeadm', ['apiServer', 'extraArgs'])).toBeUndefined()
    expect(findConfigField('kube-proxy', ['udpIdleTimeout'])).toMatchObject({ removedIn: '1.26', ignored: 'note' })
    expect(findConfigField('kubeadm', ['dns', 'type'], { apiVersion: 'kubeadm.k8s.io/v1beta2' })).toBeUndefined()
    expect(findConfigField('kubeadm', ['dns', 'type'], { apiVersion: 'kubeadm.k8s.io/v1beta3' })).toBeDefined()
    const enabled = ['profiles', '0', 'plugins', 'score', 'enabled', '0', 'name']
    const disabled = ['profiles', '0', 'plugins', 'score', 'disabled', '0', 'name']
    expect(findConfigField('kube-scheduler', enabled, { value: 'EBSLimits' })).toMatchObject({ removedIn: '1.31' })
    expect(findConfigField('kube-scheduler', disabled, { value: 'EBSLimits' })).toBeUndefined()
  })
})
