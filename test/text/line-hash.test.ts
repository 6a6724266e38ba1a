import { expect, test } from 'vitest'
import { lineHashes } from '../../src/text/line-hash.ts'

const hashes = (text: string): string[] => {
  const hash = lineHashes(text)
  return text.split(/\r\n|\r|\n/).map((_, index) => hash(index + 1))
}

/** The same sum written the slow and plain way, from the description. */
function plainHashes(text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/)
  const seen = new Map<string, number>()
  return lines.map((_, index) => {
    const rest = lines.slice(index).join('\n').replace(/[ \t]/g, '')
    const units = [...Array(100).keys()].map(i =>
      i < rest.length ? rest.charCodeAt(i) : i === rest.length ? 65535 : 0,
    )
    const sum = units.reduce((hash, unit) => BigInt.asUintN(64, hash * 37n + BigInt(unit)), 0n).toString(16)
    seen.set(sum, (seen.get(sum) ?? 0) + 1)
    return `${sum}:${seen.get(sum)}`
  })
}

// What github/codeql-action's own tests state for these inputs.
test.each<[string, string, string[]]>([
  ['an empty file', '', ['c129715d7a2bc9a3:1']],
  [
    'blanks',
    ' a\nb\n  \t\tc\n d',
    ['271789c17abda88f:1', '54703d4cd895b18:1', '180aee12dab6264:1', 'a23a3dc5e078b07b:1'],
  ],
  [
    'no line end at the end',
    ' hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End',
    [
      '8b7cf3e952e7aeb2:1',
      'b1ae1287ec4718d9:1',
      'bff680108adb0fcc:1',
      'c6805c5e1288b612:1',
      'b86d3392aea1be30:1',
      'e6ceba753e1a442:1',
    ],
  ],
  ...['\n\n\n', '\r\r\r', '\r\n\r\n\r\n', '\r\n\n\r'].map((ends): [string, string, string[]] => [
    `line ends ${JSON.stringify(ends)}`,
    ` hello; \t\nworld!!!${ends}  \t\tGreetings${ends[0]} End${ends.at(-1)}`,
    [
      'e9496ae3ebfced30:1',
      'fb7c023a8b9ccb3f:1',
      'ce8ba1a563dcdaca:1',
      'e20e36e16fcb0cc8:1',
      'b3edc88f2938467e:1',
      'c8e28b0b4002a3a0:1',
      'c129715d7a2bc9a3:1',
    ],
  ]),
  [
    'equal lines',
    'Lorem ipsum dolor sit amet.\n'.repeat(10),
    [
      ...[1, 2, 3, 4, 5, 6].map(n => `a7f2ff13bc495cf2:${n}`),
      'a7f2ff1481e87703:1',
      'a9cf91f7bbf1862b:1',
      '55ec222b86bcae53:1',
      'cc97dc7b1d7d8f7b:1',
      'c129715d7a2bc9a3:1',
    ],
  ],
  [
    'a program',
    'x = 2\nx = 1\nprint(x)\nx = 3\nprint(x)\nx = 4\nprint(x)\n',
    [
      'e54938cc54b302f1:1',
      'bb609acbe9138d60:1',
      '1131fd5871777f34:1',
      '5c482a0f8b35ea28:1',
      '54517377da7028d2:1',
      '2c644846cb18d53e:1',
      'f1b89f20de0d133:1',
      'c129715d7a2bc9a3:1',
    ],
  ],
])('hashes lines as code scanning does: %s', (_, text, expected) => {
  expect(hashes(text)).toEqual(expected)
})

test('agrees with the plain sum over any characters', () => {
  let seed = 1
  const random = (below: number) => {
    seed = (seed * 48271) % 2147483647
    return seed % below
  }
  const alphabet = ['a', 'b', ' ', '\t', '\n', '\r', '\r\n', '\uFEFF', 'é', '😀', '\uFFFF', '0', 'kubelet']
  for (let run = 0; run < 200; run++) {
    const text = Array.from({ length: random(400) }, () => alphabet[random(alphabet.length)]).join('')
    expect(hashes(text)).toEqual(plainHashes(text))
  }
})
