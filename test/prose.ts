import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** "kubelet" as the subject of a sentence, without an article. */
export const BARE_KUBELET =
  /(?:^|[.;:,] |\b(?:where|which|that|what|since|and|or|on|then|when) )[Kk]ubelet (?:and|fails|asks|uses|takes|may|has|rotates|refuses|waits|silently|deletes|does|names|starts|stops|resets|removes|writes|keeps|cannot|no longer)\b/

/** The texts between quotes in the sources of some folders that read as sentences: two words and more, from a capital on. */
export function proseOf(folders: readonly string[]): readonly string[] {
  return folders.flatMap(folder =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.ts'))
      .flatMap(name => sentencesIn(readFileSync(join(folder, name), 'utf8'))),
  )
}

function sentencesIn(source: string): readonly string[] {
  const code = source.replace(/^\s*(?:\*|\/\/|\/\*\*).*$/gm, '')
  return [...code.matchAll(/'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g)]
    .map(([, single, double, template]) => single ?? double ?? template ?? '')
    .filter(text => /^[A-Z:;,. ].* .* /s.test(text))
}
