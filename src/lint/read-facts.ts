/** Reads a file with everything that stands inside it. */
import type { Fact, Home, Place, Scope } from '../facts.ts'
import type { Templates } from '../helm/expand.ts'
import { languageOf } from '../languages/recognise.ts'
import { withBranches } from '../reading/branches.ts'
import { defaultText } from '../reading/default-branches.ts'
import { handedFlags } from '../reading/handed-flags.ts'
import type { Embedded, Reader } from '../reading/language.ts'
import { ReadingEnded, step, withDeadline } from '../text/progress.ts'
import { fileSource, type Source, type SourceFile, spanOf } from '../text/source.ts'
import { inStage, type Stage } from '../text/stage.ts'
import { type TreeDocument, textAt } from '../text/tree.ts'
import { placeOfFile } from './file-place.ts'
import { openScope, say } from './scopes.ts'
import { finish, isLoaded, loadedDialects, loadedLanguage, type Work, yamlReader } from './wiring.ts'

interface Waiting {
  readonly what: Embedded
  readonly source: Source
  readonly scope: Scope
  readonly depth: number
}

/** Real files nest three or four texts deep; a hostile one ends here. */
const MOST_DEPTH = 16
const MOST_TEXTS = 20_000
/** All that is embedded in a file is so many times as long as the file, and some. */
const MOST_OF_TEXT = 60
const SHORT_FILE = 1_000_000
/** No path is longer on a node; names in files may be anything. */
const LONGEST_NAME = 4_096

/** How many seconds a file may take, on a machine that has other things to do. Real files take thousandths. */
export const secondsFor = (length: number): number => 20 + Math.ceil(length / 100_000)

/** Languages in which two branches beside each other make another text than either. */
const CONFIGURATION = new Set(['fluentd', 'fluent-bit', 'logstash', 'river', 'rsyslog', 'syslog-ng', 'toml', 'yaml'])

const stageOf = (id: string): Stage => (id === 'yaml' || id === 'shell' ? id : 'languages')

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

/** What is known of a file beforehand. */
interface FileToRead {
  readonly place?: Place | undefined
  readonly home?: Home | undefined
  /** See `Reader`. */
  readonly mayHold?: ((part: string) => boolean) | undefined
}

/** Reads a file and everything inside it. Never throws: what could not be read is a fact. */
export const readFacts = (
  file: SourceFile,
  project: Scope,
  known?: FileToRead,
  templates?: Templates,
): Promise<FileFacts> => finish(reading(file, project, known, templates))

/** The same, as work that waits for nothing but languages. */
export function* reading(
  file: SourceFile,
  project: Scope,
  { place, home, mayHold }: FileToRead = {},
  templates?: Templates,
): Work<FileFacts> {
  const told = place ?? placeOfFile(file.path)
  const because = told && (place ? 'the configuration says so' : 'its path is of a build or of a CI service')
  const scope = openScope('file', { name: file.path, place: told, because, home }, project)
  const seconds = secondsFor(file.text.length)
  const deadline = Date.now() + seconds * 1000
  const yaml = templates?.covers(file.path) ? yield* yamlReader() : undefined
  const expanded = yaml && inStage('rendering', () => templates?.expand(file, yaml))
  const sources = expanded?.texts ?? [withBranches(fileSource(file))]
  const queue: Waiting[] = sources.map(source => ({ what: { file: file.path }, source, scope, depth: 0 }))
  for (const definition of expanded?.definitions ?? [])
    queue.push({ what: { file: 'definition' }, source: definition, scope, depth: 1 })
  let known = false
  let characters = MOST_OF_TEXT * (file.text.length + SHORT_FILE)
  let texts = 0
  for (; texts < queue.length; texts++) {
    const next = queue[texts]!
    const left = characters - next.source.text.length
    if (next.depth > MOST_DEPTH || texts > MOST_TEXTS || left < 0) {
      const reason = next.depth > MOST_DEPTH ? 'texts in it are nested too deep' : 'too many texts are embedded in it'
      scope.facts.push({ kind: 'unread', scope, span: spanOf(next.source, 0, 1), partly: true, reason })
      return { scope, known }
    }
    const id = 'language' in next.what ? next.what.language : languageOf(next.what.file, next.source.text)
    if (id !== undefined && !isLoaded(id)) yield id
    characters = left
    const language = id === undefined ? undefined : loadedLanguage(id)
    if (!language) continue
    known = true
    if (next.depth > 0 && CONFIGURATION.has(language.id)) {
      const live = defaultText(next.source)
      if (live) queue.push({ ...next, source: live })
    }
    const taken: Taken = { facts: 0, unread: [] }
    try {
      const read = () =>
        inStage(stageOf(language.id), () => language.read(next.source, readerOf(next, queue, taken, mayHold)))
      withDeadline(deadline, seconds, read)
      // A text that only looked like a language, and of which nothing was taken, is none: there is nothing to tell.
      if (taken.facts > 0 || !isGuess(next)) for (const fact of taken.unread) next.scope.facts.push(fact)
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error)
      const reason = `the ${language.id} reader ${error instanceof ReadingEnded ? 'gave up' : 'failed'} on it (${what})`
      next.scope.facts.push({
        kind: 'unread',
        scope: next.scope,
        span: spanOf(next.source, 0, 1),
        partly: true,
        reason,
      })
      if (Date.now() > deadline) return { scope, known }
    }
  }
  return { scope, known }
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

function readerOf(read: Waiting, queue: Waiting[], taken: Taken, mayHold: Reader['mayHold']): Reader {
  const whole = 'file' in read.what ? read.what.file : (read.scope.name ?? '')
  const name = whole.slice(-LONGEST_NAME).replaceAll('\\', '/')
  const isConditional = read.source.segments.some(({ origin }) => origin !== undefined && origin.under.length > 0)
  const reader: Reader = {
    scope: read.scope,
    name,
    mayHold,
    fact(fact, scope = read.scope) {
      step()
      taken.facts++
      say(fact, scope, isConditional)
      if (fact.kind === 'flag')
        for (const handed of handedFlags(fact.name, fact.value)) say({ kind: 'flag', ...handed }, scope, isConditional)
    },
    open(kind, init = {}, parent = read.scope) {
      step()
      return openScope(kind, init, parent)
    },
    embed(what, source, scope = read.scope) {
      step()
      if (source.text.trim() === '') return
      taken.facts++
      queue.push({ what, source, scope, depth: read.depth + 1 })
    },
    tree(document: TreeDocument, outer = read.scope) {
      const from = renderedFrom(document)
      const scope = from === undefined ? outer : openScope('branch', { from }, outer)
      const named = document.name === undefined ? reader : { ...reader, name: document.name }
      const inner = scope === read.scope ? named : { ...named, scope, fact: withScope(scope), open: openBelow(scope) }
      inStage('dialects', () => {
        for (const dialect of loadedDialects()) if (dialect.recognises(document, inner)) dialect.read(document, inner)
      })
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
