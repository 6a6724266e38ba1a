/**
 * What docker-machine, and rancher-machine which Rancher makes nodes with, tell the Docker that they install:
 * `--engine-registry-mirror https://…`, `--engine-opt log-driver=syslog`, `--engine-env HTTP_PROXY=…`. Source: docker/machine
 * commands/create.go.
 */
import { partOf } from '../../text/source.ts'
import type { Here } from './here.ts'
import type { Word } from './tree.ts'
import { locatedOf, textOf } from './word.ts'

/** Drivers that make a machine on the computer that they run on, and options of a Swarm: no node of Kubernetes comes of it. */
const LOCAL =
  /^(?:(?:--driver=|-d=?)?(?:virtualbox|hyperv|vmwarefusion|vmwareworkstation|parallels|xhyve|hyperkit|kvm2?|none)|--swarm(?:[-=].*)?)$/

/** Says the options, and the variables, of the Docker on a machine that is made. */
export function saysEngine(base: string, words: readonly Word[], { script: { reader }, scope }: Here): void {
  if (!/^(?:docker|rancher)-machine$/.test(base)) return
  const given = words.slice(1)
  const place = base === 'rancher-machine' ? 'node' : given.some(word => LOCAL.test(textOf(word))) ? 'build' : undefined
  const engine = reader.open('script', { name: base, place }, scope)
  for (const [index, word] of given.entries()) {
    const [whole, name = '', equals] =
      /^--engine-(insecure-registry|registry-mirror|storage-driver|opt|env)(?:$|(=))/.exec(textOf(word)) ?? []
    const next = given[index + 1]
    if (whole === undefined || (!equals && !next)) continue
    const flag = locatedOf(word)
    const value = equals || !next ? partOf(flag, whole.length, flag.value.length) : locatedOf(next)
    const end = value.value.indexOf('=')
    const pair = end > 0 && ([partOf(value, 0, end), partOf(value, end + 1, value.value.length)] as const)
    if (name === 'env' && pair) reader.fact({ kind: 'env', program: 'dockerd', name: pair[0], value: pair[1] }, engine)
    else if (name === 'opt') {
      const [at, held] = pair || [value, undefined]
      reader.fact({ kind: 'flag', program: 'dockerd', flag: at, name: at.value, value: held }, engine)
    } else if (name !== 'env') reader.fact({ kind: 'flag', program: 'dockerd', flag, name, value }, engine)
  }
}
