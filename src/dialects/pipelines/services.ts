/** The CI services: how their files are told, and where the scripts of their steps stand. */
import type { Guard } from '../../facts.ts'
import type { Reader } from '../../languages/language.ts'
import type { Source } from '../../source.ts'
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
} from '../../tree.ts'

/** Runners of Windows take PowerShell where no shell is named; its lines begin as no line of a shell does. */
const POWERSHELL =
  /^[ \t]*(?:\$(?:[Ee]nv:)?\w+[ \t]*=[ \t]|@\(|(?:[Ii]f|[Ee]lse[Ii]f|[Ff]or[Ee]ach)[ \t]*\(\$|(?:Add|Copy|Expand|Get|Import|Install|Invoke|Join|Move|New|Remove|Set|Start|Stop|Test|Write)-[A-Z]\w+(?:[ \t]|$))|\$LASTEXITCODE\b|\$ErrorActionPreference\b|\$[Ee]nv:\w/m

export const looksLikePowerShell = (text: string): boolean => POWERSHELL.test(text)

/** The `if` of GitHub's jobs and steps, the `condition` of Azure's, and the rules of GitLab's jobs, of which one has to hold. */
export function conditionOf(node: TreeNode): string | undefined {
  const own = textAt(node, 'if') ?? textAt(node, 'condition')
  if (own !== undefined) return own.replace(/^\s*\$\{\{|\}\}\s*$/g, '').trim()
  const rules = itemsOf(at(node, 'rules')).filter(rule => textAt(rule, 'when') !== 'never')
  const texts = [
    ...rules.map(rule => textAt(rule, 'if')),
    ...scalarsOf(at(node, 'only', 'variables')).map(variable => variable.value),
  ]
  // A rule without a condition holds always.
  return texts.length > 0 && texts.every(text => text !== undefined) ? texts.join(' || ') : undefined
}

/** What a service's reader of one map may say. */
export interface Steps {
  readonly root: TreeNode | undefined
  /** A script: one text, or lines that one shell runs; under conditions, the outermost first. */
  script(
    language: 'shell' | 'powershell',
    scripts: readonly ScalarNode[],
    guards?: readonly (Guard | undefined)[],
  ): void
  /** The words of one command. */
  words(words: readonly Source[]): void
  /** The condition of a job among the jobs of the file. */
  ofJob(job: TreeNode): Guard | undefined
  /** The condition of one of a job's steps among the others. */
  ofStep(index: number, list: readonly TreeNode[]): Guard | undefined
}

export interface Service {
  /** Files of the service by their names. */
  readonly path?: RegExp
  /** Documents of the service wherever they stand. */
  readonly shape?: (root: MapNode) => boolean
  /** The jobs of a document, whose conditions choose between them. */
  readonly jobs?: (root: TreeNode | undefined) => readonly TreeNode[]
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
  jobs: root => below(at(root, 'jobs')),
  step(node, { root, script, ofJob, ofStep }) {
    const list = itemsOf(at(node, 'steps'))
    if (list.length === 0) return
    const runner =
      scalarsOf(at(node, 'runs-on')).some(label => /windows/i.test(label.value)) || speaksPowerShell(node)
        ? 'pwsh'
        : undefined
    const shell = textAt(node, 'defaults', 'run', 'shell') ?? textAt(root, 'defaults', 'run', 'shell') ?? runner
    const job = ofJob(node)
    for (const [index, step] of list.entries()) {
      const run = at(step, 'run')
      const language = languageOf(textAt(step, 'shell') ?? shell)
      if (run?.kind === 'scalar' && language) script(language, [run], [job, ofStep(index, list)])
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
  jobs: below,
  step(node, steps) {
    const guards = [steps.ofJob(node)]
    for (const key of ['before_script', 'script', 'after_script', 'pre_get_sources_script'])
      steps.script('shell', commandsOf(at(node, key)), guards)
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
  step(node, steps, path) {
    if (path?.at(-1) === 'inputs') return
    const script: Steps['script'] = (language, scripts) => steps.script(language, scripts, [steps.ofStep(0, [node])])
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

const semaphore: Service = {
  path: /(^|\/)\.semaphore\/.*\.ya?ml$/,
  shape: root => has(at(root, 'agent'), 'machine') && itemsOf(at(root, 'blocks')).some(block => has(block, 'task')),
  step: underKeys('commands'),
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
  semaphore,
  cloudBuild,
  codeBuild,
  taskfile,
  concourse,
]

/** The service by the file's name, else by the document's shape. */
export function serviceOf({ root }: TreeDocument, reader: Reader): Service | undefined {
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
