/**
 * What a machine of Docker is made with, of which Rancher makes nodes: `engineOpt: {log-driver: syslog}`,
 * `engine_env = { HTTP_PROXY = … }`, `engineInstallURL`. Source: rancher/terraform-provider-rancher2
 * docs/resources/node_template.md; NodeTemplateSpec of management.cattle.io/v3.
 */
import type { Scope } from '../../facts.ts'
import type { Reader } from '../../reading/language.ts'
import { type Located, partOf } from '../../text/source.ts'
import { type Entry, scalarsOf, type TreeNode } from '../../text/tree.ts'

/** Says the options and the environment of an engine, and where it is installed from; whether it is one of these. */
export function sayEngineVariable({ key, value }: Entry, reader: Reader, scope: () => Scope): boolean {
  const [, name = ''] = /^engine[-_]?(opt|env|install[-_]?url)$/i.exec(key.value) ?? []
  if (name === '' || !value) return false
  if (/^install/i.test(name)) {
    if (value.kind !== 'scalar') return false
    reader.fact({ kind: 'setting', program: 'rancher', key: [key.value], at: key, value: value.located }, scope())
    return true
  }
  for (const [at, given] of pairsIn(value))
    reader.fact(
      /^opt$/i.test(name)
        ? { kind: 'flag', program: 'dockerd', flag: at, name: at.value, value: given }
        : { kind: 'env', program: 'dockerd', name: at, value: given },
      scope(),
    )
  return value.kind !== 'scalar'
}

/** The names and values of a map, or of a list of `name=value`. */
function pairsIn(value: TreeNode): readonly (readonly [Located, Located])[] {
  if (value.kind === 'map')
    return value.entries.flatMap(entry =>
      entry.value?.kind === 'scalar' ? [[entry.key, entry.value.located] as const] : [],
    )
  return scalarsOf(value).flatMap(({ located }) => {
    const equals = located.value.indexOf('=')
    if (equals <= 0) return []
    return [[partOf(located, 0, equals), partOf(located, equals + 1, located.value.length)] as const]
  })
}
