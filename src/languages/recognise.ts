/** Which language a text is, by its name and its beginning. */
import { collectorOf } from '../reading/collector-config.ts'
import { LANGUAGES, UNIT } from './registry.ts'

/** Files of settings, of which neither the name nor the beginning tells the program. */
const SETTINGS_FILE = /\.(?:conf|cfg|ini|properties)$/i

/** Prose and programs in other languages, whose beginning may look like anything, and files that are switched off by their names. */
const NOT_GUESSED =
  /\.(disabled|md|mdx|markdown|rst|adoc|txt|html?|css|scss|less|svg|go|py|rb|rs|js|jsx|mjs|cjs|ts|tsx|vue|java|kt|scala|c|cc|cpp|h|hpp|cs|php|lua|pl|swift|proto|sql|graphql|lock|sum|mod|csv|tsv|patch|diff|log|ipynb|po|pot|rego|jsonnet|libsonnet|cue|dhall|nix|bzl|bazel)$|(^|\/)(Procfile|OWNERS(_ALIASES)?|CODEOWNERS|LICEN[CS]E|NOTICE|AUTHORS|CHANGELOG|README|Gemfile|Pipfile|Brewfile)$/i

/** A text that begins with a section of Fluentd or Fluent Bit, which no YAML does: some keep such files as `x.yaml`. */
const HEADED =
  /^(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*(?:<(?:source|match|filter|system|label)\b|\[(?:SERVICE|INPUT|FILTER|OUTPUT)\])/

const TEMPLATE_SUFFIX = /\.(j2|jinja2?|erb|tmpl|tpl|tftpl|gotmpl|template|in)$/i

/** Names of files end here; the keys of a ConfigMap may be anything. */
const LONGEST_NAME = 1_000

/** The language of a text by its name and its beginning, or undefined when no language reads it. */
export function languageOf(whole: string, text: string): string | undefined {
  const name = whole.slice(-LONGEST_NAME)
  // Machines take user data by its first line, whatever the file is called.
  if (/^(?:## template:[^\n]*\n)?#cloud-config\b/.test(text)) return 'yaml'
  if (/^\s*\{\{-?\s*define\b/.test(text) && /\n#cloud-config[ \t]*\n/.test(text.slice(0, 16_384))) return 'user-data'
  let bare = name
  while (TEMPLATE_SUFFIX.test(bare)) bare = bare.replace(TEMPLATE_SUFFIX, '')
  // Everything is called `.conf`: a collector's configuration is told by its text before its name is asked.
  const collector =
    /\.conf$/i.test(bare) || (/\.ya?ml$/i.test(bare) && HEADED.test(text.slice(0, 4096)))
      ? collectorOf(text)
      : undefined
  if (collector && collector !== 'yaml') return collector
  if (/\.ya?ml$/i.test(bare) && UNIT.test(text.slice(0, 4096))) return 'systemd'
  for (const { id, path } of LANGUAGES) if (path?.test(bare)) return id
  if (NOT_GUESSED.test(bare)) return undefined
  const head = text.slice(0, 16_384)
  for (const { id, start } of LANGUAGES) if (start?.test(head)) return id
  // Where there is no text, only the name is asked about, which tells nothing.
  return head !== '' && SETTINGS_FILE.test(bare) ? 'settings' : undefined
}
