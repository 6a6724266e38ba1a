/** Texts of which the scan once lost what is found without it: words that are broken, and words that were not looked for. */
import { expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import { lintFiles } from '../../src/lint/linter.ts'

const found = async (path: string, text: string, withoutPrefilter: boolean): Promise<readonly string[]> => {
  async function* files() {
    yield { path, bytes: new TextEncoder().encode(text) }
  }
  const { diagnostics } = await lintFiles(files(), {
    rules,
    runtime: 'containerd',
    targetVersion: '1.34',
    withoutPrefilter,
  })
  return diagnostics.map(({ rule, location: { line } }) => `${line} ${rule}`)
}

const pod = (path: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  volumes:\n    - hostPath: {path: ${path}}\n  containers:\n    - {name: a, image: a, volumeMounts: [{name: a, mountPath: /a}]}\n`
const step = (script: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  run.sh: |\n    systemctl restart kubelet\n${script.replace(/^/gm, '    ')}\n`

test.each([
  ['a sign of escape', 'a.yaml', step('do\\cker ps'), '7 docker-cli'],
  ['quotes', 'a.sh', 'systemctl restart kubelet\nd""oc\'k\'er ps\n', '2 docker-cli'],
  ['what follows a word', 'a.sh', 'systemctl restart kubelet\nsystemctl restart "doc"ker\n', '2 docker-service'],
  ['a joined line', 'a.sh', 'systemctl restart kubelet\ndo\\\ncker ps\n', '2 docker-cli'],
  ['a joined line with an indent', 'a.yaml', step('do\\\ncker ps'), '7 docker-cli'],
  ['a joined line of Windows', 'a.sh', 'systemctl restart kubelet\r\ndo\\\r\ncker ps\r\n', '2 docker-cli'],
  ['a joined string of YAML', 'a.yaml', pod('"/var/run/doc\\\n          ker.sock"'), '6 docker-socket-mount'],
  ['numbers in YAML', 'a.yaml', pod('"/var/run/\\u0064ocker.\\x73ock"'), '6 docker-socket-mount'],
  ['long numbers in YAML', 'a.yaml', pod('"/var/run/dock\\U00000065r.sock"'), '6 docker-socket-mount'],
  ['numbers in a shell', 'a.sh', "systemctl restart kubelet\n$'\\x64ocker' ps\n", '2 docker-cli'],
  ['a letter of cmd.exe', 'a.bat', 'crictl -r npipe:////./pipe/x\r\ndo^cker ps\r\n', undefined],
  ['a letter of PowerShell', 'a.ps1', 'Restart-Service kubelet\ndo`cker ps\n', '2 docker-cli'],
  [
    'a pattern of labels',
    'a.rules.yaml',
    'expr: label_replace(up, "a", "b", "name", "k8s_.*")',
    '1 docker-metric-label',
  ],
  [
    'Fluentd without a path',
    'fluent.conf',
    '<source>\n  @type tail\n  tag kubernetes.*\n</source>\n<filter kubernetes.**>\n  @type concat\n  key log\n  multiline_end_regexp /\\n$/\n</filter>\n',
    '8 docker-log-format',
  ],
  [
    'a variable of Terraform',
    'gke/a.tf',
    'variable "image_type" {\n  description = "of the node pools of GKE"\n  default     = "UBUNTU"\n}\n',
    '3 docker-node-runtime',
  ],
  ['a collector by its path', 'go.d/docker.conf', 'jobs:\n  - name: local\n', '2 docker-socket-reference'],
  ['the socket of Datadog', 'values.yaml', 'datadog:\n  dockerSocketPath: /x\n', '2 docker-socket-reference'],
  ['an endpoint by a short name', 'a.bat', 'crictl -r nowhere ps\r\n', '1 dockershim-endpoint'],
  [
    'an option by its name and value',
    'a.yaml',
    'apiServer:\n  ownArgs:\n    - name: insecure-port\n      value: "0"\n',
    '3 removed-component-flag',
  ],
  ['what is a comment in other languages', 'Jenkinsfile', '#KUBELET_ARG="--network-plugin=cni"\n', undefined],
])('%s', async (_, path, text, expected) => {
  const whole = await found(path, text, true)
  if (expected) expect(whole).toContain(expected)
  expect(await found(path, text, false)).toEqual(whole)
})
