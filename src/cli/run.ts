/** One run of the program, with everything settled. */
import { rules } from '../../rules/index.ts'
import type { Config, Resolved } from '../config/config.ts'
import { chosenOf } from '../lint/chosen.ts'
import type { Level, Rule, Settings } from '../rule.ts'
import type { SourceFile } from '../text/source.ts'
import type { Arguments } from './arguments.ts'
import type { Cluster } from './cluster.ts'
import type { Input } from './input.ts'

/** What holds for a run: what the command line says, what the configuration says, or what is always so. */
export interface Run extends Settings, Input {
  readonly level: Level
  readonly failOn: Level
  readonly values: readonly SourceFile[]
  readonly config: Config | undefined
  readonly resolved: Resolved | undefined
  /** What is linted in the place of files. */
  readonly cluster?: Cluster | undefined
}

/** The rules that the user wants to run. */
export const chosenRules = (wanted: Arguments): readonly Rule[] => chosenOf(rules, wanted)

/** Every rule's name. */
export const ruleIds = rules.map(rule => rule.id)
