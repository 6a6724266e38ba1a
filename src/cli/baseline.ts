/** The baseline from the side of the user: what is known is taken out, or written down, and what is gone is told. */
import type { Diagnostic, LintResult } from '../diagnostic.ts'
import { exists } from '../files/disk.ts'
import { NotFound } from '../files/not-found.ts'
import { readSettings } from '../files/settings.ts'
import { folderOf, pathFrom } from '../files.ts'
import type { Known } from '../lint/baseline.ts'
import { chosenFindings } from '../lint/chosen.ts'
import { atLeast } from './levels.ts'
import { chosenRules, type Run, ruleIds } from './run.ts'
import { tell } from './tell.ts'
import { write } from './write.ts'

/** What takes the findings of a baseline out of a result. */
export async function knownFindings(path: string): Promise<(result: LintResult) => LintResult> {
  const { readBaseline, withoutKnown } = await import('../lint/baseline.ts')
  const cwd = process.cwd()
  const known = readBaseline(path, readSettings(path, cwd).text)
  const folder = folderOf(path, cwd)
  return result => withoutKnown(result, known, file => pathFrom(folder, file, cwd)).result
}

/** Takes what is known out of a result, or writes down what is found now. `checked` are the files that were linted. */
export async function compareWithBaseline(
  result: LintResult,
  path: string,
  run: Run,
  checked: ReadonlySet<string>,
): Promise<{ readonly result: LintResult; readonly gone: readonly Known[] }> {
  const { baselineText, readBaseline, updatedBaseline, withoutKnown } = await import('../lint/baseline.ts')
  const cwd = process.cwd()
  const { updateBaseline } = run.wanted
  if (!updateBaseline && !exists(path))
    throw new NotFound(`${path} does not exist. --baseline ${path} --update-baseline writes it`)
  const known = exists(path) ? readBaseline(path, readSettings(path, cwd).text) : []

  const folder = folderOf(path, cwd)
  const nameOf = (file: string) => pathFrom(folder, file, cwd)
  const linted = new Set([...checked].map(nameOf))
  const silentRules = new Set(ruleIds)
  // Of a rule of which only some kinds of work were looked at nothing is known to be gone.
  if (!chosenFindings(run.wanted)) for (const { id } of chosenRules(run.wanted)) silentRules.delete(id)
  const isJudged = ({ file, rule }: Known) =>
    (linted.has(file) && !silentRules.has(rule)) || !exists(`${folder}/${file}`)

  const { result: rest, gone } = withoutKnown(result, known, nameOf)
  const dropped = gone.filter(isJudged)
  if (!updateBaseline) {
    if (dropped.length)
      tell(
        `${sumOf(dropped)} of the findings in ${path} are gone. --update-baseline drops them:\n${dropped.map(knownLine).join('\n')}`,
      )
    return { result: rest, gone: dropped }
  }
  const worthKeeping = (diagnostic: Diagnostic) =>
    atLeast(diagnostic.level, run.level) || atLeast(diagnostic.level, run.failOn)
  const next = updatedBaseline(known, result.diagnostics.filter(worthKeeping), nameOf, isJudged)
  write(path, [baselineText(next)])
  const added = rest.diagnostics.filter(worthKeeping).length
  const now = sumOf(next) === 1 ? '1 finding' : `${sumOf(next)} findings`
  tell(`${path} has ${now} now: ${added} added, ${sumOf(dropped)} dropped.`)
  return { result: withoutKnown(result, next, nameOf).result, gone: dropped }
}

const sumOf = (known: readonly Known[]): number => known.reduce((sum, { count }) => sum + count, 0)

const knownLine = ({ file, rule, object, what, text, count }: Known): string =>
  `  ${file}: ${rule}${count > 1 ? ` (${count} times)` : ''}: ${what ?? `"${text}"`}${object ? `, ${object}` : ''}`
