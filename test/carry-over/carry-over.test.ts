/** What `--carry-over` makes of settings wherever they stand, and what it does not make up. */
import { parse } from 'smol-toml'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { carry, DAEMON } from './carry.ts'

const DROP_IN = 'etc/containerd/conf.d/50-docker-settings.toml'
const UNIT = 'etc/systemd/system/containerd.service.d'
const KUBELET = 'etc/kubernetes/patches/kubeletconfiguration.yaml'
const HUB = 'etc/containerd/certs.d/docker.io/hosts.toml'

describe('settings are found', () => {
  test.each([
    ['in daemon.json', { 'etc/docker/daemon.json': '{ "registry-mirrors": ["https://m.example.com"] }\n' }, 1],
    [
      'in options of a unit',
      { 'docker.service': '[Service]\nExecStart=/usr/bin/dockerd --registry-mirror=https://m.example.com\n' },
      2,
    ],
    ['in sysconfig', { 'etc/sysconfig/docker': 'OPTIONS="--registry-mirror https://m.example.com"\n' }, 1],
    [
      'in a script',
      {
        'node.sh':
          'kubeadm join x\ncat > /etc/docker/daemon.json <<EOF\n{ "registry-mirrors": ["https://m.example.com"] }\nEOF\n',
      },
      3,
    ],
    [
      'in cloud-init',
      {
        'user-data.yaml':
          '#cloud-config\nwrite_files:\n- path: /etc/docker/daemon.json\n  content: |\n    { "registry-mirrors": ["https://m.example.com"] }\n',
      },
      5,
    ],
    [
      'in variables of Kubespray',
      { 'group_vars/docker.yml': 'docker_registry_mirrors:\n  - https://m.example.com\n' },
      2,
    ],
    [
      'in a Cluster of kops',
      {
        'cluster.yaml':
          'apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata:\n  name: a\nspec:\n  docker:\n    registryMirrors:\n    - https://m.example.com\n',
      },
      8,
    ],
    [
      'in a node template of Rancher',
      {
        'nodes.tf':
          'resource "rancher2_node_template" "a" {\n  name = "a"\n  engine_registry_mirror = ["https://m.example.com"]\n}\n',
      },
      3,
    ],
    [
      'in an object that Rancher keeps of one',
      {
        'template.yaml':
          'apiVersion: management.cattle.io/v3\nkind: NodeTemplate\nmetadata:\n  name: a\nspec:\n  engineOpt:\n    registry-mirror: https://m.example.com\n',
      },
      7,
    ],
    [
      'in options of a machine',
      { 'nodes.sh': 'rancher-machine create -d openstack \\\n  --engine-registry-mirror https://m.example.com a\n' },
      2,
    ],
  ])('%s', async (_, files, line) => {
    const written = await carry(files)
    expect(written.get(HUB)).toContain(`# Docker: registry-mirrors in ${Object.keys(files)[0]}:${line}\n`)
    expect(parse(written.get(HUB) ?? '')).toMatchObject({
      server: 'https://registry-1.docker.io',
      host: { 'https://m.example.com': { capabilities: ['pull', 'resolve'] } },
    })
  })

  test('in all that a node template of Rancher holds', async () => {
    const written = await carry({
      'nodes.tf': `resource "rancher2_node_template" "a" {
  engine_insecure_registry = ["registry.lan:5000"]
  engine_storage_driver    = "btrfs"
  engine_opt = { log-opt = "max-size=100m" }
  engine_env = { HTTP_PROXY = "http://proxy.example.com:3128" }
}
`,
    })
    expect(written.get('etc/containerd/certs.d/registry.lan:5000/hosts.toml')).toContain('skip_verify = true')
    expect(written.get(DROP_IN)).toContain('snapshotter = "btrfs"')
    expect(parseYaml(written.get(KUBELET) ?? '')).toMatchObject({ containerLogMaxSize: '100Mi' })
    expect([...written].find(([path]) => path.startsWith(UNIT))?.[1]).toContain(
      'HTTP_PROXY=http://proxy.example.com:3128',
    )
  })

  test('in drop-ins, with their percent signs', async () => {
    const written = await carry({
      'docker.service.d/proxy.conf':
        '[Service]\nEnvironment="HTTPS_PROXY=http://u:a%%2Fb@proxy.example.com:3128"\nLimitMEMLOCK=8M\n',
    })
    expect(written.get(`${UNIT}/http-proxy.conf`)).toContain(
      'Environment="HTTPS_PROXY=http://u:a%%2Fb@proxy.example.com:3128"\n',
    )
    expect(written.get(`${UNIT}/limits.conf`)).toContain('LimitMEMLOCK=8M\n')
    expect(written.get('CARRY-OVER.md')).toContain('http://u:***@proxy.example.com:3128')
    expect(written.get('CARRY-OVER.md')).not.toContain('2Fb')
  })

  test('as certificates, whose keys are left where they are', async () => {
    const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
    const key = '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n'
    const files = {
      'etc/docker/certs.d/r.example.com:5000/ca.crt': pem,
      'etc/docker/certs.d/r.example.com:5000/client.cert': pem,
      'etc/docker/certs.d/r.example.com:5000/client.key': key,
    }
    const written = await carry(files)
    const folder = 'etc/containerd/certs.d/r.example.com:5000'
    expect(written.get(`${folder}/ca.crt`)).toBe(pem)
    expect([...written.values()].join()).not.toContain('PRIVATE')
    const host = { ca: [`/${folder}/ca.crt`], client: [[`/${folder}/client.cert`, `/${folder}/client.key`]] }
    expect(parse(written.get(`${folder}/hosts.toml`) ?? '')).toMatchObject({
      host: { 'https://r.example.com:5000': host },
    })
    expect(written.get('CARRY-OVER.md')).toContain('Copy /etc/docker/certs.d/r.example.com:5000/client.key')
    const crio = await carry(files, { runtime: 'cri-o' })
    expect(crio.get('etc/containers/certs.d/r.example.com:5000/ca.crt')).toBe(pem)
  })

  test('as paths of certificates in a script', async () => {
    const written = await carry({
      'node.sh': 'kubeadm join x\ncp ca.crt /etc/docker/certs.d/r.example.com:5000/ca.crt\n',
    })
    expect(written.get('etc/containerd/certs.d/r.example.com:5000/hosts.toml')).toContain(
      '/certs.d/r.example.com:5000/ca.crt"',
    )
  })
})

describe('every setting is told of', () => {
  test('once, with its line, whatever becomes of it', async () => {
    for (const target of [{}, { runtimeVersion: '1.7' }, { runtime: 'cri-o' }] as const) {
      const report = (await carry({ 'daemon.json': DAEMON }, target)).get('CARRY-OVER.md') ?? ''
      const keys = Object.keys(JSON.parse(DAEMON))
      for (const key of keys) expect(report).toMatch(new RegExp(`^\\| \`${key}[\`.].*\`daemon\\.json:\\d+\``, 'm'))
    }
  })

  test('what is not known is to be filled in, and in no file', async () => {
    const written = await carry({
      'node.sh':
        'kubeadm join x\ncat > /etc/docker/daemon.json <<EOF\n{ "registry-mirrors": ["$MIRROR"], "log-opts": { "max-size": "10m" } }\nEOF\n',
    })
    expect(written.has(HUB)).toBe(false)
    expect(written.get('CARRY-OVER.md')).toMatch(/## To fill in[^#]*`registry-mirrors` \| `\$MIRROR` \| `node\.sh:3`/)
    expect(written.get(KUBELET)).toContain('containerLogMaxSize: "10Mi"')
  })

  test('what disagrees is to be decided, and in no file', async () => {
    const written = await carry({
      'a/daemon.json':
        '{ "log-opts": { "max-size": "10m", "max-file": "3" }, "runtimes": { "x": { "path": "/a" } }, "default-runtime": "x" }\n',
      'b/daemon.json':
        '{ "log-opts": { "max-size": "20m", "max-file": "3" }, "runtimes": { "x": { "path": "/b" } } }\n',
    })
    expect(written.get(KUBELET)).not.toContain('containerLogMaxSize')
    expect(written.get(KUBELET)).toContain(
      '# Docker: log-opts.max-file in a/daemon.json:1, log-opts.max-file in b/daemon.json:1\n',
    )
    expect(written.get('CARRY-OVER.md')).toMatch(
      /## To decide[^#]*`10m` \| `a\/daemon\.json:1`[^#]*`20m` \| `b\/daemon\.json:1`/,
    )
    // A runtime without its program would be runc under another name.
    expect(written.has(DROP_IN)).toBe(false)
  })

  test('what dockerd did beside, and what goes with it', async () => {
    const report = (
      await carry({
        'daemon.json':
          '{ "ip-forward": true, "debug": false, "runtimes": { "oci": { "path": "/usr/sbin/docker-runc" } } }\n',
        'node.sh': 'kubeadm join x\ncp ca.crt /etc/docker/certs.d/$REGISTRY/ca.crt\n',
      })
    ).get('CARRY-OVER.md')
    expect(report).toMatch(/## To fill in[^#]*\$REGISTRY\/ca\.crt[^#]*Copy the files of that registry/)
    expect(report).toMatch(/## To do by hand[^#]*`ip-forward`[^#]*net\.ipv4\.ip_forward/)
    expect(report).toMatch(/## Without effect[^#]*Docker's own runc[^#]*`debug` \| `false`/)
  })

  test('a Docker that stays is left out', async () => {
    const pod =
      'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: dind\n    image: docker:dind\n    args: [dockerd, --registry-mirror=https://m.example.com]\n'
    const written = await carry({ 'pod.yaml': pod, 'daemon.json': '{ "log-opts": { "max-size": "10m" } }\n' })
    expect(written.has(HUB)).toBe(false)
    expect(written.get('CARRY-OVER.md')).toMatch(/## Left out[^#]*registry-mirrors/)
  })
})

describe('values', () => {
  test.each([
    ['10m', '10Mi'],
    ['1g', '1Gi'],
    ['512k', '512Ki'],
    ['100MB', '100Mi'],
    ['1.5g', '1.5Gi'],
    ['1048576', '1048576'],
    ['-1', undefined],
    ['10 parsecs', undefined],
  ])('a size of %s becomes %s', async (size, expected) => {
    const written = await carry({ 'daemon.json': JSON.stringify({ 'log-opts': { 'max-size': size } }) })
    expect(parseYaml(written.get(KUBELET) ?? '').containerLogMaxSize).toBe(expected)
  })

  test('the endpoint stands in the configuration from 1.27 on', async () => {
    const files = { 'daemon.json': '{ "live-restore": true, "log-opts": { "max-file": "1" } }' }
    const [old, now] = [await carry(files, { kubernetes: '1.26' }), await carry(files, { kubernetes: '1.27' })]
    expect(parseYaml(old.get(KUBELET) ?? '')).not.toHaveProperty('containerRuntimeEndpoint')
    expect(old.get('CARRY-OVER.md')).toContain('--container-runtime-endpoint=unix:///run/containerd/containerd.sock')
    expect(parseYaml(now.get(KUBELET) ?? '').containerRuntimeEndpoint).toBe('unix:///run/containerd/containerd.sock')
    expect(parseYaml(now.get(KUBELET) ?? '').containerLogMaxFiles).toBe(2)
  })

  test('kubelet options about pulling become settings of the runtime', async () => {
    const files = {
      'kubelet.service':
        '[Service]\nExecStart=/usr/bin/kubelet --image-pull-progress-deadline=30m --runtime-request-timeout=15m\n',
    }
    const written = await carry(files)
    expect(written.get(DROP_IN)).toContain('image_pull_progress_timeout = "30m"')
    expect(parseYaml(written.get(KUBELET) ?? '').runtimeRequestTimeout).toBe('15m')
    expect((await carry(files, { runtime: 'cri-o' })).get('etc/crio/crio.conf.d/50-docker-settings.conf')).toContain(
      'pull_progress_timeout = "30m"',
    )
  })

  test('nothing breaks out of a file, a comment or the report', async () => {
    const bad = [
      '"]\n[plugins.x]\nroot = "/',
      'a" # `|\n',
      '../../../x',
      '\u0000\u001b[31m\u202e',
      "'''",
      '\\',
      '%n\nExecStart=/bin/sh',
    ]
    for (const value of bad) {
      const daemon = {
        'registry-mirrors': [value, `https://${value}`, `https://m.example.com/${value}`],
        'insecure-registries': [value],
        'data-root': `/${value}`,
        'log-level': value,
        'default-runtime': value,
        runtimes: { [value]: { path: value }, ok: { path: value } },
        'exec-opts': [`native.cgroupdriver=${value}`],
        'default-ulimits': { [value]: { Hard: 1, Soft: 1 }, nofile: { Hard: value, Soft: value } },
        'log-opts': { 'max-size': value, 'max-file': value },
        proxies: { 'http-proxy': value },
        'cdi-spec-dirs': [value],
        'metrics-addr': value,
      }
      for (const target of [{}, { runtimeVersion: '1.7' }, { runtime: 'cri-o' }] as const)
        for (const [path, text] of await carry({ [`a\n[b]/daemon.json`]: JSON.stringify(daemon) }, target)) {
          expect(path).not.toMatch(/\.\.|[^\w./:-]/)
          if (/\.toml$|etc\/(?:crio|containers)\//.test(path)) {
            const read = parse(text)
            expect(
              Object.keys(read).filter(
                key => !/^(?:version|imports|plugins|root|debug|crio|registry|server|host)$/.test(key),
              ),
            ).toEqual([])
            expect(read).not.toHaveProperty('plugins.x')
          }
          if (path.includes('.service.d/'))
            for (const line of text.split('\n'))
              expect(line).toMatch(/^(?:#.*|\[Service\]|Environment=".*"|Limit[A-Z]+=[\w:]+|)$/)
          if (path.endsWith('.yaml')) expect(Object.keys(parseYaml(text)).join()).not.toMatch(/plugins|ExecStart/)
          expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/)
        }
    }
  })
})

test('projects have folders of their own', async () => {
  const files = { 'examples/one/daemon.json': '{ "debug": true }', 'examples/two/daemon.json': '{ "debug": true }' }
  const paths = [...(await carry(files)).keys()]
  expect(paths.filter(path => path.endsWith('CARRY-OVER.md'))).toEqual(['one/CARRY-OVER.md', 'two/CARRY-OVER.md'])
})

test('without a setting there is no file', async () => {
  expect((await carry({ 'a.yaml': 'a: 1\n', 'daemon.json': '{}' })).size).toBe(0)
})
