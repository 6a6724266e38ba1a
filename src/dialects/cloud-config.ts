/** cloud-config, of cloud-init and of Container Linux. Reference: https://docs.cloud-init.io/en/latest/reference/modules.html */

import type { Scope } from '../facts.ts'
import { placeOfMachine } from '../reading/cluster-words.ts'
import { encodingsNamed, type Plain, plainText } from '../reading/encoded.ts'
import type { Dialect, Reader } from '../reading/language.ts'
import { shellLine } from '../reading/words.ts'
import { joinSources, type Source, spanOf } from '../text/source.ts'
import { at, entryOf, itemsOf, scalarsOf, type TreeNode, textAt } from '../text/tree.ts'

export const cloudConfig: Dialect = {
  id: 'cloud-config',
  recognises: ({ root, comments }) =>
    root?.kind === 'map'
      ? comments.some(comment => /^cloud-config\s*$/.test(comment.value)) ||
        (entryOf(root, 'apiVersion') === undefined && (isList(root, 'runcmd') || writesFiles(root)))
      : comments.some(comment => /^cloud-config-archive/.test(comment.value)),
  read({ root, source }, reader) {
    const scope = reader.open('branch', placeOfMachine(reader.scope, source))
    for (const key of ['bootcmd', 'runcmd']) run(key, at(root, key), source, scope, reader)
    for (const file of itemsOf(at(root, 'write_files'))) write(file, scope, reader)
    units(at(root, 'coreos', 'units'), scope, reader)
    for (const item of itemsOf(root)) {
      const text = item.kind === 'scalar' ? item : at(item, 'content')
      if (text?.kind === 'scalar') reader.embed({ language: 'user-data' }, text.content(), scope)
    }
  },
}

const isList = (root: TreeNode, key: string): boolean => at(root, key)?.kind === 'list'

const writesFiles = (root: TreeNode): boolean =>
  itemsOf(at(root, 'write_files')).some(file => textAt(file, 'path') !== undefined)

/** The commands of a list run one after another in one shell; a list in the list is one command by its words. */
function run(name: string, list: TreeNode | undefined, { file }: Source, parent: Scope, reader: Reader): void {
  const lines = itemsOf(list).flatMap(item =>
    item.kind === 'scalar'
      ? [item.content(), '\n']
      : item.kind === 'list'
        ? [
            shellLine(
              file,
              scalarsOf(item).map(word => word.content()),
            ),
            '\n',
          ]
        : [],
  )
  if (lines.length > 0)
    reader.embed({ language: 'shell' }, joinSources(file, lines), reader.open('script', { name }, parent))
}

function write(file: TreeNode, parent: Scope, reader: Reader): void {
  const path = textAt(file, 'path')
  const content = at(file, 'content')
  if (!path || content?.kind !== 'scalar') return
  const packed = content.content()
  const encodings = encodingsNamed(textAt(file, 'encoding') ?? '')
  const plain: Plain = encodings ? plainText(packed, encodings) : { problem: 'is packed' }
  if ('text' in plain) reader.embed({ file: path }, plain.text, reader.open('script', { name: path }, parent))
  // What a template puts there is no part of this file.
  else if (!/^\s*$|\{\{|\uE000/.test(packed.text))
    reader.unread(spanOf(packed, 0, 1), `the file "${path}" ${plain.problem}`, true)
}

/** The units of Container Linux: what they hold, and what is done with them. */
function units(list: TreeNode | undefined, scope: Scope, reader: Reader): void {
  for (const unit of itemsOf(list)) {
    const name = at(unit, 'name')
    if (name?.kind !== 'scalar') continue
    const action = textAt(unit, 'command') ?? (textAt(unit, 'enable') === 'true' ? 'enable' : undefined)
    if (action) reader.fact({ kind: 'service', unit: name.located, action }, scope)
    embedUnit(name.value, at(unit, 'content'), scope, reader)
    for (const part of itemsOf(at(unit, 'drop-ins'))) {
      const file = `${name.value}.d/${textAt(part, 'name') ?? 'drop-in.conf'}`
      embedUnit(file, at(part, 'content'), scope, reader)
    }
  }
}

function embedUnit(file: string, content: TreeNode | undefined, scope: Scope, reader: Reader): void {
  if (content?.kind === 'scalar')
    reader.embed({ file }, content.content(), reader.open('script', { name: file }, scope))
}
