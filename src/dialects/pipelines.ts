/** Pipelines of CI services: the scripts of their steps, the images and variables of their jobs. All of it runs on a runner, not on a node. */
import type { Scope } from '../facts.ts'
import type { Dialect, Reader } from '../languages/language.ts'
import { shellLine, shellLines } from '../reading/words.ts'
import { locate, type Source, UNKNOWN, withText } from '../source.ts'
import {
  at,
  entryOf,
  itemsOf,
  type MapNode,
  type ScalarNode,
  scalarsOf,
  type TreeDocument,
  type TreeNode,
  textAt,
  walk,
} from '../tree.ts'

export const pipelines: Dialect = {
  id: 'pipelines',
  recognises: (document, reader) => serviceOf(document, reader) !== undefined,
  read(document, reader) {
    const service = serviceOf(document, reader)
    if (!service) return
    const scope = reader.open('branch', { place: 'build' })
    const { file } = document.source
    const give = (language: string, source: Source): void =>
      reader.embed(
        { language: language === 'shell' && POWERSHELL.test(source.text) ? 'powershell' : language },
        masked(source, service.expression),
        reader.open('script', {}, scope),
      )
    const steps: Steps = {
      root: document.root,
      script(language, scripts) {
        const texts = scripts.map(script => script.content())
        if (texts.length > 0) give(language, texts.length === 1 ? texts[0]! : shellLines(file, texts))
      },
      words: words => give('shell', shellLine(file, words)),
    }
    walk(document.root, (node, path) => {
      if (node.kind !== 'map') return
      service.step(node, steps, path)
      for (const { key, value } of node.entries)
        if (key.value === 'image' || key.value === 'services') {
          for (const image of imagesIn(value)) sayImage(image, scope, reader)
        } else if (VARIABLES.has(key.value)) sayVariables(value, service.expression, scope, reader)
    })
  },
}

const VARIABLES = new Set(['env', 'environment', 'variables', 'env_vars'])

/** Runners of Windows take PowerShell where no shell is named; its lines begin as no line of a shell does. */
const POWERSHELL =
  /^[ \t]*(?:\$(?:[Ee]nv:)?\w+[ \t]*=[ \t]|@\(|(?:[Ii]f|[Ee]lse[Ii]f|[Ff]or[Ee]ach)[ \t]*\(\$|(?:Add|Copy|Expand|Get|Import|Install|Invoke|Join|Move|New|Remove|Set|Start|Stop|Test|Write)-[A-Z]\w+(?:[ \t]|$))|\$LASTEXITCODE\b|\$ErrorActionPreference\b|\$[Ee]nv:\w/m

/** What a service's reader of one map may say. */
interface Steps {
  readonly root: TreeNode | undefined
  /** A script: one text, or lines that one shell runs. */
  script(language: 'shell' | 'powershell', scripts: readonly ScalarNode[]): void
  /** The words of one command. */
  words(words: readonly Source[]): void
}

interface Service {
  /** Files of the service by their names. */
  readonly path?: RegExp
  /** Documents of the service wherever they stand. */
  readonly shape?: (root: MapNode) => boolean
  /** What the service fills in before the shell sees a text. */
  readonly expression?: RegExp
  /** Says the scripts of one map. */
  step(node: MapNode, steps: Steps, path?: readonly string[]): void
}

/** Reads maps whose scripts stand under keys of their own. */
const underKeys =
  (...keys: readonly string[]): Service['step'] =>
  (node, { script }) => {
    for (const key of keys) script('shell', commandsOf(at(node, key)))
  }

const has = (node: TreeNode | undefined, ...keys: readonly string[]): boolean =>
  keys.some(key => entryOf(node, key) !== undefined)

/** The values of a map, or the items of a list. */
const below = (node: TreeNode | undefined): readonly TreeNode[] =>
  node?.kind === 'map' ? node.entries.flatMap(entry => entry.value ?? []) : itemsOf(node)

/** `shell: pwsh` of a step; undefined for an interpreter that is no shell. */
function languageOf(shell: string | undefined): 'shell' | 'powershell' | undefined {
  if (!shell) return 'shell'
  if (/pwsh|powershell/i.test(shell)) return 'powershell'
  return /python|node|perl|ruby/i.test(shell) ? undefined : 'shell'
}

const github: Service = {
  path: /(^|\/)\.(github|gitea|forgejo)\/(workflows|actions)\/|(^|\/)action\.ya?ml$/,
  shape: root => has(root, 'on') && below(at(root, 'jobs')).some(job => has(job, 'runs-on', 'uses')),
  expression: /\$\{\{(?:[^}]|\}(?!\})){0,2000}\}\}/g,
  step(node, { root, script }) {
    const runner =
      scalarsOf(at(node, 'runs-on')).some(label => /windows/i.test(label.value)) || speaksPowerShell(node)
        ? 'pwsh'
        : undefined
    const shell = textAt(node, 'defaults', 'run', 'shell') ?? textAt(root, 'defaults', 'run', 'shell') ?? runner
    for (const step of itemsOf(at(node, 'steps'))) {
      const run = at(step, 'run')
      const language = languageOf(textAt(step, 'shell') ?? shell)
      if (run?.kind === 'scalar' && language) script(language, [run])
    }
  },
}

/** Steps of one job run on one machine, so one that is plainly PowerShell speaks for those that name no shell. */
const speaksPowerShell = (job: MapNode): boolean =>
  itemsOf(at(job, 'steps')).some(step => !has(step, 'shell') && POWERSHELL.test(textAt(step, 'run') ?? ''))

const gitlab: Service = {
  expression: /\$\[\[[^\]]{0,500}\]\]/g,
  path: /(^|\/)\.gitlab-ci[^/]*\.ya?ml$|(^|\/)\.gitlab(-ci)?\/.*\.ya?ml$/,
  shape: root => below(root).some(job => has(job, 'script') && has(job, 'stage', 'extends', 'only', 'rules')),
  step(node, steps) {
    underKeys('before_script', 'script', 'after_script', 'pre_get_sources_script')(node, steps)
    for (const step of itemsOf(at(node, 'run'))) steps.script('shell', scalarsOf(at(step, 'script')))
  },
}

const circle: Service = {
  expression: /<<\s{0,9}[\w.-]{1,200}\s{0,9}>>/g,
  path: /(^|\/)\.circleci\/.*\.ya?ml$/,
  shape: root => has(root, 'version') && has(root, 'jobs', 'orbs') && below(at(root, 'jobs')).some(isCircleJob),
  step(node, { script }) {
    const run = at(node, 'run')
    const command = run?.kind === 'map' ? at(run, 'command') : run
    const language = languageOf(textAt(run, 'shell'))
    if (command?.kind === 'scalar' && language) script(language, [command])
  },
}

const isCircleJob = (job: TreeNode): boolean => has(job, 'steps') && has(job, 'docker', 'machine', 'executor', 'macos')

const azure: Service = {
  expression: github.expression,
  path: /(^|\/)[^/]*azure-?pipelines?[^/]*\.ya?ml$|(^|\/)\.(azure|vsts|azuredevops|pipelines)[^/]*\/.*\.ya?ml$/i,
  shape: root => [root, ...below(at(root, 'jobs')), ...below(at(root, 'stages'))].some(isAzureJob),
  step(node, { script }, path) {
    if (path?.at(-1) === 'inputs') return
    script('shell', scalarsOf(at(node, 'script')))
    script('shell', scalarsOf(at(node, 'bash')))
    script('powershell', scalarsOf(at(node, 'pwsh')))
    script('powershell', scalarsOf(at(node, 'powershell')))
    const task = textAt(node, 'task') ?? ''
    const inputs = at(node, 'inputs')
    const text = scalarsOf(at(inputs, 'script')).concat(scalarsOf(at(inputs, 'inlineScript')))
    if (/^(bash|cmdline|shellscript|azurecli|ssh|kubectlinstaller)@/i.test(task)) script('shell', text)
    else if (/powershell/i.test(task)) script('powershell', text)
  },
}

const isAzureJob = (job: TreeNode): boolean =>
  itemsOf(at(job, 'steps')).some(
    step =>
      /^\w+@\d+$/.test(textAt(step, 'task') ?? '') || (has(step, 'script', 'bash', 'pwsh') && has(step, 'displayName')),
  )

const drone: Service = {
  path: /(^|\/)\.(drone|woodpecker)[^/]*\.ya?ml$|(^|\/)\.(woodpecker|drone)\//,
  shape: root => textAt(root, 'kind') === 'pipeline' && has(root, 'steps') && !has(root, 'apiVersion'),
  step: underKeys('commands'),
}

const buildkite: Service = {
  path: /(^|\/)\.?buildkite\/.*\.ya?ml$|(^|\/)buildkite[^/]*\.ya?ml$/,
  step: underKeys('command', 'commands'),
}

const bitbucket: Service = {
  path: /(^|\/)bitbucket-pipelines[^/]*\.ya?ml$/,
  shape: root => has(at(root, 'pipelines'), 'default', 'branches', 'pull-requests', 'custom'),
  step: underKeys('script', 'after-script'),
}

const travis: Service = {
  path: /(^|\/)\.travis[^/]*\.ya?ml$/,
  step: underKeys(
    ...'before_install install before_script script before_cache after_success after_failure before_deploy after_deploy after_script'.split(
      ' ',
    ),
  ),
}

const cloudBuild: Service = {
  path: /(^|\/)cloudbuild[^/]*\.(ya?ml|json)$/,
  shape: root =>
    has(root, 'steps') &&
    !has(root, 'kind') &&
    itemsOf(at(root, 'steps')).some(step => /^gcr\.io\/cloud-builders\//.test(textAt(step, 'name') ?? '')),
  step(node, { script, words }) {
    if (!has(node, 'name')) return
    script('shell', scalarsOf(at(node, 'script')))
    const name = scalarsOf(at(node, 'name')).filter(image => /(^|\/)(ba)?sh$/.test(image.value))
    const program = [...scalarsOf(at(node, 'entrypoint')), ...name][0]
    if (program) words([program, ...scalarsOf(at(node, 'args'))].map(word => word.content()))
  },
}

const codeBuild: Service = {
  path: /(^|\/)buildspec[^/]*\.ya?ml$/,
  shape: root => has(at(root, 'phases'), 'build', 'pre_build', 'install', 'post_build'),
  step: underKeys('commands', 'finally'),
}

const concourse: Service = {
  shape: root =>
    below(at(root, 'jobs')).some(job => has(job, 'plan')) || (has(root, 'platform') && has(at(root, 'run'), 'path')),
  step(node, { words }) {
    const run = at(node, 'run')
    const program = at(run, 'path')
    if (program?.kind === 'scalar') words([program, ...scalarsOf(at(run, 'args'))].map(word => word.content()))
  },
}

const taskfile: Service = {
  path: /(^|\/)[Tt]askfile[^/]*\.ya?ml$/,
  expression: /\{\{(?:[^}]|\}(?!\})){0,2000}\}\}/g,
  step: underKeys('cmds', 'cmd', 'sh', 'preconditions', 'status'),
}

const SERVICES: readonly Service[] = [
  github,
  gitlab,
  circle,
  azure,
  drone,
  buildkite,
  bitbucket,
  travis,
  cloudBuild,
  codeBuild,
  taskfile,
  concourse,
]

/** The service by the file's name, else by the document's shape. */
function serviceOf({ root }: TreeDocument, reader: Reader): Service | undefined {
  if (root?.kind === 'list') return buildkite.path?.test(reader.name) ? buildkite : undefined
  if (root?.kind !== 'map' || has(root, 'apiVersion')) return undefined
  return (
    SERVICES.find(service => service.path?.test(reader.name)) ??
    SERVICES.find(service => service.shape?.(root) ?? false)
  )
}

/** One text, or the texts of a list and of the lists in it. `!reference [.setup, script]` names another list. */
function commandsOf(node: TreeNode | undefined, depth = 0): readonly ScalarNode[] {
  if (node?.kind === 'scalar') return [node]
  const items = itemsOf(node)
  if (depth > 10 || isReference(items)) return []
  return items.flatMap(item => (item.kind === 'map' ? [] : commandsOf(item, depth + 1)))
}

const isReference = (items: readonly TreeNode[]): boolean => {
  const last = items.at(-1)
  return items.length > 1 && last?.kind === 'scalar' && /^(before_|after_)?script$/.test(last.value)
}

const masked = (source: Source, expression: RegExp | undefined): Source =>
  expression
    ? withText(
        source,
        source.text.replace(expression, text => text.replace(/[^\n]/g, UNKNOWN)),
      )
    : source

/** `image: x`, `image: {name: x}`, `services: [x, {name: y}]`, `services: {docker: {image: x}}` has its image in a map of its own. */
function imagesIn(node: TreeNode | undefined): readonly ScalarNode[] {
  const items = node?.kind === 'list' ? itemsOf(node) : node ? [node] : []
  return items.flatMap(item => {
    const name = item.kind === 'map' ? at(item, 'name') : item
    return name?.kind === 'scalar' ? [name] : []
  })
}

function sayImage(node: ScalarNode, scope: Scope, reader: Reader): void {
  const match = /^([\w./-]+(?::\d+\/[\w./-]+)?)(?::([\w.-]+))?(?:@sha256:\w+)?$/.exec(node.value)
  if (match) reader.fact({ kind: 'image', name: match[1]!, tag: match[2], image: node.located }, scope)
}

function sayVariables(node: TreeNode | undefined, expression: RegExp | undefined, scope: Scope, reader: Reader): void {
  if (node?.kind !== 'map') return
  for (const { key, value } of node.entries) {
    const scalar = value?.kind === 'map' ? at(value, 'value') : value
    if (scalar?.kind !== 'scalar' || !/^[A-Z_]\w*$/i.test(key.value)) continue
    const content = masked(scalar.content(), expression)
    reader.fact({ kind: 'env', name: key, value: locate(content, 0, content.text.length) }, scope)
  }
}
