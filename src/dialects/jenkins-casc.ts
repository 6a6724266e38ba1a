/**
 * Jenkins' Configuration as Code: the jobs that it seeds, in Job DSL, which is Groovy. Its pod templates are read with the pods.
 * Source: plugins.jenkins.io/job-dsl, "JCasC".
 */
import type { Dialect } from '../reading/language.ts'
import { at, itemsOf, type ScalarNode, type TreeDocument } from '../text/tree.ts'

export const jenkinsCasc: Dialect = {
  id: 'jenkins-casc',
  recognises: document => scriptsIn(document).length > 0,
  read(document, reader) {
    for (const script of scriptsIn(document))
      reader.embed({ language: 'groovy' }, script.content(), reader.open('script', { name: 'jobs', place: 'build' }))
  },
}

/** The scripts of `jobs: [{script: …}]` that make jobs. */
const scriptsIn = ({ root }: TreeDocument): readonly ScalarNode[] =>
  itemsOf(at(root, 'jobs')).flatMap(job => {
    const script = at(job, 'script')
    return script?.kind === 'scalar' &&
      /\b(?:pipelineJob|multibranchPipelineJob|freeStyleJob|job|folder)\s*\(/.test(script.value)
      ? [script]
      : []
  })
