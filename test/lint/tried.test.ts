import { expect, test } from 'vitest'
import { factsIn, type Scope } from '../../src/facts.ts'
import { readFacts } from '../../src/lint/read-facts.ts'

async function unread(path: string, text: string): Promise<readonly string[]> {
  const project: Scope = { kind: 'project', parent: undefined, facts: [], children: [] }
  const { scope } = await readFacts({ path, text }, project)
  return factsIn(scope, 'unread').map(({ reason }) => reason.replace(/\(.*/, '').trim())
}

const PROSE = 'Error: task docker: blocked for more than 120 seconds\n  Tainted: G: C\n'

test('a text that only begins like YAML is no broken file', async () => {
  expect(await unread('problems/docker_hung', PROSE)).toEqual([])
  expect(await unread('collect.sh', `echo "error: not reachable: docker" > "$OUT/\${NAME}"\n`)).toEqual([])
})

test('a file that is named YAML is, and so is an object without a name', async () => {
  expect(await unread('problems.yaml', PROSE)).toEqual(['it is not valid YAML here'])
  expect(await unread('pod', `kind: Pod\n${PROSE}`)).toEqual(['it is not valid YAML here'])
})

test('a text in an object that only looks like a manifest or a patch is no broken one', async () => {
  const policy = [
    'apiVersion: admissionregistration.k8s.io/v1',
    'kind: MutatingAdmissionPolicy',
    'spec:',
    '  mutations:',
    '    - jsonPatch:',
    '        expression: |',
    '          [',
    '            JSONPatch{',
    '              op: "add",',
    '              path: object.kind == "Pod" ? "/spec" : "/",',
    '            }',
    '          ]',
    '    - applyConfiguration:',
    '        expression: |',
    '          Object{',
    '            apiVersion: object.x == "" ? "v1" : "v2",',
    '            spec: Object.spec{a: [1, 2].map(i, i + 1)},',
    '          }',
    '',
  ].join('\n')
  expect(await unread('policy.yaml', policy)).toEqual([])
})

test('nor is a string in a pipeline, or a text in the values of a chart', async () => {
  expect(await unread('a.groovy', `def form = """\nkind: \${kind}\n[not: a, manifest: }\n"""\n`)).toEqual([])
  const notes = 'notes: |\n  inputs:\n  - type: a [b\n    c: d: e\n'
  expect(await unread('values.yaml', notes)).toEqual([])
  expect(await unread('values.yaml', notes.replace('notes', 'filebeat.yml'))).toEqual(['it is not valid YAML here'])
})
