/** The value of `--shard`. */
import { UsageError } from '../lint/choices.ts'

/** One share of so many, counted from 1. */
export interface Shard {
  readonly number: number
  readonly of: number
}

/** `2/3`, or `env` for what Kubernetes or GitLab says. Throws UsageError. */
export function shardOf(given: string, environment: Readonly<Record<string, string | undefined>>): Shard {
  const [number, of] = given === 'env' ? fromEnvironment(environment) : numbersIn(given)
  if (number >= 1 && number <= of) return { number, of }
  throw new UsageError(`--shard ${given}: there is no share ${number} of ${of}.`)
}

/** A larger number is a mistake. */
const MOST_SHARES = 10_000

function numbersIn(given: string): readonly [number, number] {
  const [, number, of] = /^(\d{1,5})\/(\d{1,5})$/.exec(given) ?? []
  if (of === undefined || Number(of) > MOST_SHARES)
    throw new UsageError(
      `--shard needs the number of the share and how many there are, as in 2/3, or env; not "${given}".`,
    )
  return [Number(number), Number(of)]
}

/** Kubernetes counts from 0 and says how many there are only where the manifest does; GitLab counts from 1. */
function fromEnvironment(environment: Readonly<Record<string, string | undefined>>): readonly [number, number] {
  const { JOB_COMPLETION_INDEX, JOB_COMPLETIONS, CI_NODE_INDEX, CI_NODE_TOTAL } = environment
  if (JOB_COMPLETION_INDEX !== undefined) {
    if (JOB_COMPLETIONS === undefined)
      throw new UsageError(
        '--shard env: JOB_COMPLETION_INDEX is set, and JOB_COMPLETIONS has to say how many there are.',
      )
    const [index, of] = numbersIn(`${JOB_COMPLETION_INDEX}/${JOB_COMPLETIONS}`)
    return [index + 1, of]
  }
  if (CI_NODE_INDEX !== undefined && CI_NODE_TOTAL !== undefined) return numbersIn(`${CI_NODE_INDEX}/${CI_NODE_TOTAL}`)
  throw new UsageError(
    '--shard env: neither JOB_COMPLETION_INDEX and JOB_COMPLETIONS nor CI_NODE_INDEX and CI_NODE_TOTAL are set.',
  )
}
