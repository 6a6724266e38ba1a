/** What a table says of a place that it knows: the three sentences of a finding, and how loud. */
export interface Verdict {
  /** What was found, without a full stop. */
  readonly what: string
  /** What breaks, in whole sentences. */
  readonly breaks: string
  /** What to write instead, in whole sentences. */
  readonly instead: string
  readonly level: 'error' | 'warning' | 'note'
  readonly confidence?: 'low'
}
