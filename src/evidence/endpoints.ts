/** Whose an endpoint is, and on which system. */
import type { NodeOs } from '../knowledge/endpoints.ts'
import { type Fact, placeOf } from '../rule.ts'
import { pathOf } from './project.ts'

/** In a pod an option or variable is for the container's own program, which may have names in common with kubelet or crictl. */
export const ownerOf = (fact: Fact, owner: string): string | undefined =>
  placeOf(fact.scope) === 'pod' ? undefined : owner

/** The operating system of the node that an endpoint is for, told by its spelling and its file. */
export const osOf = (fact: Fact, value: string): NodeOs =>
  /^npipe:|pipe[\\/]/i.test(value) || /\.(?:ps1|psm1|psd1|bat|cmd)(?:\.\w+)?$/i.test(pathOf(fact)) ? 'windows' : 'linux'
