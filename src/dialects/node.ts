/** Configuration of nodes: Kubernetes components, container runtimes, and the tools that write it. */
import type { Dialect, Reader } from '../reading/language.ts'
import type { TreeDocument } from '../text/tree.ts'
import { holdsKubeadmConfig, isComponentConfig, readComponentConfig, readKubeadmParts } from './node/components.ts'
import { isDaemonFile, readDaemonConfig } from './node/docker-daemon.ts'
import { namesFeatureGates, readFeatureGates } from './node/feature-gates.ts'
import { isK3s, isRke, readK3s, readRke } from './node/installers.ts'
import { isKops, readKops } from './node/kops.ts'
import { namesNodeRoles, readNodeRoles } from './node/roles.ts'
import { isRuntimeConfig, readRuntimeConfig } from './node/runtimes.ts'
import { mayHoldVariables, readVariables } from './node/variables.ts'

interface Part {
  readonly recognises: (document: TreeDocument, name: string) => boolean
  readonly read: (document: TreeDocument, reader: Reader) => void
}

const PARTS: readonly Part[] = [
  { recognises: isDaemonFile, read: ({ root }, reader) => readDaemonConfig(root, reader) },
  { recognises: isComponentConfig, read: readComponentConfig },
  { recognises: holdsKubeadmConfig, read: readKubeadmParts },
  { recognises: isRuntimeConfig, read: readRuntimeConfig },
  { recognises: isKops, read: readKops },
  { recognises: isRke, read: readRke },
  { recognises: isK3s, read: readK3s },
  { recognises: namesFeatureGates, read: readFeatureGates },
  { recognises: mayHoldVariables, read: readVariables },
  { recognises: namesNodeRoles, read: readNodeRoles },
]

export const node: Dialect = {
  id: 'node',
  recognises: (document, reader) => PARTS.some(part => part.recognises(document, reader.name)),
  read(document, reader) {
    for (const part of PARTS) if (part.recognises(document, reader.name)) part.read(document, reader)
  },
}
