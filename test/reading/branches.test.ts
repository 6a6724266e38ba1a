import { describe, expect, it } from 'vitest'
import { branchesOf, withBranches } from '../../src/reading/branches.ts'
import { fileSource, locate } from '../../src/text/source.ts'

/** The conditions that the word MARK stands under, innermost first; `!` for the branch where one does not hold. */
function conditions(text: string): string[] {
  const offset = text.indexOf('MARK')
  return branchesOf(fileSource({ path: 'a.j2', text }))
    .filter(({ start, end }) => start <= offset && offset < end)
    .reverse()
    .map(({ guard }) => `${guard.negated ? '! ' : ''}${guard.condition}`)
}

describe('branches of a template', () => {
  it.each([
    ['Jinja', '{% if a %}\nMARK\n{% endif %}', ['a']],
    ['Jinja else', '{%- if a -%}x{%- else -%}MARK{%- endif -%}', ['! a']],
    ['Jinja elif', '{% if a %}{% elif b == 1 %}MARK{% else %}{% endif %}', ['b == 1']],
    ['nested with loops', '{% if a %}{% for x in y %}{% if b %}MARK{% endif %}{% endfor %}{% endif %}', ['b', 'a']],
    ['a set block', '{% if a %}{% set x %}y{% endset %}MARK{% endif %}', ['a']],
    ['a set line', '{% if a %}{% set x = 1 %}MARK{% endif %}', ['a']],
    ['Go', '{{- if eq .A "b" }}MARK{{ else }}{{ end }}', ['eq .A "b"']],
    ['Go else if', '{{ if .A }}{{ else if .B }}MARK{{ end }}', ['.B']],
    ['Go with a range', '{{ if .A }}{{ range .B }}{{ .C }}{{ end }}MARK{{ end }}', ['.A']],
    ['ERB', '<% if @a %>MARK<% end %>', ['@a']],
    ['HCL', '%{ if a ~}MARK%{ else ~}%{ endif ~}', ['a']],
    ['Handlebars', '{{#if a}}x{{else}}MARK{{/if}}', ['! a']],
    ['outside', '{% if a %}{% endif %}MARK', []],
    ['never closed', '{% if a %}MARK', ['a']],
  ])('%s', (_, text, expected) => {
    expect(conditions(text)).toEqual(expected)
  })

  it('tells what the other branches hold', () => {
    const [, second] = branchesOf(
      fileSource({ path: 'a.j2', text: "{% if m == 'docker' %}one{% else %}crictl{% endif %}" }),
    )
    expect(second?.guard.others).toEqual([" m == 'docker' one".trimStart()])
  })

  it('stays linear on hostile input', () => {
    const start = performance.now()
    for (const text of [
      '{% if a %}'.repeat(50_000),
      '{% if a %}{% elif b %}'.repeat(20_000),
      '{{ if '.repeat(50_000),
      '{%'.repeat(100_000),
    ])
      branchesOf(fileSource({ path: 'a.j2', text }))
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

describe('texts tell the branch that they stand in', () => {
  const text = 'a\n{% if x %}\nb\n{% if y %}c{% else %}d{% endif %}\n{% endif %}e\n{% if z %}f{% endif %}'
  const source = withBranches(fileSource({ path: 'a.j2', text }))

  it.each([
    ['a', []],
    ['b', ['x']],
    ['c', ['y', 'x']],
    ['d', ['! y', 'x']],
    ['e', []],
    ['f', ['z']],
  ])('%s', (letter, expected) => {
    const at = new RegExp(`(?<![a-z])${letter}(?![a-z ])`).exec(text)!.index
    const { value, span, exact } = locate(source, at, at + 1)
    expect([value, exact, span.start]).toEqual([letter, true, at])
    expect(span.origin?.under.map(({ condition, negated }) => (negated ? `! ${condition}` : condition)) ?? []).toEqual(
      expected,
    )
  })
})
