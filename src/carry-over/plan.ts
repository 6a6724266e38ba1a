/** What is to be written for the new runtime, and what is to be told of each setting. */
import type { DockerSetting } from './setting.ts'

/** What the files are for. */
export interface Target {
  readonly runtime: 'containerd' | 'cri-o'
  /** containerd's: 1.7 (and 1.6, which reads the same) or 2. */
  readonly runtimeVersion: '1.7' | '2'
  readonly kubernetes: string
}

export type Value = string | number | boolean | readonly string[] | readonly (readonly string[])[]

/** A key with its value in a file. */
export interface Entry {
  readonly file: string
  /** The table or section that the key stands in. */
  readonly table: readonly string[]
  /** Tells entries apart that may stand side by side: a table of a list, a line that may be there several times. */
  readonly item?: string | undefined
  readonly key: string
  readonly value: Value
  /** The settings that it comes from; none for what is so for every node of the target. */
  readonly from: readonly DockerSetting[]
  readonly remark?: string | undefined
}

/** A file that is taken over as it is. */
export interface WholeFile {
  readonly file: string
  readonly text: string
  readonly from: readonly DockerSetting[]
}

/** Why a setting is in no file: somebody has to do it, it is not known, nothing need be done. */
export type Reason = 'by-hand' | 'unknown' | 'nothing'

export interface Told {
  readonly setting: DockerSetting
  readonly reason: Reason
  /** What to do, in whole sentences. */
  readonly text: string
}

export interface Plan {
  readonly target: Target
  readonly entries: Entry[]
  readonly files: WholeFile[]
  readonly told: Told[]
}

export const emptyPlan = (target: Target): Plan => ({ target, entries: [], files: [], told: [] })

/** Says of settings what becomes of them. */
export function tell(plan: Plan, settings: readonly DockerSetting[], reason: Reason, text: string): void {
  for (const setting of settings) plan.told.push({ setting, reason, text })
}

/** A key that several settings would give several values: none is taken, for no file says which one counts on which node. */
export interface Conflict {
  readonly file: string
  readonly key: string
  readonly from: readonly DockerSetting[]
}

/** The entries with each key once, and the keys about which settings disagree. */
export function settle(entries: readonly Entry[]): {
  readonly entries: readonly Entry[]
  readonly conflicts: readonly Conflict[]
} {
  const byPlace = new Map<string, Entry[]>()
  for (const entry of entries) {
    const place = JSON.stringify([entry.file, entry.table, entry.item, entry.key])
    const same = byPlace.get(place)
    if (same) same.push(entry)
    else byPlace.set(place, [entry])
  }
  const settled: Entry[] = []
  const conflicts: Conflict[] = []
  for (const same of byPlace.values()) {
    const [first] = same as [Entry]
    const from = [...new Set(same.flatMap(entry => entry.from))]
    if (same.every(entry => JSON.stringify(entry.value) === JSON.stringify(first.value)))
      settled.push({ ...first, from })
    else conflicts.push({ file: first.file, key: keyText(first), from })
  }
  return { entries: settled, conflicts }
}

/** How a key is called to people: a variable by its name, for a unit sets all of them by one key. */
const keyText = ({ key, item, table }: Entry): string =>
  key === 'Environment' ? (item ?? key) : [...(table[0] === 'Service' ? [] : table), key].join('.')
