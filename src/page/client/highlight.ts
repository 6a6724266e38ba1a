/** Colours for the languages that many files are written in. Each is loaded when a text of it is shown. */
import { HighlightStyle, StreamLanguage, type StreamParser, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { tags } from '@lezer/highlight'

const yaml = async () => (await import('@codemirror/legacy-modes/mode/yaml')).yaml
const properties = async () => (await import('@codemirror/legacy-modes/mode/properties')).properties

const PARSERS: Readonly<Record<string, () => Promise<StreamParser<unknown>>>> = {
  yaml,
  sls: yaml,
  shell: async () => (await import('@codemirror/legacy-modes/mode/shell')).shell,
  dockerfile: async () => (await import('@codemirror/legacy-modes/mode/dockerfile')).dockerFile,
  powershell: async () => (await import('@codemirror/legacy-modes/mode/powershell')).powerShell,
  ruby: async () => (await import('@codemirror/legacy-modes/mode/ruby')).ruby,
  puppet: async () => (await import('@codemirror/legacy-modes/mode/puppet')).puppet,
  toml: async () => (await import('@codemirror/legacy-modes/mode/toml')).toml,
  systemd: properties,
  env: properties,
  supervisor: properties,
  settings: properties,
}

/** What makes the editor read a language that the linter names; nothing for one without colours. */
export async function languageFor(name: string | undefined): Promise<Extension> {
  const load = name === undefined || !Object.hasOwn(PARSERS, name) ? undefined : PARSERS[name]
  return load ? StreamLanguage.define(await load()) : []
}

export const highlighting: Extension = syntaxHighlighting(
  HighlightStyle.define([
    { tag: [tags.comment, tags.meta], color: 'var(--soft)' },
    { tag: [tags.propertyName, tags.definition(tags.propertyName), tags.keyword, tags.atom], color: 'var(--link)' },
    { tag: [tags.string, tags.special(tags.string)], color: 'var(--good)' },
    { tag: [tags.number, tags.bool], color: 'var(--note)' },
  ]),
)
