import { expect, test } from 'vitest'
import { fileSource, locate, partOf, sourceOf, written } from '../../src/text/source.ts'

test.each(['\n', '\r\n'])('a part of a text of several lines has its own place, with %j', end => {
  const text = ['one', 'two three', ''].join(end)
  const source = fileSource({ path: 'file', text })
  const all = locate(source, 0, source.text.length)
  const part = partOf(all, source.text.indexOf('three'), source.text.indexOf('three') + 5)
  expect(part).toMatchObject({ value: 'three', exact: true })
  expect(written(part.span)).toBe('three')
  const inner = sourceOf(all)
  expect(written(locate(inner, 4, 7).span)).toBe('two')
})

test('a part of a decoded text means all of it', () => {
  const source = fileSource({ path: 'file', text: 'a\r\nb' })
  const decoded = locate(source, 0, source.text.length, 'x\ny')
  expect(partOf(decoded, 0, 1)).toMatchObject({ value: 'x', exact: false, span: { start: 0, end: 4 } })
})
