/** The CI services: how their files are told, and where the scripts of their steps stand. */
import type { Reader } from '../../reading/language.ts'
import { looksLikePowerShell } from '../../reading/powershell-text.ts'
import { at, itemsOf, type MapNode, scalarsOf, type TreeDocument, type TreeNode, textAt } from '../../text/tree.ts'
import { circle, circleOne } from './circle.ts'
import { droneConditionOf } from './conditions.ts'
import { droneVolumes } from './drone.ts'
import { below, commandsOf, has, languageOf, type Service, type Steps, underKeys } from './service.ts'

const github: Service = {
  path: /(^|\/)\.(github|gitea|forgejo)\/(workflows|actions)\/|(^|\/)action\.ya?ml$/,
  shape: root => has(root, 'on') && below(at(root, 'jobs')).some(job => has(job, 'runs-on', 'uses')),
  expression: /\$\{\{(?:[^}]|\}(?!\})){0,2000}\}\}/g,
  jobs: root => below(at(root, 'jobs')),
  step(node, { root, script, remote, mounts, ofJob, ofStep }) {
    const list = itemsOf(at(node, 'steps'))
    if (list.length === 0) return
    for (const holder of [at(node, 'container'), ...below(at(node, 'services'))]) {
      mounts(scalarsOf(at(holder, 'volumes')))
      const options = at(holder, 'options')
      if (options?.kind === 'scalar') mounts([options])
    }
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
      if (OVER_SSH.test(textAt(step, 'uses') ?? ''))
        for (const key of ['script', 'command', 'commands'])
          for (const there of scalarsOf(at(step, 'with', key))) remote(there)
    }
  },
}

/** Actions that run a script by SSH. Sources: the READMEs of appleboy/ssh-action and garygrossgarten/github-action-ssh. */
const OVER_SSH =
  /^[\w.-]{1,100}\/(?:[\w.-]{0,100}-)?ssh(?:-(?:action|remote|commands?|remote-commands?|exec|execute|pipeline))?@/i

/** Steps of one job run on one machine, so one that is plainly PowerShell speaks for those that name no shell. */
const speaksPowerShell = (job: MapNode): boolean =>
  itemsOf(at(job, 'steps')).some(step => !has(step, 'shell') && looksLikePowerShell(textAt(step, 'run') ?? ''))

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
  jobs: root => [...below(at(root, 'steps')), ...below(at(root, 'pipeline'))],
  podOf: droneVolumes,
  conditionOf: droneConditionOf,
  step(node, { script, ofJob }) {
    script('shell', commandsOf(at(node, 'commands')), [ofJob(node)])
  },
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
  circleOne,
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
