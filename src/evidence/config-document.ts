/** What the document around a setting says of itself. */
import { type FactOf, near } from '../rule.ts'

/** A setting's document: what it is, and whether the setting is a map in it. */
export interface ConfigDocument {
  readonly apiVersion: string | undefined
  readonly kind: string | undefined
  /** Whether settings below this one have a key, and not an index. */
  readonly isMap: boolean
}

/** The document that a setting stands in. */
export function documentOf(setting: FactOf<'setting'>): ConfigDocument {
  const settings = near(setting, 'object', 'setting')
  const { key } = setting
  const topLevel = (name: string): string | undefined =>
    settings.find(other => other.key.length === 1 && other.key[0] === name)?.value?.value
  return {
    apiVersion: topLevel('apiVersion'),
    kind: topLevel('kind'),
    isMap: settings.some(
      other =>
        other.key.length === key.length + 1 &&
        key.every((part, index) => other.key[index] === part) &&
        !/^\d+$/.test(other.key.at(-1)!),
    ),
  }
}
