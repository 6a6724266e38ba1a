/** Terraform, OpenTofu and Packer: the scripts, user data, files and Kubernetes objects that stand in them. */
import type { Guard, Place, Scope } from '../facts.ts'
import { isAboutCluster, namesMachineBeside } from '../reading/cluster-words.ts'
import { componentOfOption } from '../reading/component-names.ts'
import { flagWords } from '../reading/flag-words.ts'
import type { Language, Reader } from '../reading/language.ts'
import { isQueryKey, sayQuery } from '../reading/metric-queries.ts'
import { namesNodes } from '../reading/node-names.ts'
import { componentOfKeys, listFlags, textFlags } from '../reading/option-texts.ts'
import { isTemplateName, maskActions } from '../reading/template.ts'
import { shellLine, shellLines } from '../reading/words.ts'
import { joinSources, locate, type Source, spanOf } from '../text/source.ts'
import type { TreeNode } from '../text/tree.ts'
import { isConsul, treeOfBody } from './hcl/consul.ts'
import { encodedText, mergedOf } from './hcl/encode.ts'
import { setValues, treeOf } from './hcl/helm.ts'
import { isObject, nodeOf, objectOf } from './hcl/kubernetes.ts'
import { withLocals } from './hcl/locals.ts'
import { parseHcl } from './hcl/parse.ts'
import { sayRuntimeSettings } from './hcl/settings.ts'
import { templateVariables } from './hcl/templates.ts'
import type { Attribute, Block, Body, Expression } from './hcl/tree.ts'

export const hcl: Language = {
  id: 'hcl',
  read(whole, reader) {
    // Terraform has templates of its own; one of Jinja makes the whole file.
    const source = isTemplateName(reader.name) ? maskActions(whole) : whole
    const { body, problem } = parseHcl(source)
    // A job of Nomad runs in no Kubernetes cluster.
    if (body.blocks.some(block => block.type === 'job' && block.body.blocks.some(inner => inner.type === 'group')))
      return
    if (problem !== undefined) reader.unread(spanOf(source, problem, problem + 1), 'it is not valid HCL here', true)
    const file: File = { source, reader }
    for (const { start, end, name, value } of templateVariables(body))
      for (const text of textsOf(value))
        if (!text.text.includes('\n'))
          reader.fact({ kind: 'env', name: locate(source, start, end, name), value: locate(text, 0, text.text.length) })
    const { body: resolved, unused } = withLocals(body, source.text)
    readBody(resolved, { scope: reader.scope, place: undefined, outer: [] }, file)
    // What a local of this file makes in another one is told by its form.
    for (const value of unused)
      if (mergedOf(value).kind === 'object') reader.tree({ root: nodeOf(value, source), source, comments: [] })
    if (isConsul(body)) reader.tree({ root: treeOfBody(body, source), source, comments: [] })
    sayRuntimeSettings(body, source, reader)
  },
}

interface File {
  readonly source: Source
  readonly reader: Reader
}

/** The blocks around a body, outermost first, and where its scripts run as far as that is known. */
interface Around {
  readonly scope: Scope
  readonly place: Place | undefined
  readonly outer: readonly Block[]
}

function readBody(body: Body, around: Around, file: File): void {
  giveEngine(body.attributes, around, file)
  for (const attribute of body.attributes) readAttribute(attribute, body, around, file)
  for (const block of body.blocks) readBlock(block, around, file)
}

/** What a machine of Docker is made with, in a resource, a module or a value: those read it who know Docker's settings. */
function giveEngine(attributes: readonly Attribute[], { scope }: Around, { reader, source }: File): void {
  const entries = attributes.filter(({ name }) => name.startsWith('engine_'))
  const [first] = entries
  if (!first) return
  const end = entries.at(-1)!.value.end
  const root = nodeOf({ kind: 'object', entries, start: first.start, end }, source)
  reader.tree({ root, source, comments: [] }, scope)
}

function readBlock(block: Block, around: Around, file: File): void {
  const { reader, source } = file
  const [type = ''] = block.labels
  const guard = guardOf(block, source)
  const scope = guard ? reader.open('branch', { guard }, around.scope) : around.scope
  const inner = { scope, place: placeIn(block, around, source), outer: [...around.outer, block] }
  if (block.type === 'resource' && isObject(type)) reader.tree({ root: objectOf(block, source), source, comments: [] })
  else if (block.type === 'provisioner') provision(block, inner, file)
  else if (type === 'helm_release' || type === 'helm_template') release(block, inner, file)
  else readBody(block.body, inner, file)
}

/** `count = var.runtime == "docker" ? 1 : 0`: the block is there only where it holds. */
function guardOf({ body }: Block, source: Source): Guard | undefined {
  const value = attributeOf(body, 'count') ?? attributeOf(body, 'for_each')
  const text = value ? source.text.slice(value.start, Math.min(value.end, value.start + LONGEST_CONDITION)) : ''
  const [, condition = '', yes = '', no = ''] =
    /^\(?([^?]{1,300}?)\)?\s{0,9}\?\s{0,9}([^:]{1,200}?)\s{0,9}:\s{0,9}([\s\S]{1,200})$/.exec(text.trim()) ?? []
  if (condition === '') return undefined
  const isNone = (side: string): boolean => /^(?:0|\[\]|\{\}|toset\(\[\]\))\)?$/.test(side.trim())
  if (isNone(no) === isNone(yes)) return undefined
  return { condition: condition.trim(), others: [], ...(isNone(yes) ? { negated: true } : {}) }
}

const LONGEST_CONDITION = 1_000

const VALUES = 'values.yaml'

/** A chart that Terraform installs, with its values as texts, as a document, or one by one. */
function release(block: Block, around: Around, { reader, source }: File): void {
  const { scope } = around
  const named = reader.open('script', undefined, scope)
  for (const attribute of block.body.attributes) {
    const [text] = /^(?:chart|version)$/.test(attribute.name) ? textsOf(attribute.value) : []
    if (!text) continue
    const at = locate(source, attribute.start, attribute.end)
    const value = locate(text, 0, text.text.length)
    reader.fact({ kind: 'setting', program: 'helm', key: [attribute.name], at, value }, named)
  }
  const [chart] = textsOf(block.body.attributes.find(({ name }) => name === 'chart')?.value)
  // Each is a values file of its own.
  const values = (): Scope => reader.open('script', { name: VALUES }, scope)
  const give = (root: TreeNode): void =>
    reader.tree({ root, source, name: VALUES, chart: chart?.text, comments: [] }, values())
  for (const part of partsOf(attributeOf(block.body, 'values')))
    if (part.kind === 'text') reader.embed({ file: VALUES }, part.text(), values())
    else if (part.kind === 'object') give(nodeOf(part, source))
    else if (isEncoding(part)) give(nodeOf(mergedOf(part.args[0]!), source))
  const single = setValues(block, source)
  if (single.length > 0) give(treeOf(single, block, source))
}

/** A resource whose name or connection is about nodes runs its scripts on them; `local-exec` runs where Terraform does. */
function placeIn(block: Block, around: Around, source: Source): Place | undefined {
  const [type = '', name = ''] = block.labels
  if (block.type === 'provisioner' && (type === 'local-exec' || type === 'shell-local')) return 'build'
  if (around.place || block.type !== 'resource') return around.place
  const connection = block.body.blocks.find(inner => inner.type === 'connection')
  const host = connection?.body.attributes.find(attribute => attribute.name === 'host')?.value
  const words = [type, name, host ? source.text.slice(host.start, Math.min(host.end, host.start + 500)) : '']
  return words.some(namesNodes) ? 'node' : undefined
}

/** `provisioner "remote-exec" { inline = [...] }`, and those of Packer. */
function provision(block: Block, around: Around, file: File): void {
  const { reader, source } = file
  const [type = ''] = block.labels
  const scope = reader.open('script', { name: type, place: around.place }, around.scope)
  const interpreter = textsOf(attributeOf(block.body, 'interpreter'))
  const [program] = interpreter
  const language = /powershell|pwsh/i.test(`${type} ${program?.text ?? ''}`) ? 'powershell' : 'shell'
  if (program && /python|perl|ruby|node/.test(program.text)) return
  const inline = textsOf(attributeOf(block.body, 'inline'))
  if (inline.length > 0) reader.embed({ language }, shellLines(source.file, inline), scope)
  for (const command of textsOf(attributeOf(block.body, 'command'))) reader.embed({ language }, command, scope)
  variables(block.body, scope, file)
  writeFile(block.body, scope, file)
}

function readAttribute(attribute: Attribute, body: Body, around: Around, file: File): void {
  const { name, value } = attribute
  const { reader, source } = file
  if (name === 'content' || name === 'contents' || name === 'sensitive_content') {
    writeFile(body, around.scope, file, around.outer.at(-2)?.body)
    return
  }
  if (name === 'manifest' && mergedOf(value).kind === 'object') {
    reader.tree({ root: nodeOf(value, source), source, comments: [] })
    return
  }
  if (name === 'program' && around.outer.at(-1)?.labels[0] === 'external') {
    const words = textsOf(value)
    if (words.length > 0)
      reader.embed(
        { language: 'shell' },
        shellLine(source.file, words),
        script(name, { ...around, place: 'build' }, file),
      )
    return
  }
  saysLists(name, value, around, file)
  for (const part of partsOf(value)) {
    if (part.kind === 'object' && saysOptionMap(name, part.entries, around, file)) continue
    if (part.kind === 'object') readBody({ attributes: part.entries, blocks: [] }, around, file)
    else if (isEncoding(part)) reader.tree({ root: nodeOf(mergedOf(part.args[0]!), source), source, comments: [] })
    else if (part.kind === 'text') readText(name, part.text(), part.heredoc, around, file)
  }
}

/** Names of what a machine runs when it is made. */
const USER_DATA =
  /user[-_]?data|custom[-_]?data|startup[-_]?script|cloud[-_]?init|cloud[-_]?config|ignition|bootstrap_(?:script|command)|^commandToExecute$|(?:pre|post)_bootstrap|^(?:script|commands?|cmds?|inline|shell|run)(?:_|$)|_(?:script|commands?)$/i
const KUBELET_ARGS = /kubelet_?(?:extra_?)?(?:args|flags|options)$/i

/** A string that is no file's content: user data, arguments of kubelet, a script or document in a heredoc. */
function readText(name: string, text: Source, heredoc: boolean, around: Around, file: File): void {
  const { reader, source } = file
  if (isQueryKey(name)) {
    sayQuery(text, reader)
    return
  }
  if (KUBELET_ARGS.test(name)) {
    reader.embed(
      { language: 'shell' },
      joinSources(file.source.file, ['kubelet ', text]),
      script(name, { ...around, place: 'node' }, file),
    )
    return
  }
  const known = /^\s*(?:#!|#cloud-config|#ps1|<powershell>|Content-Type:|MIME-Version:)/i.test(text.text)
  const named = USER_DATA.test(name) && (heredoc || /\s/.test(text.text.trim())) && !/^\s*[{<]/.test(text.text)
  if (known || named)
    reader.embed(
      { language: 'user-data' },
      text,
      script(name, { ...around, place: userPlace(name, around, source) }, file),
    )
  else if (heredoc) reader.embed({ file: name }, text, script(name, around, file))
  else
    for (const flag of textFlags(text, keysAround(name, around)))
      reader.fact({ kind: 'flag', ...flag }, script(name, { ...around, place: 'node' }, file))
}

/** Options in a list of texts, and in texts that an expression within a text may give: `"--v=2 ${var.cni ? "--network-plugin=cni" : ""}"`. */
function saysLists(name: string, value: Expression, around: Around, file: File): void {
  const { reader, source } = file
  const keys = keysAround(name, around)
  const texts = textsOf(value)
  const flags = texts.length > 1 ? [...listFlags(texts, keys)] : []
  for (const part of partsOf(value)) {
    if (part.kind !== 'text' || part.heredoc || part.end - part.start > LONGEST_LINE) continue
    const raw = source.text.slice(part.start, part.end)
    const whole = /--([a-z-]{4,40})[ =]/.exec(raw)?.[1] ?? ''
    const program = componentOfOption(whole) ?? componentOfKeys(keys)
    for (const { index, 0: found } of raw.matchAll(/(?<=[?:(,][ \t]{0,9})"\s{0,9}--[a-z][^"\n$]{0,300}"/g)) {
      const from = part.start + index + 1
      for (const word of flagWords(source, from, from + found.length - 2)) flags.push({ program, ...word })
    }
  }
  if (flags.length === 0) return
  const scope = script(name, { ...around, place: 'node' }, file)
  for (const flag of flags) reader.fact({ kind: 'flag', ...flag }, scope)
}

/** A longer text is no command line. */
const LONGEST_LINE = 10_000

/** The types of the blocks around an attribute, and its name. */
const keysAround = (name: string, { outer }: Around): readonly string[] => [...outer.map(({ type }) => type), name]

/** A map of options: `extra_args = { "network-plugin" = "cni" }` in the block of a component, or under a key that names one. */
function saysOptionMap(name: string, entries: readonly Attribute[], around: Around, file: File): boolean {
  if (!/(?:args?|flags?|opts|options)$/i.test(name)) return false
  const program = componentOfKeys(keysAround(name, around))
  if (!program) return false
  const scope = script(name, { ...around, place: 'node' }, file)
  for (const { name: option, start, end, value } of entries) {
    const flag = locate(file.source, start, end, option)
    const [text] = textsOf(value)
    const given = text && locate(text, 0, text.text.length)
    file.reader.fact({ kind: 'flag', program, flag, name: option.replace(/^-+/, ''), value: given }, scope)
  }
  return true
}

/** User data makes a node where the file is about a cluster; other scripts run where their block says. */
const userPlace = (name: string, { place, outer }: Around, source: Source): Place | undefined =>
  place ?? (MACHINE_DATA.test(name) && !isBeside(outer) && isAboutCluster(source) ? 'node' : undefined)

const MACHINE_DATA = /user[-_]?data|custom[-_]?data|bootstrap/i

const isBeside = (blocks: readonly Block[]): boolean => blocks.some(({ labels }) => labels.some(namesMachineBeside))

const script = (name: string, { scope, place }: Around, { reader }: File): Scope =>
  reader.open('script', { name, place }, scope)

/** `provisioner "file"`, `local_file`, `ignition_file` and the like: content beside the path that it is written to. */
function writeFile(body: Body, scope: Scope, file: File, outer?: Body): void {
  const { reader } = file
  const names = ['destination', 'filename', 'path', 'name']
  const target = names
    .flatMap(name => [attributeOf(body, name), outer && attributeOf(outer, name)])
    .flatMap(value => textsOf(value))
    .map(text => text.text)[0]
  for (const name of ['content', 'contents', 'sensitive_content'])
    for (const text of contentsOf(attributeOf(body, name), file.source)) {
      const inner = reader.open('script', { name: target ?? name }, scope)
      reader.embed({ file: target ?? name }, text, inner)
    }
}

/** `environment = { DOCKER_HOST = "..." }` of a provisioner. */
function variables(body: Body, scope: Scope, { reader, source }: File): void {
  const environment = attributeOf(body, 'environment')
  if (environment?.kind !== 'object') return
  for (const entry of environment.entries) {
    const [value] = textsOf(entry.value)
    if (value)
      reader.fact(
        { kind: 'env', name: locate(source, entry.start, entry.end), value: locate(value, 0, value.text.length) },
        scope,
      )
  }
}

const attributeOf = (body: Body, name: string): Expression | undefined =>
  body.attributes.find(attribute => attribute.name === name)?.value

/** The expressions in an expression whose value may become the whole value: both sides of a condition, the arguments of a call. */
function partsOf(expression: Expression | undefined): readonly Expression[] {
  const found: Expression[] = []
  const stack = expression ? [expression] : []
  for (let next = stack.pop(); next; next = stack.pop()) {
    const inner = innerOf(next)
    if (!inner) found.push(next)
    else for (let i = inner.length - 1; i >= 0; i--) stack.push(inner[i]!)
  }
  return found
}

/** What goes into the value of an expression; undefined where it is a value itself, or makes another text of what it is given. */
function innerOf(expression: Expression): readonly Expression[] | undefined {
  if (expression.kind === 'list') return expression.items
  if (expression.kind === 'other') return expression.parts
  if (expression.kind !== 'call' || OTHER_TEXT.test(expression.name)) return undefined
  return expression.args
}

const OTHER_TEXT = /^(?:file|templatefile|lookup|format|replace|try|can|regex|split|fileexists|yamlencode|jsonencode)$/

/** A call that makes a text of a value. */
const isEncoding = (part: Expression): part is Extract<Expression, { kind: 'call' }> =>
  part.kind === 'call' && /^(?:yaml|json)encode$/.test(part.name) && part.args[0] !== undefined

const textsOf = (expression: Expression | undefined): readonly Source[] =>
  partsOf(expression).flatMap(part => (part.kind === 'text' ? [part.text()] : []))

/** The texts of an expression, and those that its calls make of values. */
const contentsOf = (expression: Expression | undefined, source: Source): readonly Source[] =>
  partsOf(expression).flatMap(part => (part.kind === 'text' ? [part.text()] : (encodedText(part, source) ?? [])))
