/** The licences of the packages that are bundled: they travel with the code. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The text of the NOTICE for the files that went into a bundle, by their paths from `root`. */
export function noticeText(paths, root) {
  const packages = new Set(paths.flatMap(path => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []))
  const parts = [...packages].sort().map(folder => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
    const file = readdirSync(join(root, folder)).find(entry => /^licen[cs]e/i.test(entry))
    if (!file) throw new Error(`${name} is bundled and has no file with its licence.`)
    return `${name} ${version} (${license})\n\n${readFileSync(join(root, folder, file), 'utf8').trim()}\n`
  })
  return `dockershim-lint holds code of these packages.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`
}
