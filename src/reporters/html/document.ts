/**
 * The page itself. What comes from linted files stands in it as JSON alone; the markup holds numbers and the product's own
 * words. It asks nothing of anybody: the policy allows one style and one script, by their hashes.
 */
import { jsonText } from '../json-text.ts'
import type { About } from '../reporter.ts'
import { count, targetOf } from '../summary.ts'
import { pageAssets } from './assets.ts'
import { grouped } from './grouped.ts'
import type { PageData } from './page-data.ts'
import { verdictOf } from './verdict.ts'

/** In parts that are to be written one after the other: its data may be longer than a text can be. */
export function* document(data: PageData, about: About, filesChecked: number): Iterable<string> {
  const { style, script, styleHash, scriptHash } = pageAssets
  const policy = [
    "default-src 'none'",
    `style-src '${styleHash}'`,
    `script-src '${scriptHash}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="dockershim-lint ${escaped(about.version)}">
<title>Leaving Docker Engine for ${escaped(targetOf(about))}</title>
<style>${style}</style>
</head>
<body>
${body(data, about, filesChecked)}
<script type="application/json" id="data">`
  yield* inScript(data)
  yield `</script>
<script>${script}</script>
</body>
</html>
`
}

/** JSON that ends no script: a `<` stands in strings only, where its escape means the same. */
function* inScript(data: PageData): Iterable<string> {
  let before = '{'
  for (const [name, value] of Object.entries(data)) {
    if (value === undefined) continue
    yield `${before}${jsonText(name)}:`
    before = ','
    if (Array.isArray(value)) yield* listInScript(value)
    else yield itemInScript(value)
  }
  yield '}'
}

function* listInScript(items: readonly unknown[]): Iterable<string> {
  let before = '['
  for (const item of items) {
    yield before + itemInScript(item)
    before = ','
  }
  yield before === '[' ? '[]' : ']'
}

const itemInScript = (item: unknown): string => jsonText(item).replaceAll('<', '\\u003c')

const escaped = (text: string): string => text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)

const LEVELS = [
  ['error', 'error', 'breaks, or silently stops working'],
  ['warning', 'warning', 'probably breaks, or needs a decision'],
  ['note', 'note', 'keeps working, or is a leftover'],
] as const

function body(data: PageData, about: About, filesChecked: number): string {
  const { findings, silenced, notices } = data
  const ofLevel = (level: string) => findings.filter(finding => finding.level === level).length
  const number = (value: number, name: string, means: string, kind = '') =>
    `<li${kind && ` class="${kind}"`}><strong>${grouped(value)}</strong> ${name}<small>${means}</small></li>`
  const numbers = [
    ...LEVELS.map(([level, name, means]) => {
      const value = ofLevel(level)
      return level === 'note' && value === 0 ? '' : number(value, value === 1 ? name : `${name}s`, means, level)
    }),
    number(findings.filter(({ fix }) => fix).length, 'with a fix', '--diff shows it, --fix makes it'),
    number(silenced.length, 'silenced', 'on purpose, by your own people'),
    number(
      notices.length,
      'not read',
      `or only in part, of ${grouped(filesChecked)} ${filesChecked === 1 ? 'file' : 'files'} checked`,
    ),
  ]
  const [kind, verdict] = verdictOf(ofLevel('error'), ofLevel('warning'), notices.length)
  const made = [`dockershim-lint ${about.version}`, about.today].filter(Boolean).join(', ')
  return `<header>
<a class="skip" href="#list">Skip to the findings</a>
<p class="made">${escaped(made)}</p>
<h1>Leaving Docker Engine for ${escaped(targetOf(about))}</h1>
<p class="verdict ${kind}">${verdict}</p>
<ul class="numbers">${numbers.join('')}</ul>
${about.hidden ? `<p class="quiet">${count(about.hidden, 'finding')} of a lower level not shown; --level note shows all.</p>` : ''}
<noscript><p>The findings are shown by a script in this page. It asks nothing of any other place; allow it to read them.</p></noscript>
</header>
<main>
<section id="work" aria-labelledby="work-title"><h2 id="work-title">By kind of work</h2></section>
<section id="time" aria-labelledby="time-title" hidden><h2 id="time-title">Over time</h2></section>
<section id="where" aria-labelledby="where-title"><h2 id="where-title">Where the work lies</h2></section>
<section id="list" aria-labelledby="list-title" tabindex="-1"><h2 id="list-title">Findings</h2></section>
<section id="gone" aria-labelledby="gone-title" hidden><h2 id="gone-title">Gone since the baseline</h2></section>
<section id="silenced" aria-labelledby="silenced-title" hidden><h2 id="silenced-title">Silenced</h2></section>
<section id="unread" aria-labelledby="unread-title" hidden><h2 id="unread-title">Not read, or only in part</h2></section>
</main>
<footer><p>Arrow keys go from finding to finding, Enter opens one, Escape empties the search. The address of this page holds what is filtered. <a href="${escaped(about.home)}" rel="noreferrer">dockershim-lint</a></p></footer>`
}
