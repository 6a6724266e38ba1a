/** Every output format. Its reporter is loaded when it is asked for. */
import type { Reporter } from './reporter.ts'

export const reporters = {
  text: async () => (await import('./text.ts')).text,
  json: async () => (await import('./json.ts')).json,
  sarif: async () => (await import('./sarif.ts')).sarif,
} satisfies Record<string, () => Promise<Reporter>>

export type Format = keyof typeof reporters

export const isFormat = (name: string): name is Format => Object.hasOwn(reporters, name)
