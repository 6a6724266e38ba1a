/** The fixtures and examples as files in memory, with the expectations that stand in them. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Beside } from '../src/helm/beside.ts'

/** A diagnostic that a fixture asks for. */
export interface Expected {
  readonly line: number
  readonly column: number | undefined
  readonly rule: string
  readonly level: string | undefined
}

export interface Fixture {
  readonly path: string
  readonly text: string
  readonly bytes: Buffer
  /** Undefined for a file that holds no expectations of its own because another file's run covers it. */
  readonly expected: readonly Expected[]
}

/** The files beside a chart's template, from memory. */
export function filesInMemory(files: readonly { path: string; bytes: Buffer }[]): Beside {
  const texts = new Map(files.map(({ path, bytes }) => [path, bytes.toString('utf8')]))
  return {
    read: path => texts.get(path),
    list(folder) {
      const names = new Set<string>()
      for (const path of texts.keys())
        if (path.startsWith(folder)) names.add(path.slice(folder.length).replace(/\/.*/s, '/'))
      return [...names].sort()
    },
  }
}

const SIDECARS = /\.expect$|\.fixed(\.[^.]+)?$/

/** Every file below a folder, sorted, without sidecars. */
export function fixturesIn(folder: string): readonly Fixture[] {
  const found: Fixture[] = []
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) found.push(...fixturesIn(path))
    else if (!SIDECARS.test(name)) found.push(fixture(path))
  }
  return found
}

function fixture(path: string): Fixture {
  const bytes = readFileSync(path)
  const text = bytes.toString('utf8')
  // Where a file stands says something of it, so the fixtures are linted as if their folder were the root.
  return {
    path: path.replace(/^test[/\\]fixtures[/\\]/, '').replaceAll('\\', '/'),
    text,
    bytes,
    expected: [...marksIn(text), ...sidecar(`${path}.expect`)],
  }
}

const MARK = /(?:#|\/\/|;|--|<!--|\{\{\/\*|\{#)\s*(expect|expect-next):\s*(.*?)\s*(?:-->|\*\/\}\}|#\}|\*\/)?$/

/** `# expect: 15 rule-id=note, other-rule` on the line, `# expect-next:` on the line above. */
function marksIn(text: string): readonly Expected[] {
  const found: Expected[] = []
  for (const [index, line] of text.split(/\r\n?|\n/).entries()) {
    const mark = MARK.exec(line)
    if (!mark) continue
    const at = index + 1 + (mark[1] === 'expect-next' ? 1 : 0)
    for (const wanted of mark[2]!.split(/\s*,\s*/)) found.push(expectation(at, wanted))
  }
  return found
}

function sidecar(path: string): readonly Expected[] {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return []
  }
  return text
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => {
      const [, at, column, wanted] = /^(\d+)(?::(\d+))?\s+(.*)$/.exec(line) ?? []
      if (!at || !wanted) throw new Error(`${path}: not an expectation: ${line}`)
      return expectation(Number(at), column ? `${column} ${wanted}` : wanted)
    })
}

function expectation(line: number, text: string): Expected {
  const [, column, rule, level] = /^(?:(\d+)\s+)?([a-z][a-z-]*)(?:=(error|warning|note))?$/.exec(text) ?? []
  if (!rule) throw new Error(`not an expectation: ${text}`)
  return { line, column: column ? Number(column) : undefined, rule, level }
}
