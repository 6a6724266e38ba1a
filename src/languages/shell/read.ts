/** Reads a script and all the scripts in its strings: what stands before the walk over it, and what can be said behind it. */
import { keptOptions } from '../../reading/kept-options.ts'
import { isTemplateName, maskActions } from '../../reading/template.ts'
import { writtenFiles } from '../../reading/written-files.ts'
import { type Source, spanOf, withText } from '../../source.ts'
import type { Reader } from '../language.ts'
import { saysMistake, scriptIn } from './calls.ts'
import { definitionsOf } from './definitions.ts'
import { saysKeptOptions } from './flags.ts'
import type { Script } from './here.ts'
import { parseScript } from './parse.ts'
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
  const { nodes, error } = parseScript(withoutTestNames(isTemplateName(reader.name) ? maskActions(source) : source))
  if (error) saysMistake('a part of the shell script', source, error, reader)
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
  for (const { variable, here, source } of keptCalls) {
    const use = called.get(variable)
    if (use) scriptIn(source, { ...here, ...use, out: undefined }, true)
  }
}

/** Bats writes `@test "name" {` before a group of commands: the name is blanked, and the group is shell. */
const withoutTestNames = (source: Source): Source =>
  source.text.includes('@test')
    ? withText(
        source,
        source.text.replace(/^[ \t]*@test[ \t][^\n]*(?=\{[ \t]*$)/gm, name => ' '.repeat(name.length)),
      )
    : source
