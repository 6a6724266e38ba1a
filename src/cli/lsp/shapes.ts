/** What is sent to editors, as far as this server sends it. The names are those of the Language Server Protocol 3.17. */

/** Line and character are 0-based; the character counts UTF-16 units. */
export interface Position {
  readonly line: number
  readonly character: number
}

export interface Range {
  readonly start: Position
  readonly end: Position
}

export interface TextEdit {
  readonly range: Range
  readonly newText: string
}

export interface EditorDiagnostic {
  readonly range: Range
  /** 1 error, 2 warning, 3 information. */
  readonly severity: 1 | 2 | 3
  readonly source: string
  readonly code?: string
  readonly codeDescription?: { readonly href: string }
  readonly message: string
  readonly relatedInformation?: {
    readonly location: { readonly uri: string; readonly range: Range }
    readonly message: string
  }[]
}

/** The edits of an action, by the path of their file as the run shows it. */
export interface Offer {
  readonly title: string
  readonly kind: 'quickfix' | 'source.fixAll.dockershim-lint'
  readonly isPreferred: boolean
  readonly diagnostics: readonly EditorDiagnostic[]
  readonly edits: ReadonlyMap<string, TextEdit[]>
}
