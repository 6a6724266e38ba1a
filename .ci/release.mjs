/**
 * node .ci/release.mjs FOLDER: writes what a release consists of into a new folder, as a tag of the repository holds it for
 * pre-commit and GitHub Actions: the built bundle, and a package.json without anything that makes npm build or install more
 * (pre-commit installs hooks with `npm install` from a clone, and npm prepares a git dependency that has such scripts).
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const [target] = process.argv.slice(2)
if (!target) {
  process.stderr.write('usage: node .ci/release.mjs FOLDER\n')
  process.exit(2)
}
const folder = resolve(target)

mkdirSync(folder, { recursive: true })
execFileSync(process.execPath, [join(root, '.ci/build.mjs'), join(folder, 'dist')], { stdio: 'inherit' })
for (const file of ['README.md', 'CHANGELOG.md', 'LICENSE', '.pre-commit-hooks.yaml', 'action.yml'])
  copyFileSync(join(root, file), join(folder, file))
const {
  scripts: _scripts,
  devDependencies: _devDependencies,
  knip: _knip,
  ...released
} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(released, null, 2)}\n`)
