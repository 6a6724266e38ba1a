/** Joins languages with dialects: each is loaded when the first of its files comes. */
import { LANGUAGES } from '../languages/registry.ts'
import type { Dialect, Language } from '../reading/language.ts'

const loaded = new Map<string, Language>()
let dialects: readonly Dialect[] = []

/** The vocabularies of trees, once a language is loaded that makes some. */
export const loadedDialects = (): readonly Dialect[] => dialects

/** The reader of a language, or undefined for a name that no language has. */
export async function languageNamed(id: string): Promise<Language | undefined> {
  const known = loaded.get(id)
  if (known) return known
  const registered = LANGUAGES.find(language => language.id === id)
  const [language] = await Promise.all([registered?.load(), registered?.makesTrees && loadDialects()])
  if (language) loaded.set(id, language)
  return language
}

async function loadDialects(): Promise<void> {
  dialects = (await import('../dialects/index.ts')).dialects
}
