/*
 * How files choose Docker: a name and a value, wherever they stand. `containerRuntime: docker`, `container_runtime = "docker"`,
 * `--container-runtime=docker` and `CONTAINER_RUNTIME=docker` are one row; what else stands around tells whose it is where the
 * name alone does not. The rows are in docker-tools.ts and docker-agents.ts.
 */

import type { Verdict } from './verdict.ts'

/** A setting by which a tool sets up nodes with Docker, or by which an agent works through Docker. */
export interface RuntimeChoice extends Verdict {
  /** Names that lead to the value, the last one last, with dots between them; `*` in front stands for any beginning of the first. */
  readonly names: readonly string[]
  /** The value; a group of it is the part that is meant. Where the name alone chooses, a pattern of what the value may be, if there is one. */
  readonly values: RegExp
  /** Whether the name chooses without a value, too: `docker: {}`, `--docker`. */
  readonly byName?: true
  /** Whether the name counts only as a key or variable: as an option it is another program's. */
  readonly asKey?: true
  /** What tells that it is this tool or agent, where the names do not: see `Given.around`. */
  readonly shownBy?: RegExp
  /** What tells that it is not. */
  readonly unless?: RegExp
  readonly source: string
}

/** A name with a value, as a file gives it. */
export interface Given {
  /** The names that lead to the value, outermost first. */
  readonly names: readonly string[]
  readonly value: string | undefined
  /** Whether it is an option of a program. */
  readonly isOption?: boolean
  /** Groups of texts around it that may tell whose it is: the program, the document's kind, a module's source, keys beside it, the image, the path. */
  readonly around: () => readonly (readonly string[])[]
}

/** A choice, and the part `[start, end)` of the value that makes it. */
export interface Chosen {
  readonly choice: RuntimeChoice
  readonly start: number
  readonly end: number
}

/** Rows by the last of their names. */
export interface ChoiceTable {
  readonly byName: ReadonlyMap<string, readonly RuntimeChoice[]>
  readonly byEnd: readonly RuntimeChoice[]
}

/** `containerRuntime`, `container-runtime`, `CONTAINER_RUNTIME` and `--container_runtime` are one name. */
const plain = (name: string): string => name.replace(/[-_]/g, '').toLowerCase()

/** The names of a path, one by one, without the indices of lists. */
const namesOf = (names: readonly string[]): readonly string[] =>
  names
    .flatMap(name => name.split(/\.|::/))
    .filter(name => name !== '' && !/^\d+$/.test(name))
    .map(plain)

/** Makes a table of rows. */
export function choiceTable(rows: readonly RuntimeChoice[]): ChoiceTable {
  const byName = new Map<string, RuntimeChoice[]>()
  const byEnd: RuntimeChoice[] = []
  for (const row of rows)
    for (const names of row.names) {
      const last = namesOf([names]).at(-1) ?? ''
      if (last.startsWith('*')) byEnd.push(row)
      else if (!byName.get(last)?.includes(row)) byName.set(last, [...(byName.get(last) ?? []), row])
    }
  return { byName, byEnd }
}

/** Values longer than this choose nothing. */
const LONGEST_VALUE = 1_000

/** The row of a table that a value makes true. */
export function chosenBy(table: ChoiceTable, given: Given): Chosen | undefined {
  const { value = '' } = given
  if (value.length > LONGEST_VALUE) return undefined
  const names = namesOf(given.names)
  for (const choice of [...(table.byName.get(names.at(-1) ?? '') ?? []), ...table.byEnd]) {
    if ((given.value === undefined && !choice.byName) || (choice.asKey && isOption(given))) continue
    const found = choice.values.exec(value)
    if (!found || !choice.names.some(name => leadsBy(names, namesOf([name])))) continue
    if ((choice.shownBy || choice.unless) && !isShown(choice, given)) continue
    const part = found[1] ?? found[0]
    const start = found.index + found[0].lastIndexOf(part)
    return { choice, start, end: start + part.length }
  }
  return undefined
}

/** Whether a name is an option, or is written as one: `container-runtime`. */
const isOption = ({ names, isOption = false }: Given): boolean => isOption || (names.at(-1) ?? '').includes('-')

/** Whether a path of names ends in the names of a row. */
const leadsBy = (names: readonly string[], wanted: readonly string[]): boolean =>
  wanted.every((name, index) => {
    const own = names[names.length - wanted.length + index]
    return name.startsWith('*') ? own?.endsWith(name.slice(1)) : own === name
  })

function isShown({ shownBy, unless }: RuntimeChoice, given: Given): boolean {
  const around = given.around()
  if (unless && around.some(texts => says(texts, unless))) return false
  return !shownBy || around.some(texts => says(texts, shownBy))
}

/** So many texts are asked each time. More are the words of a script, which many facts of it ask for alike. */
const FEW = 16

const said = new WeakMap<readonly string[], Map<RegExp, boolean>>()

/** Whether one of some texts says something. */
function says(texts: readonly string[], pattern: RegExp): boolean {
  const look = (): boolean => texts.some(text => pattern.test(text))
  if (texts.length <= FEW) return look()
  const answers = said.get(texts) ?? new Map<RegExp, boolean>()
  said.set(texts, answers)
  const answer = answers.get(pattern) ?? look()
  answers.set(pattern, answer)
  return answer
}

/** What a file holds that makes one of these choices: the last of its names in each way of writing it, and the value behind it. */
export function choiceTriggers(rows: readonly RuntimeChoice[]): readonly ChoiceTrigger[] {
  const triggers = new Map<string, ChoiceTrigger>()
  const add = (word: string, followedBy: RegExp, beside?: readonly string[]): void => {
    triggers.set(`${word} ${followedBy} ${beside}`, { word, followedBy, ...(beside && { beside }) })
  }
  for (const row of rows)
    for (const name of row.names) {
      const { byName } = row
      const parts = name.split('.')
      const last = parts.at(-1)!
      const above = parts.at(-2)
      // Docker is named in every other file: the name around it counts, or that it is an option, a switch or a key.
      if (byName && /^-*docker$/i.test(last)) {
        if (above === undefined) for (const [word, behind] of SWITCHES) add(word, behind)
        else for (const word of spellingsOf(above)) add(word, givenIn(row, above.length >= DISTINCT))
      } else if (byName && above === 'docker') add('docker', HOLDS)
      // A short name of which the value says nothing is a word of any language.
      else if (byName && last.length < DISTINCT && above !== undefined && above.length >= DISTINCT)
        for (const word of spellingsOf(above)) add(word, SET)
      else {
        const given = byName ? SET : givenIn(row, last.length >= DISTINCT)
        // A short name is one of any file, but not below that one.
        const beside = last.length < DISTINCT && above !== undefined ? spellingsOf(above) : undefined
        for (const word of spellingsOf(last)) add(word, given, beside)
      }
    }
  return [...triggers.values()]
}

/** A name in each way of writing it. */
function spellingsOf(name: string): readonly string[] {
  const words = name
    .replace(/^[*-]+/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .split(/[-_]/)
  return ['', '-', '_'].map(joint => words.join(joint).toLowerCase())
}

/** A word and what has to follow it, as a rule names it. */
export interface ChoiceTrigger {
  readonly word: string
  readonly followedBy: RegExp
  readonly beside?: readonly string[]
}

/** Shorter names are words of any language. */
const DISTINCT = 12

/** Values that choose Docker without naming it, and how each is found. */
const OTHER_VALUES: readonly (readonly [string, string])[] = [
  ['cos', 'cos\\b'],
  ['ubuntu', 'ubuntu\\b'],
  ['host', 'host\\b'],
  ['windows_ltsc', 'windows_'],
  ['false', 'false\\b'],
  ['true', 'true\\b'],
  ['json', 'json\\b'],
]

/**
 * How a value of a row follows its name: `: docker`, `    = "COS"`, ` docker`, `, value: docker`,
 * `:\n  - /config/docker-monitor.json`. A variable of Terraform may have it as its default: `" {`. Behind a name that is no other's it may be filled in.
 */
function givenIn({ values }: RuntimeChoice, isDistinct: boolean): RegExp {
  const others = OTHER_VALUES.filter(([value]) => values.test(value)).map(([, pattern]) => `|${pattern}`)
  const given = `^\\W{0,40}(?:value\\W{1,20})?(?:[\\w./,:=~-]{0,50}docker${others.join('')})|^"\\s{0,9}\\{`
  return new RegExp(isDistinct ? `${given}|^\\W{0,12}(?:\\{\\{|\\$)` : given, 'i')
}

/** What follows a name that chooses by being there. */
const SET = /^(?![\w-])/
/** What follows a name that others stand below: `:` in YAML and JSON, `{` in HCL, `.` in a path. */
const HOLDS = /^["']?\s{0,9}(?::[\s{]|=|\{|\.version\b)/
const SWITCHES: readonly (readonly [string, RegExp])[] = [
  ['docker', /^["']?\s{0,9}[:=]\s{0,9}["']?(?:true|yes|on)\b/i],
  ['--docker', /^(?![\w-])/],
]
