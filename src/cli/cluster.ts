/** The objects of a cluster as files to lint, and findings named by object and field: nobody edits a line of what kubectl prints. */
import type { Diagnostic, LintResult, Location } from '../diagnostic.ts'
import type { ClusterKind } from '../knowledge/cluster-kinds.ts'
import { UsageError } from '../lint/choices.ts'
import type { InputFile } from '../lint/linter.ts'
import type { Prefilter } from '../lint/prefilter.ts'
import { type ApiObject, isObject, pagesOf, type Question } from './ask-cluster.ts'
import { fieldAt } from './field.ts'

/** A cluster that is linted in the place of files. */
export interface Cluster {
  /** Its objects. A text of which nothing may be found is not held. */
  files(mayBeFound: Prefilter): AsyncGenerator<InputFile>
  /** A result with each finding named by its object and field. */
  named(result: LintResult): LintResult
}

/** Options that are kubectl's and say which cluster is asked, and as whom. */
const CONNECTION = ['context', 'kubeconfig', 'cluster', 'user', 'server', 'token', 'as', 'as-group', 'request-timeout']

const USAGE = `kubectl dockershim-lint lints the objects of a cluster.

  kubectl dockershim-lint [-n NAMESPACE | -A] [--secrets] [options of kubectl] [options of dockershim-lint]

Without -n or -A the current namespace is linted; nodes are asked for with -A. Secrets are asked for with --secrets only.
`

/** Parts the command line into what is asked of the cluster and what is for the linter. */
export function clusterOf(argv: readonly string[]): { readonly cluster: Cluster; readonly rest: readonly string[] } {
  const rest: string[] = []
  const connection: string[] = []
  const question = { namespace: undefined as string | undefined, isEverywhere: false, withSecrets: false }
  for (let at = 0; at < argv.length; at++) {
    const given = argv[at]!
    const [, name = given, written] = /^(--[\w-]+)=([\s\S]*)$/.exec(given) ?? /^(-n)=?([\s\S]+)$/.exec(given) ?? []
    const value = (): string => {
      const found = written ?? argv[++at]
      if (found === undefined) throw new UsageError(`${name} needs a value.`)
      return found
    }
    if (name === '-n' || name === '--namespace') question.namespace = value()
    else if (name === '-A' || name === '--all-namespaces') question.isEverywhere = true
    else if (name === '--secrets') question.withSecrets = true
    else if (name === '--insecure-skip-tls-verify') connection.push(given)
    else if (CONNECTION.includes(name.slice(2)) && name.startsWith('--')) connection.push(`${name}=${value()}`)
    else rest.push(given)
  }
  if (rest.includes('-h') || rest.includes('--help')) process.stdout.write(`${USAGE}\n`)
  return { cluster: clusterAsked({ ...question, connection }), rest }
}

/** What is known of an object beside its text. */
interface Told {
  readonly path: string
  /** Who made it and which release it is a part of, for people. */
  readonly more: string
  readonly text: string | undefined
}

function clusterAsked(question: Question): Cluster {
  const told = new Map<string, Told>()
  let count = 0
  return {
    async *files(mayBeFound) {
      const isNew = onceEach()
      for (const page of pagesOf(question)) {
        if ('problem' in page) {
          yield { path: page.kind.resource, problem: `it cannot be listed (${page.problem})` }
          continue
        }
        for (const item of page.items) {
          if (!isNew(item, page.kind)) continue
          // A name that says nothing: names of namespaces are no folders.
          const path = `object-${++count}.json`
          const text = JSON.stringify(withoutCopies(item), null, 2)
          const bytes = new TextEncoder().encode(text)
          told.set(path, { ...nameOf(item, page.kind), text: mayBeFound(bytes, path) ? text : undefined })
          yield { path, bytes, named: true }
        }
      }
    },
    named(result) {
      const placed = (location: Location): Location => {
        const of = told.get(location.path)
        const field = of?.text === undefined ? undefined : fieldAt(of.text, location.line)
        return of ? { ...location, path: of.path, field } : location
      }
      const named = (diagnostic: Diagnostic): Diagnostic => ({
        ...diagnostic,
        object: diagnostic.object && `${diagnostic.object}${told.get(diagnostic.location.path)?.more ?? ''}`,
        location: placed(diagnostic.location),
        related: diagnostic.related.map(each => ({ ...each, location: placed(each.location) })),
        // Who wants to change it changes what it was applied from.
        fix: undefined,
      })
      const inOrder = (a: Diagnostic, b: Diagnostic) =>
        a.location.path < b.location.path ? -1 : a.location.path > b.location.path ? 1 : 0
      return {
        ...result,
        diagnostics: result.diagnostics.map(named).sort(inOrder),
        suppressed: result.suppressed.map(each => ({ ...each, diagnostic: named(each.diagnostic) })),
        notices: result.notices.map(notice => {
          const of = told.get(notice.path)
          return of ? { path: of.path, reason: notice.reason, partly: notice.partly } : notice
        }),
      }
    },
  }
}

const textIn = (object: unknown, ...path: readonly string[]): string | undefined => {
  const value = path.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), object)
  return typeof value === 'string' ? value : undefined
}

/** Whether an object is told of: what a controller made is told at its owner, or once for all that are alike. */
function onceEach(): (item: ApiObject, kind: ClusterKind) => boolean {
  const copied = new Set<string>()
  const seen = new Set<string>()
  return (item, kind) => {
    const uid = textIn(item, 'metadata', 'uid')
    const owner = controllerOf(item)
    if (kind.isCopied && uid !== undefined) copied.add(uid)
    if (kind.kind === 'ConfigMap' && textIn(item, 'metadata', 'name') === 'kube-root-ca.crt') return false
    if (!owner) return true
    if (copied.has(owner.uid)) return false
    // Each node has a pod of its own for a file that all of them hold.
    const maker = owner.kind === 'Node' ? fileOf(item, owner.name) : owner.uid
    const alike = [kind.kind, maker, ...containersOf(item)].join('\0')
    if (seen.has(alike)) return false
    seen.add(alike)
    return true
  }
}

const fileOf = (item: ApiObject, node: string): string =>
  `${textIn(item, 'metadata', 'namespace')}/${(textIn(item, 'metadata', 'name') ?? '').replace(`-${node}`, '')}`

function containersOf(item: ApiObject): readonly string[] {
  const spec = isObject(item['spec']) ? item['spec'] : {}
  return ['initContainers', 'containers'].flatMap(list =>
    (Array.isArray(spec[list]) ? spec[list] : []).map(
      container => `${textIn(container, 'name')}=${textIn(container, 'image')}`,
    ),
  )
}

interface Owner {
  readonly uid: string
  readonly kind: string
  readonly name: string
}

function controllerOf(item: ApiObject): Owner | undefined {
  const references = isObject(item['metadata']) ? item['metadata']['ownerReferences'] : undefined
  const owner = (Array.isArray(references) ? references : []).find(
    each => isObject(each) && each['controller'] === true,
  )
  const uid = textIn(owner, 'uid')
  return uid === undefined ? undefined : { uid, kind: textIn(owner, 'kind') ?? '', name: textIn(owner, 'name') ?? '' }
}

function nameOf(item: ApiObject, { resource }: ClusterKind): Pick<Told, 'path' | 'more'> {
  const name = textIn(item, 'metadata', 'name') ?? ''
  const namespace = textIn(item, 'metadata', 'namespace')
  const owner = controllerOf(item)
  const release = textIn(item, 'metadata', 'annotations', 'meta.helm.sh/release-name')
  const chart = textIn(item, 'metadata', 'labels', 'helm.sh/chart') ?? textIn(item, 'metadata', 'labels', 'chart')
  const isOfHelm = release !== undefined || chart !== undefined
  const ofRelease = release === undefined ? '' : ` release ${release}`
  // A chart's version is left out: who knows a finding knows it after an upgrade, too.
  const ofChart = chart === undefined ? '' : ` chart ${chart.replace(/-v?\d[^/]{0,99}$/, '')}`
  return {
    path: [namespace, resource, name].filter(Boolean).join('/'),
    more: `${owner && owner.kind !== 'Node' ? `, made by ${owner.kind} ${owner.name}` : ''}${isOfHelm ? `, Helm${ofRelease}${ofChart}` : ''}`,
  }
}

/** An object without what says the same again: who set each field, and what was applied. */
function withoutCopies(item: ApiObject): ApiObject {
  if (!isObject(item['metadata'])) return item
  const { managedFields, annotations, ...metadata } = item['metadata']
  if (!isObject(annotations)) return { ...item, metadata }
  const { 'kubectl.kubernetes.io/last-applied-configuration': applied, ...kept } = annotations
  return { ...item, metadata: { ...metadata, annotations: kept } }
}
