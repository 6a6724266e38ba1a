import { describe, expect, it } from 'vitest'
import { COUPLED_AGENTS, coupledAgent, coupledChart } from '../../src/knowledge/agents.ts'
import { DAEMON_KEYS, daemonSetting, dockerdFlag } from '../../src/knowledge/daemon-config.ts'
import { dockerHost, dockerReplacement, isDockerProgram, isRemoteDockerHost } from '../../src/knowledge/docker-cli.ts'
import { criEndpoint, DEFAULT_ENDPOINTS } from '../../src/knowledge/endpoints.ts'
import { REMOVED_METRICS, removedMetric } from '../../src/knowledge/metrics.ts'
import {
  criDockerdSocket,
  dockerConfigPath,
  dockerContainerdSocket,
  dockerDataPath,
  dockerSocket,
  dockershimSocket,
  isContainerLog,
  joinsDockerSocket,
  normalizePath,
  otherRuntimeSocket,
  parentOfDockerSocket,
} from '../../src/knowledge/paths.ts'
import {
  compareVersions,
  KNOWN_VERSIONS,
  NEWEST_VERSION,
  OLDEST_VERSION,
  parseVersion,
} from '../../src/knowledge/versions.ts'

const known = (version: string): boolean => /^1\.\d+$/.test(version)

describe('versions', () => {
  it('are in order, from the oldest to the newest', () => {
    expect(KNOWN_VERSIONS[0]).toBe(OLDEST_VERSION)
    expect(KNOWN_VERSIONS.at(-1)).toBe(NEWEST_VERSION)
    expect([...KNOWN_VERSIONS].sort(compareVersions)).toEqual(KNOWN_VERSIONS)
    expect(KNOWN_VERSIONS).toContain('1.24')
  })

  it('compare by number, not by letter', () => {
    expect(compareVersions('1.9', '1.10')).toBeLessThan(0)
    expect(compareVersions('1.24', '1.24')).toBe(0)
    expect(compareVersions('1.31', '1.27')).toBeGreaterThan(0)
  })

  it.each([
    ['1.24', '1.24'],
    ['v1.24', '1.24'],
    ['1.24.3', '1.24'],
    ['v1.24.3-eks-8df270', '1.24'],
    ['1.24+', '1.24'],
    ['1', undefined],
    ['latest', undefined],
    ['1.x', undefined],
    ['1.24.3.4', undefined],
  ])('parse %s', (text, version) => {
    expect(parseVersion(text)).toBe(version)
  })
})

describe('paths', () => {
  it.each([
    ['/run/docker.sock', '/var/run/docker.sock'],
    ['//var/run/docker.sock', '/var/run/docker.sock'],
    ['/var/run/../run/./docker.sock/', '/var/run/docker.sock'],
    ['unix:///run/docker.sock', '/var/run/docker.sock'],
    ['unix:/var/run/docker.sock', '/var/run/docker.sock'],
    ['unix://var/run/docker.sock', '/var/run/docker.sock'],
    ['http+unix://%2Fvar%2Frun%2Fdocker.sock', '/var/run/docker.sock'],
    ['/', '/'],
    ['/runtime', '/runtime'],
    ['/../etc', '/etc'],
    ['C:\\ProgramData\\docker\\', 'c:/programdata/docker'],
    ['c:\\\\programdata\\\\Docker', 'c:/programdata/docker'],
    ['%ProgramData%\\docker', 'c:/programdata/docker'],
    ['$env:ProgramData\\docker\\config', 'c:/programdata/docker/config'],
    ['\\\\.\\pipe\\docker_engine', '//./pipe/docker_engine'],
    ['\\\\\\\\.\\\\pipe\\\\docker_engine', '//./pipe/docker_engine'],
    ['//./pipe/docker_engine', '//./pipe/docker_engine'],
    ['npipe:////./pipe/docker_engine', '//./pipe/docker_engine'],
    ['npipe:\\\\.\\pipe\\docker_engine', '//./pipe/docker_engine'],
    ['npipe://./pipe/dockershim', '//./pipe/dockershim'],
    ['\uE000\uE000/../docker.sock', '\uE000\uE000/../docker.sock'],
    ['/var/log/containers/**/*.log', '/var/log/containers/**/*.log'],
  ])('normalize %s', (text, path) => {
    expect(normalizePath(text)).toBe(path)
    expect(normalizePath(path)).toBe(path)
  })

  it.each([
    ['/var/run/docker.sock', 'node'],
    ['/run/docker.sock', 'node'],
    ['unix:///var/run/docker.sock', 'node'],
    ['//var/run/docker.sock/', 'node'],
    ['\\\\.\\pipe\\docker_engine', 'node'],
    ['npipe:////./pipe/docker_engine', 'node'],
    ['/host/var/run/docker.sock', 'mounted'],
    ['/rootfs/run/docker.sock', 'mounted'],
    ['\uE000\uE000/var/run/docker.sock', 'mounted'],
    ['\uE000\uE000/docker.sock', 'mounted'],
    ['unix://\uE000\uE000/docker.sock', 'mounted'],
    ['\uE000\uE000docker.sock', 'mounted'],
    ['$SOCKET_DIR/docker.sock', 'mounted'],
    ['${HOST_ROOT}/var/run/docker.sock', 'mounted'],
    ['/var/run/dind/docker.sock', 'elsewhere'],
    ['\uE000\uE000/dind/docker.sock', 'elsewhere'],
    ['/run/user/1000/docker.sock', 'elsewhere'],
    ['/var/run/docker.sock.bak', undefined],
    ['/var/run/cri-docker.sock', undefined],
    ['/var/run/dockershim.sock', undefined],
    ['/run/containerd/containerd.sock', undefined],
    ['\\\\.\\pipe\\docker_engine_linux', undefined],
    ['tcp://localhost:2375', undefined],
    ['', undefined],
  ])('dockerSocket %s', (text, socket) => {
    expect(dockerSocket(text)).toBe(socket)
  })

  it('tell the sockets of the runtimes apart', () => {
    expect(dockershimSocket('unix:///var/run/dockershim.sock')).toBe(true)
    expect(dockershimSocket('npipe:////./pipe/dockershim')).toBe(true)
    expect(dockershimSocket('/var/run/docker.sock')).toBe(false)
    expect(criDockerdSocket('unix:///run/cri-dockerd.sock')).toBe(true)
    expect(criDockerdSocket('npipe:////./pipe/cri-dockerd')).toBe(true)
    expect(criDockerdSocket('/var/run/docker.sock')).toBe(false)
    expect(otherRuntimeSocket('unix:///run/containerd/containerd.sock')).toBe('containerd')
    expect(otherRuntimeSocket('/run/k3s/containerd/containerd.sock')).toBe('containerd')
    expect(otherRuntimeSocket('npipe:////./pipe/containerd-containerd')).toBe('containerd')
    expect(otherRuntimeSocket('/var/run/crio/crio.sock')).toBe('cri-o')
    expect(otherRuntimeSocket('/var/run/docker/containerd/containerd.sock')).toBeUndefined()
    expect(dockerContainerdSocket('/run/docker/containerd/docker-containerd.sock')).toBe(true)
    expect(otherRuntimeSocket('/var/run/docker.sock')).toBeUndefined()
  })

  it.each([
    ['/var/lib/docker', 'root'],
    ['/var/lib/docker/', 'root'],
    ['/host/var/lib/docker', 'root'],
    ['C:\\ProgramData\\docker', 'root'],
    ['/var/lib/docker/containers', 'containers'],
    ['/var/lib/docker/containers/*/*-json.log', 'containers'],
    ['/var/lib/docker/**/*-json.log', 'containers'],
    ['C:/ProgramData/docker/containers', 'containers'],
    ['/data/docker/containers', 'containers'],
    ['/mnt/containers/*/*-json.log', 'containers'],
    ['\uE000\uE000/docker/containers/', 'containers'],
    ['/var/lib/docker/overlay2', 'other'],
    ['/var/lib/docker/volumes/x/_data', 'other'],
    ['/var/lib/docker-foo', undefined],
    ['/var/lib/docker.log', undefined],
    ['/var/lib/dockershim', undefined],
    ['/var/opt/microsoft/docker-cimprov/state', undefined],
    ['/var/log/containers/*.log', undefined],
    ['/opt/docker/containers-old', undefined],
    ['/var/lib', undefined],
  ])('dockerDataPath %s', (text, data) => {
    expect(dockerDataPath(text)).toBe(data)
  })

  it.each([
    ['/var/log/containers/*.log', true],
    ['/var/log/containers', true],
    ['/var/log/pods/**/*.log', true],
    ['/host/var/log/pods', true],
    ['\uE000\uE000/var/log/containers/*.log', true],
    ['C:\\var\\log\\containers\\*.log', true],
    ['/var/lib/docker/containers/*/*.log', true],
    ['/var/log/containers.log', false],
    ['/var/log/syslog', false],
    ['/var/lib/docker/volumes', false],
  ])('isContainerLog %s', (text, is) => {
    expect(isContainerLog(text)).toBe(is)
  })

  it.each(['/', '/var', '/var/', '/run', '/var/run/', '//run'])('parentOfDockerSocket %s', text => {
    expect(parentOfDockerSocket(text)).toBe(true)
  })

  it.each(['/var/lib', '/var/run/docker', '/runs', '/var/log', ''])('not parentOfDockerSocket %s', text => {
    expect(parentOfDockerSocket(text)).toBe(false)
  })

  it.each([
    ['/var/run', '/host/run', '/host/run/docker.sock', true],
    ['/', '/rootfs', 'unix:///rootfs/run/docker.sock', true],
    ['/var', '/host/var/', '/host/var/run/docker.sock', true],
    ['/run', '/var/run', '/run/docker.sock', true],
    ['/var/run/docker.sock', '/docker.sock', '/docker.sock', true],
    ['\\\\.\\pipe\\docker_engine', '\\\\.\\pipe\\docker_engine', 'npipe:////./pipe/docker_engine', true],
    ['/var/run', '/host/run', '/host/runs/docker.sock', false],
    ['/var/run/dind', '/var/run', '/var/run/docker.sock', false],
    ['/var/run', '/host/run', '/var/run/docker.sock', false],
    ['\uE000', '/x', '/x/docker.sock', false],
  ])('joinsDockerSocket %s at %s, %s', (host, mount, used, joins) => {
    expect(joinsDockerSocket(host, mount, used)).toBe(joins)
  })

  it.each([
    ['/etc/docker/daemon.json', 'daemon.json'],
    ['daemon.json', 'daemon.json'],
    ['\uE000\uE000/daemon.json', 'daemon.json'],
    ['/host/etc/docker/daemon.json', 'daemon.json'],
    ['C:\\ProgramData\\docker\\config\\daemon.json', 'daemon.json'],
    ['/etc/docker', 'directory'],
    ['/etc/docker/certs.d/registry.example:5000', 'certs'],
    ['/etc/docker/key.json', 'other'],
    ['/etc/docker/registry/config.yml', undefined],
    ['/etc/docker-distribution', undefined],
    ['/root/.docker/config.json', undefined],
    ['/app/daemon.json', undefined],
  ])('dockerConfigPath %s', (text, part) => {
    expect(dockerConfigPath(text)).toBe(part)
  })
})

describe('docker command line', () => {
  it.each([
    ['docker', 'docker'],
    ['/usr/bin/docker', 'docker'],
    ['\uE000\uE000/docker', 'docker'],
    ['${BIN_DIR}/docker', 'docker'],
    ['C:\\Program Files\\Docker\\docker.exe', 'docker'],
    ['docker-compose', 'docker-compose'],
    ['/usr/bin/dockerd', 'dockerd'],
    ['docker-containerd-ctr', 'docker-containerd'],
    ['docker-credential-ecr-login', undefined],
    ['cri-dockerd', undefined],
    ['docker-ce', undefined],
    ['constructor', undefined],
    ['\uE000\uE000', undefined],
  ])('isDockerProgram %s', (name, program) => {
    expect(isDockerProgram(name)).toBe(program)
  })

  it.each([
    ['ps -a', 'ps', true, 'inspect', []],
    ['ps -aqf name=x', 'ps', true, 'inspect', ['-f']],
    ['ps --filter name=x --format \uE000\uE000', 'ps', true, 'inspect', ['--filter', '--format']],
    ['container ls -q', 'container ls', true, 'inspect', []],
    ['-H tcp://localhost:2375 ps', 'ps', true, 'inspect', []],
    ['--config /tmp/x --tls ps', 'ps', true, 'inspect', []],
    ['$DOCKER_OPTS ps -s', 'ps', true, 'inspect', ['-s']],
    ['\uE000\uE000 \uE000\uE000', '', false, 'other', []],
    ['exec -it -u root web ls -l', 'exec', true, 'run', ['-u']],
    ['exec -uroot --privileged=true $ID sh -c x', 'exec', true, 'run', ['-u', '--privileged']],
    ['logs --tail 5 -f x', 'logs', true, 'inspect', []],
    ['logs --until=1h --details x', 'logs', true, 'inspect', ['--until', '--details']],
    ['logs -n5 x', 'logs', true, 'inspect', ['-n']],
    ['rm -vf x', 'rm', true, 'cleanup', ['-v']],
    ['rmi -f x', 'rmi', true, 'cleanup', ['-f']],
    ['stop -t 5 x', 'stop', true, 'run', []],
    ['kill -s HUP x', 'kill', true, 'run', ['-s']],
    ['inspect -f \uE000\uE000 x', 'inspect', true, 'inspect', ['-f']],
    ['image inspect x', 'image inspect', true, 'inspect', []],
    ['image prune -af', 'image prune', true, 'cleanup', []],
    ['system prune --all --volumes', 'system prune', true, 'cleanup', ['--volumes']],
    ['system df', 'system df', false, 'inspect', []],
    ['stats --no-stream', 'stats', true, 'inspect', ['--no-stream']],
    ['run --rm -v /:/host alpine ls', 'run', false, 'run', []],
    ['build -t x .', 'build', false, 'build', []],
    ['buildx build .', 'buildx build', false, 'build', []],
    ['buildx bake', 'buildx bake', false, 'build', []],
    ['builder prune -f', 'builder prune', false, 'cleanup', []],
    ['push x', 'push', false, 'registry', []],
    ['load -i x.tar', 'load', false, 'registry', []],
    ['volume prune', 'volume prune', false, 'cleanup', []],
    ['network connect a b', 'network connect', false, 'other', []],
    ['compose -f x.yml up -d', 'compose up', false, 'run', []],
    ['swarm init', 'swarm init', false, 'other', []],
    ['frobnicate', 'frobnicate', false, 'other', []],
    ['constructor', 'constructor', false, 'other', []],
    ['--version', '', false, 'client', []],
    ['-v', '', false, 'client', []],
    ['', '', false, 'client', []],
    ['login -u x', 'login', false, 'client', []],
    ['context use x', 'context use', false, 'client', []],
    ['compose version', 'compose version', false, 'client', []],
    ['image', 'image', false, 'client', []],
    ['ps --help', 'ps', true, 'client', []],
    ['manifest inspect x', 'manifest inspect', false, 'client', []],
  ])('docker %s', (line, subcommand, hasCrictl, purpose, lostFlags) => {
    const args = line.split(' ').filter(word => word !== '')
    expect(dockerReplacement(args)).toMatchObject({ subcommand, hasCrictl, purpose, lostFlags })
  })

  it('names crictl whenever crictl has the command, and always says something', () => {
    const direct = 'ps images logs exec inspect rm rmi stop start kill pull stats info version events attach update'
    for (const word of direct.split(' ')) {
      expect(dockerReplacement([word])).toMatchObject({ hasCrictl: true, instead: expect.stringContaining('`crictl') })
    }
    const indirect =
      'run create build push tag save load import commit cp top pause unpause restart rename wait port diff'
    for (const word of `${indirect} export history search swarm plugin`.split(' ')) {
      expect(dockerReplacement([word, 'x'])).toMatchObject({ hasCrictl: false, instead: expect.stringMatching(/\.$/) })
    }
  })

  it.each([
    ['-H tcp://1.2.3.4:2375 ps', 'tcp://1.2.3.4:2375'],
    ['--host=unix:///var/run/docker.sock ps', 'unix:///var/run/docker.sock'],
    ['-Hunix:///x ps', 'unix:///x'],
    ['run -H x', undefined],
    ['ps', undefined],
  ])('dockerHost %s', (line, host) => {
    expect(dockerHost(line.split(' '))).toBe(host)
  })

  it('knows a remote daemon', () => {
    expect(isRemoteDockerHost('tcp://localhost:2375')).toBe(true)
    expect(isRemoteDockerHost('ssh://me@build')).toBe(true)
    expect(isRemoteDockerHost('unix:///var/run/docker.sock')).toBe(false)
  })
})

describe('metrics', () => {
  it('have a version and a source each', () => {
    expect(REMOVED_METRICS).toHaveLength(12)
    for (const metric of REMOVED_METRICS) {
      expect(known(metric.removedIn)).toBe(true)
      expect(metric.source).not.toBe('')
      expect(removedMetric(metric.replacement)).toBeUndefined()
    }
  })

  it('keep the suffix of a histogram', () => {
    expect(removedMetric('kubelet_docker_operations_duration_seconds_bucket')).toMatchObject({
      removedIn: '1.24',
      replacement: 'kubelet_runtime_operations_duration_seconds_bucket',
      renames: true,
    })
    expect(removedMetric('kubelet_docker_operations_total')).toMatchObject({
      replacement: 'kubelet_runtime_operations_total',
    })
    expect(removedMetric('kubelet_network_plugin_operations_total')).toMatchObject({ renames: false })
    expect(removedMetric('kubelet_runtime_operations_total')).toBeUndefined()
    expect(removedMetric('my_docker_operations_total')).toBeUndefined()
  })
})

describe('endpoints', () => {
  it.each([
    ['unix:///var/run/dockershim.sock', '1.24', 'linux', 'dockershim', 'error'],
    ['/var/run/dockershim.sock', '1.37', 'linux', 'dockershim', 'error'],
    ['npipe:////./pipe/dockershim', '1.37', 'windows', 'dockershim', 'error'],
    ['unix:///var/run/docker.sock', '1.20', 'linux', 'docker-api', 'error'],
    ['npipe:////./pipe/docker_engine', '1.37', 'windows', 'docker-api', 'error'],
    ['/run/containerd/containerd.sock', '1.37', 'linux', 'no-scheme', 'note'],
    ['\\\\.\\pipe\\containerd-containerd', '1.37', 'windows', 'no-scheme', 'error'],
    ['tcp://127.0.0.1:3735', '1.37', 'linux', 'scheme', 'error'],
    ['unix:///run/containerd/containerd.sock', '1.37', 'windows', 'scheme', 'error'],
    ['', '1.24', 'linux', 'empty', 'error'],
    ['', '1.26', 'linux', 'empty', 'error'],
  ] as const)('%j in %s on %s', (value, version, os, problem, level) => {
    const found = criEndpoint(value, version, os)
    expect(found).toMatchObject({ problem, level })
    expect(found?.breaks).toMatch(/\.$/)
    expect(found?.instead).toMatch(/\.$/)
  })

  it('accepts the endpoints of the runtimes', () => {
    for (const { linux, windows } of Object.values(DEFAULT_ENDPOINTS)) {
      if (linux) expect(criEndpoint(linux, NEWEST_VERSION)).toBeUndefined()
      if (windows) expect(criEndpoint(windows, NEWEST_VERSION, 'windows')).toBeUndefined()
    }
    expect(criEndpoint('tcp://localhost:1', NEWEST_VERSION, 'windows')).toBeUndefined()
    expect(criEndpoint('', '1.23')).toBeUndefined()
    expect(criEndpoint('', '1.27')).toBeUndefined()
    expect(criEndpoint('unix:///var/run/dockershim.sock', '1.23')).toBeUndefined()
    expect(criEndpoint('\uE000\uE000', '1.37')).toBeUndefined()
    expect(criEndpoint('unix://\uE000/containerd.sock', '1.37')).toBeUndefined()
    expect(criEndpoint('\uE000/dockershim.sock', '1.37')).toMatchObject({ problem: 'dockershim' })
  })

  it('offers a fix for a missing scheme', () => {
    expect(criEndpoint('/run/crio/crio.sock', '1.37')?.fix).toBe('unix:///run/crio/crio.sock')
    expect(criEndpoint('\\\\.\\pipe\\containerd-containerd', '1.37', 'windows')?.fix).toBe(
      'npipe:////./pipe/containerd-containerd',
    )
  })
})

describe('daemon settings', () => {
  it('has something to say and a source for each key', () => {
    for (const key of DAEMON_KEYS) {
      const setting = daemonSetting(key.split('.'))
      expect(setting?.source).toMatch(/\S/)
      for (const text of [setting?.containerd, setting?.criO, setting?.kubelet]) if (text) expect(text).toMatch(/\.$/)
      expect([setting?.containerd, setting?.criO, setting?.kubelet].some(text => text !== undefined)).toBe(true)
      for (const { path } of setting?.counterparts ?? []) expect(path.every(step => step !== '')).toBe(true)
    }
  })

  it.each([
    ['log-driver', 'json-file', 'neutral'],
    ['log-driver', 'fluentd', 'carry-over'],
    ['log-driver', undefined, 'carry-over'],
    ['log-driver', '\uE000\uE000', 'carry-over'],
    ['log-opts.max-size', '10m', 'carry-over'],
    ['log-opts.fluentd-address', 'x', 'carry-over'],
    ['log-opts.compress', 'true', 'neutral'],
    ['storage-driver', 'overlay2', 'neutral'],
    ['storage-driver', 'devicemapper', 'carry-over'],
    ['storage-opts', '["overlay2.override_kernel_check=true"]', 'neutral'],
    ['storage-opts', '["overlay2.size=10G"]', 'carry-over'],
    ['data-root', '/var/lib/docker', 'neutral'],
    ['data-root', '/data/docker', 'carry-over'],
    ['registry-mirrors', '[]', 'neutral'],
    ['registry-mirrors', '["https://mirror.example"]', 'carry-over'],
    ['live-restore', 'true', 'neutral'],
    ['bip', '172.18.0.1/16', 'neutral'],
    ['hosts', '["unix:///var/run/docker.sock"]', 'neutral'],
    ['hosts', '["fd://", "tcp://0.0.0.0:2375"]', 'carry-over'],
    ['proxies.http-proxy', 'http://x', 'carry-over'],
  ])('%s = %s', (key, value, importance) => {
    expect(daemonSetting(key.split('.'), value)?.importance).toBe(importance)
  })

  it.each([
    ['--registry-mirror', undefined, ['registry-mirrors']],
    ['--insecure-registry', undefined, ['insecure-registries']],
    ['--log-opt', 'max-size=10m', ['log-opts', 'max-size']],
    ['--log-opt', undefined, ['log-opts']],
    ['--exec-opt', 'native.cgroupdriver=systemd', ['exec-opts']],
    ['-g', undefined, ['data-root']],
    ['--graph', undefined, ['data-root']],
    ['--data-root=/x', undefined, ['data-root']],
    ['-H', undefined, ['hosts']],
    ['--bip', undefined, ['bip']],
    ['--mtu', undefined, ['mtu']],
    ['--validate', undefined, undefined],
    ['--config-file', undefined, undefined],
  ])('dockerd %s %s', (name, value, key) => {
    expect(dockerdFlag(name, value)).toEqual(key)
  })

  it('does not know other keys', () => {
    expect(daemonSetting(['no-such-key'])).toBeUndefined()
    expect(daemonSetting([])).toBeUndefined()
  })
})

describe('agents', () => {
  it.each([
    ['datadog/agent', '7.26.0', 'Datadog Agent before 7.27'],
    ['gcr.io/datadoghq/agent', '6.19.0', 'Datadog Agent before 7.27'],
    ['gcr.io/datadoghq/agent', '7.27.0', undefined],
    ['datadog/agent', '7.50.3-jmx', undefined],
    ['datadog/agent', 'latest', undefined],
    ['datadog/agent', '7', undefined],
    ['datadog/agent', undefined, undefined],
    ['datadog/cluster-agent', '1.0.0', undefined],
    ['\uE000\uE000/gliderlabs/logspout', 'v3.2.13', 'Logspout'],
    ['spotify/docker-gc', undefined, 'docker-gc'],
    ['gaiaadm/pumba', '0.9.0', 'Pumba before 1.0'],
    ['gaiaadm/pumba', 'master', 'Pumba without --runtime'],
    ['gcr.io/google-containers/cadvisor/cadvisor', 'v0.27.0', 'cAdvisor before 0.28.1'],
    ['gcr.io/cadvisor/cadvisor', 'v0.47.0', undefined],
    ['google/cadvisor', 'v0.28.0', 'cAdvisor before 0.28.1'],
    ['mylogspout', undefined, undefined],
    ['nginx', '1.0', undefined],
  ])('%s:%s', (image, tag, name) => {
    expect(coupledAgent(image, tag)?.name).toBe(name)
  })

  it('has a source and advice in each row', () => {
    for (const { source, breaks, instead } of COUPLED_AGENTS) {
      expect(source).toMatch(/\S/)
      expect(breaks).toMatch(/\.$/)
      expect(instead).toMatch(/\.$/)
    }
    expect(coupledChart('spotify-docker-gc')?.name).toBe('docker-gc')
    expect(coupledChart('nginx')).toBeUndefined()
  })
})
