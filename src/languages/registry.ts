/** The languages: how a file of each is called, how it begins, and the reader, which is loaded when the first of its files comes. */
import { collectorStarts } from '../reading/collector-config.ts'
import type { Language } from '../reading/language.ts'

/** How a table of cron begins: comments and variables, then a job whose times are no words. */
const CRONTAB =
  /^(?:[ \t]*(?:#[^\n]*|\{[%{#][^\n]*|[A-Z_]{1,40}[ \t]*=[^\n]*)?\n)*[ \t]*(?:@(?:reboot|yearly|annually|monthly|weekly|daily|midnight|hourly)|(?:[\d*][\d*,/-]*[ \t]+){3}[\d*][\w*,/-]*[ \t]+[\d*A-Za-z][\w*,/-]*)[ \t]+[\w./(~[-]/

/** How a file of supervisord, circus or monit begins: a section of a program, perhaps behind those of the daemon itself. */
const SUPERVISOR =
  /^(?:[^\n]{0,400}\n){0,200}?[ \t]*(?:\[(?:program|eventlistener|fcgi-program|watcher):[^\]\n]{1,100}\]|check[ \t]+(?:process|program|file|fifo|directory|filesystem)[ \t]+\S{1,80}[ \t]+(?:with|path|matching)[ \t])/

export interface Registered {
  readonly id: string
  readonly load: () => Promise<Language>
  /** Whether it gives structured documents to the dialects. */
  readonly makesTrees?: true
  /** Paths of the language's files. A template suffix (`.j2`, `.tpl`) is taken off first. */
  readonly path?: RegExp
  /** How the text begins, where the name does not tell. Looked at in the first 16,384 characters, without the end of a long line. */
  readonly start?: RegExp
}

/** A text that begins as a unit of systemd; charts keep them as `_kubelet-service.yaml.tpl`. */
export const UNIT =
  /^(?:[ \t]*(?:[#;][^\n]*|\{[%{#][^\n]*)?\n)*\[(?:Unit|Service|Install|Socket|Timer|Path|Mount)\][ \t]*(?:\n|$)/

/** The first one whose path fits is taken, then the first whose start fits. */
export const LANGUAGES: readonly Registered[] = [
  {
    id: 'shell',
    load: async () => (await import('./shell.ts')).shell,
    path: /\.(sh|bash|dash|ash|ksh|zsh|bats)(\.(tpl|wrapper|sample|example|orig))?$|(^|\/)\.(bashrc|bash_profile|bash_aliases|bash_logout|profile|zshrc|zshenv|zprofile|envrc)$|(^|\/)(rc|boot|after)\.local$/i,
    // Behind a licence, comments or the actions of a template.
    start:
      /^(?:[ \t]*(?:#(?!!)[^\n]*|\{[{%#][^\n]*|<%[^\n]*)?\n)*[ \t]*(?:\{\{[^\n]*\}\}[ \t]*)?(?:#![^\n]*\b(?:(?:ba|da|a|k|mk|z)?sh|openrc-run|runscript|execlineb)\b|set[ \t]+[-+][eEuxvo]{1,5}(?:[ \t]+pipefail)?[ \t]*\n)/,
  },
  {
    id: 'dockerfile',
    load: async () => (await import('./dockerfile.ts')).dockerfile,
    path: /(^|\/)(docker|container)file([.\-_](?!md$|dockerignore$)[^/]*)?$|[.-](docker|container)file$/i,
  },
  {
    id: 'user-data',
    load: async () => (await import('./user-data.ts')).userData,
    path: /(^|\/)user[-_]?data(\.(txt|tpl|tftpl|mime))?$/i,
    start: /^\s*(?:Content-Type:\s*multipart\/|MIME-Version:|<powershell>)/i,
  },
  {
    id: 'hcl',
    load: async () => (await import('./hcl.ts')).hcl,
    makesTrees: true,
    path: /\.(tf|tofu|tfvars)(\.json)?$|\.(hcl|nomad)$/i,
  },
  {
    id: 'jsonnet',
    load: async () => (await import('./jsonnet.ts')).jsonnet,
    makesTrees: true,
    path: /\.(jsonnet|libsonnet)$/i,
  },
  {
    id: 'bicep',
    load: async () => (await import('./bicep.ts')).bicep,
    path: /\.bicep$/i,
  },
  {
    id: 'sls',
    load: async () => (await import('./sls.ts')).sls,
    path: /\.sls$/,
  },
  {
    id: 'ruby',
    load: async () => (await import('./ruby.ts')).ruby,
    path: /(^|\/)vagrantfile([.\-_](?!md$)[^/]*)?$|^(?!(?:[^/]{1,100}\/){0,30}(?:spec|tests?)\/).*(?<!_(?:spec|test))\.rb$/i,
  },
  {
    id: 'puppet',
    load: async () => (await import('./puppet.ts')).puppet,
    path: /\.pp$/i,
  },
  {
    id: 'groovy',
    load: async () => (await import('./groovy.ts')).groovy,
    path: /(^|\/)([\w-]+[_-])?jenkinsfile([.\-_](?!md$|ya?ml$)[^/]*)?$|\.(jenkinsfile|groovy)$/i,
    // A pipeline under a name of its own.
    start:
      /^(?:[ \t]*(?:\/\/[^\n]*|#!(?=\/?[\w/ ]{0,40}groovy)[^\n]*)?\n)*[ \t]*(?:@Library\b|pipeline[ \t]*\{|podTemplate[ \t]*\()/,
  },
  {
    id: 'makefile',
    load: async () => (await import('./makefile.ts')).makefile,
    path: /(^|[/.\-_])(gnu|bsd)?makefile([.\-_](?!(?:[^/]{0,200}\.)?(?:md|go|py|rb|[cm]?[jt]sx?|html?|txt|ya?ml|json|toml|ps1|java|rs|snap)$)[^/]*)?$|\.(mk|mak|make)$/i,
  },
  {
    id: 'powershell',
    load: async () => (await import('./powershell.ts')).powershell,
    path: /\.(ps1|psm1)$/i,
    start: /^(?:#[^\n]*\n|\s)*(?:#!.*\bpwsh\b|<powershell>|#ps1(?:_sysnative|_x86)?\s)/,
  },
  {
    id: 'batch',
    load: async () => (await import('./batch.ts')).batch,
    path: /\.(bat|cmd)$/i,
    start: /^\s*@echo off\b/i,
  },
  {
    id: 'yaml',
    load: async () => (await import('./yaml.ts')).yaml,
    makesTrees: true,
    path: /\.(ya?ml|json|jsonc|sls)$|(^|\/)\.(sops\.)?ya?ml$/i,
    start:
      /^(?:#[^\n]*\n|---[^\n]*\n|\{[%{#][^\n]*\n|\s)*(?:\{\s*["}]|\[\s*["{\]]|['"]?[\w./-]+['"]?:(?:\s|$)|- [^\n]*:(?:\s|$))/,
  },
  {
    id: 'xml',
    load: async () => (await import('./xml.ts')).xml,
    makesTrees: true,
    path: /\.xml$|(^|\/)ossec\.conf$/i,
    start: /^\s*(?:<!--[^>]{0,2000}-->\s*)*<(?:\?xml|ossec_config|agent_config)\b/,
  },
  // Node configuration.
  {
    id: 'cron',
    load: async () => (await import('./cron.ts')).cron,
    path: /(^|\/)(cron\.d\/[^/.][^/]*|spool\/cron\/(crontabs\/)?[^/]+|crontabs\/[^/.]+|(?:ana)?crontab)$|\.(cron|crontab)$/,
    start: CRONTAB,
  },
  {
    id: 'supervisor',
    load: async () => (await import('./supervisor.ts')).supervisor,
    path: /(^|\/)supervisor(d?\.conf|(\/conf)?\.d\/[^/]+\.(conf|ini))$|(^|\/)monit(rc|(\/conf)?\.d\/[^/]+)$/,
    start: SUPERVISOR,
  },
  {
    id: 'systemd',
    load: async () => (await import('./systemd.ts')).systemd,
    path: /\.(service|socket|timer|path|mount|target|slice)(\.d\/[^/]+\.conf)?$/,
    start: UNIT,
  },
  {
    id: 'upstart',
    load: async () => (await import('./upstart.ts')).upstart,
    path: /\.upstart$|(^|\/)etc\/init\/[^/]+\.conf$/,
    start: /^(?:[ \t]*(?:#[^\n]*|(?:description|author|version|usage)[ \t][^\n]*)?\n)*(?:start|stop)[ \t]+on[ \t]/,
  },
  {
    id: 'env',
    load: async () => (await import('./env.ts')).env,
    path: /\.env(\.[\w.]+)?$|(^|\/)(kube[\w-]{0,60}|node|cluster)\.properties$|(^|\/)(sysconfig|default|conf\.d|args|default-args)\/(kube[\w-]*|docker[\w-]*|cri[\w-]*|containerd[\w-]*|etcd|flanneld?)$|(^|\/)kube(let|-[\w-]+)[./](default|defaults|sysconfig|args|opts)$|\/etc\/(sysconfig|default)\/[\w.-]+$|\/etc\/kubernetes\/(config|kubelet|apiserver|scheduler|controller-manager|proxy)$/,
    start:
      /^(?:[ \t]*(?:#[^\n]*|\{[%{#][^\n]*|(?:export[ \t]+)?[A-Z][A-Z0-9_]*=[^\n]*)?\n)*(?:(?:export[ \t]+)?(?:[A-Z][A-Z0-9_]*(?:ARGS|OPTS|OPTIONS|FLAGS)|KUBE[A-Z0-9_]*)=["']?(?:[ \t]*\\\n(?:\{[%#][^\n]*\n)*)?[ \t]*--[a-z]|--[a-z][\w-]+(?:=[^\n]*)?\n)/,
  },
  {
    id: 'toml',
    load: async () => (await import('./toml.ts')).toml,
    makesTrees: true,
    path: /\.toml$|(^|\/)(crio\.conf|registries\.conf|containers\.conf|storage\.conf)(\.d\/[^/]+)?$|\/(crio|registries)\.conf\.d\/[^/]+$/,
    start: collectorStarts.toml,
  },
  // Log collectors. Their configuration has no suffix of its own: the first line that is no comment tells.
  {
    id: 'fluentd',
    load: async () => (await import('./fluentd.ts')).fluentd,
    path: /(^|\/)(fluentd?|td-agent|tail_container_parse)\.conf$|\.input\.conf$/,
    start: collectorStarts.fluentd,
  },
  {
    id: 'fluent-bit',
    load: async () => (await import('./fluent-bit.ts')).fluentBit,
    path: /(^|\/)(td-agent|fluent)-bit\.conf$/,
    start: collectorStarts['fluent-bit'],
  },
  {
    id: 'river',
    load: async () => (await import('./river.ts')).river,
    path: /\.(alloy|river)$/,
    start: collectorStarts.river,
  },
  {
    id: 'rsyslog',
    load: async () => (await import('./rsyslog.ts')).rsyslog,
    path: /(^|\/)rsyslog\.(conf|d\/[^/]+)$/,
    start: collectorStarts.rsyslog,
  },
  {
    id: 'syslog-ng',
    load: async () => (await import('./syslog-ng.ts')).syslogNg,
    path: /(^|\/)syslog-ng(\.conf|\/.*\.conf)$/,
    start: collectorStarts['syslog-ng'],
  },
  {
    id: 'logrotate',
    load: async () => (await import('./logrotate.ts')).logrotate,
    path: /(^|\/)logrotate\.(conf|d\/[^/]+)$|(^|[/.-])logrotate$/,
    start: collectorStarts.logrotate,
  },
  {
    id: 'logstash',
    load: async () => (await import('./logstash.ts')).logstash,
    path: /(^|\/)logstash(-[\w.-]+)?\.conf$/,
    start: collectorStarts.logstash,
  },
  {
    id: 'inventory',
    load: async () => (await import('./inventory.ts')).inventory,
    makesTrees: true,
    path: /(^|\/)(hosts|inventory)(\.(ini|cfg|inv))?$|\.inventory$/i,
    start: /^(?:[^\n]*\n){0,300}?[ \t]*\[[\w.-]+:(?:vars|children)\][ \t]*(?:\n|$)/,
  },
  {
    id: 'prometheus-rules',
    load: async () => (await import('./prometheus-rules.ts')).prometheusRules,
    start:
      /^(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*(?:ALERT[ \t]+\w+\s|[a-z_]\w*:[\w:]+[ \t]{0,80}(?:\{[^}\n]*\})?[ \t]{0,80}=)/,
  },
  {
    id: 'queries',
    load: async () => (await import('./queries.ts')).queries,
    path: /\.(flux|tick|promql)$/i,
  },
  {
    id: 'settings',
    path: /(^|\/)munin\/plugin-conf\.d\/[^/]+$/,
    load: async () => (await import('./settings.ts')).settings,
  },
]
