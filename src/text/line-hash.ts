/**
 * The hash of a line that GitHub code scanning follows an alert by when lines move. github/codeql-action computes it in
 * `src/fingerprints.ts`: over the first 100 UTF-16 units from the start of the line on, without spaces and tabs, each line
 * end as one LF; a unit 65535 stands for the end of the file, and zeros follow it.
 */

const UNITS = 100
const FACTOR = 37
const END_OF_FILE = 65535
const WORD = 2 ** 32

/** FACTOR to the power of UNITS, modulo 2 to the power of 64, in two words. */
const [LEAVING_HIGH, LEAVING_LOW] = (() => {
  const power = BigInt.asUintN(64, BigInt(FACTOR) ** BigInt(UNITS))
  return [Number(power >> 32n), Number(power & 0xffffffffn)]
})()

/** Hashes every line of a file, its byte order mark included. Gives for a line (1-based) `hash:n`, the n-th line of that hash. */
export function lineHashes(text: string): (line: number) => string {
  const highs: number[] = []
  const lows: number[] = []
  /** For each line, how many units come before it. */
  const starts: number[] = []
  const window = new Uint16Array(UNITS)
  let high = 0
  let low = 0
  let read = 0

  // The sum of 64 bits is kept in two words, since that is twice as fast as with a bigint. All products stay below 2^53.
  const take = (unit: number): void => {
    if (starts[highs.length] === read - UNITS) {
      highs.push(high)
      lows.push(low)
    }
    const at = read % UNITS
    const leaving = window[at]!
    window[at] = unit
    const sum = low * FACTOR + unit - LEAVING_LOW * leaving
    high = (high * FACTOR - LEAVING_HIGH * leaving + Math.floor(sum / WORD)) >>> 0
    low = sum >>> 0
    read++
  }

  let atLineStart = true
  for (let i = 0; i <= text.length; i++) {
    const unit = i < text.length ? text.charCodeAt(i) : END_OF_FILE
    if (unit === 0x20 || unit === 0x09) continue
    const isLineEnd = unit === 0x0a || unit === 0x0d
    if (atLineStart) starts.push(read)
    atLineStart = isLineEnd
    take(isLineEnd ? 0x0a : unit)
    if (unit === 0x0d && text.charCodeAt(i + 1) === 0x0a) i++
  }
  for (let i = 0; i < UNITS; i++) take(0)

  return line => {
    const index = line - 1
    let number = 0
    for (let i = 0; i <= index; i++) if (lows[i] === lows[index] && highs[i] === highs[index]) number++
    const hash = (BigInt(highs[index]!) << 32n) | BigInt(lows[index]!)
    return `${hash.toString(16)}:${number}`
  }
}
