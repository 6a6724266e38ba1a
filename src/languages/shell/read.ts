/** Reads a script and all the scripts in its strings: what stands before the walk over it, and what can be said behind it. */
import { keptOptions } from '../../reading/kept-options.ts'
import type { Reader } from '../../reading/language.ts'
import { oneBranchTexts } from '../../reading/one-branch.ts'
import { isTemplateName, maskActions } from '../../reading/template.ts'
import { writtenFiles } from '../../reading/written-files.ts'
import { type Source, spanOf, withText } from '../../text/source.ts'
import { saysMistake, scriptIn } from './calls.ts'
import { definitionsOf } from './definitions.ts'
import { saysKeptOptions } from './flags.ts'
import type { Script } from './here.ts'
import type { Mistake } from './parse/progress.ts'
import { type ParsedScript, parseScript } from './parse.ts'
import type { Node } from './tree.ts'
import { walk } from './walk.ts'

/** Scripts longer than this are not parsed. */
const LONGEST_SCRIPT = 1_000_000
/** How many characters of scripts in strings one script may hold: each level is read again. */
const MOST_INNER = 4_000_000

/** Reads one script with all the scripts in its strings. */
export function readScript(source: Source, reader: Reader): void {
  if (source.text.length > LONGEST_SCRIPT) {
    reader.unread(spanOf(source, 0, 1), 'the script is longer than 1 MB', false)
    return
  }
  if (/^\s*#cloud-config\b/.test(source.text)) {
    // User data is often kept in a file named `.sh`, whatever it holds.
    reader.embed({ file: 'cloud-config.yaml' }, source)
    return
  }
  const { error, each } = parsed(source, reader.name)
  if (error) saysMistake('a part of the shell script', source, error, reader)
  for (const nodes of each) readNodes(nodes, reader)
}

/** A script as it is, or, where no shell would take it, one with each branch of the template that it stands in. */
function parsed(source: Source, name: string): { error: Mistake | undefined; each: readonly (readonly Node[])[] } {
  const parse = (text: Source): ParsedScript =>
    parseScript(withoutEscapes(withoutTestNames(isTemplateName(name) ? maskActions(text) : text)))
  const { error, nodes } = parse(source)
  const branches = error ? oneBranchTexts(source).map(parse) : []
  return branches.length === 0 || branches.some(branch => branch.error)
    ? { error, each: [nodes] }
    : { error: undefined, each: branches.map(branch => branch.nodes) }
}

function readNodes(nodes: readonly Node[], reader: Reader): void {
  const script: Script = {
    reader,
    walk,
    options: keptOptions(),
    keptCalls: [],
    called: new Map(),
    files: writtenFiles((file, text, scope) => reader.embed({ file }, text, scope)),
    innerBudget: MOST_INNER,
    saidDeep: false,
  }
  walk(nodes, {
    script,
    scope: reader.scope,
    wrappers: [],
    tested: false,
    definitions: definitionsOf(nodes),
    out: undefined,
    depth: 0,
  })
  readKeptCalls(script)
  saysKeptOptions(script)
  script.files.end()
}

/** Reads the texts of variables that turned out to be called. */
function readKeptCalls({ keptCalls, called }: Script): void {
  for (const kept of keptCalls) {
    const { here, source } = kept
    const use = called.get(kept.variable)
    if (!use) continue
    // What else the variable may hold is what the other branches do.
    const others = keptCalls
      .filter(each => each !== kept && each.variable === kept.variable)
      .slice(0, MOST_OTHERS)
      .map(each => each.source.text)
    const guard = others.length > 0 ? { condition: source.text, others } : undefined
    const scope = guard ? here.script.reader.open('branch', { guard }, here.scope) : here.scope
    scriptIn(source, { ...here, ...use, scope, out: undefined }, true)
  }
}

/** How many other values of a variable are looked at. */
const MOST_OTHERS = 8

/** Bats writes `@test "name" {` before a group of commands: the name is blanked, and the group is shell. */
const withoutTestNames = (source: Source): Source =>
  source.text.includes('@test')
    ? withText(
        source,
        source.text.replace(/^[ \t]*@test[ \t][^\n]*(?=\{[ \t]*$)/gm, name => ' '.repeat(name.length)),
      )
    : source

/** `$${name}` is what a template of Terraform writes for `${name}`; no shell asks for its own number before a bracket. */
const withoutEscapes = (source: Source): Source =>
  source.text.includes('$${') ? withText(source, source.text.replace(/(?<=^|[\s"'`(;|&=])\$\$(?=\{)/gm, ' $')) : source
