/** The pipeline: files to facts, facts to reports, reports to diagnostics. */

import type { LintResult, Notice } from '../diagnostic.ts'
import type { Home, Scope } from '../facts.ts'
import { eachInStage } from '../text/stage.ts'
import { collectFindings } from './findings.ts'
import { allFound } from './found.ts'
import { failure, judgeOf } from './judge.ts'
import type { Crew, Judged } from './judged.ts'
import type { LintOptions } from './lint-options.ts'
import { inOrder, packedCharts } from './notices.ts'
import { runRules, runsOn } from './run-rules.ts'
import { suppressions } from './suppress.ts'
import { newTemplates, wantedBy } from './templates.ts'
import { finish } from './wiring.ts'

/** A file to lint, or what kept it from being read. The bytes need hold only until the next file is asked for. */
export type InputFile =
  | { readonly path: string; readonly bytes: Uint8Array; readonly named?: boolean; readonly home?: Home }
  | { readonly path: string; readonly problem: string }

/** Lints files. None is held after it is judged, unless a rule looks across files. */
export async function lintFiles(files: AsyncIterable<InputFile>, options: LintOptions): Promise<LintResult> {
  const { rules } = options
  const wanted = wantedBy(options)
  const templates = newTemplates(options)
  const silences = suppressions(options.ruleIds ?? rules.map(rule => rule.id))
  const all = allFound(options)
  const notices: Notice[] = []
  const packed: string[] = []
  const held: Judged[] = []
  const failed = (path: string, error: unknown) => notices.push(failure(path, error))

  const take = (judged: Judged): void => {
    all.add(judged.found, judged.order)
    for (const notice of judged.notices) notices.push(notice)
    silences.merge(judged.silences)
    if (judged.held) held.push(judged)
  }
  const crew = (options.crew ?? alone)(options, take)
  let filesChecked = 0
  try {
    for await (const input of eachInStage('walk', files)) {
      const { path } = input
      if ('problem' in input) {
        notices.push({ path, reason: input.problem, partly: false })
        continue
      }
      const order = filesChecked++
      if (templates?.isPacked(path)) {
        packed.push(path)
        continue
      }
      const { bytes, named = false, home } = input
      try {
        if (!(templates?.wants(path, bytes) ?? wanted(bytes, path))) continue
      } catch (error) {
        failed(path, error)
        continue
      }
      await crew.add({ order, path, bytes, named, home })
    }
    await crew.end()
  } catch (error) {
    crew.stop()
    throw error
  }

  const findings = collectFindings(options, silences)
  const across = rules.filter(rule => rule.across?.length)
  const scopes = joined(held, options.onHeld)
  for (const scope of scopes) silences.readObjects(scope)
  if (across.length) runRules(across, [...(options.around ?? []), ...scopes], findings, options, failed)
  const byId = new Map(rules.map(rule => [rule.id, rule]))
  const unused: Scope = { kind: 'project', parent: undefined, facts: [], children: [] }
  silences.sayUnused(unused, (id, path) => {
    const rule = byId.get(id)
    return rule !== undefined && runsOn(rule, path, options)
  })
  runRules(rules, [unused], findings, options, failed)
  all.add(findings.take(), filesChecked)

  return { ...all.sorted(), notices: inOrder([...notices, ...packedCharts(packed)]), filesChecked }
}

/** One file is judged after the other, as they come. */
function alone(options: LintOptions, take: (judged: Judged) => void): Crew {
  const judge = judgeOf(options)
  return {
    add: async file => take(await finish(judge(file))),
    end: async () => {},
    stop: () => {},
  }
}

/** The files that are held, in the order of files. */
function joined(held: readonly Judged[], onHeld: LintOptions['onHeld']): readonly Scope[] {
  return [...held]
    .sort((a, b) => a.order - b.order)
    .flatMap(({ path, held: project }) => {
      const scopes = project?.children ?? []
      for (const scope of scopes) onHeld?.(path, scope)
      return scopes
    })
}
