/** A token of a Puppet manifest. */
import type { Source } from '../../text/source.ts'

/** A name, a string with its content, or a mark. Comments are left out. */
export interface Token {
  readonly kind: 'name' | 'string' | 'mark'
  readonly text: string
  readonly start: number
  readonly content?: () => Source
}
