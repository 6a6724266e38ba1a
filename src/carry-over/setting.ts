/** What is set for Docker's daemon, in one form wherever it stands: daemon.json, options, variables, units, certificates. */

import { editsDaemonConfig, keysSetBy } from '../evidence/daemon-edits.ts'
import { isWholeUnit } from '../evidence/daemon-settings.ts'
import { hasOwnDocker } from '../evidence/surroundings.ts'
import { type Fact, type FactOf, factsIn, type Home, placeOf, type Scope } from '../facts.ts'
import { dockerdFlag } from '../knowledge/daemon-config.ts'
import { daemonVariable, unitLimit } from '../knowledge/docker-unit.ts'
import { positionOf } from '../text/position.ts'
import { type Located, type Span, UNKNOWN, written } from '../text/source.ts'

/** A setting of Docker's daemon, and where it stands. */
export interface DockerSetting {
  /** The key of daemon.json with dots between levels, without a list's index; a directive of a unit, a file of certs.d. */
  readonly name: string
  readonly kind: 'setting' | 'limit' | 'certificate'
  /** Undefined where it is not known before the file is used. */
  readonly value: string | undefined
  /** The value as people may see it. */
  readonly shown: string
  readonly path: string
  readonly line: number
  readonly fact: Fact
  /** What the file holds, of a certificate that is there. */
  readonly text?: string
}

/** Lists of daemon.json, whose items have a number in their place. */
const isIndex = (key: string): boolean => /^\d+$/.test(key)

/** Text that something else puts in before the file is used: a variable of a shell, an action of a template. */
const TEMPLATED = new RegExp(`[${UNKNOWN}$]|\\{\\{|\\{%|<%|@@`)

/** Whatever is set for Docker's daemon on nodes, and what is set for a Docker that stays: in a pod, or where images are built. */
export function dockerSettings(project: Scope): {
  readonly found: readonly DockerSetting[]
  readonly staying: readonly DockerSetting[]
} {
  const all = [
    ...factsIn(project, 'setting').flatMap(ofSetting),
    ...factsIn(project, 'flag').flatMap(ofFlag),
    ...factsIn(project, 'env').flatMap(ofVariable),
    ...factsIn(project, 'pattern').flatMap(ofPattern),
    ...[...factsIn(project, 'command').flatMap(ofCommand), ...factsIn(project, 'path').flatMap(ofPath)],
  ]
  const stays = ({ fact }: DockerSetting): boolean => {
    const place = placeOf(fact.scope)
    return place === 'pod' || place === 'build' || hasOwnDocker(fact)
  }
  return { found: unique(all.filter(setting => !stays(setting))), staying: unique(all.filter(stays)) }
}

/** One text may be read in two ways, or a file come by two ways. */
function unique(settings: readonly DockerSetting[]): readonly DockerSetting[] {
  const seen = new Map<string, DockerSetting>()
  for (const setting of settings) {
    const id = JSON.stringify([setting.kind, setting.name, setting.value ?? setting.shown, setting.path, setting.line])
    if (!seen.has(id)) seen.set(id, setting)
  }
  return [...seen.values()].sort((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1))
}

function settingAt(
  fact: Fact,
  span: Span,
  name: string,
  value: string | undefined,
  kind: DockerSetting['kind'] = 'setting',
): DockerSetting {
  const { line } = positionOf(span.file, span.start)
  const isKnown = value !== undefined && !TEMPLATED.test(value)
  return {
    name,
    kind,
    value: isKnown ? value : undefined,
    shown: withoutPassword(isKnown ? value : written(span)),
    path: span.file.path,
    line,
    fact,
  }
}

/** A password in an address is nothing to be shown. */
const withoutPassword = (text: string): string => text.replace(/(:\/\/[^/@\s:]{0,200}:)[^/@\s]{1,500}@/g, '$1***@')

function ofSetting(fact: FactOf<'setting'>): readonly DockerSetting[] {
  const { program, key, at, value } = fact
  if (program === 'dockerd.service') {
    const name = key[1] ?? ''
    const isLimit = value && unitLimit(name, value.value) && !isWholeUnit(fact)
    return isLimit ? [settingAt(fact, at.span, name, value.value, 'limit')] : []
  }
  // A map or list is told by what is in it.
  if (program !== 'dockerd' || !value || (key[0] === 'default-ulimits' && key[2] === 'Name')) return []
  const name = key.filter((part, index) => index === 0 || !isIndex(part)).join('.')
  return [settingAt(fact, value.value === '' ? at.span : value.span, name, value.value)]
}

/** Options whose value begins with a key of its own, and the key below which it stands in daemon.json. */
const KEYED = new Set(['log-opts', 'default-ulimits', 'runtimes'])

function ofFlag(fact: FactOf<'flag'>): readonly DockerSetting[] {
  if (fact.program === 'kubelet' && fact.value && KUBELET.has(fact.name))
    return [settingAt(fact, fact.value.span, `--${fact.name}`, fact.value.value)]
  const key = fact.program === 'dockerd' ? dockerdFlag(fact.name, fact.value?.value)?.[0] : undefined
  if (key === undefined) return []
  const text = fact.value?.value ?? 'true'
  const { span } = fact.value ?? fact.flag
  const [, option, value] = KEYED.has(key) ? (/^["']?([\w.-]{1,100})=(.{0,2000}?)["']?$/.exec(text) ?? []) : []
  if (option === undefined || value === undefined) return [settingAt(fact, span, key, text)]
  if (key === 'runtimes') return [settingAt(fact, span, `runtimes.${option}.path`, value)]
  if (key === 'log-opts') return [settingAt(fact, span, `log-opts.${option}`, value)]
  const [soft = '', hard = soft] = value.split(':')
  return [
    settingAt(fact, span, `default-ulimits.${option}.Soft`, soft),
    settingAt(fact, span, `default-ulimits.${option}.Hard`, hard),
  ]
}

/** Options of kubelet that were about its Docker, or about the runtime whichever it is. */
const KUBELET = new Set(['image-pull-progress-deadline', 'runtime-request-timeout'])

function ofVariable(fact: FactOf<'env'>): readonly DockerSetting[] {
  if (fact.program !== 'dockerd' || !fact.value || !daemonVariable(fact.name.value, fact.value.value)) return []
  return [
    settingAt(
      fact,
      (fact.value.value ? fact.value : fact.name).span,
      fact.name.value.toLowerCase().replace('_', '-'),
      fact.value.value,
    ),
  ]
}

/** What an expression of jq or sed sets is a text of its own language: only its key is known. */
const ofPattern = (fact: FactOf<'pattern'>): readonly DockerSetting[] =>
  editsDaemonConfig(fact) ? keysSetBy(fact).map(at => settingAt(fact, at.span, at.value, undefined)) : []

/** A file of certificates for a registry: `/etc/docker/certs.d/registry.example.com:5000/ca.crt`. */
const CERTIFICATE = /\/etc\/docker\/certs\.d\/([^/\s"']{1,260})(?:\/([^/\s"']{1,100}))?\/?$/

/** The certificates that lie in the tree as they lie on a node: `etc/docker/certs.d/registry.example.com:5000/ca.crt`. */
export const certificateFiles = (
  files: readonly { readonly path: string; readonly text: string; readonly home: Home | undefined }[],
): readonly DockerSetting[] =>
  files.flatMap(({ path, text, home }) => {
    const file = { path, text }
    const scope: Scope = { kind: 'file', parent: undefined, name: path, home, facts: [], children: [] }
    const at: Located = { value: path, span: { file, start: 0, end: 0 }, exact: false }
    const name = CERTIFICATE_FILE.exec(path)?.slice(1, 3).join('/') ?? ''
    const setting = settingAt(
      { kind: 'path', path: at, access: 'used', scope },
      at.span,
      'certs.d',
      name,
      'certificate',
    )
    return [{ ...setting, text }]
  })

/** A file of certificates in a tree. */
const CERTIFICATE_FILE = /(?:^|\/)docker\/certs\.d\/([^/]{1,260})\/([^/]{1,100}\.(?:crt|cert|key))$/

/** Whether a file is one that Docker reads to know a registry. */
export const isCertificateFile = (path: string): boolean => CERTIFICATE_FILE.test(path)

const ofCommand = (fact: FactOf<'command'>): readonly DockerSetting[] =>
  fact.args.flatMap(arg => certificate(fact, arg, arg.value))

/** A path may have been cut at a colon, which is a part of a registry's name. */
function ofPath(fact: FactOf<'path'>): readonly DockerSetting[] {
  const { path } = fact
  const rest = path.exact
    ? /^:\d{1,5}(?:\/[\w.-]{1,100})?/.exec(path.span.file.text.slice(path.span.end, path.span.end + 120))
    : null
  return certificate(fact, path, path.value + (rest?.[0] ?? ''))
}

function certificate(fact: Fact, at: Located, text: string): readonly DockerSetting[] {
  const [, host, file] = CERTIFICATE.exec(text) ?? []
  if (host === undefined) return []
  return [settingAt(fact, at.span, 'certs.d', `${host}/${file ?? ''}`, 'certificate')]
}
