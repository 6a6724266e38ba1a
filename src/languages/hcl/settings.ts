/** Attributes of resources, modules and variables whose value or name names a container runtime, as settings. */
import type { Scope } from '../../facts.ts'
import type { Reader } from '../../reading/language.ts'
import { isNoChoice, isRuntimeKey, namesRuntime, runtimeOptions } from '../../reading/runtime-names.ts'
import { locate, type Source } from '../../text/source.ts'
import type { Attribute, Block, Body, Expression } from './tree.ts'

interface Around {
  /** The type of a resource, the source of a module, or the kind of block. */
  readonly program: string
  readonly path: readonly string[]
  readonly scope: Scope
  readonly source: Source
  readonly reader: Reader
  /** What else tells whose the settings are. */
  readonly tells?: () => readonly string[]
}

/** Real configuration nests some ten deep. */
const MOST_DEPTH = 40

/** Says the settings of a file's attributes and of all of its blocks. */
export function sayRuntimeSettings(body: Body, source: Source, reader: Reader): void {
  const around = { path: [], scope: reader.scope, source, reader }
  for (const attribute of body.attributes) sayAttribute(attribute, body.attributes, { ...around, program: 'terraform' })
  for (const block of body.blocks) {
    const [type = '', name = ''] = block.labels
    if (SELF_READ.test(type)) continue
    if (block.type === 'variable') sayVariable(block, type, body, { ...around, program: 'variable' })
    else
      sayBody(block.body, {
        ...around,
        program: programOf(block, source),
        path: [block.type === 'module' ? type : name],
      })
  }
}

/** Resources that are read as the documents that they stand for. */
const SELF_READ = /^(?:kubernetes_|helm_)/

function programOf({ type, labels, body }: Block, source: Source): string {
  if (type !== 'module') return labels[0] ?? type
  const from = body.attributes.find(({ name }) => name === 'source')?.value
  return from ? source.text.slice(from.start, Math.min(from.end, from.start + 300)) : type
}

function sayBody({ attributes, blocks }: Body, around: Around): void {
  if (around.path.length > MOST_DEPTH) return
  for (const attribute of attributes) sayAttribute(attribute, attributes, around)
  for (const block of blocks) {
    const name = block.type === 'dynamic' ? (block.labels[0] ?? '') : block.type
    const content = block.type === 'dynamic' ? block.body.blocks.find(({ type }) => type === 'content') : undefined
    sayBody((content ?? block).body, { ...around, path: [...around.path, name] })
  }
}

/** The default of a variable is what its name gets. */
function sayVariable({ body }: Block, name: string, file: Body, around: Around): void {
  const given = body.attributes.find(attribute => attribute.name === 'default')
  if (given) sayAttribute({ ...given, name }, [], { ...around, tells: () => usersOf(name, file, around.source) }, given)
}

/** What takes a variable: the types of resources and the sources of modules that name it. */
function usersOf(name: string, { blocks }: Body, source: Source): readonly string[] {
  const isNamedIn = (text: string): boolean =>
    text
      .split(`var.${name}`)
      .slice(1)
      .some(behind => !/^[\w-]/.test(behind))
  return blocks
    .filter(({ type, start, end }) => /^(?:resource|module)$/.test(type) && isNamedIn(source.text.slice(start, end)))
    .slice(0, MOST_BESIDE)
    .map(block => programOf(block, source))
}

function sayAttribute(
  attribute: Attribute,
  beside: readonly Attribute[],
  around: Around,
  place: Attribute = attribute,
): void {
  const { name, value } = attribute
  if (isNoChoice(name) || around.path.length > MOST_DEPTH) return
  const { reader, source, scope, program } = around
  const key = [...around.path, name]
  const say = (at: { start: number; end: number }, from: Source, to: Source | undefined): void =>
    reader.fact(
      {
        kind: 'setting',
        program,
        key,
        at: locate(from, at.start, at.end),
        value: to && locate(to, 0, to.text.length),
        beside: [...beside.slice(0, MOST_BESIDE).map(other => other.name), ...(around.tells?.() ?? [])],
      },
      scope,
    )
  for (const part of partsOf(value)) {
    if (part.kind === 'object')
      for (const entry of part.entries) sayAttribute(entry, part.entries, { ...around, path: key })
    else if (part.kind === 'text') {
      const text = part.text()
      if (namesRuntime(text.text) && !text.text.startsWith('-')) say(place, source, text)
      else
        for (const { flag, name: option, value: given } of part.heredoc ? [] : runtimeOptions(text))
          reader.fact(
            { kind: 'setting', program, key: [...key, `--${option}`], at: flag, value: given, beside: [] },
            scope,
          )
    } else if (isRuntimeKey(name) && /^(?:true|false)$/.test(source.text.slice(part.start, part.end)))
      reader.fact(
        {
          kind: 'setting',
          program,
          key,
          at: locate(source, place.start, place.end),
          value: locate(source, part.start, part.end),
          beside: [],
        },
        scope,
      )
  }
}

/** More keys of an object tell no more of it. */
const MOST_BESIDE = 60

/** What an expression may come to: itself, the items of a list, both sides of a condition, the arguments of a call that hands them on. */
function partsOf(expression: Expression): readonly Expression[] {
  const found: Expression[] = []
  const stack = [expression]
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (next.kind === 'list') stack.push(...[...next.items].reverse())
    else if (next.kind === 'call' && HANDS_ON.test(next.name)) stack.push(...[...next.args].reverse())
    else if (next.kind === 'other' && next.parts.length > 0) stack.push(...[...next.parts].reverse())
    else found.push(next)
  }
  return found
}

const HANDS_ON = /^(?:tolist|toset|tomap|concat|compact|coalesce|merge|flatten|join|lookup|optional|try)$/
