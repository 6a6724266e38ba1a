/** How else a pod or script comes by the logs of containers. */
import { carriesLogs, isLogsOfAll } from '../knowledge/docker-data.ts'
import { normalizePath } from '../knowledge/paths.ts'
import { type Context, enclosing, type FactOf, guardsOf } from '../rule.ts'

/** The path of another volume of the pod through which container logs are seen on every runtime. */
export const besideThatCarriesLogs = (volume: FactOf<'volume'>, { near }: Context): string | undefined =>
  near(volume, 'pod', 'volume')
    // What the values leave out is not there.
    .filter(({ scope }) => !guardsOf(scope).some(({ off }) => off))
    .flatMap(({ path }) => (path ? [normalizePath(path.value)] : []))
    .find(carriesLogs)

/** Whether the pod is there with its containers, and not a part of it, as the values of a chart hold it: the chart may mount /var/log itself. */
export const isWholePod = ({ scope }: FactOf<'volume'>): boolean =>
  enclosing(scope, 'pod')?.children.some(child => child.kind === 'container') ?? false

/** Whether the same program of a script works on the logs of every runtime, too. */
export const readsLogsOfAll = (use: FactOf<'path'>, { near }: Context): boolean =>
  near(use, 'script', 'path').some(
    other => other.by === use.by && other.role === undefined && isLogsOfAll(other.path.value),
  )
