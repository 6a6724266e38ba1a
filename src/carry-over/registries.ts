/** Mirrors, insecure registries and their certificates. */
import { DOCKER_HUB } from '../knowledge/carry-over.ts'
import { CONTAINERD_CERTS, CONTAINERD_DROP_IN, criTable, REGISTRIES } from './places.ts'
import { type Entry, type Plan, tell } from './plan.ts'
import type { DockerSetting } from './setting.ts'

/** A registry as it stands in the name of an image, and so in that of a folder. */
const HOST = /^[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?(?::\d{1,5})?$/i

const RANGE = /^[\da-f.:]+\/\d{1,3}$/i

interface Certificate {
  readonly setting: DockerSetting
  readonly host: string
  readonly file: string
}

/** Carries over what is set for registries. */
export function carryRegistries(settings: readonly DockerSetting[], plan: Plan): void {
  const insecure = new Map<string, DockerSetting[]>()
  for (const setting of settings.filter(({ name }) => name === 'insecure-registries')) {
    const host = (setting.value ?? '').replace(/^https?:\/\//, '').replace(/\/$/, '')
    if (HOST.test(host)) insecure.set(host, [...(insecure.get(host) ?? []), setting])
    else if (RANGE.test(host))
      tell(
        plan,
        [setting],
        'by-hand',
        'It is a range of addresses, and runtimes go by name: list each registry in it by the name that images use.',
      )
    else if (host !== '') tell(plan, [setting], 'by-hand', 'It is not the name of a registry.')
  }
  const mirrors = settings
    .filter(({ name }) => name === 'registry-mirrors')
    .flatMap(setting => {
      const url = mirrorUrl(setting.value ?? '')
      if (url === undefined && setting.value !== '')
        tell(
          plan,
          [setting],
          'by-hand',
          'It is not the address of a mirror that can be carried over: https://HOST[:PORT][/PATH].',
        )
      return url === undefined ? [] : [{ setting, url, host: hostOf(url) }]
    })
  const certificates = settings
    .filter(({ kind }) => kind === 'certificate')
    .flatMap(setting => {
      const certificate = certificateOf(setting)
      if (!certificate) tellOfFolder(setting, settings, plan)
      return certificate ? [certificate] : []
    })
  const given: Registries = { mirrors, insecure, certificates }
  if (plan.target.runtime === 'cri-o') forCriO(given, plan)
  else forContainerd(given, plan)
  carryCertificates(certificates, plan)
}

interface Registries {
  readonly mirrors: readonly { readonly setting: DockerSetting; readonly url: string; readonly host: string }[]
  readonly insecure: ReadonlyMap<string, readonly DockerSetting[]>
  readonly certificates: readonly Certificate[]
}

/** An address without what no mirror has: a user, a question, a fragment. */
function mirrorUrl(text: string): string | undefined {
  const [, scheme, host = '', path = ''] =
    /^(https?):\/\/([^/\s]{1,270})((?:\/[\w.~-]{1,100}){0,10})\/?$/i.exec(text) ?? []
  return scheme !== undefined && HOST.test(host) ? `${scheme.toLowerCase()}://${host}${path}` : undefined
}

const hostOf = (url: string): string => url.split('/')[2] ?? ''

function certificateOf(setting: DockerSetting): Certificate | undefined {
  const [host = '', file = ''] = setting.value?.split('/') ?? []
  return HOST.test(host) && /^[\w-][\w.-]{0,90}\.(?:crt|cert|key)$/.test(file) ? { setting, host, file } : undefined
}

/** A folder is told of where nothing says which files are in it. */
function tellOfFolder(setting: DockerSetting, settings: readonly DockerSetting[], plan: Plan): void {
  const [host = ''] = setting.value?.split('/') ?? []
  if (settings.some(other => other !== setting && other.value?.startsWith(`${host}/`) && certificateOf(other))) return
  const folder = plan.target.runtime === 'cri-o' ? '/etc/containers/certs.d' : CONTAINERD_CERTS
  const next = plan.target.runtime === 'cri-o' ? '' : ', and name the files in a hosts.toml there'
  tell(plan, [setting], 'by-hand', `Copy what is in /etc/docker/certs.d/${host} to ${folder}/${host}${next}.`)
}

function forContainerd({ mirrors, insecure, certificates }: Registries, plan: Plan): void {
  const settings = [
    ...mirrors.map(({ setting }) => setting),
    ...[...insecure.values()].flat(),
    ...certificates.map(({ setting }) => setting),
  ]
  if (!settings.length) return
  plan.entries.push({
    file: CONTAINERD_DROP_IN,
    table: [...criTable(plan.target, 'images'), 'registry'],
    key: 'config_path',
    value: CONTAINERD_CERTS,
    from: settings,
  })
  const add = (
    registry: string,
    table: readonly string[],
    key: string,
    value: Entry['value'],
    from: readonly DockerSetting[],
    remark?: string,
  ) => plan.entries.push({ file: `etc/containerd/certs.d/${registry}/hosts.toml`, table, key, value, from, remark })
  const addTls = (registry: string, url: string, insecureFrom: readonly DockerSetting[]) => {
    if (!url.startsWith('https:')) return
    const host = hostOf(url)
    if (insecureFrom.length) add(registry, ['host', url], 'skip_verify', true, insecureFrom)
    for (const { key, value, from } of tlsOf(host, certificates)) add(registry, ['host', url], key, value, from)
  }
  for (const { setting, url, host } of mirrors) {
    add('docker.io', [], 'server', DOCKER_HUB, [], 'Where no mirror has an image, it comes from here.')
    add('docker.io', ['host', url], 'capabilities', ['pull', 'resolve'], [setting])
    addTls('docker.io', url, insecure.get(host) ?? [])
  }
  for (const [host, from] of insecure) {
    add(
      host,
      [],
      'server',
      `http://${host}`,
      from,
      'Docker tries HTTPS without a check of certificates first, then HTTP.',
    )
    add(host, ['host', `https://${host}`], 'capabilities', ['pull', 'resolve', 'push'], from)
    addTls(host, `https://${host}`, from)
  }
  for (const host of new Set(certificates.map(certificate => certificate.host))) {
    const from = certificates.filter(one => one.host === host).map(({ setting }) => setting)
    if (insecure.has(host)) continue
    add(host, [], 'server', `https://${host}`, from)
    add(host, ['host', `https://${host}`], 'capabilities', ['pull', 'resolve', 'push'], from)
    addTls(host, `https://${host}`, [])
  }
}

/** The files by which a registry is known and the node known to it, as hosts.toml names them. */
function tlsOf(host: string, certificates: readonly Certificate[]) {
  const own = certificates.filter(certificate => certificate.host === host)
  const pathOf = (file: string) => `${CONTAINERD_CERTS}/${host}/${file}`
  const settingsOf = (files: readonly string[]) =>
    own.filter(({ file }) => files.includes(file)).map(({ setting }) => setting)
  const names = [...new Set(own.map(({ file }) => file))].sort()
  const authorities = names.filter(file => file.endsWith('.crt'))
  const pairs = names.filter(file => file.endsWith('.cert')).map(file => [file, file.replace(/cert$/, 'key')])
  return [
    ...(authorities.length ? [{ key: 'ca', value: authorities.map(pathOf), from: settingsOf(authorities) }] : []),
    ...(pairs.length
      ? [{ key: 'client', value: pairs.map(pair => pair.map(pathOf)), from: settingsOf(pairs.flat()) }]
      : []),
  ]
}

function forCriO({ mirrors, insecure }: Registries, plan: Plan): void {
  const add = (
    item: string,
    table: readonly string[],
    key: string,
    value: Entry['value'],
    from: readonly DockerSetting[],
  ) => plan.entries.push({ file: REGISTRIES, table, item, key, value, from })
  if (mirrors.length)
    add(
      'docker.io',
      ['registry'],
      'location',
      'docker.io',
      mirrors.map(({ setting }) => setting),
    )
  for (const { setting, url, host } of mirrors) {
    const location = url.replace(/^https?:\/\//, '')
    add(`docker.io ${url}`, ['registry', 'mirror'], 'location', location, [setting])
    const open = [...(insecure.get(host) ?? []), ...(url.startsWith('http:') ? [setting] : [])]
    if (open.length) add(`docker.io ${url}`, ['registry', 'mirror'], 'insecure', true, open)
  }
  for (const [host, from] of insecure) {
    if (host === 'docker.io' && mirrors.length) continue
    add(host, ['registry'], 'location', host, from)
    add(host, ['registry'], 'insecure', true, from)
  }
}

/** Certificates are no secret and are written; keys are, and somebody has to copy them. */
function carryCertificates(certificates: readonly Certificate[], plan: Plan): void {
  const folder = plan.target.runtime === 'cri-o' ? 'etc/containers/certs.d' : 'etc/containerd/certs.d'
  for (const { setting, host, file } of certificates) {
    const text = setting.text
    if (text !== undefined && !file.endsWith('.key') && isCertificate(text))
      plan.files.push({ file: `${folder}/${host}/${file}`, text, from: [setting] })
    else
      tell(
        plan,
        [setting],
        'by-hand',
        `Copy /etc/docker/certs.d/${host}/${file} to /${folder}/${host}/${file} on each node.`,
      )
  }
}

const isCertificate = (text: string): boolean =>
  /^-----BEGIN (?:TRUSTED )?CERTIFICATE-----$/m.test(text) && !text.includes('PRIVATE KEY')
