/**
 * Options that a program hands on to a component: `--kubelet-extra-args '--a --b'` of EKS, `--kubelet-arg=a=b` of k3s,
 * `--extra-config=kubelet.a=b` of minikube. Their names say whose they are, whatever program takes them.
 * Source: awslabs/amazon-eks-ami, bootstrap.sh; docs.k3s.io, "k3s server"; minikube.sigs.k8s.io, "Configuring Kubernetes".
 */
import { type Located, partOf, sourceOf } from '../text/source.ts'
import { componentOfOption, componentProgram } from './component-names.ts'
import { type FlagWord, flagWords } from './flag-words.ts'

/** An option of a component. */
export interface HandedFlag extends FlagWord {
  readonly program: string
}

const EXTRA_CONFIG = /^(kubelet|apiserver|controller-manager|scheduler)\.(?=[a-z])/

/** The options that stand in the value of an option. */
export function handedFlags(name: string, value: Located | undefined): readonly HandedFlag[] {
  if (!value) return []
  if (name === 'extra-config') {
    const [prefix, component = ''] = EXTRA_CONFIG.exec(value.value) ?? []
    const program = prefix && componentProgram(component)
    return program ? bare(partOf(value, prefix.length, value.value.length), program) : []
  }
  const program = componentOfOption(name)
  if (program) return optionsOf(value, program)
  // The arguments of a tool that hands some on: `--k3s-extra-args '--docker --kubelet-arg network-plugin=cni'`.
  if (!/\s/.test(value.value) || !/--kube/.test(value.value) || value.value.length > LONGEST_ARGUMENT) return []
  return flagWords(sourceOf(value)).flatMap(word => {
    const owner = componentOfOption(word.name)
    return owner && word.value ? optionsOf(word.value, owner) : []
  })
}

const LONGEST_ARGUMENT = 4_000

/** Options as on a command line, or one without dashes: `network-plugin=cni`. */
export function optionsOf(value: Located, program: string): readonly HandedFlag[] {
  if (!/(?:^|[\s"'])--[a-z]/i.test(value.value)) return bare(value, program)
  return flagWords(sourceOf(value)).map(word => ({ program, ...word }))
}

/** Options without dashes, one or several: `network-plugin=cni max-pods=50`. */
function bare(value: Located, program: string): readonly HandedFlag[] {
  const text = value.value
  if (/^[a-z][a-z0-9-]{1,80}=\S{1,200}(?:\s{1,9}[a-z][a-z0-9-]{1,80}=\S{1,200}){1,40}\s{0,9}$/.test(text))
    return [...text.matchAll(/\S+/g)].flatMap(({ index, 0: word }) =>
      bare(partOf(value, index, index + word.length), program),
    )
  const [found, name = ''] = /^([a-z][a-z0-9-]{1,80})(?:=|:[ \t]{1,9}|$)/.exec(text) ?? []
  if (found === undefined) return []
  const given = found.length > name.length ? partOf(value, found.length, text.length) : undefined
  return [{ program, flag: value, name, value: given }]
}
