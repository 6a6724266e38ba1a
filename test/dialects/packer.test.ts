import { expect, test } from 'vitest'
import { packer } from '../../src/dialects/packer.ts'
import { placeOf } from '../../src/facts.ts'
import { yaml } from '../../src/languages/yaml.ts'
import { misplaced, record } from '../record.ts'

const read = (value: unknown) => record(yaml, JSON.stringify(value, null, 2), 'node.json', [packer])

test('provisioners run their lines as one script', () => {
  const { texts } = read({
    builders: [{ type: 'amazon-ebs' }],
    provisioners: [
      { type: 'shell', inline: ['docker pull "a"', 'docker ps'] },
      { type: 'shell-local', command: 'docker build .' },
      { type: 'powershell', inline: ['docker ps'] },
      { type: 'file', source: 'docker', destination: '/tmp' },
    ],
  })
  for (const text of texts) expect(misplaced(text)).toBeUndefined()
  expect(texts.map(({ what, text, scope }) => [what, text, placeOf(scope)])).toEqual([
    ['shell', 'docker pull "a"\ndocker ps\n', 'unknown'],
    ['shell', 'docker build .\n', 'build'],
    ['powershell', 'docker ps\n', 'unknown'],
  ])
})

test('other documents with provisioners are no template of Packer', () => {
  expect(read({ provisioners: [{ type: 'shell', inline: ['docker ps'] }] }).texts).toEqual([])
})
