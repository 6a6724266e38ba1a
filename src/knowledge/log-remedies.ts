/* What to write in the configuration of each log collector, in its own words. Each row has its source. */

interface Remedy {
  /** In place of a parser for Docker's lines. */
  readonly parse: string
  /** In place of Docker's files, of its journal, or of its API. Without it, the paths of the kubelet are named alone. */
  readonly read?: string
  readonly source: string
}

/** Without names for the groups: NXLog numbers them. */
const NXLOG_PATTERN = '^(\\S+) (stdout|stderr) ([FP]) (.*)$'

const CRI_PATTERN = '^(?<time>[^ ]+) (?<stream>stdout|stderr) (?<logtag>[FP]) (?<log>.*)$'

const remedies: Readonly<Record<string, Remedy>> = {
  Fluentd: {
    parse:
      'Use "@type cri" (gem fluent-plugin-parser-cri), or "@type multi_format" with a JSON and a CRI pattern while old and new nodes are mixed. The cri parser puts the text under "message" where Docker\'s key was "log".',
    read: 'Read /var/log/containers/*.log with a tail source and "@type cri".',
    source:
      'fluent/fluent-plugin-parser-cri README; repeatedly/fluent-plugin-multi-format-parser README; run with Fluentd 1.15.3',
  },
  'Fluent Bit': {
    parse:
      'Use "multiline.parser docker, cri" in place of "Parser" and "Docker_Mode": it reads both formats and keeps the key "log". A plain "Parser cri" puts the text under "message", where "Merge_Log" does not look.',
    read: 'Read /var/log/containers/*.log with a tail input and "multiline.parser docker, cri".',
    source:
      'fluent/fluent-bit src/multiline/flb_ml_parser_cri.c (key_content "log"), conf/parsers.conf (cri: "message"); run with 5.1.1',
  },
  'Fluent Operator': {
    parse: 'Set "containerRuntime: containerd", or "crio" for CRI-O: the chart makes its inputs from it.',
    source: 'fluent/fluent-operator charts/fluent-operator/values.yaml',
  },
  KubeSphere: {
    parse: 'Write "containerruntime: containerd", or "crio". KubeSphere 3.3 and newer find the runtime by themselves.',
    source: 'kubesphere/ks-installer roles/ks-logging (tags v3.2.1 and v3.3.0)',
  },
  NXLog: {
    parse: `Match the line with "if $raw_event =~ /${NXLOG_PATTERN}/ { $Message = $4; }" in place of parse_json().`,
    read: 'Read /var/log/containers/*.log with im_file.',
    source: 'docs.nxlog.co, "Language", regular expressions',
  },
  Filebeat: {
    parse:
      'Use "type: filestream" with an "id" of its own, "prospector.scanner.symlinks: true" and "parsers: [container: ~]" (before 7.16 "type: container"), and read /var/log/containers/*.log. Both tell the format of each line by themselves.',
    read: 'Read /var/log/containers/*.log with "type: filestream", an "id" of its own, "prospector.scanner.symlinks: true" and "parsers: [container: ~]" (before 7.16 "type: container").',
    source: 'elastic.co, "Container input" ("all filestream inputs require a unique ID"), "Run Filebeat on Kubernetes"',
  },
  'Elastic Agent': {
    parse:
      'Add "parsers: [container: {format: auto}]" and "prospector.scanner.symlinks: true" to the stream, and read /var/log/containers/*.log, which are links.',
    read: 'Read /var/log/containers/*${kubernetes.container.id}.log with "parsers: [container: {format: auto}]", "prospector.scanner.symlinks: true" and the provider "kubernetes".',
    source: 'elastic/integrations packages/kubernetes/data_stream/container_logs/agent/stream/stream.yml.hbs',
  },
  Promtail: {
    parse:
      'Write "- cri: {}" in place of the stage. While old and new nodes are mixed, put each into a "match" stage of its own.',
    read: 'Read /var/log/pods/*/*/*.log with "kubernetes_sd_configs" and the stage "- cri: {}".',
    source: 'grafana.com/docs/loki, "cri" stage',
  },
  'Grafana Alloy': {
    parse: 'Write "stage.cri {}" in place of the stage, or take the logs from the API with "loki.source.kubernetes".',
    read: 'Use "discovery.kubernetes" with "loki.source.kubernetes", or "loki.source.file" on /var/log/pods and "stage.cri {}".',
    source: 'grafana.com/docs/alloy, "loki.process"',
  },
  Vector: {
    parse:
      'Use a source of "type: kubernetes_logs": it tells the format of each file by itself and joins partial lines.',
    read: 'Use a source of "type: kubernetes_logs".',
    source: 'vectordotdev/vector src/sources/kubernetes_logs/parser/mod.rs (the first byte of a file tells)',
  },
  'OpenTelemetry Collector': {
    parse:
      'Write the operator "- type: container" without "format": it tells the format of each line by itself and joins partial ones. Set "include_file_path: true" for it, and read /var/log/pods/*/*/*.log; for files elsewhere write "add_metadata_from_filepath: false" in the operator, or it joins nothing.',
    read: 'Read /var/log/pods/*/*/*.log with a filelog receiver that has "include_file_path: true" and the operator "- type: container".',
    source: 'opentelemetry-collector-contrib pkg/stanza/docs/operators/container.md (first in 0.101.0); run with 0.159',
  },
  Telegraf: {
    parse:
      'Set "data_format = "grok"" with "grok_patterns = [\'%{TIMESTAMP_ISO8601:timestamp:ts-rfc3339nano} %{WORD:stream:tag} %{WORD:logtag:tag} %{GREEDYDATA:log}\']". Long lines arrive in parts with "logtag=P": Telegraf joins none.',
    source: 'influxdata/telegraf plugins/parsers/grok; run with 1.37.2',
  },
  Logstash: {
    parse:
      'Remove the codec, and split the line with "dissect { mapping => { "message" => "%{time} %{stream} %{logtag} %{message}" } }"; or let Filebeat or Fluent Bit read the files.',
    read: 'Read /var/log/containers/*.log with a shipper that knows the CRI format, such as Filebeat or Fluent Bit.',
    source:
      'logstash-plugins/logstash-filter-dissect docs/index.asciidoc, fields/NormalField.java (it may write over "message"); Logstash has no codec for CRI',
  },
  'syslog-ng': {
    parse:
      'Use the source "kubernetes()" (3.37 and newer): it reads /var/log/containers, parses CRI lines and joins partial ones. It reads no lines of Docker: keep the parser for nodes that still have it.',
    read: 'Use the source "kubernetes()" (3.37 and newer), which reads /var/log/containers.',
    source: 'syslog-ng/syslog-ng scl/kubernetes/kubernetes.conf ("JSON is not supported"); release notes 3.37.1',
  },
  rsyslog: {
    parse:
      'Split the line with "action(type="mmnormalize" rule=["rule=:%time:word% %stream:word% %logtag:word% %log:rest%"])" in place of "mmjsonparse" (8.26 and newer), behind "module(load="mmnormalize")".',
    read: 'Read /var/log/containers/*.log with imfile.',
    source:
      'rsyslog.com/doc, mmnormalize, "rule" (an array since 8.26.0); liblognorm, "rest", "word"; run with rsyslog 8.2302',
  },
  Loggie: {
    parse: 'Set "containerRuntime: containerd" in "discovery.kubernetes".',
    source: 'loggie-io/loggie pkg/discovery/kubernetes/controller/config.go',
  },
  'Splunk Connect for Kubernetes': {
    parse:
      'Set "logFormatType: cri". Its "logFormat" is "%Y-%m-%dT%H:%M:%S.%N%:z" where none is set; one with a literal Z has to go.',
    source:
      'splunk/splunk-connect-for-kubernetes helm-chart/splunk-connect-for-kubernetes/charts/splunk-kubernetes-logging/values.yaml',
  },
  'Splunk OpenTelemetry Collector': {
    parse: 'Remove the setting: the chart finds the runtime by itself. Or write "containerd" or "cri-o".',
    source: 'signalfx/splunk-otel-collector-chart values.yaml',
  },
  CrowdSec: {
    parse: 'Write "container_runtime: cri".',
    source: 'crowdsecurity/helm-charts charts/crowdsec/values.yaml (docker by default, or cri)',
  },
  'New Relic logging': {
    parse: 'Remove the setting, or write "criEnabled: true".',
    source: 'newrelic/helm-charts charts/newrelic-logging values.yaml (true by default today)',
  },
  'Google Ops Agent': {
    parse: `Use a processor of "type: parse_regex" with "regex: '${CRI_PATTERN}'", "time_key: time" and "time_format: "%Y-%m-%dT%H:%M:%S.%L%z"".`,
    source:
      'GoogleCloudPlatform/ops-agent confgenerator, LoggingProcessorParseRegex (regex, field, time_key, time_format)',
  },
  'Datadog Agent': {
    parse: 'Let the Agent find the pods by itself: it reads /var/log/pods and knows both formats.',
    read: 'Remove it: with "logs_enabled" and "container_collect_all" the Agent reads /var/log/pods.',
    source: 'docs.datadoghq.com, "Kubernetes log collection"',
  },
  Wazuh: {
    parse: 'Set "<log_format>syslog</log_format>", and decode what follows the tag.',
    source: 'documentation.wazuh.com, "localfile"',
  },
}

/** What to write in place of a parser for Docker's lines, where the agent is known in its own words. */
export const remedyFor = (agent: string): string =>
  remedies[agent]?.parse ??
  'Parse the CRI format "time stream tag text", or both formats while old and new nodes are mixed.'

/** What to read in place of Docker's files or journal. */
export const readInstead = (agent: string | undefined): string =>
  remedies[agent ?? '']?.read ??
  'Read /var/log/containers/*.log or /var/log/pods, which the kubelet writes on every runtime, and parse the CRI format.'

/** What takes the place of a client of Docker's API that speaks no CRI: its socket must never be set to the runtime's. */
const clients: Readonly<Record<string, { readonly instead: string; readonly source: string }>> = {
  Filebeat: {
    instead: 'Use the provider "type: kubernetes": Filebeat speaks no CRI.',
    source: 'elastic.co, "Autodiscover"',
  },
  Beats: {
    instead: 'Use "add_kubernetes_metadata": this processor speaks no CRI.',
    source: 'elastic.co, "add_docker_metadata"',
  },
  Metricbeat: {
    instead:
      'Use the module "kubernetes", which asks the kubelet, and the provider "type: kubernetes" of autodiscover: those for Docker speak no CRI.',
    source: 'elastic.co, "Kubernetes module"',
  },
  'Elastic Agent': {
    instead:
      'Use the provider "kubernetes" with ${kubernetes.container.id}, and the Kubernetes integration for metrics.',
    source: 'elastic.co, "Kubernetes provider"',
  },
  Telegraf: {
    instead:
      'Use "inputs.kubernetes" for metrics, which asks the kubelet, and "inputs.tail" on /var/log/containers for logs: the Docker inputs speak no CRI.',
    source: 'influxdata/telegraf issue 13264',
  },
  Vector: {
    instead: 'Use a source of "type: kubernetes_logs": docker_logs speaks no CRI.',
    source: 'vector.dev, "Kubernetes logs" source',
  },
  'Fluent Bit': {
    instead:
      'Read /var/log/containers/*.log with a tail input for logs, and the events with the input "kubernetes_events": this input speaks no CRI.',
    source: 'docs.fluentbit.io, "Docker events", "Kubernetes events"',
  },
  Fluentd: {
    instead: 'Use "@type kubernetes_metadata", which asks the Kubernetes API: this plugin speaks no CRI.',
    source: 'fabric8io/fluent-plugin-kubernetes_metadata_filter README',
  },
  Promtail: {
    instead: 'Use "kubernetes_sd_configs" with __path__ below /var/log/pods: "docker_sd_configs" speaks no CRI.',
    source: 'grafana.com/docs/loki, "Promtail configuration"',
  },
  Prometheus: {
    instead: 'Use "kubernetes_sd_configs" with "role: pod": "docker_sd_configs" speaks no CRI.',
    source: 'prometheus.io, "Configuration"',
  },
  'Grafana Alloy': {
    instead:
      'Use "discovery.kubernetes" with "loki.source.kubernetes" for logs, and the kubelet\'s /metrics/cadvisor for metrics: this component speaks no CRI.',
    source: 'grafana.com/docs/alloy, "discovery.docker"',
  },
  'OpenTelemetry Collector': {
    instead:
      'Use the receiver "kubeletstats" in place of docker_stats, and the extension "k8s_observer" in place of docker_observer: they speak no CRI.',
    source: 'opentelemetry-collector-contrib receiver/kubeletstatsreceiver',
  },
  'Datadog agent': {
    instead:
      'Remove it and set DD_CRI_SOCKET_PATH (in the chart "datadog.criSocketPath"): the Agent finds pods through the kubelet.',
    source: 'docs.datadoghq.com, "Docker Deprecation in Kubernetes"',
  },
  'SignalFx agent': {
    instead: 'Use the monitor "kubelet-metrics" and the observer "k8s-kubelet": this one speaks no CRI.',
    source: 'signalfx/signalfx-agent docs/monitors/kubelet-metrics.md (reads /stats/summary of the kubelet)',
  },
  'Sumo Logic collector': {
    instead: 'Use the Kubernetes collection of Sumo Logic (chart sumologic): sources of this type speak no CRI.',
    source: 'help.sumologic.com, "Docker source"',
  },
  Wazuh: {
    instead:
      'Remove it: docker-listener asks the Docker API only. For containers use the Kubernetes audit log, which Wazuh receives by webhook.',
    source: 'documentation.wazuh.com, "docker-listener"',
  },
  Netdata: {
    instead:
      'Remove the job: this collector asks the Docker API only. Netdata finds containers through cgroups and their names through the Kubernetes API.',
    source: 'netdata/netdata go.d/docker README',
  },
  Consul: {
    instead:
      'Use a check of type "http", "tcp" or "grpc", or let Kubernetes probe the pod: a Docker check asks the Docker API only.',
    source: 'developer.hashicorp.com/consul, "Docker check"',
  },
  'Zabbix agent 2': {
    instead:
      'Remove the item: the plugin "Docker" asks the Docker API only. Zabbix has templates for Kubernetes, "Kubernetes nodes by HTTP" and "Kubernetes kubelet by HTTP".',
    source: 'zabbix/zabbix templates/app/docker README, templates/app/kubernetes_http',
  },
  collectd: {
    instead:
      'Remove the plugin, which asks the Docker API only, and take container metrics from the kubelet (/metrics/cadvisor).',
    source: 'signalfx/docker-collectd-plugin README',
  },
}

/** What to use in place of a program's connection to the Docker API, for a program that speaks no CRI. */
export const clientInstead = (program: string | undefined): string | undefined => clients[program ?? '']?.instead

/**
 * Why a setting beside the parser has to change with it. The text is key and value as they are written.
 * Sources: fluent-plugin-concat README and filter_concat.rb (`use_partial_cri_logtag` raises for each record unless
 * `partial_cri_logtag_key` is set; the separator is a newline unless it is set); containerd's log writer, which writes the node's offset.
 */
export function companionAdvice(text: string): string {
  if (/^time_?format/i.test(text))
    return `"${text}" ends with a literal Z, but CRI runtimes write the node's offset: use "%Y-%m-%dT%H:%M:%S.%N%:z".`
  if (/^multiline_end_regexp/i.test(text))
    return `"${text}" waits for the newline that only Docker leaves in the text: use "partial_key logtag" with "partial_value P" and "separator ''", and a parser that keeps the tag under "logtag", as "@type cri" does.`
  if (/^docker_mode/i.test(text)) return `Remove "${text}", which joins Docker's JSON lines only.`
  return `"${text}" works on the key "log", which the cri parser calls "message".`
}

/** Whether a setting waits for the newline that Docker leaves at the end of each text: on CRI lines it never comes. */
export const waitsForNewline = (text: string): boolean => /^multiline_end_regexp\b/.test(text)

/** What to write in place of a parser for Docker's lines, with what changes beside it: one setting here, several as places of their own. `listKey` is what a list of parsers is called there. */
export function remedyWith(
  agent: string,
  companions: readonly { readonly value: string }[],
  listKey = 'multiline.parser',
): string {
  const [only, ...more] = companions
  const remedy =
    listKey === 'multilineParser'
      ? remedyFor(agent).replace('multiline.parser ', 'multilineParser: ')
      : remedyFor(agent)
  if (!only) return remedy
  return `${remedy} ${more.length ? `${companions.length} settings beside it change with it.` : companionAdvice(only.value)}`
}
