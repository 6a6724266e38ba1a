/** What users know of their own programs, paths and metrics: see `Known`. */
import { type CoupledAgent, endsWithPath, isBelow } from '../knowledge/agents.ts'
import { normalizePath } from '../knowledge/paths.ts'
import type { Verdict } from '../knowledge/verdict.ts'
import type { Known, Level, Settings, Trigger } from '../rule.ts'

/** The program behind an image, if the user knows it. `image` is without tag and digest. */
export const knownImage = ({ known }: Settings, image: string, tag?: string): CoupledAgent | undefined =>
  agentOf(
    known?.find(
      one =>
        one.image !== undefined &&
        endsWithPath(image.trim().toLowerCase(), one.image.toLowerCase()) &&
        isMeant(one, tag),
    ),
  )

/** The program behind a Helm chart, if the user knows it. `chart` is without its repository. */
export const knownChart = ({ known }: Settings, chart: string, version?: string): CoupledAgent | undefined =>
  agentOf(known?.find(one => one.chart === chart && isMeant(one, version)))

/** A version that is not told, or not in full, is not judged. */
const isMeant = ({ needsDockerBelow }: Known, version: string | undefined): boolean =>
  needsDockerBelow === undefined || isBelow(version, [needsDockerBelow])

function agentOf(known: Known | undefined): CoupledAgent | undefined {
  if (!known) return undefined
  const { image, chart = image ?? '', needsDockerBelow, instead, place } = known
  return {
    name: needsDockerBelow === undefined ? chart : `${chart} before ${needsDockerBelow}`,
    breaks: `According to ${place} it needs the Docker API, which a node without Docker Engine does not have.`,
    instead,
    level: 'error',
    settledBy: [],
    onlyWithDockerSocket: false,
    source: place,
  }
}

/** What is to be said of a path on a node that goes with Docker Engine, if the user knows it or a folder above it. */
export function knownPath({ known }: Settings, path: string, what: string, level: Level): Verdict | undefined {
  const named = known?.filter(one => one.path !== undefined)
  if (!named?.length) return undefined
  const whole = `${normalizePath(path)}/`
  const found = named.find(one => whole.startsWith(`${normalizePath(one.path ?? '')}/`))
  return (
    found && {
      what,
      breaks: `According to ${found.place} it exists only with Docker Engine.`,
      instead: found.instead,
      level,
    }
  )
}

/** What is to be said of a metric that goes with Docker Engine, if the user knows it. */
export function knownMetric({ known }: Settings, name: string, open = false): Verdict | undefined {
  const plain = name.replace(PARTS, '')
  const found = known?.find(({ metric = '' }) =>
    metric.endsWith('*')
      ? name.startsWith(metric.slice(0, -1))
      : metric !== '' && !open && (metric === name || metric === plain),
  )
  return (
    found && {
      what: open ? `Asks for metrics that begin with "${name}"` : `Asks for the metric "${name}"`,
      breaks: `According to ${found.place} it exists only with Docker Engine. The query gives no data and no error: alerts never fire, panels stay empty.`,
      instead: found.instead,
      level: 'error',
    }
  )
}

/** A histogram is asked for under these names too. */
const PARTS = /_(?:bucket|sum|count)$/

/** What a file holds that names any of it: the last part of a name, for what stands before it may be written elsewhere. */
export const knownTriggers = (known: readonly Known[] = []): readonly Trigger[] =>
  known.map(({ image, chart, path, metric }) => {
    const name = image ?? chart ?? path ?? metric ?? ''
    if (name.endsWith('*')) return name.slice(0, -1)
    const word = name.split(/[/\\]/).findLast(part => part !== '') ?? ''
    return { word, followedBy: metric === undefined ? END_OF_NAME : END_OF_METRIC }
  })

const END_OF_NAME = /^(?![\w-])/
const END_OF_METRIC = /^(?:_(?:bucket|sum|count))?(?!\w)/
