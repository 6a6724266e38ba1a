/** The parts of the page that are read from several places. */
import { byId } from '../../reporters/html/client/dom.ts'
import type { Runtime } from '../../rule.ts'
import type { Target } from '../contract.ts'

const select = (id: string) => byId(id) as HTMLSelectElement

export const runtime = select('runtime')
export const version = select('version')
export const ruleChoice = select('rules')
export const fileChoice = select('file')
export const notes = byId('notes') as HTMLInputElement
export const fileName = byId('name') as HTMLInputElement

/** What is chosen. */
export const target = (): Target => ({
  runtime: runtime.value as Runtime,
  targetVersion: version.value,
  level: notes.checked ? 'note' : 'warning',
})

/** Says what became of something. */
export function tell(text: string): void {
  byId('told').textContent = text
}

/** Says what went wrong in the place of what was to be told. */
export async function guarded(act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch (error) {
    tell(`That did not work: ${error instanceof Error ? error.message : String(error)}.`)
  }
}
