import { expect, test } from 'vitest'
import { shellLine, shellLines } from '../../src/reading/words.ts'
import { fileSource, joinSources, locate, type Source, sliceSource } from '../../src/text/source.ts'

const file = { path: 'x', text: `["sh", "-c", "it's docker ps"]` }
const whole = fileSource(file)
const word = (text: string): Source => {
  const at = file.text.indexOf(text)
  return sliceSource(whole, at, at + text.length)
}

test('an argument list becomes a line of shell whose words keep their places', () => {
  const line = shellLine(file, [word('sh'), word('-c'), word("it's docker ps")])
  expect(line.text).toBe(`'sh' '-c' 'it'\\''s docker ps'`)
  const at = line.text.indexOf('docker')
  expect(locate(line, at, at + 6)).toEqual({ value: 'docker', span: { file, start: 19, end: 25 }, exact: true })
  expect(locate(line, 1, 3).span).toEqual({ file, start: 2, end: 4 })
})

test('the commands of a list become a script', () => {
  const script = shellLines(file, [word('sh'), word('-c')])
  expect(script.text).toBe('sh\n-c\n')
  expect(locate(script, 3, 5).exact).toBe(true)
})

test('a text of ours has no place, but never leads out of the file', () => {
  const joined = joinSources(file, ['abc', word('sh'), 'def'])
  expect(locate(joined, 0, 3)).toEqual({ value: 'abc', span: { file, start: 2, end: 2 }, exact: false })
  expect(locate(joined, 5, 8).exact).toBe(false)
  expect(locate(joined, 5, 8).span.end).toBeLessThanOrEqual(file.text.length)
})
