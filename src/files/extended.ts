/** Where a configuration finds what it extends: beside it, or in an installed package. It is data, and in the same repository. */
import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { exists, isWithin, slashed } from './disk.ts'
import { repositoryRoot } from './repository.ts'

/** A larger file is no configuration. */
const MOST_BYTES = 1_000_000

/** What a package is asked for that is named alone. */
const NAMES = ['dockershim-lint.yaml', 'dockershim-lint.json', '.dockershim-lint.yaml']

/**
 * Reads the file that another one names: `./base.yaml`, or `@company/settings` or `settings/strict.yaml` of a package in a
 * node_modules folder around. `from` is the naming file. Throws an Error with half a sentence of why it is not read.
 */
export function readExtended(
  name: string,
  from: string,
  cwd: string,
): { readonly path: string; readonly text: string } {
  const folder = dirname(resolve(cwd, from))
  const root = repositoryRoot(folder) ?? folder
  const path = /^\.{0,2}\//.test(name) ? resolve(folder, name) : packaged(name, folder, root)
  if (path === undefined || !statSync(path, { throwIfNoEntry: false })) throw new Error(`"${name}" is not there`)
  if (!/\.(?:ya?ml|json)$/.test(path)) throw new Error(`"${name}" is not a YAML or JSON file, and nothing else is read`)
  if (!isWithin(realpathSync(path), realpathSync(root)))
    throw new Error(`"${name}" is outside the repository, and is not read`)
  const stat = statSync(path)
  if (!stat.isFile() || stat.size > MOST_BYTES) throw new Error(`"${name}" cannot be read, or is too large`)
  return { path: slashed(relative(cwd, path)), text: readFileSync(path, 'utf8') }
}

/** The file of a package, in the nearest node_modules that has it. */
function packaged(name: string, folder: string, root: string): string | undefined {
  const [, wanted, file] = /^((?:@[\w.-]+\/)?\w[\w.-]*)(?:\/([^\\]+))?$/.exec(name) ?? []
  if (wanted === undefined || file?.split('/').includes('..')) return undefined
  for (let above = folder; isWithin(above, root); above = dirname(above)) {
    const found = join(above, 'node_modules', wanted)
    if (lstatSync(found, { throwIfNoEntry: false })) {
      const names = file === undefined ? NAMES : [file]
      return names.map(each => join(found, each)).find(exists)
    }
    if (dirname(above) === above) return undefined
  }
  return undefined
}
