/** What holds for a run in a folder. */
import { slashed } from '../files/disk.ts'
import { readExtended } from '../files/extended.ts'
import { findAbove, readOwnSettings, readSettings } from '../files/settings.ts'
import { absolutePath, folderOf } from '../files.ts'
import { NEWEST_VERSION } from '../knowledge/versions.ts'
import type { Arguments } from './arguments.ts'
import { type Run, ruleIds } from './run.ts'

/** Joins the command line with the configuration that holds in a folder. Throws what is wrong with that. */
export async function settle(wanted: Arguments, cwd: string): Promise<Run> {
  const path = wanted.config === false ? undefined : (wanted.config ?? findAbove('.dockershim-lint.yaml', cwd))
  // Most runs have neither: the parser and the matcher are not loaded for them.
  const reader = path !== undefined || wanted.exclude.length ? await import('../config/config.ts') : undefined
  const isFound = wanted.config === undefined
  const config =
    path === undefined
      ? undefined
      : reader?.readConfig(readSettings(path, cwd, !isFound), ruleIds, (name, from) => readExtended(name, from, cwd))
  const folder = path === undefined ? slashed(cwd) : folderOf(path, cwd)
  const today = new Date().toISOString().slice(0, 10)
  const resolved = config && reader?.resolveConfig(config, { folder, directory: slashed(cwd), today, command: wanted })
  const excludes = [
    ...(resolved ? [resolved.isExcluded] : []),
    ...(reader && wanted.exclude.length ? [reader.excluding(wanted.exclude, slashed(cwd))] : []),
  ]
  const baseline = wanted.baseline === undefined ? undefined : absolutePath(wanted.baseline, cwd)
  const values = [
    ...(config?.values ?? []).map(name => (isFound ? readOwnSettings(name, folder) : readSettings(name, folder))),
    ...wanted.values.map(name => readSettings(name, cwd)),
  ]
  return {
    wanted,
    level: wanted.quiet ? 'error' : (wanted.level ?? config?.level ?? 'warning'),
    failOn: wanted.failOn ?? config?.failOn ?? 'error',
    runtime: wanted.runtime ?? config?.runtime ?? 'containerd',
    targetVersion: wanted.targetVersion ?? config?.targetVersion ?? NEWEST_VERSION,
    known: config?.known,
    // The texts of known findings are no findings.
    isExcluded: path => path === baseline || excludes.some(isExcluded => isExcluded(path)),
    values,
    config,
    resolved,
  }
}
