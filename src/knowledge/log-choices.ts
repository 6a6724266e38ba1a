/*
 * How charts are told that container logs are Docker's, where the value stands alone: set on a command line or one by one, far
 * from what would tell whose it is.
 */
import { unparsed } from './log-agents.ts'
import { remedyFor } from './log-remedies.ts'
import { choiceTable, choiceTriggers, type RuntimeChoice } from './runtime-choices.ts'

const told = (agent: string) =>
  ({
    what: `${agent} is told that container logs are Docker's`,
    breaks: unparsed,
    instead: remedyFor(agent),
    level: 'error',
  }) as const

const rows: readonly RuntimeChoice[] = [
  {
    names: ['containerRuntime'],
    values: /^docker$/,
    shownBy: /fluent-?(?:bit-)?operator/,
    ...told('Fluent Operator'),
    source: 'fluent/fluent-operator charts/fluent-operator/values.yaml',
  },
  {
    names: ['logsCollection.containers.containerRuntime'],
    values: /^docker$/,
    ...told('Splunk OpenTelemetry Collector'),
    source: 'signalfx/splunk-otel-collector-chart values.yaml',
  },
  {
    names: ['discovery.kubernetes.containerRuntime'],
    values: /^docker$/,
    ...told('Loggie'),
    source: 'loggie-io/loggie pkg/discovery/kubernetes/controller/config.go',
  },
  {
    names: ['containers.logFormatType'],
    values: /^json$/,
    ...told('Splunk Connect for Kubernetes'),
    source: 'splunk/splunk-connect-for-kubernetes charts/splunk-kubernetes-logging/values.yaml, logFormatType',
  },
  {
    names: ['fluentBit.criEnabled'],
    values: /^false$/i,
    ...told('New Relic logging'),
    source: 'newrelic/helm-charts charts/newrelic-logging',
  },
  {
    names: ['container_runtime'],
    values: /^docker$/,
    shownBy: /crowdsec|^lapi$|acquisition/i,
    ...told('CrowdSec'),
    source: 'crowdsecurity/helm-charts charts/crowdsec/values.yaml, container_runtime; issue 66',
  },
  {
    names: ['logging.containerruntime'],
    values: /^docker$/,
    ...told('KubeSphere'),
    source: 'kubesphere/ks-installer tag v3.2.1, deploy/cluster-configuration.yaml, roles/ks-logging/templates',
  },
  {
    names: ['input.parser'],
    values: /^docker$/,
    shownBy: /aws-for-fluent-bit/,
    ...told('Fluent Bit'),
    source: 'aws/eks-charts stable/aws-for-fluent-bit/values.yaml: its input reads /var/log/containers',
  },
]

/** Every such choice. */
export const LOG_CHOICES = choiceTable(rows)

/** Whether the last of the names that lead to a value is one of these choices'. */
export const mayChooseLogs = (names: readonly string[]): boolean =>
  rows.some(row => row.names.some(name => name.split('.').at(-1) === names.at(-1)))

/** What a file that makes one holds. */
export const LOG_CHOICE_TRIGGERS = choiceTriggers(rows)
