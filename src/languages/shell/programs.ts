/** What the call of a program says: its name and arguments, patterns, options, paths. */

import { viaOf } from '../../facts.ts'
import { commandFlags } from '../../reading/command-text.ts'
import { componentProgram } from '../../reading/component-names.ts'
import { flagWords } from '../../reading/flag-words.ts'
import { sayQuery } from '../../reading/metric-queries.ts'
import { baseName } from '../../reading/path-words.ts'
import { sliceSource, UNKNOWN } from '../../text/source.ts'
import { ansibleService, ansibleWrites, saltService } from './ansible.ts'
import type { Definitions } from './definitions.ts'
import { documentName, documentsIn } from './documents.ts'
import { saysEdits } from './edits.ts'
import { saysEngine } from './engine-options.ts'
import { carriedBy, saysFlags, saysWrittenOptions } from './flags.ts'
import { asksForProgram } from './functions.ts'
import type { Here } from './here.ts'
import type { Unwrapped } from './inner.ts'
import { saysPaths } from './paths.ts'
import { patternsOf, takesPattern } from './patterns.ts'
import { queriesIn } from './queries.ts'
import { defaultedChoice, heldWords, resolvedArgument } from './resolve.ts'
import type { Word } from './tree.ts'
import { locatedOf, sourceOf, textOf } from './word.ts'

/** Programs whose arguments are text for people. */
const TALKING =
  /^(echo|printf|logger|notify-send|wall|say)$|(^|[_:-])(log|echo|print|msg|message|info|warn|warning|error|err|die|fail|fatal|abort|usage|debug|note|title|banner|step|section|success|ok|panic|exit_?with)([_:-]|$)/i

const READS = new Set([
  'cat',
  'less',
  'more',
  'head',
  'tail',
  'ls',
  'grep',
  'egrep',
  'stat',
  'file',
  'source',
  '.',
  'jq',
  'find',
  'wc',
  'du',
  'readlink',
  'realpath',
  'md5sum',
  'sha256sum',
  'diff',
  'awk',
])
const WRITES = new Set([
  'rm',
  'mkdir',
  'touch',
  'tee',
  'chmod',
  'chown',
  'chgrp',
  'truncate',
  'rmdir',
  'mv',
  'cp',
  'ln',
  'install',
  'rsync',
  'sed',
  'mount',
  'umount',
  'mknod',
  'setfacl',
  'chcon',
  'restorecon',
  'mkfs.ext4',
  'mkfs.xfs',
])

/** Says what a call of a program, or of a function of the script, does; `line` is the text around it. */
export function saysProgram({ words, own }: Unwrapped, wrappers: readonly string[], line: string, here: Here): void {
  const [first] = words
  if (!first) return
  const name = locatedOf(first)
  if (name.value.replaceAll(UNKNOWN, '') === '') {
    // `{{ rkt.bin }} run … --exec=/hyperkube -- kubelet --x`: who runs the component does not matter.
    if (carriedBy(name.value, words)) saysFlags(name.value, words, here)
    return
  }
  const base = programOf(words, baseName(name.value))
  if (own && !asksForProgram(own.body, name.value)) return
  const { reader } = here.script
  // Docker as the default of a variable is what runs where nobody chooses otherwise.
  const choice = words.map(each => defaultedChoice(each, here.definitions)).find(each => each !== undefined)
  const scope = choice
    ? reader.open('branch', { guard: { condition: `$${choice} == docker`, others: [] } }, here.scope)
    : here.scope
  const asked = /^(command|type|which|hash|whereis)$/.test(base)
  reader.fact(
    {
      kind: 'command',
      name,
      args: words
        .slice(1)
        .flatMap(each => argumentsOf(each, here.definitions))
        .map(locatedOf),
      wrappers,
      tested: here.tested || asked,
      via: viaOf(scope),
    },
    scope,
  )
  if (asked || own) return
  const managed =
    base === 'ansible' ? ansibleService(words) : /^salt(?:-call|-ssh)?$/.test(base) ? saltService(words) : undefined
  if (managed) reader.fact({ kind: 'service', ...managed }, scope)
  const edited = base === 'ansible' ? ansibleWrites(words) : undefined
  if (edited) here.script.files.write(edited.file, true, [edited.text], here.scope)
  for (const found of patternsOf(base, words)) reader.fact({ kind: 'pattern', ...found, subject: line }, scope)
  saysFlags(base, words, here)
  saysEngine(base, words, here)
  if (base === 'sed' || base === 'gsed' || (base === 'perl' && editsFiles(words))) saysWrittenOptions(words, here)
  else saysEdits(base, words, here)
  if (TALKING.test(base)) return
  if (!takesPattern(base))
    for (const query of queriesIn(words)) sayQuery(query, { fact: each => reader.fact(each, scope) })
  if (!QUOTES.has(base)) saysTexts(base, words, here)
  const documents = documentsIn(base, words)
  for (const { word, from } of documents) {
    const source = sourceOf(word, 'masked')
    reader.embed({ file: documentName(base), guess: true }, sliceSource(source, from, source.text.length), scope)
  }
  // To list a file only to see whether it is there is a test.
  const isTest = here.tested && LISTS.has(base)
  if (isTest)
    for (const word of words.slice(1).filter(each => !textOf(each).startsWith('-')))
      reader.fact({ kind: 'test', operator: '-e', operand: locatedOf(word) }, scope)
  const access = WRITES.has(base) ? 'write' : READS.has(base) ? 'read' : 'used'
  const expressions = takesPattern(base)
    ? new Set(patternsOf(base, words).map(({ text }) => text.span.start))
    : undefined
  const user = carriedBy(base, words) ?? base
  for (const each of words.slice(1)) {
    const { start } = locatedOf(each).span
    // Words that a variable stands for were read where they are written.
    if (documents.some(({ word }) => word === each)) continue
    if (start !== name.span.start && !expressions?.has(start) && !isTest) saysPaths(each, here, user, access)
  }
}

/** Whether a call of perl changes files as sed does: `perl -pi -e 's/a/b/' file`. */
const editsFiles = (words: readonly Word[]): boolean => words.slice(1).some(word => /^-\w{0,9}i/.test(textOf(word)))

/** Programs that show files and change none. */
const LISTS = new Set(['ls', 'stat', 'file', 'readlink', 'realpath'])

/** Programs whose quoted arguments are searched for, sent or told, and run by nobody. */
const QUOTES = new Set(
  'git gh hub curl wget jq yq awk gawk sed gsed grep egrep rg python python3 perl ruby node'.split(' '),
)

/** Says the options of components that a text calls: `supervise "kubelet --v=2"`, `hyperkube "apiserver --v=2"`. */
function saysTexts(base: string, words: readonly Word[], { scope, script }: Here): void {
  for (const each of words.slice(1)) {
    const text = textOf(each)
    if (!/\s--?[a-z]/.test(text)) continue
    const [head, name = ''] = (base === 'hyperkube' && /^\s*([\w-]{1,40})\s+(?=-)/.exec(text)) || []
    const program = componentProgram(name)
    const flags =
      head && program
        ? flagWords(sourceOf(each), head.length).map(word => ({ program, ...word }))
        : commandFlags(sourceOf(each))
    for (const flag of flags) script.reader.fact({ kind: 'flag', ...flag }, scope)
  }
}

/** Whose options and paths the words are: those of the daemon in `docker daemon -H …` (Docker 1.12) and `docker -d -H …` (1.7). */
function programOf([, first]: readonly Word[], base: string): string {
  // Red Hat has several versions beside each other: `dockerd-current`.
  const [, program] = /^(dockerd?)-(?:current|latest)$/.exec(base) ?? []
  const isDaemon = (program ?? base) === 'docker' && first && /^(daemon|-d|--daemon)$/.test(textOf(first))
  return isDaemon || program === 'dockerd' ? 'dockerd' : base
}

/** The words that an argument stands for, as far as the script says. */
const argumentsOf = (each: Word, definitions: Definitions): readonly Word[] =>
  heldWords(each, definitions) ?? [resolvedArgument(each, definitions) ?? each]
