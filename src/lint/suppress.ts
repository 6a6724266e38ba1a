/**
 * What people silence on purpose: comments in the files (`# dockershim-lint: ignore[docker-cli] reason`) and annotations on
 * Kubernetes objects (`dockershim-lint.io/ignore: docker-cli`); and which of them silence nothing.
 */
import { factsIn, type Scope } from '../facts.ts'
import { GROUPS, isRuleName, mayMean, means } from '../knowledge/rule-groups.ts'
import { nearest } from '../text/nearest.ts'
import { isUnknown, type Located, type SourceFile } from '../text/source.ts'
import { keyOf, type Mistake, type Silence, type Silenced, type SilencesSaid } from './silences.ts'
import { type Directive, directivesIn, linesOf, mayHoldDirectives, namesIn } from './suppress-comments.ts'

/** Silences every rule. */
const ALL = 'all'

const ANNOTATION = 'dockershim-lint.io/ignore'
const REASON_ANNOTATION = 'dockershim-lint.io/reason'

export interface Suppressions {
  /** Takes note of the comments in a file. */
  readFile(file: SourceFile): void
  /** Takes note of the annotations on the objects of a file. */
  readObjects(scope: Scope): void
  /** Whether a finding of a rule on a line, in a scope, is silent. */
  silenced(rule: string, group: string, path: string, line: number, scope: Scope): Silenced | undefined
  /** What was taken note of since it was last asked. Annotations hold no longer: the file that they stand in is judged. */
  take(): SilencesSaid
  /** Takes note of what others did. */
  merge(said: SilencesSaid): void
  /** Says as facts of the project what silences nothing. `ran` tells which rules can have found anything in a file. */
  sayUnused(project: Scope, ran: (rule: string, path: string) => boolean): void
}

/** Collects the suppressions of a run. `ruleIds` are all rules that there are. */
export function suppressions(ruleIds: readonly string[]): Suppressions {
  /** What holds, by the path of the file that it stands in. */
  const byPath = new Map<string, Silence[]>()
  const mistakes: Mistake[] = []
  /** What annotations there are, or were. */
  const annotations: Silence[] = []
  const read = new Set<string>()
  const used = new Set<string>()
  const fresh = {
    comments: [] as SilencesSaid['comments'][number][],
    annotations: [] as Silence[],
    used: [] as string[],
  }

  const hold = (silences: readonly Silence[]): void => {
    for (const silence of silences) {
      const { path } = silence.at.span.file
      const list = byPath.get(path)
      if (list) list.push(silence)
      else byPath.set(path, [silence])
    }
  }
  const use = (silence: Silence): void => {
    const key = keyOf(silence)
    if (used.has(key)) return
    used.add(key)
    fresh.used.push(key)
  }

  return {
    readFile(file) {
      const { path } = file
      if (read.has(path)) return
      read.add(path)
      if (!mayHoldDirectives(file.text)) return
      const comments = { path, ...commentsIn(file) }
      hold(comments.silences)
      mistakes.push(...comments.mistakes)
      fresh.comments.push(comments)
    },

    readObjects(scope) {
      for (const object of factsIn(scope, 'object')) {
        const find = (name: string) => object.annotations.find(({ key }) => key.value === name)?.value
        const value = find(ANNOTATION)
        if (!value || isUnknown(value.value)) continue
        const said = { by: 'annotation', reason: find(REASON_ANNOTATION)?.value, covers: object.scope } as const
        const silences = silencesOf(namesIn(value), said)
        hold(silences)
        annotations.push(...silences)
        fresh.annotations.push(...silences)
      }
    },

    silenced(rule, group, path, line, scope) {
      let found: Silence | undefined
      for (const silence of byPath.get(path) ?? []) {
        if (silence.rule !== rule && silence.rule !== ALL && !means(silence.rule, rule, group)) continue
        const { covers } = silence
        if (!covers) continue
        if ('first' in covers ? line < covers.first || line > covers.last : !isWithin(scope, covers)) continue
        use(silence)
        found ??= silence
      }
      return found && { by: found.by, reason: found.reason }
    },

    take() {
      const ended = fresh.annotations.map(silence => ({ ...silence, covers: undefined }))
      for (const { at } of fresh.annotations) {
        const { path } = at.span.file
        const left = byPath.get(path)?.filter(({ covers }) => covers && 'first' in covers) ?? []
        byPath.set(path, left)
      }
      annotations.length = 0
      const said: SilencesSaid = { comments: fresh.comments, annotations: ended, used: fresh.used }
      fresh.comments = []
      fresh.annotations = []
      fresh.used = []
      return said
    },

    merge(said) {
      for (const one of said.comments) {
        if (read.has(one.path)) continue
        read.add(one.path)
        hold(one.silences)
        mistakes.push(...one.mistakes)
      }
      annotations.push(...said.annotations)
      for (const key of said.used) used.add(key)
    },

    sayUnused(project, ran) {
      const say = (at: Located, problem: string, didYouMean?: string, comments?: readonly Located[]) =>
        project.facts.push({ kind: 'suppression', scope: project, at, problem, didYouMean, comments })
      for (const { at, problem } of mistakes) say(at, problem)
      const told = new Set<string>()
      for (const silence of [...annotations, ...[...byPath.values()].flat()]) {
        const key = keyOf(silence)
        if (told.has(key)) continue
        told.add(key)
        const { rule, at, comments } = silence
        const { path } = at.span.file
        if (rule !== ALL && !isRuleName(rule, ruleIds))
          say(at, 'there is no such rule', nearest(rule, [...ruleIds, ...GROUPS]), comments)
        else if (!used.has(key) && ruleIds.every(id => (rule !== ALL && !mayMean(rule, id)) || ran(id, path)))
          say(at, 'there is nothing to silence', undefined, comments)
      }
    },
  }
}

/** What each rule that is named is silenced by. */
const silencesOf = (
  names: readonly Located[],
  said: Omit<Silence, 'rule' | 'at' | 'comments'>,
  comments?: readonly Located[],
): readonly Silence[] =>
  names.map(at => ({ ...said, rule: at.value, at, comments: comments && names.length > 1 ? [] : comments }))

/** What the comments in a file silence. */
function commentsIn(file: SourceFile): {
  readonly silences: readonly Silence[]
  readonly mistakes: readonly Mistake[]
} {
  const silences: Silence[] = []
  const mistakes: Mistake[] = []
  const open: Directive[] = []
  const lines = file.text.split(/\r\n?|\n/)
  const add = (
    names: readonly Located[],
    reason: string | undefined,
    covers: Silence['covers'],
    ...comments: Comments
  ) => silences.push(...silencesOf(names, { by: 'comment', reason, covers }, commentsOf(...comments)))
  for (const directive of directivesIn(file)) {
    const { at, keyword, names, reason, line, comment } = directive
    if (keyword === 'ignore-end') {
      const same = open.findLastIndex(start => !names.length || key(start.names) === key(names))
      const [start] = same < 0 ? [] : open.splice(same, 1)
      if (start) add(start.names, start.reason, { first: start.line, last: line }, start.comment, comment)
      else mistakes.push({ at, problem: 'there is no "ignore-start" before it' })
    } else if (directive.problem) mistakes.push({ at, problem: directive.problem })
    else if (keyword === 'ignore-start') open.push(directive)
    else if (keyword === 'ignore-file') add(names, reason, { first: 1, last: lines.length }, comment)
    else {
      const covers = linesOf(directive, lines)
      if (covers) add(names, reason, covers, comment)
      else mistakes.push({ at, problem: 'no line follows it' })
    }
  }
  for (const { at } of open) mistakes.push({ at, problem: 'no "ignore-end" follows it' })
  return { silences, mistakes }
}

type Comments = readonly (Located | undefined)[]

/** The comments, if all are known. */
const commentsOf = (...comments: Comments): readonly Located[] | undefined => {
  const known = comments.filter(comment => comment !== undefined)
  return known.length === comments.length ? known : undefined
}

const key = (names: readonly Located[]): string =>
  names
    .map(name => name.value)
    .sort()
    .join()

function isWithin(scope: Scope, outer: Scope): boolean {
  for (let next: Scope | undefined = scope; next; next = next.parent) if (next === outer) return true
  return false
}
