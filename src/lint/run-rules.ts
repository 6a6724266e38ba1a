/** Gives facts to the rules that judge them. */
import { type Fact, type FactKind, type FactOf, factsIn, type Scope, type ScopeKind } from '../facts.ts'
import { around, type Context, type Report, type Rule, type Settings } from '../rule.ts'
import { step } from '../text/progress.ts'
import type { Located, Span } from '../text/source.ts'
import { inStage } from '../text/stage.ts'
import type { Findings } from './findings.ts'
import type { LintOptions } from './lint-options.ts'

/** What holds for a file, be it from the configuration or for the whole run. */
const settingsOf = (path: string, options: LintOptions): Settings => {
  const { runtime, targetVersion } = options.settingsOf?.(path) ?? {}
  return {
    runtime: runtime ?? options.runtime,
    targetVersion: targetVersion ?? options.targetVersion,
    known: options.known,
  }
}

/** Whether a rule has anything to say about a file. */
export const runsOn = (rule: Rule, path: string, options: LintOptions): boolean =>
  !rule.exceptWith?.includes(settingsOf(path, options).runtime) &&
  options.settingsOf?.(path).levelOf?.(rule.id) !== 'off'

/** A rule's handler of a kind of fact, with what it is given. */
interface Judge {
  readonly handle: (fact: never, context: Context) => void
  readonly context: Context
}

/** Is told of a rule that throws, with the file's path; the rest of that file is not judged. */
type Failed = (path: string, error: unknown) => void

/** Gives every fact of the files to the rules that have a handler for its kind. */
export const runRules = (
  rules: readonly Rule[],
  files: readonly Scope[],
  findings: Findings,
  options: LintOptions,
  failed: Failed,
): void => runnerOf(rules, findings, options)(files, failed)

/** What gives facts to rules, file after file. */
export function runnerOf(
  rules: readonly Rule[],
  findings: Findings,
  options: LintOptions,
): (files: readonly Scope[], failed: Failed) => void {
  let files: readonly Scope[] = []
  // Rules ask once for each fact that they judge.
  const gathered = new Map<FactKind, readonly Fact[]>()
  const everywhere = <K extends FactKind>(kind: K): readonly FactOf<K>[] => {
    const known = gathered.get(kind) ?? files.flatMap(file => factsIn(file, kind))
    gathered.set(kind, known)
    return known as readonly FactOf<K>[]
  }
  // Of one scope they ask once for each fact in it. Kept for one file: held files are many.
  const nearby = new Map<Scope, Map<FactKind, readonly Fact[]>>()
  const near = <K extends FactKind>(of: Fact, scope: ScopeKind, kind: K): readonly FactOf<K>[] => {
    const place = around(of, scope)
    const kinds = nearby.get(place) ?? new Map<FactKind, readonly Fact[]>()
    nearby.set(place, kinds)
    const known = kinds.get(kind) ?? factsIn(place, kind)
    kinds.set(kind, known)
    return known as readonly FactOf<K>[]
  }
  /** The fact that is being judged: a file has thousands, so they share the contexts of the rules. */
  let fact: Fact
  /** The handlers of each kind of fact, in the order of the rules. */
  const judgesOf = (path: string): ReadonlyMap<FactKind, readonly Judge[]> => {
    const settings = settingsOf(path, options)
    const running = rules.filter(rule => runsOn(rule, path, options))
    const key = [settings.runtime, settings.targetVersion, ...running.map(({ id }) => id)].join()
    const known = judgesBy.get(key) ?? judgesFor(running, settings)
    judgesBy.set(key, known)
    return known
  }
  /** Of most files the same is asked. */
  const judgesBy = new Map<string, ReadonlyMap<FactKind, readonly Judge[]>>()
  const judgesFor = (running: readonly Rule[], settings: Settings): ReadonlyMap<FactKind, readonly Judge[]> => {
    const judges = new Map<FactKind, Judge[]>()
    for (const rule of running) {
      const report = (at: Located | Span, said: Report) => findings.add(rule, fact, at, said)
      const context: Context = { settings, report, near, everywhere }
      for (const [kind, handle] of Object.entries(rule.check) as [FactKind, Judge['handle']][]) {
        const list = judges.get(kind)
        if (list) list.push({ handle, context })
        else judges.set(kind, [{ handle, context }])
      }
    }
    return judges
  }
  const everyJudge = options.settingsOf ? undefined : judgesOf('')
  const runOn = (file: Scope, judges: ReadonlyMap<FactKind, readonly Judge[]>): void => {
    const stack: Scope[] = [file]
    for (let scope = stack.pop(); scope; scope = stack.pop()) {
      for (fact of scope.facts) {
        step()
        for (const { handle, context } of judges.get(fact.kind) ?? NO_JUDGES) handle(fact as never, context)
      }
      for (let i = scope.children.length - 1; i >= 0; i--) stack.push(scope.children[i]!)
    }
  }
  return (given, failed) => {
    files = given
    gathered.clear()
    for (const file of files) {
      const path = file.name ?? ''
      nearby.clear()
      try {
        inStage('rules', () => runOn(file, everyJudge ?? judgesOf(path)))
      } catch (error) {
        failed(path, error)
      }
    }
    files = []
    gathered.clear()
    nearby.clear()
  }
}

const NO_JUDGES: readonly Judge[] = []
