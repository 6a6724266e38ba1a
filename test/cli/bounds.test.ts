/** Work that is ended from outside, whatever it is in. */
import { expect, test } from 'vitest'
import { within } from '../../src/cli/bounds.ts'
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
  expect(() => within(50, work)).toThrow(Interrupted)
})

test('what it gives or throws is given and thrown as it is', () => {
  const error = new Error('of its own')
  expect(within(10_000, () => 'a value')).toBe('a value')
  expect(within(10_000, () => undefined)).toBeUndefined()
  expect(() =>
    within(10_000, () => {
      throw error
    }),
  ).toThrow(error)
})

test('the clock of work that was ended is forgotten', async () => {
  expect(() => within(50, () => withDeadline(Date.now() + 60, 1, endless))).toThrow(Interrupted)
  await new Promise(resolve => setTimeout(resolve, 100))
  expect(steps).not.toThrow()
})
