/** What the pod around a fact is for, as far as names tell. */
import { isRunnerKey, isRunnerPath, type Purpose, purposeOf } from '../knowledge/pod-purpose.ts'
import { type Context, enclosing, type Fact, type Scope } from '../rule.ts'

/** By the images of the pod and the name of its object; where those say nothing, by the file: a runner's configuration, the values of its chart. */
export function purposeAround(fact: Fact, context: Context): Purpose | undefined {
  const images = enclosing(fact.scope, 'pod') ? context.near(fact, 'pod', 'image').map(({ image }) => image.value) : []
  const own = purposeOf([...images, enclosing(fact.scope, 'object')?.name ?? ''])
  return own ?? (isOfRunner(fact, context) ? 'build' : undefined)
}

function isOfRunner(fact: Fact, { near }: Context): boolean {
  const file = enclosing(fact.scope, 'file') ?? fact.scope
  const known = ofRunner.get(file)
  if (known !== undefined) return known
  const found =
    isRunnerPath(file.name ?? '') ||
    near(fact, 'file', 'setting').some(({ program, key }) => program === 'document' && isRunnerKey(key))
  ofRunner.set(file, found)
  return found
}

/** What is known of files: each is looked at once. */
const ofRunner = new WeakMap<Scope, boolean>()
