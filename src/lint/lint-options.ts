/** What a run is told beside its files. Types only. */
import type { Suppressed } from '../diagnostic.ts'
import type { Place, Scope } from '../facts.ts'
import type { Beside } from '../helm/beside.ts'
import type { Level, Rule, Runtime, Settings } from '../rule.ts'
import type { SourceFile } from '../text/source.ts'
import type { Crew, Judged } from './judged.ts'

/** What the configuration says of a file. */
export interface FileSettings {
  /** Where its code runs. */
  readonly place?: Place | undefined
  readonly runtime?: Runtime | undefined
  readonly targetVersion?: string | undefined
  /** The level that a rule has in it instead of its own. */
  readonly levelOf?: (rule: string, group?: string) => Level | 'off' | undefined
  /** Whether a finding of a rule in an object (`DaemonSet kube-system/fluentd`) is to be ignored. */
  readonly ignored?: (
    rule: string,
    object: string | undefined,
    group?: string,
  ) => Pick<Suppressed, 'reason' | 'until'> | undefined
}

/** Makes the crew of a run. */
export type CrewOf = (options: LintOptions, take: (judged: Judged) => void) => Crew

export interface LintOptions extends Settings {
  readonly rules: readonly Rule[]
  /** Every rule that there is, also those that do not run: comments may name them. Without it, those that run. */
  readonly ruleIds?: readonly string[]
  /** Which findings of the rules are wanted, by the kind of work that each is. Without it, all. */
  readonly chosen?: ((rule: string, group: string) => boolean) | undefined
  /** Parse every file, also those without any word that a rule asks for. For the test that the scan loses nothing. */
  readonly withoutPrefilter?: boolean
  /** Compute the hash of each finding's line, by which code scanning follows it. */
  readonly lineHashes?: boolean
  /** What the configuration says of a file. */
  readonly settingsOf?: (path: string) => FileSettings
  /** What reads the files beside a chart's template. Without it templates are read without their values. */
  readonly beside?: Beside | undefined
  /** Values files that count for every chart, over the chart's own. */
  readonly values?: readonly SourceFile[]
  /** Files that were read before, by an earlier run: rules that look across files see their facts. */
  readonly around?: readonly Scope[]
  /** Who judges the files that the scan lets through, and gives what became of each, in any order. Without it, they are judged here. */
  readonly crew?: CrewOf | undefined
  /** Is told of each file that is held for the sake of rules that look across files. A later run may have it in `around`. */
  readonly onHeld?: (path: string, file: Scope) => void
}
