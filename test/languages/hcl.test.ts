import { describe, expect, test } from 'vitest'
import { placeOf } from '../../src/facts.ts'
import { hcl } from '../../src/languages/hcl.ts'
import { UNKNOWN } from '../../src/text/source.ts'
import { at, itemsOf, locatedAt, textAt } from '../../src/text/tree.ts'
import { misplaced, record } from '../record.ts'

const read = (text: string) => record(hcl, text, 'main.tf')

const textsOf = (text: string): readonly string[] =>
  read(text).texts.map(inner => {
    expect(misplaced(inner)).toBeUndefined()
    return `${inner.what}: ${inner.text.replaceAll(UNKNOWN, '?')}`
  })

describe('provisioners', () => {
  test('inline lists and commands, and where they run', () => {
    const text = `
resource "null_resource" "docker-install-master" {
  provisioner "remote-exec" {
    inline = [
      "sudo docker login \${var.x} --username \\"a\\"", # a comment
      "docker ps",
    ]
  }
  provisioner "local-exec" {
    command     = "docker build ."
    interpreter = ["/bin/bash", "-c"]
    environment = { DOCKER_HOST = "tcp://x:1" }
  }
}
resource "aws_instance" "web" {
  provisioner "remote-exec" { inline = ["docker info"] }
  provisioner "local-exec" {
    command     = "print('docker')"
    interpreter = ["python3", "-c"]
  }
}
`
    const { texts, facts } = read(text)
    expect(texts.map(({ text, scope }) => [text.replaceAll(UNKNOWN, '?'), placeOf(scope)])).toEqual([
      ['sudo docker login ???????? --username "a"\ndocker ps\n', 'node'],
      ['docker build .', 'build'],
      ['docker info\n', 'unknown'],
    ])
    expect(facts.flatMap(fact => (fact.kind === 'env' ? [fact.name.value] : []))).toEqual(['DOCKER_HOST'])
  })

  test('a file that is written', () => {
    expect(
      textsOf(
        'resource "a" "b" {\n provisioner "file" {\n  content = "{}"\n  destination = "/etc/docker/daemon.json"\n }\n}',
      ),
    ).toEqual(['/etc/docker/daemon.json: {}'])
  })
})

describe('heredocs', () => {
  test('user data without its indentation, with escapes and actions', () => {
    const text = `locals {
  user_data = <<-EOF
    #!/bin/bash
    %{ if var.docker }
    docker ps \${var.x} $\${HOME}
      "x"
    %{ endif ~}
  EOF
  other = 1
}`
    expect(textsOf(text)).toEqual([
      'user-data: #!/bin/bash\n                  \ndocker ps ???????? ${HOME}\n  "x"\n           \n',
    ])
  })

  test('in calls and conditions', () => {
    const text = `resource "x" "y" {
  user_data_base64 = base64encode(<<EOF
#!/bin/sh
docker ps
EOF
  )
  user_data = var.a ? "#!/bin/sh\\ndocker info" : ""
}`
    expect(textsOf(text)).toEqual(['user-data: #!/bin/sh\ndocker ps\n', 'user-data: #!/bin/sh\ndocker info'])
  })

  test('a script without a shebang is shell by its name, a document is what it looks like', () => {
    const text =
      'a {\n pre_bootstrap_user_data = <<-EOT\n  docker ps\n EOT\n policy = <<EOF\n{"a": 1}\nEOF\n metadata = { startup-script = "docker ps" }\n}'
    expect(textsOf(text)).toEqual(['user-data: docker ps\n', 'policy: {"a": 1}\n', 'user-data: docker ps'])
  })

  test('PowerShell in user data', () => {
    expect(textsOf('a {\n user_data = <<EOF\n<powershell>\ndocker ps\n</powershell>\nEOF\n}')).toEqual([
      'user-data: <powershell>\ndocker ps\n</powershell>\n',
    ])
  })

  test('without an end', () => {
    expect(textsOf('a {\n user_data = <<EOF\n#!/bin/sh\ndocker ps\n')).toEqual(['user-data: #!/bin/sh\ndocker ps\n'])
  })
})

test('arguments of kubelet', () => {
  const { texts } = read('module "eks" {\n kubelet_extra_args = "--network-plugin=cni --x=${var.y}"\n}')
  expect(texts.map(({ text, scope }) => [text.replaceAll(UNKNOWN, '?'), placeOf(scope)])).toEqual([
    ['kubelet --network-plugin=cni --x=????????', 'node'],
  ])
})

describe('Kubernetes objects', () => {
  const text = `
resource "kubernetes_daemonset" "agent" {
  metadata { name = "agent" }
  spec {
    template {
      spec {
        volume {
          name = "sock"
          host_path { path = "/var/run/docker.sock" }
        }
        dynamic "volume" {
          for_each = var.x
          content { name = volume.value }
        }
        init_container { name = "init" }
        container {
          name    = "agent"
          command = ["sh", "-c", "docker ps"]
          env {
            name  = "A"
            value = var.b
          }
          volume_mount {
            name       = "sock"
            mount_path = "/s"
          }
        }
      }
    }
  }
}`
  const root = read(text).documents[0]!.root

  test('are the trees that YAML gives', () => {
    expect(textAt(root, 'kind')).toBe('DaemonSet')
    expect(textAt(root, 'apiVersion')).toBe('apps/v1')
    const pod = at(root, 'spec', 'template', 'spec')
    const [first, second] = itemsOf(at(pod, 'volumes'))
    expect(textAt(first, 'hostPath', 'path')).toBe('/var/run/docker.sock')
    expect(textAt(second, 'name')).toBe(UNKNOWN.repeat('volume.value'.length))
    const [container] = itemsOf(at(pod, 'containers'))
    expect(itemsOf(at(container, 'command')).map(word => word.kind === 'scalar' && word.value)).toEqual([
      'sh',
      '-c',
      'docker ps',
    ])
    expect(textAt(itemsOf(at(container, 'volumeMounts'))[0], 'mountPath')).toBe('/s')
    expect(itemsOf(at(pod, 'initContainers'))).toHaveLength(1)
  })

  test('with their places', () => {
    const path = locatedAt(itemsOf(at(root, 'spec', 'template', 'spec', 'volumes'))[0], 'hostPath', 'path')!
    expect(path.exact).toBe(true)
    expect(text.slice(path.span.start, path.span.end)).toBe('/var/run/docker.sock')
  })

  test('as a manifest, and encoded', () => {
    const { documents } = read(`
resource "kubernetes_manifest" "a" { manifest = { "apiVersion" = "v1", kind = "Pod", spec = { volumes = [{ hostPath = { path = "/x" } }] } } }
resource "helm_release" "b" { values = [yamlencode({ a = true, b : 1 }), <<EOF
c: 1
EOF
] }`)
    expect(documents.map(({ root }) => textAt(root, 'kind') ?? textAt(root, 'a'))).toEqual(['Pod', 'true'])
    expect(textAt(itemsOf(at(documents[0]!.root, 'spec', 'volumes'))[0], 'hostPath', 'path')).toBe('/x')
  })
})

test('a job of Nomad is no cluster manifest', () => {
  expect(
    textsOf('job "x" {\n group "y" {\n task "z" {\n template {\n data = <<EOF\n#!/bin/sh\ndocker ps\nEOF\n}\n}\n}\n}'),
  ).toEqual([])
})

test('comments and prose are not read', () => {
  expect(
    textsOf(
      '# user_data = <<EOF\n/* inline = ["docker ps"] */\nvariable "x" {\n description = "docker ps of user_data"\n}',
    ),
  ).toEqual([])
})

test('what is no HCL is said, and the rest is read', () => {
  const { texts, facts } = read(
    'a {\n )( ??\n user_data = "#!/bin/sh\\ndocker ps"\n}\n}\nb { user_data = "#!/bin/sh\\nx y" }',
  )
  expect(texts).toHaveLength(2)
  expect(facts.map(fact => fact.kind)).toEqual(['unread'])
})

test.each([
  ['open brackets', `a = ${'['.repeat(50_000)}`],
  ['open braces', 'a {'.repeat(50_000)],
  ['open actions', `a = "${'${'.repeat(50_000)}`],
  ['open actions in strings of their own', 'a = "${\n'.repeat(10_000)],
  ['open heredocs', 'a = <<E\n'.repeat(50_000)],
])('hostile: %s', (_, text) => {
  const start = performance.now()
  read(text)
  expect(performance.now() - start).toBeLessThan(2000)
})
