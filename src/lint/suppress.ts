/**
 * What people silence on purpose: comments in the files (`# dockershim-lint: ignore[docker-cli] reason`) and annotations on
 * Kubernetes objects (`dockershim-lint.io/ignore: docker-cli`); and which of them silence nothing.
 */
import { factsIn, type Scope } from '../facts.ts'
import { GROUPS, isRuleName, mayMean, means } from '../knowledge/rule-groups.ts'
import { nearest } from '../text/nearest.ts'
import { isUnknown, type Located, type SourceFile } from '../text/source.ts'
import { type Directive, directivesIn, linesOf, mayHoldDirectives, namesIn } from './suppress-comments.ts'

/** Silences every rule. */
const ALL = 'all'

const ANNOTATION = 'dockershim-lint.io/ignore'
const REASON_ANNOTATION = 'dockershim-lint.io/reason'

/** Why a finding is silent. */
export interface Silenced {
  readonly by: 'comment' | 'annotation'
  readonly reason: string | undefined
}

/** One rule that one comment or annotation silences, and where. */
interface Silence extends Silenced {
  readonly rule: string
  readonly at: Located
  /** The comments that hold nothing but this. */
  readonly comments: readonly Located[] | undefined
  /** Lines of the file, 1-based, both included; an annotation counts for its object's scope. */
  readonly covers: { readonly first: number; readonly last: number } | Scope
  used: boolean
}

export interface Suppressions {
  /** Takes note of the comments in a file. */
  readFile(file: SourceFile): void
  /** Takes note of the annotations on the objects of a file. */
  readObjects(scope: Scope): void
  /** Whether a finding of a rule on a line, in a scope, is silent. */
  silenced(rule: string, group: string, path: string, line: number, scope: Scope): Silenced | undefined
  /** Says as facts of the project what silences nothing. `ran` tells which rules can have found anything in a file. */
  sayUnused(project: Scope, ran: (rule: string, path: string) => boolean): void
}

/** Collects the suppressions of a run. `ruleIds` are all rules that there are. */
export function suppressions(ruleIds: readonly string[]): Suppressions {
  const byPath = new Map<string, Silence[]>()
  const mistakes: { readonly at: Located; readonly problem: string }[] = []
  const read = new Set<string>()

  const add = (
    names: readonly Located[],
    said: Omit<Silence, 'rule' | 'at' | 'used' | 'comments'>,
    comments?: readonly Located[],
  ): void => {
    for (const at of names) {
      const { path } = at.span.file
      const list = byPath.get(path) ?? []
      byPath.set(path, list)
      list.push({ ...said, rule: at.value, at, used: false, comments: comments && names.length > 1 ? [] : comments })
    }
  }

  return {
    readFile(file) {
      if (read.has(file.path) || !mayHoldDirectives(file.text)) return
      read.add(file.path)
      const open: Directive[] = []
      const lines = file.text.split(/\r\n?|\n/)
      for (const directive of directivesIn(file)) {
        const { at, keyword, names, reason, line, comment } = directive
        if (keyword === 'ignore-end') {
          const same = open.findLastIndex(start => !names.length || key(start.names) === key(names))
          const [start] = same < 0 ? [] : open.splice(same, 1)
          if (start)
            add(
              start.names,
              { by: 'comment', reason: start.reason, covers: { first: start.line, last: line } },
              commentsOf(start.comment, comment),
            )
          else mistakes.push({ at, problem: 'no "ignore-start" stands before it' })
        } else if (directive.problem) mistakes.push({ at, problem: directive.problem })
        else if (keyword === 'ignore-start') open.push(directive)
        else if (keyword === 'ignore-file')
          add(names, { by: 'comment', reason, covers: { first: 1, last: lines.length } }, commentsOf(comment))
        else {
          const covers = linesOf(directive, lines)
          if (covers) add(names, { by: 'comment', reason, covers }, commentsOf(comment))
          else mistakes.push({ at, problem: 'no line follows it' })
        }
      }
      for (const { at } of open) mistakes.push({ at, problem: 'no "ignore-end" follows it' })
    },

    readObjects(scope) {
      for (const object of factsIn(scope, 'object')) {
        const find = (name: string) => object.annotations.find(({ key }) => key.value === name)?.value
        const value = find(ANNOTATION)
        if (!value || isUnknown(value.value)) continue
        add(namesIn(value), {
          by: 'annotation',
          reason: find(REASON_ANNOTATION)?.value,
          covers: object.scope,
        })
      }
    },

    silenced(rule, group, path, line, scope) {
      let found: Silence | undefined
      for (const silence of byPath.get(path) ?? []) {
        if (silence.rule !== rule && silence.rule !== ALL && !means(silence.rule, rule, group)) continue
        const { covers } = silence
        if ('first' in covers ? line < covers.first || line > covers.last : !isWithin(scope, covers)) continue
        silence.used = true
        found ??= silence
      }
      return found && { by: found.by, reason: found.reason }
    },

    sayUnused(project, ran) {
      const say = (at: Located, problem: string, didYouMean?: string, comments?: readonly Located[]) =>
        project.facts.push({ kind: 'suppression', scope: project, at, problem, didYouMean, comments })
      for (const { at, problem } of mistakes) say(at, problem)
      for (const [path, silences] of byPath)
        for (const { rule, at, used, comments } of silences) {
          if (rule !== ALL && !isRuleName(rule, ruleIds))
            say(at, 'there is no such rule', nearest(rule, [...ruleIds, ...GROUPS]), comments)
          else if (!used && ruleIds.every(id => (rule !== ALL && !mayMean(rule, id)) || ran(id, path)))
            say(at, 'there is nothing to silence', undefined, comments)
        }
    },
  }
}

/** The comments, if all are known. */
const commentsOf = (...comments: readonly (Located | undefined)[]): readonly Located[] | undefined => {
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
