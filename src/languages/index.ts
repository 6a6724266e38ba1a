/** Decides which language a file or an embedded text is, and reads it with everything that stands inside it. */

import type { Fact, Guard, Place, Scope, ScopeKind } from '../facts.ts'
import type { Templates } from '../helm/expand.ts'
import { withBranches } from '../reading/branches.ts'
import { collectorOf, collectorStarts } from '../reading/collector-config.ts'
import { fileSource, type Located, type Source, type SourceFile, spanOf } from '../source.ts'
import { type TreeDocument, textAt } from '../tree.ts'
import { placeOfFile } from './file-place.ts'
import type { Dialect, Embedded, Language, Reader, ScopeInit } from './language.ts'

interface Registered {
  readonly id: string
  readonly load: () => Promise<Language>
  /** Paths of the language's files. A template suffix (`.j2`, `.tpl`) is taken off first. */
  readonly path?: RegExp
  /** How the text begins, where the name does not tell. Looked at in the first 16,384 characters, without the end of a long line. */
  readonly start?: RegExp
}

/** A text that begins as a unit of systemd; charts keep them as `_kubelet-service.yaml.tpl`. */
const UNIT =
  /^(?:[ \t]*(?:[#;][^\n]*|\{[%{#][^\n]*)?\n)*\[(?:Unit|Service|Install|Socket|Timer|Path|Mount)\][ \t]*(?:\n|$)/

/** The first one whose path fits is taken, then the first whose start fits. */
const LANGUAGES: readonly Registered[] = [
  {
    id: 'shell',
    load: async () => (await import('./shell.ts')).shell,
    path: /\.(sh|bash|dash|ash|ksh|zsh|bats)(\.(tpl|wrapper|sample|example|orig))?$|(^|\/)\.(bashrc|bash_profile|bash_aliases|bash_logout|profile|zshrc|zshenv|zprofile|envrc)$/i,
    // Behind a licence, comments or the actions of a template.
    start:
      /^(?:[ \t]*(?:#(?!!)[^\n]*|\{[{%#][^\n]*|<%[^\n]*)?\n)*[ \t]*(?:\{\{[^\n]*\}\}[ \t]*)?#![^\n]*\b(?:ba|da|a|k|mk|z)?sh\b/,
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
    load: async () => {
      const [{ hcl }] = await Promise.all([import('./hcl.ts'), loadDialects()])
      return hcl
    },
    path: /\.(tf|tofu|tfvars)(\.json)?$|\.(hcl|nomad)$/i,
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
    path: /(^|\/)vagrantfile([.\-_](?!md$)[^/]*)?$|(^|\/)(recipes|resources|providers)\/[^/]+\.rb$/i,
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
      /^(?:[ \t]*(?:\/\/[^\n]*|#!\/?[\w/ ]{0,40}groovy[^\n]*)?\n)*[ \t]*(?:@Library\b|pipeline[ \t]*\{|podTemplate[ \t]*\()/,
  },
  {
    id: 'makefile',
    load: async () => (await import('./makefile.ts')).makefile,
    path: /(^|[/.\-_])(gnu|bsd)?makefile([.\-_](?!(?:md|go|py|rb|js|ts|html?|txt|ya?ml|json|toml|ps1)$)[^/]*)?$|\.(mk|mak|make)$/i,
  },
  {
    id: 'powershell',
    load: async () => (await import('./powershell.ts')).powershell,
    path: /\.(ps1|psm1)$/i,
    start: /^(?:#[^\n]*\n|\s)*(?:#!.*\bpwsh\b|<powershell>|#ps1(?:_sysnative|_x86)?\s)/,
  },
  {
    id: 'yaml',
    load: async () => {
      const [{ yaml }] = await Promise.all([import('./yaml.ts'), loadDialects()])
      return yaml
    },
    path: /\.(ya?ml|json|jsonc|sls)$|(^|\/)\.(sops\.)?ya?ml$/i,
    start:
      /^(?:#[^\n]*\n|---[^\n]*\n|\{[%{#][^\n]*\n|\s)*(?:\{\s*["}]|\[\s*["{\]]|['"]?[\w./-]+['"]?:(?:\s|$)|- [^\n]*:(?:\s|$))/,
  },
  // Node configuration.
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
    path: /\.env(\.[\w.]+)?$|(^|\/)(sysconfig|default|args|default-args)\/(kube[\w-]*|docker[\w-]*|cri[\w-]*|containerd[\w-]*|etcd|flanneld?)$|(^|\/)kube(let|-[\w-]+)[./](default|defaults|sysconfig|args|opts)$|\/etc\/(sysconfig|default)\/[\w.-]+$|\/etc\/kubernetes\/(config|kubelet|apiserver|scheduler|controller-manager|proxy)$/,
    start:
      /^(?:[ \t]*(?:#[^\n]*|\{[%{#][^\n]*|(?:export[ \t]+)?[A-Z][A-Z0-9_]*=[^\n]*)?\n)*(?:(?:export[ \t]+)?(?:[A-Z][A-Z0-9_]*(?:ARGS|OPTS|OPTIONS|FLAGS)|KUBE[A-Z0-9_]*)=["']?(?:[ \t]*\\\n(?:\{[%#][^\n]*\n)*)?[ \t]*--[a-z]|--[a-z][\w-]+(?:=[^\n]*)?\n)/,
  },
  {
    id: 'toml',
    load: async () => {
      const [{ toml }] = await Promise.all([import('./toml.ts'), loadDialects()])
      return toml
    },
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
    load: async () => {
      const [{ inventory }] = await Promise.all([import('./inventory.ts'), loadDialects()])
      return inventory
    },
    path: /(^|\/)(hosts|inventory)(\.(ini|cfg|inv))?$|\.inventory$/i,
    start: /^(?:[^\n]*\n){0,300}?[ \t]*\[[\w.-]+:(?:vars|children)\][ \t]*(?:\n|$)/,
  },
  {
    id: 'prometheus-rules',
    load: async () => (await import('./prometheus-rules.ts')).prometheusRules,
    start: /^(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*(?:ALERT[ \t]+\w+\s|[a-z_]\w*:[\w:]+[ \t]*(?:\{[^}\n]*\})?[ \t]*=)/,
  },
  {
    id: 'settings',
    load: async () => (await import('./settings.ts')).settings,
  },
]

/** Files of settings, of which neither the name nor the beginning tells the program. */
const SETTINGS_FILE = /\.(?:conf|cfg|ini|properties)$/i

const loaded = new Map<string, Language>()
let dialects: readonly Dialect[] = []

async function loadDialects(): Promise<void> {
  dialects = (await import('../dialects/index.ts')).dialects
}

/** Prose and programs in other languages, whose beginning may look like anything. */
const NOT_GUESSED =
  /\.(md|mdx|markdown|rst|adoc|txt|html?|css|scss|less|svg|xml|go|py|rb|rs|js|jsx|mjs|cjs|ts|tsx|vue|java|kt|scala|c|cc|cpp|h|hpp|cs|php|lua|pl|swift|proto|sql|graphql|lock|sum|mod|csv|tsv|patch|diff|log|ipynb|po|pot|rego|jsonnet|libsonnet|cue|dhall|nix|bzl|bazel)$|(^|\/)(Procfile|OWNERS(_ALIASES)?|CODEOWNERS|LICEN[CS]E|NOTICE|AUTHORS|CHANGELOG|README|Gemfile|Pipfile|Brewfile)$/i

/** A text that begins with a section of Fluentd or Fluent Bit, which no YAML does: some keep such files as `x.yaml`. */
const HEADED =
  /^(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*(?:<(?:source|match|filter|system|label)\b|\[(?:SERVICE|INPUT|FILTER|OUTPUT)\])/

const TEMPLATE_SUFFIX = /\.(j2|jinja2?|erb|tmpl|tpl|tftpl|gotmpl|template|in)$/i

/** The language of a text by its name and its beginning, or undefined when no language reads it. */
export function languageOf(name: string, text: string): string | undefined {
  // Machines take user data by its first line, whatever the file is called.
  if (/^(?:## template:[^\n]*\n)?#cloud-config\b/.test(text)) return 'yaml'
  if (/^\s*\{\{-?\s*define\b/.test(text) && /\n#cloud-config[ \t]*\n/.test(text.slice(0, 16_384))) return 'user-data'
  let bare = name
  while (TEMPLATE_SUFFIX.test(bare)) bare = bare.replace(TEMPLATE_SUFFIX, '')
  // Everything is called `.conf`: a collector's configuration is told by its text before its name is asked.
  const collector =
    /\.conf$/i.test(bare) || (/\.ya?ml$/i.test(bare) && HEADED.test(text.slice(0, 4096)))
      ? collectorOf(text)
      : undefined
  if (collector && collector !== 'yaml') return collector
  if (/\.ya?ml$/i.test(bare) && UNIT.test(text.slice(0, 4096))) return 'systemd'
  for (const { id, path } of LANGUAGES) if (path?.test(bare)) return id
  if (NOT_GUESSED.test(bare)) return undefined
  const head = text.slice(0, 16_384)
  for (const { id, start } of LANGUAGES) if (start?.test(head)) return id
  // Where there is no text, only the name is asked about, which tells nothing.
  return head !== '' && SETTINGS_FILE.test(bare) ? 'settings' : undefined
}

interface Waiting {
  readonly what: Embedded
  readonly source: Source
  readonly scope: Scope
  readonly depth: number
}

/** Real files nest three or four texts deep; a hostile one ends here. */
const MOST_DEPTH = 16
const MOST_TEXTS = 20_000

/** What a reader took out of a text. */
interface Taken {
  facts: number
  readonly unread: Fact[]
}

/** Whether only the look of a text says which language it is. A file with an object of Kubernetes is no guess. */
const isGuess = ({ what, source, depth }: Waiting): boolean =>
  what.guess === true ||
  ('file' in what &&
    languageOf(what.file, '') === undefined &&
    (depth > 0 || !/^(?:apiVersion|kind):/m.test(source.text.slice(0, 100_000))))

/** What became of a file: its facts, and whether any language reads its kind. */
export interface FileFacts {
  readonly scope: Scope
  readonly known: boolean
}

/** Reads a file and everything inside it. Never throws: what could not be read is a fact. */
export async function readFacts(
  file: SourceFile,
  project: Scope,
  place?: Place,
  templates?: Templates,
): Promise<FileFacts> {
  const scope = openScope('file', { name: file.path, place: place ?? placeOfFile(file.path) }, project)
  const expanded = templates?.covers(file.path) ? templates.expand(file, await import('./yaml.ts')) : undefined
  const sources = expanded?.texts ?? [withBranches(fileSource(file))]
  const queue: Waiting[] = sources.map(source => ({ what: { file: file.path }, source, scope, depth: 0 }))
  for (const definition of expanded?.definitions ?? [])
    queue.push({ what: { file: 'definition' }, source: definition, scope, depth: 1 })
  let known = false
  for (let texts = 0; texts < queue.length; texts++) {
    const next = queue[texts]!
    if (next.depth > MOST_DEPTH || texts > MOST_TEXTS) {
      const reason = next.depth > MOST_DEPTH ? 'texts are nested too deep in it' : 'too many texts are embedded in it'
      scope.facts.push({ kind: 'unread', scope, span: spanOf(next.source, 0, 1), partly: true, reason })
      break
    }
    const id = 'language' in next.what ? next.what.language : languageOf(next.what.file, next.source.text)
    const language = id === undefined ? undefined : (loaded.get(id) ?? (await load(id)))
    if (!language) continue
    known = true
    const taken: Taken = { facts: 0, unread: [] }
    try {
      language.read(next.source, readerOf(next, queue, taken))
      // A text that only looked like a language, and of which nothing was taken, is none: there is nothing to tell.
      if (taken.facts > 0 || !isGuess(next)) next.scope.facts.push(...taken.unread)
    } catch (error) {
      const reason = `the ${language.id} reader failed on it (${error instanceof Error ? error.message : String(error)})`
      next.scope.facts.push({
        kind: 'unread',
        scope: next.scope,
        span: spanOf(next.source, 0, 1),
        partly: true,
        reason,
      })
    }
  }
  return { scope, known }
}

async function load(id: string): Promise<Language | undefined> {
  const registered = LANGUAGES.find(language => language.id === id)
  const language = await registered?.load()
  if (language) loaded.set(id, language)
  return language
}

function openScope(kind: ScopeKind, init: ScopeInit, parent: Scope): Scope {
  const scope: Scope = { kind, parent, ...init, facts: [], children: [] }
  parent.children.push(scope)
  return scope
}

const branchesBelow = new WeakMap<Scope, Map<readonly Guard[], Scope>>()

/** Says a fact in a scope; below it, in one for the conditions of a template that the fact's text stands under. */
function say(fact: Parameters<Reader['fact']>[0], scope: Scope, isConditional: boolean): void {
  const under = isConditional ? conditionsOf(fact) : []
  const at = under.length > 0 ? branchBelow(scope, under) : scope
  at.facts.push({ ...fact, scope: at } as Fact)
}

/** The conditions of the part of a fact that has the most of them: a path may stand in a branch of its volume. */
function conditionsOf(fact: object): readonly Guard[] {
  let found: readonly Guard[] = []
  for (const part of Object.values(fact) as unknown[]) {
    if (typeof part !== 'object' || part === null || !('span' in part)) continue
    const under = (part as Located).span.origin?.under
    if (under && under.length > found.length) found = under
  }
  return found
}

function branchBelow(scope: Scope, under: readonly Guard[]): Scope {
  let known = branchesBelow.get(scope)
  if (!known) {
    known = new Map()
    branchesBelow.set(scope, known)
  }
  let branch = known.get(under)
  if (!branch) {
    branch = scope
    for (const guard of [...under].reverse()) branch = openScope('branch', { guard }, branch)
    known.set(under, branch)
  }
  return branch
}

/** Where a rendered document comes from: `# Source: chart/templates/x.yaml` of Helm, the origin annotation of Kustomize. */
function renderedFrom({ root, comments }: TreeDocument): string | undefined {
  for (const { value } of comments) {
    const template = /^Source: ([^\s\u0000-\u001f]{1,300})$/.exec(value)?.[1]
    if (template) return template
  }
  const origin = textAt(root, 'metadata', 'annotations', 'config.kubernetes.io/origin')
  return origin === undefined ? undefined : /^\s{0,20}path:[ \t]*(\S{1,300})[ \t]*$/m.exec(origin)?.[1]
}

function readerOf(read: Waiting, queue: Waiting[], taken: Taken): Reader {
  const name = 'file' in read.what ? read.what.file.replaceAll('\\', '/') : (read.scope.name ?? '')
  const isConditional = read.source.segments.some(({ origin }) => origin !== undefined && origin.under.length > 0)
  const reader: Reader = {
    scope: read.scope,
    name,
    fact(fact, scope = read.scope) {
      taken.facts++
      say(fact, scope, isConditional)
    },
    open: (kind, init = {}, parent = read.scope) => openScope(kind, init, parent),
    embed(what, source, scope = read.scope) {
      if (source.text.trim() === '') return
      taken.facts++
      queue.push({ what, source, scope, depth: read.depth + 1 })
    },
    tree(document: TreeDocument, outer = read.scope) {
      const from = renderedFrom(document)
      const scope = from === undefined ? outer : openScope('branch', { from }, outer)
      const named = document.name === undefined ? reader : { ...reader, name: document.name }
      const inner = scope === read.scope ? named : { ...named, scope, fact: withScope(scope), open: openBelow(scope) }
      for (const dialect of dialects) if (dialect.recognises(document, inner)) dialect.read(document, inner)
    },
    unread(span, reason, partly) {
      taken.unread.push({ kind: 'unread', scope: read.scope, span, partly, reason })
    },
  }
  const withScope =
    (scope: Scope): Reader['fact'] =>
    (fact, at = scope) =>
      reader.fact(fact, at)
  const openBelow =
    (scope: Scope): Reader['open'] =>
    (kind, init = {}, parent = scope) =>
      openScope(kind, init, parent)
  return reader
}
