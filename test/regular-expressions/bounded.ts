/** An expression whose callers bound what it costs. */
export interface Bounded {
  readonly why: string
  readonly expressions: readonly RegExp[]
  /** It is tried at one place only, where it is linear, which the test holds it to. */
  readonly isTriedOnce?: boolean
}

/** The expressions that are not linear for themselves, by file, and what bounds them. */
export const BOUNDED: Readonly<Record<string, Bounded>> = {
  'src/carry-over/projects.ts': {
    why: 'a folder of the file system, 4,096 characters at most',
    expressions: [/^[.-]+|-+$/g],
  },
  'src/cli/carry-over.ts': { why: 'a folder that the command line names', expressions: [/\/+$/] },
  'src/cli/lsp/ignore-comment.ts': { why: 'one line, in which line ends only end it', expressions: [/[\r\n]+$/] },
  'src/cli/lsp/shown.ts': {
    why: "a line of the program's own message, in which no line ends",
    expressions: [/:(\d+):(\d+): (.*)$/],
  },
  'src/config/config-text.ts': { why: 'the own text of an initial configuration', expressions: [/ +$/gm] },
  'src/dialects/ansible.ts': {
    why: 'names and paths, of which 4,096 characters are read',
    expressions: [/(?:^|\/)roles\/(.+?)\/(?:tasks|handlers|vars|defaults|meta)\//],
  },
  'src/dialects/node/runtimes.ts': {
    why: 'names and paths, of which 4,096 characters are read',
    expressions: [/\.toml(?:\.\w+)*$/],
  },
  'src/dialects/pipelines/circle.ts': {
    why: 'names and paths, of which 4,096 characters are read',
    expressions: [/(^|\/)\.circleci\/.*\.ya?ml$/],
  },
  'src/dialects/pipelines/services.ts': {
    why: 'names and paths, of which 4,096 characters are read',
    expressions: [
      /(^|\/)\.gitlab-ci[^/]*\.ya?ml$|(^|\/)\.gitlab(-ci)?\/.*\.ya?ml$/,
      /(^|\/)[^/]*azure-?pipelines?[^/]*\.ya?ml$|(^|\/)\.(azure|vsts|azuredevops|pipelines)[^/]*\/.*\.ya?ml$/i,
      /(^|\/)\.?buildkite\/.*\.ya?ml$|(^|\/)buildkite[^/]*\.ya?ml$/,
      /(^|\/)\.semaphore\/.*\.ya?ml$/,
    ],
  },
  'src/files/codeowners.ts': {
    why: 'a trimmed line of at most 2,000 characters',
    expressions: [/^\^?\[([^\]]+)\](?:\[\d+\])?\s*(.*)$/],
  },
  'src/helm/expand.ts': {
    why: 'names and paths, of which 4,096 characters are read',
    expressions: [/(^|\/)(?:[\w.-]*values[\w.-]*|ci\/[^/]+)\.ya?ml$/],
  },
  'src/helm/parse.ts': {
    why: 'tried once behind each token of an action, whose end is known',
    expressions: [
      /(\s+)|("(?:[^"\\\n]|\\.)*"|`[^`]*`)|([|(),])|(:=|=)|(\$\w*)|((?:\.[A-Za-z_]\w*)+|\.)|([A-Za-z_]\w*)|([-+]?[\d.][\w.+-]*|'(?:[^'\\\n]|\\.)*')/y,
    ],
    isTriedOnce: true,
  },
  'src/languages/dockerfile.ts': {
    why: 'tried once behind each word of a list, until one fails',
    expressions: [/\s*"((?:[^"\\]|\\.)*)"\s*(,|\])/y],
    isTriedOnce: true,
  },
  'src/languages/fluentd/ruby.ts': {
    why: 'at most 2,000 characters of Ruby',
    expressions: [/^#\{\s*ENV(?:\[\s*|\.fetch\(\s*)(["'])([\w.-]+)\1\s*\]?(?:\s*(?:\|\||,)\s*(["'])(.*?)\3)?/d],
  },
  'src/languages/registry.ts': {
    why: 'names and paths, of which 4,096 characters are read',
    expressions: [
      /(^|\/)([\w-]+[_-])?jenkinsfile([.\-_](?!md$|ya?ml$)[^/]*)?$|\.(jenkinsfile|groovy)$/i,
      /(^|[/.\-_])(gnu|bsd)?makefile([.\-_](?!(?:[^/]{0,200}\.)?(?:md|go|py|rb|[cm]?[jt]sx?|html?|txt|ya?ml|json|toml|ps1|java|rs|snap)$)[^/]*)?$|\.(mk|mak|make)$/i,
      /\.env(\.[\w.]+)?$|(^|\/)(kube[\w-]{0,60}|node|cluster)\.properties$|(^|\/)(sysconfig|default|conf\.d|args|default-args)\/(kube[\w-]*|docker[\w-]*|cri[\w-]*|containerd[\w-]*|etcd|flanneld?)$|(^|\/)kube(let|-[\w-]+)[./](default|defaults|sysconfig|args|opts)$|\/etc\/(sysconfig|default)\/[\w.-]+$|\/etc\/kubernetes\/(config|kubelet|apiserver|scheduler|controller-manager|proxy)$/,
      /(^|\/)syslog-ng(\.conf|\/.*\.conf)$/,
    ],
  },
  'src/languages/settings.ts': {
    why: 'a line of at most 4,000 characters, without its end',
    expressions: [
      /^\s{0,80}(["']?-{0,2}[A-Za-z][\w./-]{0,200}["']?)(?:\s{0,80}[=:]\s{0,80}|\s{1,80})(["']?)([^\s"';]+)\2;?\s*(?:[#;].*)?$/,
    ],
  },
  'src/languages/upstart.ts': {
    why: 'names and paths, of which 4,096 characters are read',
    expressions: [/\.(?:conf|upstart)\b.*$/],
  },
  'src/languages/yaml/ends.ts': {
    why: 'tried once for each empty item and last child',
    expressions: [/(?:[^\S\n]*(?:#[^\n]*)?\n)*[^\S\n]*-(?=\s|$)/y, /[^\S\n]+#[^\n]*/y],
    isTriedOnce: true,
  },
  'src/lint/place.ts': {
    why: 'names and paths, of which 4,096 characters are read',
    expressions: [
      /(^|\/)(hack|\.?ci|gha|jenkins|prow|dev-scripts|integration|benchmarks?|e2e|tests?|testing|test-[\w-]+|[\w-]+-tests?|dev|devel|images|build|release)\/|(^|[/._-])(build|release|publish|package|lint|dev|test|tests|e2e|ci|(start|run|setup|local)[-_]dev|devstack|gitlab-runner)([._-][^/]*)?$/i,
    ],
  },
  'src/lint/suppress-comments.ts': {
    why: 'tried once, where a file begins',
    expressions: [
      /(?:\s+|---(?=\s)|<\?[^>]*>|\{\{-?\s*\/\*[^*]*(?:\*(?!\/)[^*]*)*\*\/\s*-?\}\}|\/\*[^*]*(?:\*(?!\/)[^*]*)*\*\/|\{#[^#]*(?:#(?!\})[^#]*)*#\}|<!--[^-]*(?:-(?!->)[^-]*)*-->|<#[^#]*(?:#(?!>)[^#]*)*#>|(?:#|\/\/|;|-- |::|@?rem |@echo off)[^\r\n]*)*/iy,
    ],
    isTriedOnce: true,
  },
  'src/reading/chart-values.ts': {
    why: 'names and paths, of which 4,096 characters are read',
    expressions: [
      /(?:^|\/)(?:[\w.-]*values[\w.-]*\.(?:ya?ml(?:\.(?:tmpl|tpl|template))?|tftpl|gotmpl|j2)|(?:helm[-_])?values\/(?:[\w.-]+\/)?[\w.-]+\.ya?ml(?:\.\w+)?)$/i,
    ],
  },
  'src/reading/path-words.ts': {
    why: 'parts of PATH, which begins only behind what separates words',
    expressions: [
      /(?:[a-z+]{2,12}:\/\/(?=[/\uE000]))?\uE000*(?:\/+[\w.\-+~@%*?#\uE000]+)+\/?/,
      /(?:[A-Za-z]:|%\w{1,40}%|\$\{?env:\w{1,40}\}?|\uE000+(?=\\))(?:[\\/]{1,2}[\w.\-+~@%*\uE000]+(?:(?: [\w.\-()]{1,40}){1,3}(?=[\\/]))?)+[\\/]?/,
    ],
  },
  'src/reading/template.ts': {
    why: 'at most 200 characters before an action; names, of which 4,096 characters are read',
    expressions: [
      /\S[^\n]*$/,
      /(^|\/)templates\/.*\.(ya?ml|tpl|json)$|\.(tpl|tmpl|gotmpl|j2|jinja2?|erb|template|sls)$/,
    ],
  },
  'src/reading/version-names.ts': {
    why: 'names of at most 61 characters',
    expressions: [/^(?:kube\w*|k8s\w*|\w*kube\w*version|version)$/i],
  },
  'src/page/client/link.ts': { why: 'the end of base64 that the page made itself', expressions: [/=+$/] },
  'src/reporters/html/grouped.ts': { why: 'a number', expressions: [/\B(?=(?:\d{3})+$)/g] },
}
