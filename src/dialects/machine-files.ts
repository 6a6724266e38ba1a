/**
 * Files, units and commands that a document of any form puts on machines: a path beside the text that it gets, a unit's name
 * beside the unit, `commands` and hooks. Operating System Manager, Cluster API, kops, Talos, k0sctl and Heat write so, and
 * tools of nobody else's alike.
 * Source: kubermatic/operating-system-manager, OperatingSystemProfile; cluster-api, KubeadmConfig "files"; kops nodeup tasks;
 * talos.dev, "machine.files"; k0sproject/k0sctl, "hooks"; docs.openstack.org, OS::Heat::CloudConfig;
 * docs.cloudify.co, cloudify.nodes.CloudInit.CloudConfig; docs.aws.amazon.com, "aws:runShellScript".
 */
import type { Scope } from '../facts.ts'
import { placeOfMachine } from '../reading/cluster-words.ts'
import { encodingsNamed, plainText } from '../reading/encoded.ts'
import type { Dialect, Reader, ScopeInit } from '../reading/language.ts'
import { shellLines } from '../reading/words.ts'
import type { Source } from '../text/source.ts'
import {
  at,
  documentText,
  itemsOf,
  type MapNode,
  scalarsOf,
  type TreeDocument,
  type TreeNode,
  textAt,
  walk,
} from '../text/tree.ts'

const WORTH_A_LOOK =
  /(?:contents?|data|definition|block|text|inline|[cC]ommands?|before|after|cloud_?[cC]onfig|config|runcmd)['"]?\s*:|runCommand['"]?\s*[:=]/

export const machineFiles: Dialect = {
  id: 'machine-files',
  recognises: document =>
    (document.root?.kind === 'map' || isListOfFiles(document.root)) &&
    !OF_KUBERNETES.test(textAt(document.root, 'apiVersion') ?? '') &&
    WORTH_A_LOOK.test(documentText(document)),
  read(document, reader) {
    const machine: Machine = { document, reader, place: placeOfMachine(reader.scope, document.source) }
    walk(document.root, (node, path) => {
      if (node.kind !== 'map') return undefined
      // What is read already, with what stands around it.
      if (path.slice(-4).some(key => READ_ELSEWHERE.has(key))) return false
      return readMap(node, path, machine)
    })
  },
}

/** A part of a document that another one takes in: nothing but units and files, each with its name beside its text. */
const isListOfFiles = (root: TreeNode | undefined): root is TreeNode =>
  root?.kind === 'list' &&
  root.items.length > 0 &&
  root.items.every(item => item?.kind === 'map' && nameIn(item) !== undefined) &&
  root.items.some(item => CONTENT.some(key => at(item, key) !== undefined))

/** Objects of Kubernetes have a reader of their own; those of Cluster API hold files like any other document. */
const OF_KUBERNETES =
  /^(?:v1|(?:apps|batch|policy|autoscaling|extensions)\/.*|(?!(?:bootstrap|controlplane|infrastructure)\.cluster\.)[\w.-]*k8s\.io\/.*)$/
const READ_ELSEWHERE = new Set(
  'write_files storage systemd coreos fileAssets volumes initContainers containers steps'.split(' '),
)

interface Machine {
  readonly document: TreeDocument
  readonly reader: Reader
  readonly place: ScopeInit
}

const CONTENT = ['content', 'contents', 'data', 'text', 'block', 'inline']
const UNIT = /^[\w@.-]{1,100}\.(?:service|socket|timer|path|mount|slice)$/

function readMap(node: MapNode, path: readonly string[], machine: Machine): undefined {
  const { document, reader } = machine
  const unit = unitIn(node)
  const file = nameIn(node)
  const content = file && [...CONTENT, ...(unit ? ['definition', 'unit'] : [])].map(key => at(node, key)).find(Boolean)
  if (file && content) embedFile(file, content, textAt(node, 'encoding'), machine)
  for (const { key, value } of node.entries) {
    if (value?.kind === 'map' && (/^cloud[-_]?config$/i.test(key.value) || at(value, 'runcmd')?.kind === 'list'))
      reader.tree(
        { root: value, source: document.source, comments: [cloudConfigMark(key)] },
        scopeOf(key.value, machine),
      )
    else if (COMMANDS.test(key.value) || (/^(?:before|after)$/.test(key.value) && path.includes('hooks')))
      runs(key.value, value, machine)
    else if (value?.kind === 'scalar' && /^config$/.test(key.value) && /^#!.*sh\b/.test(value.value))
      reader.embed({ language: 'user-data' }, value.content(), scopeOf(key.value, machine))
    else if (
      value?.kind === 'scalar' &&
      value.style === 'block' &&
      /^(?:data|content)$/.test(key.value) &&
      isShell(node)
    )
      reader.embed({ language: 'shell' }, value.content(), scopeOf(key.value, machine))
  }
}

/** A text beside its type is a script. Source: sealerio/sealer docs, Plugin of type SHELL. */
const isShell = (node: MapNode): boolean => /^(?:shell|bash)$/i.test(textAt(node, 'type') ?? '')

const unitIn = (node: TreeNode): string | undefined =>
  UNITS.map(key => textAt(node, key)).find(text => text !== undefined && UNIT.test(text))

/** The path of the file, or the name of the unit, that a map describes. */
const nameIn = (node: TreeNode): string | undefined =>
  PATHS.map(key => textAt(node, key)).find(text => text !== undefined && isFile(text)) ?? unitIn(node)

const PATHS = ['path', 'file', 'filename', 'dest', 'destination', 'target', 'dst', 'name']
const UNITS = ['name', 'Name', 'unit']
const isFile = (text: string): boolean => /^(?:\/|[A-Z]:\\)[\w./\\ @{}$-]{1,300}$/i.test(text)
const COMMANDS =
  /^(?:(?:pre|post|boot|init|setup|install|bootstrap|node|extra|startup|kubeadm|k3s|rke2|k0s)[-_]?){0,4}commands$|^runCommand$/i

const cloudConfigMark = (key: {
  span: TreeDocument['comments'][number]['span']
}): TreeDocument['comments'][number] => ({
  value: 'cloud-config',
  span: key.span,
  exact: false,
})

const scopeOf = (name: string, { reader, place }: Machine): Scope => reader.open('script', { name, ...place })

/** The text of a file: itself, or below `inline`, whose `data` a key beside it may say is encoded. */
function embedFile(file: string, content: TreeNode, encoding: string | undefined, machine: Machine): void {
  if (content.kind === 'map') {
    const inner = at(content, 'inline') ?? at(content, 'data')
    if (inner) embedFile(file, inner, textAt(content, 'encoding') ?? encoding, machine)
    return
  }
  const text = content.kind === 'scalar' ? plain(content.content(), encoding) : undefined
  if (text) machine.reader.embed({ file }, text, scopeOf(file, machine))
}

/** `encoding: b64` also says how the text is to be sent: then it stands as it is. */
function plain(text: Source, encoding: string | undefined): Source | undefined {
  const encodings = encodingsNamed(encoding ?? '') ?? []
  if (encodings.length === 1 && /\s\S/.test(text.text.trim())) return text
  const whole = plainText(text, encodings)
  return 'text' in whole ? whole.text : undefined
}

const isCommand = ({ value }: { readonly value: string }): boolean => /^[\w./$]\S{0,200}\s+\S/.test(value.trim())

/** A list of commands. Where they run is told by what they do. */
function runs(name: string, list: TreeNode | undefined, { document, reader }: Machine): void {
  const lines = list?.kind === 'list' ? scalarsOf(list) : []
  if (lines.length === 0 || lines.length < itemsOf(list).length || !lines.some(isCommand)) return
  const script = shellLines(
    document.source.file,
    lines.map(line => line.content()),
  )
  reader.embed({ language: 'shell', guess: true }, script, reader.open('script', { name }))
}
