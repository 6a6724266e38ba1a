/**
 * What calls write into settings of files that they edit: `yq -i '.spec.containerRuntime = "docker"'`, `sed 's/…/container_manager:
 * docker/'`, `snap set kubelet network-plugin=cni`. Sources: mikefarah.gitbook.io/yq, "Assign"; snapcraft.io/docs, "snap set".
 */
import { componentOfKey, componentOfOption, componentProgram } from '../../reading/component-names.ts'
import { programOfFile } from '../../reading/flag-words.ts'
import { optionsOf } from '../../reading/handed-flags.ts'
import { componentOfKeys } from '../../reading/option-texts.ts'
import { isNoChoice, namesRuntime } from '../../reading/runtime-names.ts'
import { type Located, locate, partOf, type Source } from '../../text/source.ts'
import type { Here } from './here.ts'
import type { Word } from './tree.ts'
import { locatedOf, sourceOf, textOf } from './word.ts'

/** Longer expressions are programs. */
const LONGEST = 2_000

/** Says the settings and options that a call of yq, snap or juju writes. */
export function saysEdits(base: string, words: readonly Word[], here: Here): void {
  if (base === 'yq') {
    const file = words.length > 2 ? programOfFile(textOf(words.at(-1)!)) : undefined
    for (const word of words.slice(1)) saysAssigned(sourceOf(word), file, here)
  } else if (base === 'snap' && textOf(words[1] ?? words[0]!) === 'set') saysSnap(words.slice(2), here)
  else if (base === 'juju') for (const word of words.slice(1)) saysCharm(locatedOf(word), here)
}

/** `.a.b = "x"`, `.a.b += ["x", "y"]` */
const ASSIGNED = /(\.["\w-][\w.\-"[\]]{0,200})\s{0,9}\+?=\s{0,9}(\[[^\]]{0,500}\]|"[^"]{0,500}"|'[^']{0,500}')/g

function saysAssigned(source: Source, file: string | undefined, { script, scope }: Here): void {
  if (source.text.length > LONGEST || !source.text.startsWith('.')) return
  for (const { index, 0: whole, 1: path = '', 2: given = '' } of source.text.matchAll(ASSIGNED)) {
    const keys = path
      .replace(/["[\]]/g, '')
      .split('.')
      .filter(Boolean)
    const from = index + whole.length - given.length
    const program = componentOfOption(keys.at(-1) ?? '') ?? componentOfKeys(keys) ?? file
    for (const text of given.matchAll(/"([^"]*)"|'([^']*)'/g)) {
      const start = from + text.index + 1
      const value = locate(source, start, start + text[0].length - 2)
      if (program) for (const flag of optionsOf(value, program)) script.reader.fact({ kind: 'flag', ...flag }, scope)
      if (namesRuntime(value.value) && !isNoChoice(keys.at(-1) ?? '')) {
        const at = locate(source, index, index + path.length)
        script.reader.fact({ kind: 'setting', program: 'document', key: keys, at, value }, scope)
      }
    }
  }
}

/** `snap set kubelet network-plugin=cni container-runtime=remote` */
function saysSnap([snap, ...options]: readonly Word[], { script, scope }: Here): void {
  const program = snap && componentProgram(textOf(snap))
  for (const option of program ? options : [])
    for (const flag of optionsOf(locatedOf(option), program!)) script.reader.fact({ kind: 'flag', ...flag }, scope)
}

/** `kubelet-extra-args="network-plugin=cni max-pods=50"`: the options of a charm, without dashes. */
function saysCharm(argument: Located, { script, scope }: Here): void {
  const [head, name = ''] = /^([a-z][\w-]{3,60})=/.exec(argument.value) ?? []
  const program = head && (componentOfOption(name) ?? componentOfKey(name))
  if (!program) return
  const text = argument.value
  for (const { index, 0: found } of text.slice(head.length).matchAll(/[^\s"']{1,300}/g)) {
    const from = head.length + index
    for (const flag of optionsOf(partOf(argument, from, from + found.length), program))
      script.reader.fact({ kind: 'flag', ...flag }, scope)
  }
}

/** Settings in a text that sed writes: `container_manager: docker`. */
export function saysWrittenSettings(source: Source, { script, scope }: Here): void {
  if (source.text.length > LONGEST) return
  for (const { index, 0: whole, 1: key = '', 2: given = '' } of source.text.matchAll(SETTING)) {
    if (!namesRuntime(given) || isNoChoice(key)) continue
    const from = index + whole.indexOf(key)
    const at = locate(source, from, from + key.length)
    const end = index + whole.length
    const value = locate(source, end - given.length, end)
    script.reader.fact({ kind: 'setting', program: 'document', key: [key], at, value }, scope)
  }
}

const SETTING = /(?:^|[\s"',{])([A-Za-z_][\w-]{2,60})["']?\s{0,9}[:=]\s{0,9}["']?(docker(?:d|-ce)?)(?![\w./:-])/g
