/** The functions of Helm's templates that texts and conditions go through. What is not here gives something unknown. */
import { COLLECTIONS } from './functions/collections.ts'
import { CONDITIONS } from './functions/conditions.ts'
import { DOCUMENTS } from './functions/documents.ts'
import { KINDS } from './functions/kinds.ts'
import { PRINTING } from './functions/printing.ts'
import { TEXTS } from './functions/texts.ts'
import { type Fn, same } from './functions/tools.ts'

/** Every function takes what a pipe brings as its last argument. */
export const FUNCTIONS: Readonly<Record<string, Fn>> = {
  ...TEXTS,
  ...PRINTING,
  ...DOCUMENTS,
  ...CONDITIONS,
  ...KINDS,
  ...COLLECTIONS,
  // Numbers keep their place as long as nothing is done with them.
  int: same,
  int64: same,
  float64: same,
  atoi: same,
  lookup: () => ({ kind: 'map', entries: new Map() }),
}
