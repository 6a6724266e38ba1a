/** How collectors read the lines of CRI runtimes: `2024-05-01T10:00:00.123456789+00:00 stdout F text`. */

/**
 * The same records from a line of a CRI runtime as from one of Docker, with the text under "log".
 * Source: docs.fluentd.org, "regexp"; fluent/fluentd-kubernetes-daemonset README, "Use CRI parser".
 */
export const FLUENTD_PATTERN = '/^(?<time>[^ ]+) (?<stream>stdout|stderr) (?<logtag>[^ ]*) (?<log>.*)$/'

/** With the offset that CRI runtimes write, where Docker wrote a Z. */
export const FLUENTD_TIME = '%Y-%m-%dT%H:%M:%S.%N%:z'

/**
 * How partial lines are joined by their tag, those of each stream by themselves. `separator` is a newline unless it is set;
 * `use_partial_cri_logtag` takes the stream from the record. Source: fluent-plugins-nursery/fluent-plugin-concat README,
 * lib/fluent/plugin/filter_concat.rb; run with Fluentd 1.15.3.
 */
export const FLUENTD_CONCAT = 'partial_key logtag\npartial_value P\nstream_identity_key stream\nseparator ""'

/** The parsers of Fluent Bit that read and join the lines of both. Source: docs.fluentbit.io, "Multiline". */
export const FLUENT_BIT_PARSERS = 'docker, cri'

/** What a key `containerRuntime` of a collector's chart takes. Sources: loggie-io/loggie docs; signalfx/splunk-otel-collector-chart values.yaml; fluent/fluent-operator values.yaml. */
export const CHART_RUNTIMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Loggie: { containerd: 'containerd' },
  'Splunk OpenTelemetry Collector': { containerd: 'containerd', 'cri-o': 'cri-o' },
  'Fluent Operator': { containerd: 'containerd', 'cri-o': 'crio' },
}

/** The variable of the image fluentd-kubernetes-daemonset for the format of the time. */
export const FLUENTD_TIME_VARIABLE = 'FLUENT_CONTAINER_TAIL_PARSER_TIME_FORMAT'

/** The files of a container by its ID, or of all for `*`: pkg/kubelet/kuberuntime/legacy.go links them as POD_NAMESPACE_CONTAINER-ID.log. */
export const linkedById = (id: string): string | undefined =>
  id === '*'
    ? '/var/log/containers/*.log'
    : /^(?:\$\{[\w.]{1,100}\}|[0-9a-f]{12,64})$/.test(id)
      ? `/var/log/containers/*${id}.log`
      : undefined
