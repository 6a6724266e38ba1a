import { describe, expect, it } from 'vitest'
import { COMPONENT_GATES, KUBEADM_GATES } from '../../src/knowledge/kubernetes/feature-gate-rows.ts'
import { gateProblem } from '../../src/knowledge/kubernetes/feature-gates.ts'
import { compareVersions, NEWEST_VERSION } from '../../src/knowledge/versions.ts'

describe('feature gates', () => {
  it('have a source each, and versions in order', () => {
    for (const rows of [COMPONENT_GATES, KUBEADM_GATES]) {
      expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length)
      for (const { name, removedIn, lockedTo, lockedIn, source } of rows) {
        expect(name).toMatch(/^[A-Za-z][A-Za-z0-9]+$/)
        expect(source).toMatch(/^k8s\.io\/[a-z-]+@v[01]\.\d+\.\d+$/)
        expect(removedIn ?? lockedIn).toBeDefined()
        expect(lockedIn === undefined).toBe(lockedTo === undefined)
        expect(compareVersions(removedIn ?? lockedIn ?? '', NEWEST_VERSION)).toBeLessThanOrEqual(0)
        if (removedIn && lockedIn) expect(compareVersions(lockedIn, removedIn)).toBeLessThan(0)
      }
    }
  })

  // Each was looked up in pkg/features/kube_features.go and cmd/kubeadm/app/features/features.go of the version and the one before.
  it.each([
    ['kubelet', 'CSIMigration', 'true', '1.26', undefined],
    ['kubelet', 'CSIMigration', 'true', '1.27', 'removed'],
    ['kubelet', 'CSIMigration', 'false', '1.25', 'locked'],
    ['kubelet', 'CSIMigration', 'f', '1.25', 'locked'],
    ['kubelet', 'CSIMigration', undefined, '1.25', undefined],
    ['kubelet', 'DynamicKubeletConfig', 'false', '1.24', undefined],
    ['kubelet', 'DynamicKubeletConfig', 'true', '1.23', undefined],
    ['kubelet', 'DynamicKubeletConfig', 'true', '1.24', 'locked'],
    ['kube-apiserver', 'DynamicKubeletConfig', 'true', '1.25', undefined],
    ['kubelet', 'DynamicKubeletConfig', 'false', '1.26', 'removed'],
    ['kubelet', 'KubeletCgroupDriverFromCRI', 'false', '1.33', undefined],
    ['kubelet', 'KubeletCgroupDriverFromCRI', 'false', '1.34', 'locked'],
    ['kubelet', 'GitRepoVolumeDriver', 'true', '1.36', 'locked'],
    ['kubernetes', 'EphemeralContainers', '\uE000', '1.27', 'removed'],
    ['kubeadm', 'EphemeralContainers', 'true', '1.37', undefined],
    ['kubeadm', 'IPv6DualStack', 'true', '1.23', undefined],
    ['kubeadm', 'IPv6DualStack', 'true', '1.24', 'removed'],
    ['kubelet', 'IPv6DualStack', 'true', '1.26', undefined],
    ['kubeadm', 'NodeLocalCRISocket', 'false', '1.36', undefined],
    ['kubelet', 'NoSuchGate', 'true', '1.37', undefined],
  ])('%s %s=%s in %s', (program, name, value, version, kind) => {
    expect(gateProblem(program, name, value, version)?.kind).toBe(kind)
  })
})
