/**
 * Rules of Prometheus 1: `ALERT name IF expression FOR 5m LABELS {…}` and `name = expression`. Version 2 writes them as YAML.
 * Source: prometheus.io/docs/prometheus/1.8, "Alerting rules", "Recording rules".
 */

import type { Language } from '../reading/language.ts'
import { readQuery } from '../reading/promql.ts'
import { maskActions } from '../reading/template.ts'

export const prometheusRules: Language = {
  id: 'prometheus-rules',
  read(source, reader) {
    // The words of the rules stand where names of metrics could, and are none.
    const { metrics, labels } = readQuery(maskActions(source))
    for (const metric of metrics) if (!WORDS.has(metric.name.value)) reader.fact({ kind: 'metric', ...metric })
    for (const label of labels) reader.fact({ kind: 'metric-label', ...label })
  },
}

const WORDS = new Set(['ALERT', 'IF', 'FOR', 'LABELS', 'ANNOTATIONS', 'WITH', 'SUMMARY', 'DESCRIPTION', 'RUNBOOK'])
