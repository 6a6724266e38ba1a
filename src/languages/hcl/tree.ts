/** The tree of an HCL file: blocks, attributes and expressions, whichever of its two syntaxes it is written in. */
import type { Source } from '../../text/source.ts'

export interface Body {
  readonly attributes: readonly Attribute[]
  readonly blocks: readonly Block[]
}

export interface Attribute {
  readonly name: string
  /** Where the name stands. */
  readonly start: number
  readonly end: number
  readonly value: Expression
}

/** `resource "null_resource" "master" { ... }` */
export interface Block {
  readonly type: string
  readonly labels: readonly string[]
  readonly body: Body
  readonly start: number
  /** Where the type ends, and where the block ends. */
  readonly typeEnd: number
  readonly end: number
}

export type Expression =
  | { readonly kind: 'text'; readonly heredoc: boolean; readonly start: number; readonly end: number; text(): Source }
  | { readonly kind: 'list'; readonly items: readonly Expression[]; readonly start: number; readonly end: number }
  | { readonly kind: 'object'; readonly entries: readonly Attribute[]; readonly start: number; readonly end: number }
  | {
      readonly kind: 'call'
      readonly name: string
      readonly args: readonly Expression[]
      readonly start: number
      readonly end: number
    }
  /** Names, numbers, operators and whatever they combine. */
  | { readonly kind: 'other'; readonly parts: readonly Expression[]; readonly start: number; readonly end: number }
