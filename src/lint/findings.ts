/** Collects what rules report, and settles what is told of each place. */

import type { Diagnostic, Location } from '../diagnostic.ts'
import { enclosing, type Fact, type Guard, guardsOf, placeOf, type Scope } from '../facts.ts'
import type { Beside } from '../helm/beside.ts'
import { choosesDocker } from '../knowledge/guards.ts'
import { groupOf } from '../knowledge/rule-groups.ts'
import type { Level, Report, Rule } from '../rule.ts'
import { detach } from '../text/bytes.ts'
import { lineHashes } from '../text/line-hash.ts'
import { positionOf } from '../text/position.ts'
import type { Located, SourceFile, Span } from '../text/source.ts'
import { resolveFix } from './fixes/resolve.ts'
import { LEVELS, outdoes } from './found.ts'
import type { Finding } from './judged.ts'
import type { LintOptions } from './lint-options.ts'
import { locationOf, usesOf } from './location.ts'
import type { Suppressions } from './suppress.ts'

export interface Findings {
  add(rule: Rule, fact: Fact, at: Located | Span, report: Report): void
  /** What was reported since it was last asked. */
  take(): readonly Finding[]
}

/**
 * The level that a finding gets. A rule's level in the configuration stands for the rule's own level, its highest; a finding
 * that the rule reports lower, because of where it stands, is not raised by it.
 */
function configuredLevel(rule: Rule, reported: Level, configured: Level | 'off' | undefined): Level {
  if (configured === undefined || configured === 'off') return reported
  if (reported === rule.level) return configured
  return LEVELS.indexOf(reported) < LEVELS.indexOf(configured) ? reported : configured
}

/** What stands in a value for what a template gives: people see dots. */
const FILLER = /\uE000+/g

/** So many different sentences are held once; real runs have some hundreds. */
const MOST_SENTENCES = 10_000

/** Collects reports and turns them into diagnostics while the text of their file is at hand. One place is reported once a rule. */
export function collectFindings(options: LintOptions, silences: Suppressions): Findings {
  const hashes = new WeakMap<SourceFile, (line: number) => string>()
  const hashOf = (file: SourceFile, line: number): string => {
    const known = hashes.get(file) ?? lineHashes(file.text)
    hashes.set(file, known)
    return known(line)
  }
  // Most sentences are said of many findings: each is held once, free of the file that a part of it may come from.
  const sentences = new Map<string, string>()
  const own = (sentence: string): string => {
    const known = sentences.get(sentence) ?? detach(sentence.replace(FILLER, '…'))
    if (sentences.size < MOST_SENTENCES) sentences.set(known, known)
    return known
  }
  const silencedAt = (span: Span, rule: Rule, group: string, scope: Scope) => {
    silences.readFile(span.file)
    return silences.silenced(rule.id, group, span.file.path, positionOf(span.file, span.start).line, scope)
  }
  const byRange = new Map<string, Finding[]>()
  return {
    add(rule, fact, at, report) {
      const span = 'span' in at ? at.span : at
      const alone = span.origin?.alone === true
      const off = guardsOf(fact.scope).find(guard => guard.off)
      const decided = guardsOf(fact.scope).find(choosesDocker)?.decidedBy
      const level = off ? 'note' : (report.level ?? rule.level)
      const { path } = span.file
      const configured = options.settingsOf?.(path)
      const group = groupOf(rule.id, placeOf(fact.scope))
      const configuredAs = configured?.levelOf?.(rule.id, group)
      if (configuredAs === 'off') return
      const uses = usesOf(span)
      const silenced = [span, ...uses]
        .map(place => silencedAt(place, rule, group, fact.scope))
        .find(found => found !== undefined)
      if (options.chosen?.(rule.id, group) === false) return
      const range = `${span.start}:${span.end}`
      const key = `${range}:${path}`
      const here = byRange.get(key) ?? []
      const known = here.findIndex(({ diagnostic }) => diagnostic.rule === rule.id)
      if (known >= 0 && !outdoes({ alone, level }, here[known]!)) return
      byRange.set(key, here)
      const location = locationOf(span)
      const object = objectOf(fact.scope)
      const from = renderedFrom(fact.scope)
      const template = templateLine(fact.scope, location, options.beside)
      const diagnostic: Diagnostic = {
        rule: rule.id,
        level: configuredLevel(rule, level, configuredAs),
        confidence: report.confidence ?? 'high',
        what: own(report.what),
        breaks: own(off ? `${report.breaks} ${leftOut(off)}` : report.breaks),
        instead: own(report.instead),
        object,
        group,
        from: from === undefined ? undefined : detach(from),
        location,
        related: [
          ...uses.map(use => ({ message: 'used here', location: locationOf(use) })),
          ...(template ? [{ message: 'made from this template', location: locationOf(template) }] : []),
          ...(decided ? [{ message: 'this value chooses the branch for Docker', location: locationOf(decided) }] : []),
          ...(report.related ?? []).map(({ at: where, message }) => ({
            message: detach(message.replace(FILLER, '…')),
            location: locationOf('span' in where ? where.span : where),
          })),
        ],
        // What a tool made from a template is changed in the template.
        fix: report.fix && from === undefined ? resolveFix(report.fix) : undefined,
        lineHash: options.lineHashes ? hashOf(span.file, location.line) : undefined,
      }
      const owner = enclosing(fact.scope, 'object')?.name
      const found: Finding = { range, diagnostic, silenced, level, alone, object: owner && detach(owner) }
      here[known < 0 ? here.length : known] = found
    },
    take() {
      const all = [...byRange.values()].flat()
      byRange.clear()
      return all
    },
  }
}

const leftOut = ({ condition, negated }: Guard): string =>
  `It is left out by default (\`${condition.slice(0, 200)}\`${negated ? ' holds' : ''}).`

/** `DaemonSet kube-system/fluentd, container fluentd`, as far as the scopes name them. */
function objectOf(scope: Scope): string | undefined {
  const object = enclosing(scope, 'object')?.name
  if (!object) return undefined
  const from = renderedFrom(scope)
  const container = enclosing(scope, 'container')?.name
  const script = enclosing(scope, 'script')?.name
  const parts = [object, container && `container ${container}`, !container && script, from && `from ${from}`]
  return detach(parts.filter(Boolean).join(', '))
}

function renderedFrom(scope: Scope): string | undefined {
  for (let next: Scope | undefined = scope; next; next = next.parent) if (next.from) return next.from
  return undefined
}

/**
 * The line of a template that a finding in rendered output comes from: the one line that reads the same. A comment in the
 * output names the template; it counts only for a file of the tree that is there to be read.
 */
function templateLine(scope: Scope, location: Location, beside: Beside | undefined): Span | undefined {
  const from = renderedFrom(scope)
  if (!from || !beside || /(^|\/)\.\.(\/|$)|^\/|^[A-Za-z]:|\\/.test(from)) return undefined
  // Helm writes the name of the chart first, which may be the working folder itself.
  const path = [from, from.replace(/^[^/]+\//, '')].find(one => beside.read(one) !== undefined)
  if (path === undefined || path === location.path) return undefined
  const file: SourceFile = { path, text: beside.read(path)! }
  const wanted = location.lineText.trim()
  const found: Span[] = []
  for (const match of file.text.matchAll(/[^\n]+/g))
    if (match[0].trim() === wanted)
      found.push({ file, start: match.index + match[0].search(/\S/), end: match.index + match[0].trimEnd().length })
  return found.length === 1 ? found[0] : { file, start: 0, end: 0 }
}
