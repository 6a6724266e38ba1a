/** The configuration as text: what --init writes and what --print-config shows. */

import { GROUPS } from '../knowledge/rule-groups.ts'
import type { FileSettings } from '../lint/lint-options.ts'
import { visible } from '../reporters/visible.ts'
import { wrap } from '../reporters/wrap.ts'
import type { Known, Level, Rule, Runtime } from '../rule.ts'
import { type Config, type Ignore, keysOf } from './config.ts'

/** What each key may look like. A key without an example is not shown. */
const EXAMPLES: Readonly<Record<string, string>> = {
  extends: 'extends:\n  - ./company.yaml\n  - "@company/dockershim-lint-config"',
  runtime: 'runtime: containerd',
  targetVersion: "targetVersion: '1.31'",
  level: 'level: warning',
  failOn: 'failOn: error',
  rules: 'rules:\n  docker-data-path: warning\n  docker-probe: off',
  contexts: 'contexts:\n  ci/**: build\n  nodes/**: node',
  exclude: 'exclude:\n  - vendor/\n  - "*.golden.yaml"',
  values: 'values:\n  - values-production.yaml',
  ignore:
    'ignore:\n  - rules: docker-socket-mount\n    paths: manifests/agents/**\n    objects: DaemonSet kube-system/*\n    reason: the agents are replaced before the upgrade\n    expires: 2099-12-31',
  known:
    'known:\n  - image: registry.example.com/team/agent\n    needsDockerBelow: "2.4"\n    instead: Update the agent to 2.4 or newer.\n  - metric: team_docker_*\n    instead: Ask for team_runtime_* instead.',
  overrides:
    "overrides:\n  - paths: clusters/edge/**\n    runtime: cri-o\n    targetVersion: '1.29'\n    rules:\n      docker-cli: error",
}

/** Where the schema is from the folder of a project that has the linter installed. */
export const INSTALLED_SCHEMA = './node_modules/dockershim-lint/dist/schema.json'

/** Where it is for everybody else: the tag of a release holds what was built. */
export const releasedSchema = (home: string, version: string): string => `${home}/raw/v${version}/dist/schema.json`

const commented = (text: string): string => text.replace(/^/gm, '# ').replace(/ +$/gm, '')

/** A configuration file in which everything is a comment. `schema` is where an editor finds the schema. */
export function initialConfig(ruleIds: readonly string[], schema = INSTALLED_SCHEMA): string {
  const keys = keysOf(ruleIds)
  const parts = Object.entries(keys).flatMap(([name, { doc }]) => {
    const example = EXAMPLES[name]
    return example ? [`${commented(wrap(doc, 98).join('\n'))}\n${commented(example).replace(/^# /gm, '#')}\n`] : []
  })
  return `# yaml-language-server: $schema=${schema}
#
# Configuration of dockershim-lint. Every key may be left out. Remove the "#" in front of what you need.
# Patterns of paths start at the folder of this file; one without a slash holds at any depth.

${parts.join('\n')}`
}

/** What is known of a run when the configuration is shown. */
export interface Holding {
  readonly config: Config | undefined
  /** The file that was asked about, as it is shown to the user. */
  readonly path: string | undefined
  readonly runtime: Runtime
  readonly targetVersion: string
  readonly level: Level
  readonly failOn: Level
  readonly rules: readonly Rule[]
  readonly isExcluded: boolean
  readonly settings: FileSettings
  readonly ignores: readonly Ignore[]
}

/** What holds for a file, or for every file, in the words of the configuration. */
export function printedConfig(holding: Holding): string {
  const { config, path, settings, rules, ignores } = holding
  const levels = rules.map(rule => `  ${rule.id}: ${settings.levelOf?.(rule.id) ?? rule.level}\n`)
  const groups = GROUPS.flatMap(group => {
    const level = settings.levelOf?.('', group)
    return level ? [`  ${group}: ${level}\n`] : []
  })
  const lines = [
    `# ${config ? `From ${[...config.extended, config.file].map(({ path: name }) => visible(name)).join(', ')}` : 'There is no configuration file'}${path === undefined ? '' : `, for ${visible(path)}`}\n`,
    holding.isExcluded ? '# The file is excluded: it is not linted.\n' : '',
    `runtime: ${settings.runtime ?? holding.runtime}\n`,
    `targetVersion: '${settings.targetVersion ?? holding.targetVersion}'\n`,
    `level: ${holding.level}\nfailOn: ${holding.failOn}\n`,
    `rules:\n${levels.join('')}${groups.join('')}`,
    settings.place && path !== undefined ? `contexts:\n  ${JSON.stringify(path)}: ${settings.place}\n` : '',
    ignores.length ? `ignore:\n${ignores.map(entryText).join('')}` : '',
    config?.known.length ? `known:\n${config.known.map(entryText).join('')}` : '',
  ]
  return lines.join('')
}

function entryText({ place: _, ...entry }: Ignore | Known): string {
  const lines = Object.entries(entry).map(([key, value]) => `${key}: ${visible(JSON.stringify(value))}\n`)
  return `  - ${lines.join('    ')}`
}
