/** Every dialect. Each recognises its documents by structure, so the order does not matter. */
import type { Dialect } from '../languages/language.ts'
import { ansible } from './ansible.ts'
import { kubernetes } from './kubernetes.ts'
import { metrics } from './metrics.ts'
import { pipelines } from './pipelines.ts'

export const dialects: readonly Dialect[] = [ansible, kubernetes, metrics, pipelines]
