/** Versions that a file gives a name, put where conditions use the name: `$V124 = '1.24'` and then `$Version -lt $V124`. */
import type { SourceFile } from '../text/source.ts'

const ASSIGNED =
  /(?:^|[\s;\]])\$?([A-Za-z_]\w{0,60})[ \t]{0,9}=[ \t]{0,9}["']?v?(1\.\d{1,2}(?:\.\d{1,3})?)["']?(?=[\s;]|$)/g
const LITERAL = /(?<![\w.])v?1\.\d{1,2}(?![\w])/
const USED = /\$\{?([A-Za-z_]\w{0,60})\}?/g
/** Names of the version that is asked for, and not of what it is compared with. */
const OF_CLUSTER = /^(?:kube\w*|k8s\w*|\w*kube\w*version|version)$/i

const known = new WeakMap<SourceFile, ReadonlyMap<string, string>>()

/** The condition with the version in place of its name, where nothing else in it is a version. */
export function withVersions(condition: string, file: SourceFile): string {
  if (LITERAL.test(condition) || !condition.includes('$')) return condition
  const versions = known.get(file) ?? versionsIn(file.text)
  known.set(file, versions)
  if (versions.size === 0) return condition
  return condition.replace(USED, (text, name: string) =>
    OF_CLUSTER.test(name) ? text : (versions.get(name.toLowerCase()) ?? text),
  )
}

/** The names that have one version all over a text. */
function versionsIn(text: string): ReadonlyMap<string, string> {
  const versions = new Map<string, string>()
  const several = new Set<string>()
  for (const [, name, version] of text.matchAll(ASSIGNED)) {
    const key = name!.toLowerCase()
    if ((versions.get(key) ?? version) !== version) several.add(key)
    versions.set(key, version!)
  }
  for (const key of several) versions.delete(key)
  return versions
}
