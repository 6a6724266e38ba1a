/** What reporters print: findings with their places resolved, free of the files' texts. Types only. */
import type { Confidence, Level } from './rule.ts'

/** A range of a file for people and tools. Lines and columns are 1-based; the end column is exclusive. Columns count UTF-16 units. */
export interface Location {
  /** As it is shown to the user, with forward slashes. */
  readonly path: string
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
  /** The text of the line, for the code frame; a part of it around the finding where the line is very long. */
  readonly lineText: string
  /** The column at which `lineText` begins: 1 but for very long lines. */
  readonly textColumn: number
  /** The path of the field in an object of a cluster, `spec.volumes[0].hostPath.path`, whose lines nobody edits. */
  readonly field?: string | undefined
}

/** A replacement: the range, and the text that takes its place. Offsets are UTF-16 units of the file. */
export interface ResolvedEdit {
  readonly location: Location
  readonly start: number
  readonly end: number
  readonly text: string
}

/** A change that removes the problem. */
export interface ResolvedFix {
  /** What it does, as an order. */
  readonly title: string
  /** When it is right: `both` with Docker Engine and after the move, or only `after` it. */
  readonly applies: 'both' | 'after'
  /** In the order of the file, none over another. */
  readonly edits: readonly ResolvedEdit[]
}

export interface Diagnostic {
  readonly rule: string
  readonly level: Level
  readonly confidence: Confidence
  /** What was found. No full stop. */
  readonly what: string
  /** What breaks, loudly or silently, since which version. */
  readonly breaks: string
  /** What to write instead. */
  readonly instead: string
  /** The object and container it belongs to: `DaemonSet kube-system/fluentd, container fluentd`. */
  readonly object?: string | undefined
  /** The kind of work that it is. */
  readonly group?: 'nodes' | 'workloads' | 'logging' | 'monitoring' | 'ci' | undefined
  /** The owners of the file by the CODEOWNERS of its repository, as they are written there: `@org/platform @jane`. */
  readonly owner?: string | undefined
  /** The file that the document was rendered from, as the document says it: `agent/templates/pod.yaml`. */
  readonly from?: string | undefined
  /** On one line. */
  readonly location: Location
  readonly related: readonly { readonly message: string; readonly location: Location }[]
  readonly fix?: ResolvedFix | undefined
  /** The hash of the line that code scanning follows a finding by, where it was asked for. */
  readonly lineHash?: string | undefined
}

/** Something that was not read, or only in part. */
export interface Notice {
  readonly path: string
  /** 1-based, where the problem has a place in the file. */
  readonly line?: number | undefined
  readonly column?: number | undefined
  /** One sentence. */
  readonly reason: string
  /** 1-based: further lines of the file that could not be read. */
  readonly alsoLines?: readonly number[] | undefined
  /** Whether the rest of the file was linted. */
  readonly partly: boolean
}

/** A finding that is not reported, since somebody asked for that. */
export interface Suppressed {
  readonly diagnostic: Diagnostic
  /** A comment in the file, an annotation on the object, the configuration or the baseline. */
  readonly by: 'comment' | 'annotation' | 'config' | 'baseline'
  /** As it is written there. */
  readonly reason: string | undefined
  /** The last day on which it is silent: `2027-01-31`. */
  readonly until?: string | undefined
}

/** What a run found, sorted by path, line, column and rule. */
export interface LintResult {
  readonly diagnostics: readonly Diagnostic[]
  readonly notices: readonly Notice[]
  /** What was found and is not reported. */
  readonly suppressed: readonly Suppressed[]
  /** How many files were looked at; most of them hold no word that any rule asks for and are never parsed. */
  readonly filesChecked: number
}
