/**
 * Jenkins' jobs as it keeps them itself, in `config.xml`: the shell and batch commands of a freestyle job, and the script of a
 * pipeline. Charts put such files into ConfigMaps.
 * Source: javadoc.jenkins.io, hudson.tasks.Shell and hudson.tasks.BatchFile; plugins.jenkins.io/workflow-cps, CpsFlowDefinition.
 */
import type { Dialect } from '../reading/language.ts'
import { at, type KeyPlace, keysOf, type TreeDocument, textAt } from '../text/tree.ts'

export const jenkinsJob: Dialect = {
  id: 'jenkins-job',
  recognises: document => STEPS.some(({ element }) => stepsOf(document, element).length > 0),
  read(document, reader) {
    for (const { element, field, language } of STEPS)
      for (const { entry } of stepsOf(document, element)) {
        const text = at(entry.value, field)
        if (text?.kind === 'scalar')
          reader.embed({ language }, text.content(), reader.open('script', { name: field, place: 'build' }))
      }
  },
}

const STEPS = [
  { element: 'hudson.tasks.Shell', field: 'command', language: 'shell' },
  { element: 'hudson.tasks.BatchFile', field: 'command', language: 'batch' },
  { element: 'definition', field: 'script', language: 'groovy' },
]

/** The elements of that name; what a pipeline is made from says so by its class. */
const stepsOf = (document: TreeDocument, element: string): readonly KeyPlace[] =>
  (keysOf(document).get(element) ?? []).filter(
    ({ entry }) => element !== 'definition' || /\.CpsFlowDefinition$/.test(textAt(entry.value, 'class') ?? ''),
  )
