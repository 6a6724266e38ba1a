/** Which chart the values at a place are for, where the document that has them installs it. */
import { type KeyPlace, type MapNode, textAt } from '../text/tree.ts'

/** More levels than that are no values of a chart. */
const MOST_LEVELS = 30

/**
 * `chart: fluent-operator` beside the values or around them: releases of helmfile, applications of Argo CD, releases of Flux,
 * the HelmChart of k3s, the module `helm` of Ansible.
 */
export function chartAround(place: KeyPlace): string | undefined {
  let next: KeyPlace | undefined = place
  for (let level = 0; next && level < MOST_LEVELS; level++) {
    const chart = chartOf(next.map)
    if (chart !== undefined) return chart
    next = next.under
  }
  return undefined
}

/** The chart that a map installs. Flux has it in `chart: {spec: {chart}}`. */
const chartOf = (map: MapNode): string | undefined =>
  textAt(map, 'chart') ?? textAt(map, 'chart_ref') ?? textAt(map, 'chart', 'spec', 'chart')
