/** A PowerShell script as calls, expressions and branches, as far as facts need it. */

interface Span {
  readonly start: number
  readonly end: number
}

/** A word of a call, or a string of an expression. */
export interface Word extends Span {
  readonly parts: readonly Part[]
  /** Whether it begins with a quote: `"$dir\nssm.exe"`. */
  readonly quoted: boolean
}

export type Part = TextPart | VariablePart | ScriptPart

/** Text as PowerShell means it; of equal length to its range unless an escape was decoded. */
export interface TextPart extends Span {
  readonly kind: 'text'
  readonly text: string
}

/** `$name`, `$env:name`, `${name}`; members behind it (`$x.Name[0]`) are not part of the name. */
export interface VariablePart extends Span {
  readonly kind: 'variable'
  readonly name: string
}

/** `$( … )`, `( … )`, `@( … )`, `{ … }`, `@{ … }`: what runs inside, or the entries of a hash table. */
export interface ScriptPart extends Span {
  readonly kind: 'script'
  readonly nodes: readonly Node[]
}

/** `> file` and `>> file`. */
export interface Redirect {
  readonly append: boolean
  readonly target: Word
}

/** A call of a cmdlet, program or function. */
export interface Call extends Span {
  readonly kind: 'call'
  readonly words: readonly Word[]
  readonly redirects: readonly Redirect[]
}

/** Anything that is no call: its strings, variables and inner scripts in the order of the text. */
export interface Expression extends Span {
  readonly kind: 'expression'
  readonly items: readonly Item[]
  readonly redirects: readonly Redirect[]
}

export type Item =
  | { readonly kind: 'word'; readonly word: Word }
  /** `-eq`, `-replace`, `.Replace(`: what the strings behind it are for. */
  | { readonly kind: 'operator'; readonly name: string; readonly start: number }

/** `$name = …`, or an entry of a hash table. */
export interface Assignment extends Span {
  readonly kind: 'assignment' | 'entry'
  /** Without `$`: `env:DOCKER_HOST`, `KubeletArgs`. */
  readonly name: string
  readonly nameStart: number
  readonly value: readonly Node[]
}

export interface Pipeline extends Span {
  readonly kind: 'pipeline'
  readonly nodes: readonly Node[]
}

export interface Branch extends Span {
  /** Empty for `else` and `default`. */
  readonly condition: readonly Node[]
  readonly conditionStart: number
  readonly conditionEnd: number
  readonly body: readonly Node[]
}

/** `if` and `switch`. */
export interface Branches extends Span {
  readonly kind: 'branches'
  /** What a `switch` compares. */
  readonly subject: readonly Node[]
  readonly branches: readonly Branch[]
}

/** A loop, `try`, a block: what is asked before it, and what it holds. */
export interface Block extends Span {
  readonly kind: 'block'
  /** The word before it, of a `try` or `catch`. */
  readonly word?: 'try' | 'catch'
  readonly condition: readonly Node[]
  readonly body: readonly Node[]
}

export interface FunctionNode extends Span {
  readonly kind: 'function'
  readonly name: string
  readonly body: readonly Node[]
}

export type Node = Call | Expression | Assignment | Pipeline | Branches | Block | FunctionNode
