/**
 * Parses PowerShell as far as facts need it: calls with their words, strings and assignments in expressions, branches, blocks.
 * Expressions are not understood, only searched for what they hold.
 */

/** A word of a call, or a string of an expression. */
export interface Word {
  readonly start: number
  readonly end: number
  readonly parts: readonly Part[]
  /** Whether it begins with a quote: `"$dir\nssm.exe"`. */
  readonly quoted: boolean
}

export type Part =
  /** Text as PowerShell means it; of equal length to its range unless an escape was decoded. */
  | { readonly kind: 'text'; readonly text: string; readonly start: number; readonly end: number }
  /** `$name`, `$env:name`, `${name}`, with members behind it: `$x.Name[0]`. */
  | { readonly kind: 'variable'; readonly name: string; readonly start: number; readonly end: number }
  /** `$( … )`, `( … )`, `@( … )`, `{ … }`: what runs inside. */
  | {
      readonly kind: 'script'
      readonly nodes: readonly Node[]
      readonly start: number
      readonly end: number
      readonly list: boolean
    }

interface Base {
  readonly start: number
  readonly end: number
}

export interface Call extends Base {
  readonly kind: 'call'
  readonly words: readonly Word[]
  /** What `>` and `>>` write to. */
  readonly redirects: readonly { readonly append: boolean; readonly target: Word }[]
}

/** Anything that is no call: its strings, variables and inner scripts in the order of the text. */
export interface Expression extends Base {
  readonly kind: 'expression'
  readonly items: readonly Item[]
  readonly redirects: Call['redirects']
}

export type Item =
  | { readonly kind: 'word'; readonly word: Word }
  /** `-eq`, `-replace`, `.Replace(`: what the strings behind it are for. */
  | { readonly kind: 'operator'; readonly name: string; readonly start: number }

/** `$name = …`, or an entry of a hash table. */
export interface Assignment extends Base {
  readonly kind: 'assignment' | 'entry'
  /** Without `$`: `env:DOCKER_HOST`, `KubeletArgs`. */
  readonly name: string
  readonly nameStart: number
  readonly value: readonly Node[]
}

export interface Pipeline extends Base {
  readonly kind: 'pipeline'
  readonly nodes: readonly Node[]
}

export interface Branch {
  readonly start: number
  readonly end: number
  /** Empty for `else` and `default`. */
  readonly condition: readonly Node[]
  readonly conditionStart: number
  readonly conditionEnd: number
  readonly body: readonly Node[]
}

/** `if` and `switch`. The subject of a switch is its first node. */
export interface Branches extends Base {
  readonly kind: 'branches'
  readonly subject: readonly Node[]
  readonly branches: readonly Branch[]
}

/** A loop, `try`, a block: what is asked before it, and what it holds. */
export interface Block extends Base {
  readonly kind: 'block'
  readonly condition: readonly Node[]
  readonly body: readonly Node[]
}

export interface FunctionNode extends Base {
  readonly kind: 'function'
  readonly name: string
  readonly body: readonly Node[]
}

export type Node = Call | Expression | Assignment | Pipeline | Branches | Block | FunctionNode

export interface Parsed {
  readonly nodes: readonly Node[]
  /** The first thing that could not be read. */
  readonly error: { readonly at: number; readonly message: string } | undefined
}

/** How deep blocks and brackets may nest. */
const MOST_DEPTH = 200

/** Where a text stops: `}` and `)` end what they close, everything else is of its own. */
type Until = '' | ')' | '}'

const BLANK = /[ \t\f\r\uFEFF\u00A0]/
/** What ends a word of a call. */
const ENDS_WORD = /[\s;|(){},&<>]/
const NAME = /[\w?:]/
const QUOTES = /["'\u2018\u2019\u201C\u201D]/

export function parsePowerShell(text: string): Parsed {
  let at = 0
  let depth = 0
  let error: Parsed['error']
  const fail = (where: number, message: string) => {
    if (!error || where < error.at) error = { at: where, message }
  }

  /** Skips blanks, comments and continued lines; line ends as well when asked to. */
  function skip(lines: boolean): void {
    for (;;) {
      const char = text[at]
      if (char === undefined) return
      if (BLANK.test(char) || (lines && char === '\n')) at++
      else if (char === '`' && text[at + 1] === '\n') at += 2
      else if (char === '<' && text[at + 1] === '#') {
        const end = text.indexOf('#>', at + 2)
        if (end < 0) fail(at, 'a comment is not closed')
        at = end < 0 ? text.length : end + 2
      } else if (char === '#') {
        const end = text.indexOf('\n', at)
        at = end < 0 ? text.length : end
      } else return
    }
  }

  function statements(until: Until): Node[] {
    const nodes: Node[] = []
    depth++
    for (;;) {
      skip(true)
      const char = text[at]
      if (char === undefined) {
        if (until) fail(text.length, `"${until}" is missing`)
        break
      }
      if (char === ';') {
        at++
        continue
      }
      if (char === until) {
        at++
        break
      }
      if (char === '}' || char === ')' || char === ']') {
        // One too many: what comes behind it is read as if it were not there.
        fail(at, `"${char}" closes nothing`)
        at++
        continue
      }
      const before = at
      const node = statement()
      if (node) nodes.push(node)
      if (at === before) at++
    }
    depth--
    return nodes
  }

  /** Steps over balanced text that nests too deep to be read. */
  function tooDeep(): boolean {
    if (depth < MOST_DEPTH) return false
    fail(at, 'it is nested too deep')
    at = text.length
    return true
  }

  function block(): Node[] {
    skip(true)
    if (text[at] !== '{' || tooDeep()) return []
    at++
    return statements('}')
  }

  function parenthesised(): Node[] {
    skip(true)
    if (text[at] !== '(' || tooDeep()) return []
    at++
    return statements(')')
  }

  function keyword(): string | undefined {
    const found = /^[A-Za-z]{2,12}(?![\w\-./\\:=])/.exec(text.slice(at, at + 14))
    return found?.[0].toLowerCase()
  }

  function statement(): Node | undefined {
    if (tooDeep()) return undefined
    depth++
    const node = oneStatement()
    depth--
    return node
  }

  function oneStatement(): Node | undefined {
    const start = at
    const word = keyword()
    const done = (): Base => ({ start, end: at })
    switch (word) {
      case 'if':
        return ifStatement(start)
      case 'switch':
        return switchStatement(start)
      case 'while':
      case 'foreach':
      case 'for': {
        at += word.length
        skip(true)
        // `foreach` may also be a call of ForEach-Object.
        if (text[at] !== '(') break
        const condition = parenthesised()
        const body = block()
        return { kind: 'block', ...done(), condition, body }
      }
      case 'do':
      case 'try':
      case 'finally':
      case 'begin':
      case 'process':
      case 'end':
      case 'else': {
        at += word.length
        skip(true)
        if (text[at] !== '{') break
        const body = block()
        let condition: Node[] = []
        if (word === 'do') {
          skip(true)
          const tail = keyword()
          if (tail === 'while' || tail === 'until') {
            at += tail.length
            condition = parenthesised()
          }
        }
        return { kind: 'block', ...done(), condition, body }
      }
      case 'catch': {
        at += word.length
        while (at < text.length && text[at] !== '{' && text[at] !== '\n') at++
        return { kind: 'block', ...done(), condition: [], body: block() }
      }
      case 'function':
      case 'filter':
      case 'workflow': {
        at += word.length
        skip(true)
        const [name = ''] = /^[\w:.-]{1,200}/.exec(text.slice(at, at + 200)) ?? []
        if (name === '') break
        at += name.length
        skip(true)
        const parameters = text[at] === '(' ? parenthesised() : []
        return { kind: 'function', ...done(), name, body: [...parameters, ...block()] }
      }
      case 'param': {
        at += word.length
        const body = parenthesised()
        return { kind: 'block', ...done(), condition: [], body }
      }
      case 'return':
      case 'throw':
      case 'exit': {
        at += word.length
        skip(false)
        const char = text[at]
        if (char === undefined || char === '\n' || char === ';' || char === '}')
          return { kind: 'expression', ...done(), items: [], redirects: [] }
        return statement()
      }
    }
    at = start
    return pipeline()
  }

  function ifStatement(start: number): Node {
    const branches: Branch[] = []
    at += 2
    for (;;) {
      skip(true)
      const conditionStart = at
      const condition = parenthesised()
      const conditionEnd = at
      const body = block()
      branches.push({ start: conditionStart, end: at, condition, conditionStart, conditionEnd, body })
      const end = at
      skip(true)
      const next = keyword()
      if (next === 'elseif') {
        at += next.length
        continue
      }
      if (next === 'else') {
        at += next.length
        const from = at
        const otherwise = block()
        branches.push({
          start: from,
          end: at,
          condition: [],
          conditionStart: from,
          conditionEnd: from,
          body: otherwise,
        })
      } else at = end
      return { kind: 'branches', start, end: at, subject: [], branches }
    }
  }

  function switchStatement(start: number): Node {
    at += 'switch'.length
    skip(true)
    while (text[at] === '-') while (at < text.length && !/[\s({]/.test(text[at]!)) at++
    const subject = parenthesised()
    const branches: Branch[] = []
    skip(true)
    if (text[at] === '{' && !tooDeep()) {
      at++
      depth++
      for (;;) {
        skip(true)
        if (text[at] === ';') {
          at++
          continue
        }
        if (text[at] === undefined || text[at] === '}') break
        const from = at
        const pattern = text[at] === '{' ? undefined : word()
        const isDefault = pattern !== undefined && text.slice(from, at).toLowerCase() === 'default'
        const items: Item[] = pattern && !isDefault ? [{ kind: 'word', word: pattern }] : []
        const condition: Node[] = pattern
          ? items.length
            ? [{ kind: 'expression', start: from, end: at, items, redirects: [] }]
            : []
          : block()
        const conditionEnd = at
        const body = block()
        branches.push({ start: from, end: at, condition, conditionStart: from, conditionEnd, body })
        if (at === from) at++
      }
      depth--
      if (text[at] === '}') at++
      else fail(text.length, '"}" is missing')
    }
    return { kind: 'branches', start, end: at, subject, branches }
  }

  function pipeline(): Node | undefined {
    const start = at
    const nodes: Node[] = []
    for (;;) {
      skip(nodes.length > 0)
      const node = element()
      if (node) nodes.push(node)
      skip(false)
      const two = text.slice(at, at + 2)
      if (two === '&&' || two === '||') at += 2
      else if (text[at] === '|') at++
      else {
        // A pipe may begin the next line.
        const here = at
        if (node && text[at] === '\n') {
          skip(true)
          if (text[at] === '|' && text[at + 1] !== '|') {
            at++
            continue
          }
        }
        at = here
        break
      }
      if (!node && at >= text.length) break
    }
    if (nodes.length < 2) return nodes[0]
    return { kind: 'pipeline', start, end: at, nodes }
  }

  /** Whether a call begins here, and no expression. */
  function beginsCall(): boolean {
    const char = text[at]
    if (char === undefined) return false
    if (char === '&') return true
    // A path in a string that is run: `$dir\nssm.exe set …`.
    if (char === '$') return /^\$\{?[\w:]{1,100}\}?[\\/][\w.]/.test(text.slice(at, at + 110))
    if (char === '.') return /[\s\\/"'$]/.test(text[at + 1] ?? '')
    return (
      /[A-Za-z_\\%?~*\uE000]/.test(char) || (/\d/.test(char) && /^\d+[A-Za-z][\w.-]*\s/.test(text.slice(at, at + 60)))
    )
  }

  function element(): Node | undefined {
    const char = text[at]
    if (char === undefined || char === '}' || char === ')' || char === ';' || char === '\n') return undefined
    return beginsCall() ? call() : expression()
  }

  function call(): Node {
    const start = at
    const words: Word[] = []
    const redirects: { append: boolean; target: Word }[] = []
    if (text[at] === '&' || (text[at] === '.' && /\s/.test(text[at + 1] ?? ''))) {
      at++
      skip(false)
    }
    for (;;) {
      skip(false)
      const char = text[at]
      if (char === undefined || char === '\n' || char === ';' || char === '|' || char === ')' || char === '}') break
      if (char === '&') {
        if (text[at + 1] === '&') break
        at++
        continue
      }
      if (char === ',') {
        at++
        skip(true)
        continue
      }
      if (redirect(redirects)) continue
      // Behind `--%` nothing is PowerShell any more.
      if (text.startsWith('--%', at)) {
        at += 3
        continue
      }
      const before = at
      words.push(word())
      if (at === before) at++
    }
    return { kind: 'call', start, end: at, words, redirects }
  }

  /** `> file`, `2>&1`, `*>> file`. */
  function redirect(redirects: { append: boolean; target: Word }[]): boolean {
    const found = /^([\d*]?)(>>?)(?:&\d)?/.exec(text.slice(at, at + 6))
    if (!found) {
      if (text[at] !== '<') return false
      at++
      return true
    }
    at += found[0].length
    if (found[0].includes('&')) return true
    skip(false)
    if (at < text.length && !/[\n;|)}]/.test(text[at]!)) {
      const target = word()
      if (found[1] === '' || found[1] === '1' || found[1] === '*') redirects.push({ append: found[2] === '>>', target })
    }
    return true
  }

  /** A word of a call: barewords, quotes, variables and brackets that stand together. */
  function word(): Word {
    const start = at
    const parts: Part[] = []
    const quoted = QUOTES.test(text[at] ?? '')
    let from = at
    const flush = () => {
      if (at > from) parts.push({ kind: 'text', text: text.slice(from, at), start: from, end: at })
    }
    for (;;) {
      const char = text[at]
      if (char === undefined) break
      if (char === '`') {
        flush()
        const escaped = text[at + 1]
        if (escaped === undefined || escaped === '\n') {
          from = at
          break
        }
        from = at + 1
        at += 2
        continue
      }
      if (QUOTES.test(char)) {
        flush()
        string(parts)
        from = at
        if (at - start > 0 && quoted && parts.length > 0 && !/[\w.\\/$-]/.test(text[at] ?? '')) break
        continue
      }
      if (char === '@' && QUOTES.test(text[at + 1] ?? '')) {
        flush()
        hereString(parts)
        from = at
        continue
      }
      if (char === '$') {
        flush()
        dollar(parts)
        from = at
        continue
      }
      if (char === '@' && at === start && /\w/.test(text[at + 1] ?? '')) {
        // Splatting: `@args` hands on a variable.
        const [name = ''] = /^[\w:]{1,100}/.exec(text.slice(at + 1, at + 101)) ?? []
        parts.push({ kind: 'variable', name, start: at, end: at + 1 + name.length })
        at += 1 + name.length
        from = at
        break
      }
      if (at === start && (char === '(' || char === '{' || (char === '@' && /[({]/.test(text[at + 1] ?? '')))) {
        const part = brackets()
        if (!part) break
        parts.push(part)
        from = at
        if (/[.[]/.test(text[at] ?? '')) members()
        from = at
        break
      }
      if (ENDS_WORD.test(char)) break
      at++
    }
    flush()
    return { start, end: at, parts, quoted }
  }

  /** `( … )`, `{ … }`, `@( … )` or `@{ … }`. */
  function brackets(): Part | undefined {
    const start = at
    const list = text[at] === '@'
    if (tooDeep()) return undefined
    if (list) at++
    const round = text[at] === '('
    at++
    const nodes = round || !list ? statements(round ? ')' : '}') : entries()
    return { kind: 'script', nodes, start, end: at, list }
  }

  /** The entries of a hash table up to its `}`, as assignments. */
  function entries(): Node[] {
    const nodes: Node[] = []
    depth++
    for (;;) {
      skip(true)
      const char = text[at]
      if (char === undefined || char === '}') break
      const start = at
      const key = char === '=' ? undefined : word()
      skip(true)
      if (text[at] === '=') {
        at++
        skip(true)
        const value = statement()
        const name = key ? text.slice(key.start, key.end).replace(/^["']|["']$/g, '') : ''
        const nameStart = start + (QUOTES.test(char) ? 1 : 0)
        nodes.push({ kind: 'entry', start, end: at, name, nameStart, value: value ? [value] : [] })
      }
      if (text[at] === ';' || text[at] === ',') at++
      if (at === start) at++
    }
    depth--
    if (text[at] === '}') at++
    else fail(text.length, '"}" is missing')
    return nodes
  }

  /** `.Name`, `[0]`, `::Name`, `.Name(…)` behind a variable or bracket of a call's word: not known, only stepped over. */
  function members(): void {
    for (;;) {
      const found = /^(?:\.\w{1,100}|::\w{1,100})/.exec(text.slice(at, at + 104))
      if (found) at += found[0].length
      else if (text[at] === '[' && /[\w$"'-]/.test(text[at + 1] ?? '')) {
        const length = text.slice(at, at + 200).indexOf(']')
        if (length < 0) return
        at += length + 1
      } else if (text[at] === '(' && /\w/.test(text[at - 1] ?? '')) parenthesised()
      else return
    }
  }

  /** What stands behind a `$`. */
  function dollar(parts: Part[]): void {
    const start = at
    const next = text[at + 1]
    if (next === '(') {
      at++
      if (tooDeep()) return
      at++
      const nodes = statements(')')
      parts.push({ kind: 'script', nodes, start, end: at, list: false })
      return
    }
    if (next === '{') {
      const length = text.slice(at, at + 200).indexOf('}')
      if (length > 0) {
        parts.push({ kind: 'variable', name: text.slice(at + 2, at + length), start, end: at + length + 1 })
        at += length + 1
        return
      }
    }
    at++
    while (at < text.length && NAME.test(text[at]!)) {
      // `$x:` at the end of a name is no part of it, as in "$x: no".
      if (text[at] === ':' && !/\w/.test(text[at + 1] ?? '')) break
      at++
    }
    if (at === start + 1) {
      if (next !== undefined && /[$^]/.test(next)) at++
      else {
        parts.push({ kind: 'text', text: '$', start, end: at })
        return
      }
    }
    parts.push({ kind: 'variable', name: text.slice(start + 1, at), start, end: at })
  }

  function string(parts: Part[]): void {
    const open = text[at]!
    const single = /['\u2018\u2019]/.test(open)
    const begin = at
    at++
    let from = at
    const flush = () => {
      if (at > from) parts.push({ kind: 'text', text: text.slice(from, at), start: from, end: at })
    }
    for (;;) {
      const char = text[at]
      if (char === undefined) {
        flush()
        fail(begin, 'a string is not closed')
        return
      }
      if (single ? /['\u2018\u2019]/.test(char) : /["\u201C\u201D]/.test(char)) {
        flush()
        if (QUOTES.test(text[at + 1] ?? '') && text[at + 1] === char) {
          parts.push({ kind: 'text', text: char, start: at + 1, end: at + 2 })
          at += 2
          from = at
          continue
        }
        at++
        return
      }
      if (!single && char === '`') {
        flush()
        const escaped = text[at + 1]
        if (escaped === undefined) {
          at++
          from = at
          continue
        }
        if (ESCAPES[escaped] !== undefined) parts.push({ kind: 'text', text: ESCAPES[escaped], start: at, end: at + 2 })
        else if (escaped !== '\n') parts.push({ kind: 'text', text: escaped, start: at + 1, end: at + 2 })
        at += 2
        from = at
        continue
      }
      if (!single && char === '$') {
        flush()
        dollar(parts)
        from = at
        continue
      }
      at++
    }
  }

  /** `@"` or `@'`, a line end, lines, and the closing mark at the beginning of a line. */
  function hereString(parts: Part[]): void {
    const begin = at
    const single = text[at + 1] === "'"
    const head = /^@["'][ \t]*\n/.exec(text.slice(at, at + 200))
    const from = head ? at + head[0].length : at + 2
    const close = text.indexOf(single ? "\n'@" : '\n"@', Math.max(from - 1, 0))
    const end = close < 0 ? text.length : Math.max(close, from)
    if (close < 0) fail(begin, 'a here-string is not closed')
    if (single) {
      if (end > from) parts.push({ kind: 'text', text: text.slice(from, end), start: from, end })
    } else {
      at = from
      let run = at
      const flush = (to: number) => {
        if (to > run) parts.push({ kind: 'text', text: text.slice(run, to), start: run, end: to })
      }
      while (at < end) {
        const char = text[at]
        if (char === '`' && at + 1 < end) {
          flush(at)
          const escaped = text[at + 1]!
          if (ESCAPES[escaped] !== undefined)
            parts.push({ kind: 'text', text: ESCAPES[escaped], start: at, end: at + 2 })
          else if (escaped !== '\n') parts.push({ kind: 'text', text: escaped, start: at + 1, end: at + 2 })
          at += 2
          run = at
        } else if (char === '$') {
          flush(at)
          dollar(parts)
          run = at
        } else at++
      }
      flush(Math.min(at, end))
    }
    at = close < 0 ? text.length : Math.max(close + 3, at)
  }

  function expression(): Node {
    const start = at
    const items: Item[] = []
    const redirects: { append: boolean; target: Word }[] = []
    const named =
      /^(?:\[[\w.,[]{1,80}\]{1,3}\s{0,9}){0,3}\$(?:\{([^}\n]{1,100})\}|([\w:?]{1,100}))((?:\.\w{1,60}|\[[^\]\n]{0,60}\]){0,8})[ \t]{0,40}([-+*/%]?=)(?!=)/.exec(
        text.slice(at, at + 800),
      )
    if (named) {
      const name = (named[1] ?? named[2] ?? '') + (named[3] ?? '')
      const nameStart = at + named[0].indexOf('$') + (named[1] === undefined ? 1 : 2)
      at += named[0].length
      skip(true)
      const value = statement()
      return { kind: 'assignment', start, end: at, name, nameStart, value: value ? [value] : [] }
    }
    for (;;) {
      skip(false)
      const char = text[at]
      if (char === undefined || char === '\n' || char === ';' || char === '|' || char === ')' || char === '}') break
      if (char === '&' && text[at + 1] === '&') break
      if (QUOTES.test(char) || (char === '@' && QUOTES.test(text[at + 1] ?? '')) || char === '$') {
        const from = at
        const parts: Part[] = []
        if (char === '$') dollar(parts)
        else if (char === '@') hereString(parts)
        else string(parts)
        items.push({ kind: 'word', word: { start: from, end: at, parts, quoted: char !== '$' } })
        continue
      }
      if (char === '(' || char === '{' || (char === '@' && /[({]/.test(text[at + 1] ?? ''))) {
        const part = brackets()
        if (!part) break
        items.push({ kind: 'word', word: { start: part.start, end: at, parts: [part], quoted: false } })
        continue
      }
      if (char === '>' || (/[\d*]/.test(char) && text[at + 1] === '>')) {
        redirect(redirects)
        continue
      }
      const operator = /^(?:-[A-Za-z]{1,20}|\.[A-Za-z]\w{0,60}(?=\()|::[A-Za-z]\w{0,60}|\[[A-Za-z][\w.]{0,80}\])/.exec(
        text.slice(at, at + 90),
      )
      if (operator) {
        items.push({ kind: 'operator', name: operator[0].toLowerCase(), start: at })
        at += operator[0].length
        continue
      }
      if (char === '=' || char === ',') {
        // The value of a hash table's entry or of a parameter is a statement of its own; a list goes on in the next line.
        at++
        skip(true)
        if (char === ',' || text[at] === '=') continue
        const before = at
        const value = statement()
        if (value)
          items.push({
            kind: 'word',
            word: {
              start: before,
              end: at,
              parts: [{ kind: 'script', nodes: [value], start: before, end: at, list: false }],
              quoted: false,
            },
          })
        continue
      }
      at++
    }
    return { kind: 'expression', start, end: at, items, redirects }
  }

  const nodes = statements('')
  return { nodes, error }
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '0': '\0',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  e: '\x1b',
}
