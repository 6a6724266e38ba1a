import { describe, expect, it } from 'vitest'
import { guardsForDocker, guardsOldVersion } from '../../src/knowledge/guards.ts'

describe('guards for old versions', () => {
  const old: [string, string][] = [
    ["kube_version is version('v1.24.0', '<')", '1.24'],
    ["kube_version is version('v1.23', '<=')", '1.24'],
    ["kube_version | version_compare('v1.24', 'lt')", '1.24'],
    ["container_manager == 'docker' and kube_version is version('v1.24.0','<')", '1.24'],
    ['semverCompare "<1.24-0" .Capabilities.KubeVersion.Version', '1.24'],
    ['semverCompare "<1.24.0-0" .Capabilities.KubeVersion.GitVersion', '1.24'],
    ['lt (int .Capabilities.KubeVersion.Minor) 24', '1.24'],
    ['[ "$MINOR" -lt 24 ]', '1.24'],
    ['[[ ${K8S_MINOR} < 24 ]]', '1.24'],
    ['[ "$KUBE_MINOR_VERSION" -le 23 ]', '1.24'],
    ['version_gt 1.24 "$KUBE_VERSION"', '1.24'],
    ['version_lt "$KUBE_VERSION" 1.24', '1.24'],
    ['version_lt "${KUBE_VERSION}" "1.24.0"', '1.24'],
    ['vercmp "$KUBERNETES_VERSION" lt "1.24.0"', '1.24'],
    ['dpkg --compare-versions "$K8S_VERSION" lt 1.24', '1.24'],
    ['$global:KubeVersion -lt 1.24', '1.24'],
    ['[version]$kubeVersion -lt [version]"1.24.0"', '1.24'],
    ['not (IsKubernetesVersionGe "1.24.0")', '1.24'],
    ['! semverCompare ${KUBERNETES_VERSION} "1.24.0"', '1.24'],
    ['! semverCompare ${KUBERNETES_VERSION:-"0.0.0"} "1.27.0"', '1.27'],
    ['case "$VERSION" in 1.1*|1.2[0-3]*)', '1.24'],
    ['var.kubernetes_version < 1.27', '1.27'],
    ["kube_version is version('v1.22.0', '<')", '1.24'],
  ]
  it.each(old)('%s holds only before %s', (condition, version) => {
    expect(guardsOldVersion([{ condition, others: [] }], version)).toBe(true)
    expect(guardsOldVersion([{ condition, others: [], negated: true }], version)).toBe(false)
  })

  const recent: [string, string][] = [
    ["kube_version is version('v1.24.0', '>=')", '1.24'],
    ['semverCompare ">=1.24-0" .Capabilities.KubeVersion.Version', '1.24'],
    ['[ "$MINOR" -ge 24 ]', '1.24'],
    ['[ "$MINOR" -gt 23 ]', '1.24'],
    ['version_ge "$KUBE_VERSION" 1.24', '1.24'],
    ['vercmp "$KUBERNETES_VERSION" gteq "1.24.0"', '1.24'],
    ['IsKubernetesVersionGe "1.24.0"', '1.24'],
  ]
  it.each(recent)('the else of %s holds only before %s', (condition, version) => {
    expect(guardsOldVersion([{ condition, others: [], negated: true }], version)).toBe(true)
    expect(guardsOldVersion([{ condition, others: [] }], version)).toBe(false)
  })

  it.each([
    ['a version that is removed later than the guard allows', "kube_version is version('v1.27.0', '<')"],
    ['the version of another program', "containerd_version is version('1.6.0', '<')"],
    ['the version of Docker', "docker_version is version('18.09', '<')"],
    ['an alternative without a version', "kube_version is version('v1.24.0', '<') or force_docker"],
    ['no version at all', '[ -n "$KUBELET_ARGS" ]'],
    ['a version that is included', '[ "$MINOR" -le 24 ]'],
    ['a name that only looks like a comparison', 'result "1.24.0"'],
  ])('%s is no guard', (_, condition) => {
    expect(guardsOldVersion([{ condition, others: [] }], '1.24')).toBe(false)
  })

  it('reads a hostile condition in time', () => {
    const start = performance.now()
    for (const text of ['version_gt '.repeat(5000), 'minor lt '.repeat(400), '"'.repeat(3999), ' 1.2'.repeat(990)])
      guardsOldVersion([{ condition: text, others: [] }])
    expect(performance.now() - start).toBeLessThan(1000)
  })
})

describe('guards for Docker', () => {
  it.each([
    ['[ "$RUNTIME" = docker ]'],
    ["container_manager == 'docker'"],
    ['eq .Values.containerRuntime "docker"'],
    ['case "$RUNTIME" in docker)'],
    ['! command -v crictl'],
    ['"$RUNTIME" != containerd'],
    ['[[ "$(use docker)" -ne 0 ]]'],
  ])('%s chooses Docker', condition => {
    expect(guardsForDocker([{ condition, others: [] }])).toBe(true)
    expect(guardsForDocker([{ condition, others: [], negated: true }])).toBe(false)
  })

  it.each([
    ['command -v crictl >/dev/null'],
    ['[ "$RUNTIME" = containerd ]'],
    ['ne .Values.runtime "docker"'],
  ])('the else of %s is for Docker', condition => {
    expect(guardsForDocker([{ condition, others: [], negated: true }])).toBe(true)
    expect(guardsForDocker([{ condition, others: [] }])).toBe(false)
  })

  it('a test for the presence of Docker chooses only beside another runtime', () => {
    const condition = 'command -v docker'
    expect(guardsForDocker([{ condition, others: [] }])).toBe(false)
    expect(guardsForDocker([{ condition, others: ['crictl ps'] }])).toBe(true)
  })

  it('a test whether an answer is something at all is no denial', () => {
    for (const condition of [
      '[[ "$(pgrep -o dockerd)" -ne 0 ]]',
      '[ "$(pidof dockerd)" != "" ]',
      '$null -ne (Get-Service docker -exists)',
    ]) {
      expect(guardsForDocker([{ condition, others: ['crictl ps'] }])).toBe(true)
      expect(guardsForDocker([{ condition, others: [], negated: true }])).toBe(false)
    }
  })

  it('a switch of a chart chooses only beside another runtime', () => {
    expect(guardsForDocker([{ condition: 'or .Values.exposeDocker (not $v.docker)', others: [] }])).toBe(false)
    expect(guardsForDocker([{ condition: '(default false .Values.useDockerMetadata)', others: [] }])).toBe(false)
    expect(guardsForDocker([{ condition: 'eq (default "docker" .Values.runtime) "docker"', others: [] }])).toBe(true)
    const condition = 'and .Values.enabled $.Values.docker.mount'
    expect(guardsForDocker([{ condition, others: [] }])).toBe(false)
    expect(guardsForDocker([{ condition, others: ['path: /run/containerd/containerd.sock'] }])).toBe(true)
  })

  it.each([
    ['[ "$RUNTIME" = cri-dockerd ]'],
    ['[ -n "$DOCKER_PASSWORD" ]'],
    ["container_manager in ['docker', 'containerd']"],
    ['[ -f /etc/hosts ]'],
  ])('%s says nothing of Docker', condition => {
    expect(guardsForDocker([{ condition, others: [] }])).toBe(false)
  })
})
