/** Every output format. Its reporter is loaded when it is asked for. */
import type { Reporter } from './reporter.ts'

export const reporters = {
  text: async () => (await import('./text.ts')).text,
  compact: async () => (await import('./compact.ts')).compact,
  json: async () => (await import('./json.ts')).json,
  jsonl: async () => (await import('./jsonl.ts')).jsonl,
  sarif: async () => (await import('./sarif.ts')).sarif,
  github: async () => (await import('./github.ts')).github,
  gitlab: async () => (await import('./gitlab.ts')).gitlab,
  junit: async () => (await import('./junit.ts')).junit,
  checkstyle: async () => (await import('./checkstyle.ts')).checkstyle,
  rdjson: async () => (await import('./rdjson.ts')).rdjson,
  markdown: async () => (await import('./markdown.ts')).markdown,
  html: async () => (await import('./html.ts')).html,
} satisfies Record<string, () => Promise<Reporter>>

export type Format = keyof typeof reporters

export const isFormat = (name: string): name is Format => Object.hasOwn(reporters, name)
