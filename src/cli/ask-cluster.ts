/** Asks kubectl for objects, page by page. It is the user's own, with the user's configuration. */
import { spawnSync } from 'node:child_process'
import { findProgram } from '../files/programs.ts'
import { CLUSTER_KINDS, type ClusterKind, CUSTOM_GROUPS, SECRETS } from '../knowledge/cluster-kinds.ts'
import { UsageError } from '../lint/choices.ts'

/** An object as the API gives it. Nothing of it is certain. */
export type ApiObject = Readonly<Record<string, unknown>>

/** A page of objects of one kind, or what kept it from being read. */
export type Page =
  | { readonly kind: ClusterKind; readonly items: readonly ApiObject[] }
  | { readonly kind: ClusterKind; readonly problem: string }

/** What is asked, and of which cluster. */
export interface Question {
  /** Options of kubectl that say which cluster, and as whom. */
  readonly connection: readonly string[]
  readonly namespace: string | undefined
  readonly isEverywhere: boolean
  readonly withSecrets: boolean
}

/** So many objects fit a page: of those that hold whole files, fewer. */
const PAGE = 250
const PAGE_OF_FILES = 50
const MOST_BYTES = 1 << 29
const MOST_PAGES = 100_000

type Answer = { readonly text: string; readonly problem?: undefined } | { readonly problem: string }

/** The pages of everything that is asked for. Throws UsageError where nothing of the cluster can be read. */
export function* pagesOf(question: Question): Generator<Page> {
  const kubectl = findProgram('kubectl', process.env['PATH'] ?? '', undefined, process.platform === 'win32')
  if (kubectl === undefined) throw new UsageError('The program kubectl is not on the search path.')
  const call = (args: readonly string[]): Answer => {
    const { status, stdout, stderr, error } = spawnSync(kubectl, [...question.connection, ...args], {
      encoding: 'utf8',
      maxBuffer: MOST_BYTES,
      windowsHide: true,
    })
    if (error) return { problem: error.message }
    return status === 0
      ? { text: stdout }
      : { problem: stderr.trim().split('\n').at(-1) || `kubectl exited with ${status}` }
  }
  const get = (path: string) => call(['get', '--raw', path])
  const groups = get('/apis')
  if (groups.problem !== undefined)
    throw new UsageError(`The cluster cannot be queried. kubectl says: ${groups.problem}`)
  const namespace = question.isEverywhere ? undefined : (question.namespace ?? currentNamespace(call))
  const kinds = [...customKinds(groups.text, get), ...CLUSTER_KINDS, ...(question.withSecrets ? [SECRETS] : [])]
  let isAnyRead = false
  let problem = ''
  for (const kind of kinds) {
    if (kind.isClusterWide && !question.isEverywhere) continue
    for (const page of pagesOfKind(kind, namespace, get)) {
      if ('items' in page) isAnyRead = true
      else problem = page.problem
      yield page
    }
  }
  if (!isAnyRead) throw new UsageError(`Nothing in the cluster can be read. kubectl says: ${problem}`)
}

function currentNamespace(call: (args: readonly string[]) => Answer): string {
  const answer = call(['config', 'view', '--minify', '-o', 'jsonpath={..namespace}'])
  return (answer.problem === undefined && answer.text.trim()) || 'default'
}

function* pagesOfKind(
  kind: ClusterKind,
  namespace: string | undefined,
  get: (path: string) => Answer,
): Generator<Page> {
  const limit = /^(?:configmaps|secrets)$/.test(kind.resource) ? PAGE_OF_FILES : PAGE
  for (const version of kind.versions) {
    const folder = version.includes('/') ? `/apis/${version}` : `/api/${version}`
    const place = namespace === undefined || kind.isClusterWide ? '' : `/namespaces/${encodeURIComponent(namespace)}`
    let next: string | undefined = ''
    let isServed = true
    for (let page = 0; next !== undefined && isServed && page < MOST_PAGES; page++) {
      const more: string = next ? `&continue=${encodeURIComponent(next)}` : ''
      const answer = get(`${folder}${place}/${kind.resource}?limit=${limit}${more}`)
      if (answer.problem !== undefined) {
        isServed = !/\(NotFound\)/.test(answer.problem)
        if (isServed) yield { kind, problem: answer.problem }
        next = undefined
        continue
      }
      const list = objectIn(answer.text)
      const items = Array.isArray(list?.['items']) ? list['items'].filter(isObject) : []
      yield { kind, items: items.map(item => ({ apiVersion: version, kind: kind.kind, ...item })) }
      const token = isObject(list?.['metadata']) ? list['metadata']['continue'] : undefined
      next = typeof token === 'string' && token !== '' ? token : undefined
    }
    if (isServed) return
  }
}

/** The kinds of custom resources that the cluster has, of the groups that are worth it. */
function customKinds(groups: string, get: (path: string) => Answer): readonly ClusterKind[] {
  const listed = objectIn(groups)?.['groups']
  return (Array.isArray(listed) ? listed.filter(isObject) : []).flatMap(group => {
    const preferred = isObject(group['preferredVersion']) ? group['preferredVersion']['groupVersion'] : undefined
    if (typeof preferred !== 'string' || !CUSTOM_GROUPS.has(String(group['name']))) return []
    const answer = get(`/apis/${preferred}`)
    const resources = answer.problem === undefined ? objectIn(answer.text)?.['resources'] : undefined
    return (Array.isArray(resources) ? resources.filter(isObject) : []).flatMap(({ name, kind, namespaced, verbs }) =>
      typeof name === 'string' && typeof kind === 'string' && Array.isArray(verbs) && verbs.includes('list')
        ? [{ versions: [preferred], resource: name, kind, isClusterWide: namespaced !== true }]
        : [],
    )
  })
}

/** Whether a value is a map of JSON. */
export const isObject = (value: unknown): value is ApiObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function objectIn(text: string): ApiObject | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
