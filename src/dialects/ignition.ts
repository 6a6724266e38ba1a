/**
 * Machines described as a whole: Ignition, Butane, Container Linux Config, and the objects that hold one of them
 * (MachineConfig) or are made alike (Gardener's OperatingSystemConfig). Reference: https://coreos.github.io/ignition/specs/
 */

import type { Scope } from '../facts.ts'
import { isAboutCluster, placeOfMachine } from '../reading/cluster-words.ts'
import { base64Text, type Encoding, percentText, plainText } from '../reading/encoded.ts'
import type { Dialect, Reader } from '../reading/language.ts'
import { type Source, sliceSource } from '../text/source.ts'
import { at, entryOf, itemsOf, type MapNode, type ScalarNode, type TreeNode, textAt, walk } from '../text/tree.ts'

export const ignition: Dialect = {
  id: 'ignition',
  recognises: ({ root }) => configsIn(root).length > 0,
  read({ root, source }, reader) {
    const scope = reader.open(
      'branch',
      placeOfMachine(reader.scope, source, entryOf(root, 'apiVersion') !== undefined || isAboutCluster(source)),
    )
    for (const config of configsIn(root)) {
      for (const unit of itemsOf(at(config, 'systemd', 'units') ?? at(config, 'units'))) readUnit(unit, scope, reader)
      const storage = at(config, 'storage')
      const files = [...itemsOf(at(storage, 'files') ?? at(config, 'files'))]
      for (const system of itemsOf(at(storage, 'filesystems'))) files.push(...itemsOf(at(system, 'files')))
      for (const file of files) readFile(file, scope, reader)
    }
  },
}

/** The machine configurations of a document: itself, or below it in an object. */
function configsIn(root: TreeNode | undefined): readonly MapNode[] {
  const found: MapNode[] = []
  if (root?.kind !== 'map') return found
  if (textAt(root, 'kind') === 'OperatingSystemConfig') {
    const spec = at(root, 'spec')
    return spec?.kind === 'map' ? [spec] : []
  }
  if (isConfig(root) || (entryOf(root, 'apiVersion') === undefined && isContainerLinux(root))) return [root]
  if (entryOf(root, 'apiVersion') === undefined) return found
  walk(root, node => {
    if (node.kind !== 'map' || !isConfig(node)) return true
    found.push(node)
    return false
  })
  return found
}

const isConfig = (node: MapNode): boolean =>
  textAt(node, 'ignition', 'version') !== undefined ||
  textAt(node, 'ignitionVersion') !== undefined ||
  (textAt(node, 'variant') !== undefined && textAt(node, 'version') !== undefined)

const isContainerLinux = (node: MapNode): boolean =>
  itemsOf(at(node, 'systemd', 'units')).some(unit => textAt(unit, 'name') !== undefined) ||
  itemsOf(at(node, 'storage', 'files')).some(file => textAt(file, 'path') !== undefined)

function readUnit(unit: TreeNode, scope: Scope, reader: Reader): void {
  const name = at(unit, 'name')
  if (name?.kind !== 'scalar') return
  const isTrue = (key: string): boolean => textAt(unit, key) === 'true'
  const enabled = isTrue('enabled') || isTrue('enable')
  const action = textAt(unit, 'command') ?? (isTrue('mask') ? 'mask' : enabled ? 'enable' : undefined)
  if (action) reader.fact({ kind: 'service', unit: name.located, action }, scope)
  embed(name.value, at(unit, 'contents') ?? at(unit, 'content'), scope, reader)
  for (const part of itemsOf(at(unit, 'dropins') ?? at(unit, 'dropIns'))) {
    const file = `${name.value}.d/${textAt(part, 'name') ?? 'drop-in.conf'}`
    embed(file, at(part, 'contents') ?? at(part, 'content'), scope, reader)
  }
}

function readFile(file: TreeNode, scope: Scope, reader: Reader): void {
  const path = textAt(file, 'path')
  if (!path) return
  const contents = at(file, 'contents') ?? at(file, 'content')
  for (const part of [contents, ...itemsOf(at(file, 'append'))]) {
    const inline = at(part, 'inline')
    if (inline?.kind === 'map') embedData(path, at(inline, 'data'), textAt(inline, 'encoding'), scope, reader)
    else if (inline) embed(path, inline, scope, reader)
    else embedUrl(path, at(part, 'source') ?? at(part, 'remote', 'url'), textAt(part, 'compression'), scope, reader)
  }
}

function embed(file: string, content: TreeNode | undefined, scope: Scope, reader: Reader): void {
  if (content?.kind === 'scalar') give(file, content.content(), scope, reader)
}

const give = (file: string, content: Source, scope: Scope, reader: Reader): void =>
  reader.embed({ file }, content, reader.open('script', { name: file }, scope))

/** Gardener's inline data. */
function embedData(
  file: string,
  data: TreeNode | undefined,
  encoding: string | undefined,
  scope: Scope,
  reader: Reader,
): void {
  if (data?.kind !== 'scalar') return
  const content = /^(?:b64|base64)$/.test(encoding ?? '') ? base64Text(data.content()) : data.content()
  if (content) give(file, content, scope, reader)
  else sayPacked(file, data, reader)
}

/** `data:,text`, `data:;base64,...`; what stands elsewhere is no part of this file. */
function embedUrl(
  file: string,
  url: TreeNode | undefined,
  compression: string | undefined,
  scope: Scope,
  reader: Reader,
): void {
  const head = url?.kind === 'scalar' ? /^data:([^,]{0,200}),/.exec(url.value) : undefined
  if (url?.kind !== 'scalar' || !head) return
  const whole = url.content()
  const body = sliceSource(whole, head[0].length, whole.text.length)
  const base64: readonly Encoding[] = /;\s*base64$/i.test(head[1]!) ? ['base64'] : []
  const packed: readonly Encoding[] = compression && compression !== 'null' ? ['gzip'] : []
  const plain = plainText(percentText(body), [...base64, ...packed])
  if ('text' in plain) give(file, plain.text, scope, reader)
  else reader.unread(url.located.span, `the file "${file}" ${plain.problem}`, true)
}

const sayPacked = (file: string, { located }: ScalarNode, reader: Reader): void =>
  reader.unread(located.span, `the file "${file}" is packed`, true)
