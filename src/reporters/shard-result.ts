/**
 * The result of a share of a run: what the JSON has, and all that any other format needs, so that a merge of shares is the whole
 * run. One finding a line, for who reads it need not hold it. Findings of every level are in it, and texts come back as they were.
 */
import type { Diagnostic, Location, Suppressed } from '../diagnostic.ts'
import { diagnosticProperties, noticeProperties, runProperties } from './json.ts'
import { exactJsonText } from './json-text.ts'
import type { About, Reported, ShardInfo } from './reporter.ts'
import { summaryOf } from './summary.ts'
import { mapped } from './walk.ts'

export function* shardResult(result: Reported, shard: ShardInfo, about: About): Iterable<string> {
  let before = '{\n'
  for (const [name, value] of Object.entries({ ...runProperties(about), shard, summary: summaryOf(result) })) {
    yield `${before}"${name}": ${exactJsonText(value)}`
    before = ',\n'
  }
  const whole = (diagnostic: Diagnostic) => wholeProperties(diagnostic, about)
  yield* lines('diagnostics', mapped(result.diagnostics, whole))
  yield* lines(
    'suppressed',
    mapped(result.suppressed, ({ diagnostic, ...how }: Suppressed) => ({ ...how, diagnostic: whole(diagnostic) })),
  )
  yield* lines('notices', result.notices.map(noticeProperties))
  if (about.gone) yield* lines('gone', about.gone)
  yield '\n}\n'
}

function* lines(name: string, items: Iterable<unknown>): Iterable<string> {
  let before = `,\n"${name}": [`
  for (const item of items) {
    yield `${before}\n${exactJsonText(item)}`
    before = ','
  }
  yield before === ',' ? '\n]' : `${before}\n]`
}

/** The line that a place is in; most begin at its first column. */
const frameOf = ({ lineText, textColumn }: Location) => ({
  lineText,
  textColumn: textColumn === 1 ? undefined : textColumn,
})

function wholeProperties(diagnostic: Diagnostic, about: About) {
  const { related, fix, ...properties } = diagnosticProperties(diagnostic, about)
  return {
    ...properties,
    ...frameOf(diagnostic.location),
    lineHash: diagnostic.lineHash,
    related: related.map((each, index) => ({ ...each, ...frameOf(diagnostic.related[index]!.location) })),
    fix: fix && {
      ...fix,
      edits: fix.edits.map((edit, index) => ({ ...edit, ...frameOf(diagnostic.fix!.edits[index]!.location) })),
    },
  }
}
