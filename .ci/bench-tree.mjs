/** Makes trees of realistic files for the benchmark: the same on every run. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The same numbers on every run. */
let seed = 7
const random = () => {
  seed = (seed * 1103515245 + 12345) % 2147483648
  return seed / 2147483648
}
const pick = list => list[Math.floor(random() * list.length)]
const words =
  'web api cache queue worker billing search index gateway auth session report sync export import audit'.split(' ')
const lines = (count, make) => Array.from({ length: count }, (_, i) => make(i)).join('\n')

const deployment = volumes => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${pick(words)}
  namespace: ${pick(words)}
  labels:
    app.kubernetes.io/name: ${pick(words)}
spec:
  replicas: 3
  selector:
    matchLabels:
      app: ${pick(words)}
  template:
    spec:
      containers:
        - name: main
          image: docker.io/example/${pick(words)}:1.${Math.floor(random() * 90)}
          args: ["--listen=:8080", "--log-level=info"]
          env:
${lines(18, i => `            - name: SETTING_${i}\n              value: "${pick(words)}-${i}"`)}
          resources:
            requests: { cpu: 100m, memory: 128Mi }
${volumes}`

const socket =
  '      volumes:\n        - name: socket\n          hostPath:\n            path: /var/run/docker.sock\n            type: Socket\n'

const script = body => `#!/usr/bin/env bash
set -euo pipefail
${lines(40, i => `if [ -n "\${${pick(words).toUpperCase()}_${i}:-}" ]; then\n  echo "step ${i}: $(date +%s)" | tee -a "/var/log/${pick(words)}.log"\nfi`)}
${body}
`

const values = count =>
  `replicaCount: 2\nimage:\n  registry: docker.io\n  repository: example/${pick(words)}\n${lines(
    count,
    i =>
      `key${i}:\n  # What ${pick(words)} does with docker images.\n  enabled: ${i % 2 === 0}\n  name: ${pick(words)}`,
  )}\n`

const dashboard = () =>
  JSON.stringify(
    {
      panels: Array.from({ length: 40 }, (_, id) => ({
        id,
        title: pick(words),
        targets: [{ expr: `rate(http_requests_total{job="${pick(words)}"}[5m])` }],
      })),
    },
    null,
    2,
  )

/** A CustomResourceDefinition: a long schema with much prose and nothing to find. */
const definition = () => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: ${pick(words)}s.example.com
spec:
  group: example.com
  versions:
    - name: v1
      schema:
        openAPIV3Schema:
          type: object
          properties:
${lines(
  120,
  i =>
    `            field${i}:\n              description: The image of a container, as docker pulls it, or the name of a ${pick(words)}.\n              type: string`,
)}
`

const quiet = [
  ['yaml', () => deployment('')],
  ['yaml', () => values(60)],
  ['sh', () => script('kubectl rollout status deploy/web')],
  ['json', dashboard],
  [
    'md',
    () =>
      `# ${pick(words)}\n\n${lines(60, () => `${pick(words)} ${pick(words)} ${pick(words)} runs in Docker or in a pod.`)}\n`,
  ],
  [
    'go',
    () =>
      `package ${pick(words)}\n\n${lines(90, i => `func ${pick(words)}${i}(ctx context.Context) error { return nil }`)}\n`,
  ],
]
const loud = [
  ['yaml', () => deployment(socket)],
  ['sh', () => script('docker ps -q | xargs -r docker rm -f\nsystemctl restart docker')],
  [
    'yaml',
    () =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${pick(words)}\ndata:\n  run.sh: |\n${script('docker inspect "$1"').replace(/^/gm, '    ')}\n`,
  ],
  [
    'yaml',
    () =>
      deployment(
        '      volumes:\n        - name: logs\n          hostPath:\n            path: /var/lib/docker/containers\n',
      ),
  ],
]

/** The files of a chart with definitions, a subchart and a DaemonSet that mounts what its values say. */
const chart = name => ({
  'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: 1.0.0\ndependencies:\n  - name: agent\n    version: 1.0.0\n`,
  'values.yaml': `${values(80)}runtimeSocket: /var/run/docker.sock\n`,
  'templates/_helpers.tpl': lines(
    12,
    i =>
      `{{- define "${name}.helper${i}" -}}\n{{- if .Values.key${i}.enabled }}{{ printf "%s-%s" .Release.Name .Values.key${i}.name | trunc 63 | trimSuffix "-" }}{{ else }}{{ .Chart.Name }}{{ end -}}\n{{- end -}}`,
  ),
  'templates/daemonset.yaml': `apiVersion: apps/v1\nkind: DaemonSet\nmetadata:\n  name: {{ include "${name}.helper0" . }}\nspec:\n  template:\n    spec:\n      containers:\n        - name: main\n          image: {{ .Values.image.registry }}/{{ .Values.image.repository }}\n          env:\n${lines(12, i => `            - name: HELPER_${i}\n              value: {{ include "${name}.helper${i}" . | quote }}`)}\n      volumes:\n        - name: socket\n          hostPath:\n            path: {{ .Values.runtimeSocket }}\n`,
  'templates/service.yaml': `apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ include "${name}.helper1" . }}\nspec:\n  ports:\n    - port: 80\n`,
  'charts/agent/Chart.yaml': 'apiVersion: v2\nname: agent\nversion: 1.0.0\n',
  'charts/agent/values.yaml': values(40),
  'charts/agent/templates/deployment.yaml': `{{- if .Values.key2.enabled }}\n${deployment('')}\n{{- end }}\n`,
})

/** Writes a tree of some `files` files, one in ten of interest. Gives its folder and its size in bytes. */
export function writeTree(folder, files) {
  let bytes = 0
  const write = (path, text) => {
    mkdirSync(dirname(path), { recursive: true })
    bytes += text.length
    writeFileSync(path, text)
  }
  for (let i = 0; i < files; i++) {
    const [extension, make] = i % 10 === 0 ? loud[(i / 10) % loud.length] : pick(quiet)
    write(join(folder, `team-${i % 50}`, `app-${i % 400}`, `file-${i}.${extension}`), make())
    if (i % 300 === 0) {
      const name = `chart-${i / 300}`
      for (const [path, text] of Object.entries(chart(name))) write(join(folder, 'charts', name, path), text)
      write(join(folder, 'crds', `definition-${i}.yaml`), definition())
    }
  }
  write(
    join(folder, 'all.yaml'),
    Array.from({ length: 300 }, (_, i) => deployment(i % 30 === 0 ? socket : '')).join('---\n'),
  )
  return { folder, bytes }
}
