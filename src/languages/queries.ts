/** Files that hold a query for metrics and nothing else: Flux, TICKscript of Kapacitor, PromQL. */
import type { Language } from '../reading/language.ts'
import { sayQuery } from '../reading/metric-queries.ts'
import { maskActions } from '../reading/template.ts'

export const queries: Language = {
  id: 'queries',
  read(source, reader) {
    sayQuery(maskActions(source), reader)
  },
}
