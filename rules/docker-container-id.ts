import { isNear } from '../src/evidence/lines.ts'
import { forAnyRuntime } from '../src/knowledge/container-ids.ts'
import { guardsForDocker, handlesOthers } from '../src/knowledge/guards.ts'
import {
  type Context,
  defineRule,
  enclosing,
  type Fact,
  type FactOf,
  type Fix,
  guardsOf,
  isUnknown,
  type Located,
  levelOf,
  partOf,
  placeOf,
  replace,
} from '../src/rule.ts'

export default defineRule({
  id: 'docker-container-id',
  level: 'error',
  summary: 'Code expects container IDs that begin with docker://',
  docs: {
    why: 'Kubernetes writes the runtime before a container\'s ID and version: "docker://4f2c…" becomes "containerd://4f2c…" or "cri-o://4f2c…". Code that cuts off or compares the old prefix silently works on a wrong ID, or finds nothing.',
    instead: 'Cut off everything up to "://", whatever the runtime.',
    bad: [
      'container-id.sh',
      '#!/bin/sh\nkubectl get pod "$1" -o jsonpath="{.status.containerStatuses[0].containerID}" | sed "s#docker://##"\n',
    ],
    good: [
      'container-id.sh',
      '#!/bin/sh\nkubectl get pod "$1" -o jsonpath="{.status.containerStatuses[0].containerID}" | sed "s#^.*://##"\n',
    ],
  },
  triggers: ['docker://', 'docker:\\/\\/', 'docker-pullable:'],
  exceptWith: ['cri-dockerd'],
  check: {
    pattern(pattern, context) {
      if (!transport(pattern))
        check(pattern, pattern.text, context, fixOf(pattern), ASKS_CLUSTER.test(pattern.subject ?? ''))
    },
    test(test, context) {
      check(test, test.operand, context)
    },
  },
})

/** Tools that know images by a transport of that name: `skopeo copy docker://…`. */
const transport = (pattern: FactOf<'pattern'>): boolean =>
  /\b(skopeo|podman|buildah|rkt|oc image|crane|cosign|singularity|apptainer)\b/.test(pattern.subject ?? '')

/** A query that counts the nodes with Docker waits for them to come to an end. */
const countsNodes = (fact: Fact): boolean =>
  fact.kind === 'pattern' && /^[\w:]*\{container_runtime_version\}$/.test(fact.subject ?? '')

/** The answers of a cluster are what they are, wherever the script that asks runs. */
const ASKS_CLUSTER = /\b(?:kubectl|oc) /

/** The same for any runtime. */
function fixOf({ text, role, subject = '' }: FactOf<'pattern'>): Fix | undefined {
  const change = forAnyRuntime(text.value, role, subject)
  return change && replace(partOf(text, change.start, change.end), change.text, 'both')
}

/** Whether the branch is one for Docker beside others, or the prefix of another runtime is taken right beside this one. */
function isReadyForOthers(fact: Fact, context: Context): boolean {
  if (guardsForDocker(guardsOf(fact.scope)) || choosesBranch(fact, context)) return true
  const unit = enclosing(fact.scope, 'script') ? 'script' : 'file'
  return [...context.near(fact, unit, 'pattern'), ...context.near(fact, unit, 'test')].some(
    other => OTHER_PREFIX.test(textOf(other)?.value ?? '') && isBeside(fact, other),
  )
}

/** Whether the text chooses between branches, of which another handles another runtime: `if [[ $r == docker://* ]]; then docker ps; else crictl ps; fi`. */
const choosesBranch = (fact: Fact, { near }: Context): boolean =>
  near(fact, 'script', 'command').some(({ scope }) =>
    guardsOf(scope).some(guard => guard.condition.includes(textOf(fact)?.value ?? '\n') && handlesOthers(guard)),
  )

const textOf = (fact: Fact): Located | undefined =>
  fact.kind === 'pattern' ? fact.text : fact.kind === 'test' ? fact.operand : undefined

/** `id=${id#docker://}; id=${id#containerd://}`, over a few lines, or two expressions for one text; not two questions that follow each other. */
function isBeside(fact: Fact, other: Fact): boolean {
  const [one, two] = [textOf(fact), textOf(other)]
  const asked = (each: Fact) => (each.kind === 'pattern' && each.subject?.includes('|') ? each.subject : undefined)
  return one !== undefined && two !== undefined && isNear(one, two, FAR) && asked(fact) === asked(other)
}

const FAR = 400

const OTHER_PREFIX = /(?:containerd|cri-?o):(?:\\?\/){2}/

function check(fact: Fact, text: Located, context: Context, fix?: Fix, asksCluster = false): void {
  const found = /docker(?:-pullable)?:(?:\\?\/){2}/.exec(text.value)
  // A pattern that names another runtime beside docker is ready for both.
  if (!found || /containerd|cri-?o/.test(text.value)) return
  // Behind the prefix stands an image's name, not an ID: this is the transport of an image tool.
  const behind = text.value.slice(found.index + found[0].length)
  if (/^[\w-]+(\.[\w-]+)+\/|^[\w.-]+\/[\w.-]+:/.test(behind) && !isUnknown(behind)) return
  const others = isReadyForOthers(fact, context)
  context.report(text, {
    what: `Expects the prefix "${found[0]}" of a container ID or runtime version`,
    breaks: others
      ? 'The prefix of another runtime is handled beside it, so nothing breaks where the nodes have that runtime.'
      : 'With another runtime the prefix is "containerd://" or "cri-o://". The text silently stops matching.',
    instead: 'Cut off everything up to "://", or compare with the runtime that the node has.',
    level:
      countsNodes(fact) || others ? 'note' : asksCluster && placeOf(fact.scope) === 'build' ? 'error' : levelOf(fact),
    fix,
  })
}
