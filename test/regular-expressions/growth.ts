import { type Pump, pumped, pumpsOf } from './pumps.ts'

/** What a text of twice the length costs more, against what the one before it did: 2 where the cost is linear, 4 where it is quadratic. */
const MOST_GROWTH = 2.6

/** A text on which the work grows faster than its length. */
export interface Growth extends Pump {
  readonly growth: number
}

/** The first text at which a pattern takes more than linear work, going by three sizes of each. */
export function growthOf(source: string, flags: string, steps: (text: string) => number): Growth | undefined {
  for (const pump of pumpsOf(source, flags)) {
    const small = steps(pumped(pump, 0))
    const middle = steps(pumped(pump, 1))
    if (!Number.isFinite(middle)) return { ...pump, growth: middle }
    if (middle <= small * 2.3) continue
    const large = steps(pumped(pump, 2))
    const growth = (large - middle) / (middle - small)
    if (!(growth <= MOST_GROWTH)) return { ...pump, growth }
  }
  return undefined
}
