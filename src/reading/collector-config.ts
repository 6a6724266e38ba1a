/**
 * How the configuration of log collectors begins: formats without a suffix of their own, which stand in files, in ConfigMaps and
 * in charts' values under any name. Looked for at the first line that is no comment, so that a word alone never tells.
 */

/** Lines that may stand before: blank ones, comments, template actions. */
const BEFORE = String.raw`^(?:[ \t]*(?:#[^\n]*|//[^\n]*|\{\{[^\n]*)?\n)*[ \t]*`
const begins = (what: string): RegExp => new RegExp(BEFORE + what)

/** The languages by the way their texts begin. */
export const collectorStarts = {
  fluentd: begins(
    String.raw`(?:</?(?:source|match|filter|label|system|worker|parse)\b[^>\n]*>[ \t]*(?:#[^\n]*)?(?:\n|$)|@include[ \t]+(?!"scl)|@type[ \t]+(?:json|cri|regexp|none|multi_format)[ \t]*(?:#[^\n]*)?(?:\n|$))`,
  ),
  'fluent-bit':
    /^(?:[ \t]*(?:#[^\n]*|\{\{[^\n]*|@(?:SET|INCLUDE)\b[^\n]*)?\n)*[ \t]*\[(?:SERVICE|INPUT|FILTER|OUTPUT|PARSER|MULTILINE_PARSER|CUSTOM|UPSTREAM|STREAM_TASK)\][ \t]*(?:\n|$)/,
  logstash: begins(
    String.raw`(?:input|filter|output)\s{0,200}\{\s{0,200}(?:#[^\n]*\n\s{0,200})*(?:[a-z_]+\s{0,20}\{|if\s|\})`,
  ),
  river: begins(
    String.raw`(?:[a-z_]+(?:\.[a-z_0-9]+)+[ \t]+"[\w-]+"[ \t]*\{|(?:logging|tracing|livedebugging|declare|import\.\w+)[ \t]*(?:"[\w-]+"[ \t]*)?\{)`,
  ),
  rsyslog: begins(
    String.raw`(?:module[ \t]*\([ \t]*load[ \t]*=|input[ \t]*\([ \t]*type[ \t]*=|global[ \t]*\(|\$(?:ModLoad|InputFileName|IncludeConfig)\b)`,
  ),
  'syslog-ng': begins(String.raw`@(?:version[ \t]*:|include[ \t]+"scl)`),
  // Telegraf, Vector, and the agent of Azure.
  toml: begins(
    String.raw`\[\[?(?:(?:log|prometheus|alertable_metrics|metric)[\w-]*_(?:collection_settings|configuration_settings)(?:\.\w+)*|global_tags|agent|(?:inputs|outputs|processors|aggregators|sources|sinks|transforms)\.[\w."-]+)\]`,
  ),
  logrotate: begins(
    String.raw`(?:["']?/[^\n{}]{1,400}\s{0,20}\{[ \t]*\n|(?:weekly|daily|monthly|compress|rotate[ \t]+\d+)[ \t]*\n)`,
  ),
} as const

/** Keys that stand at the left of a collector's YAML configuration. */
const YAML =
  /^(?:(?:filebeat|metricbeat)(?:\.[\w.]+)?|receivers|scrape_configs|pipeline|sources|data_dir|logs_enabled|listeners|config_providers|server|clients|inputs|providers|monitors):[ \t]*(?:#[^\n]*)?(?:\n|$)|^- (?:module|type|input_type|job_name): /m

/** Prose may have an example of a configuration in it; it does not begin with a key. */
const YAML_BEGIN = begins(String.raw`(?:---[^\n]*\n\s{0,200})?(?:- )?[A-Za-z_][\w.]*:(?:[ \t]|\n|$)`)

/** How much of a text is looked at. */
const HEAD = 16_384

/** The language of a text that is plainly a collector's configuration, by its beginning; `yaml` by the keys at its left. */
export function collectorOf(text: string): keyof typeof collectorStarts | 'yaml' | undefined {
  const head = text.slice(0, HEAD)
  for (const [language, start] of Object.entries(collectorStarts))
    if (start.test(head)) return language as keyof typeof collectorStarts
  return YAML_BEGIN.test(head) && YAML.test(head) ? 'yaml' : undefined
}
