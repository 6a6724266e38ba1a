/** Work that is ended from outside, whatever it is in. */
import { expect, test } from 'vitest'
import { boundsOf } from '../../src/cli/bounds.ts'
import { Interrupted, step, withDeadline } from '../../src/text/progress.ts'

const endless = (): never => {
  for (;;);
}
const steps = (): void => {
  for (let round = 0; round < 2000; round++) step()
}

test.each([
  ['a loop', endless],
  ['a regular expression', () => /^(?:a+)+$/.test(`${'a'.repeat(60)}b`)],
  [
    'a loop that catches what is thrown in it',
    () => {
      for (;;)
        try {
          endless()
        } catch {
          // Goes on.
        }
    },
  ],
])('%s', (_, work) => {
  expect(() => boundsOf(50)(work)).toThrow(Interrupted)
})

test('what it gives or throws is given and thrown as it is', () => {
  const error = new Error('of its own')
  const bounded = boundsOf(10_000)
  expect(bounded(() => 'a value')).toBe('a value')
  expect(bounded(() => undefined)).toBeUndefined()
  expect(() =>
    bounded(() => {
      throw error
    }),
  ).toThrow(error)
})

test('all work in the same bounds has its time together', () => {
  const bounded = boundsOf(200)
  const busy = () => {
    for (const until = Date.now() + 80; Date.now() < until; );
  }
  expect(() => {
    for (let at = 0; at < 4; at++) bounded(busy)
  }).toThrow(Interrupted)
})

test('the clock of work that was ended is forgotten', async () => {
  expect(() => boundsOf(50)(() => withDeadline(Date.now() + 60, 1, endless))).toThrow(Interrupted)
  await new Promise(resolve => setTimeout(resolve, 100))
  expect(steps).not.toThrow()
})
