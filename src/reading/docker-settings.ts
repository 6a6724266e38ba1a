/** The settings of Docker's daemon by the names that other tools give them. */
import type { Scope } from '../facts.ts'
import { type Located, locate, type Source } from '../text/source.ts'
import { flagWords } from './flag-words.ts'
import type { Reader } from './language.ts'

/**
 * What roles, modules and cookbooks call a key of daemon.json otherwise. Sources: kubespray roles/container-engine/docker, openshift-ansible
 * roles/container_runtime; puppetlabs-docker manifests/init.pp; sous-chefs/docker documentation/docker_service.md.
 */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  insecureregistry: 'insecure-registries',
  insecureregistries: 'insecure-registries',
  registrymirror: 'registry-mirrors',
  registrymirrors: 'registry-mirrors',
  mirrors: 'registry-mirrors',
  logdriver: 'log-driver',
  logopt: 'log-opts',
  logopts: 'log-opts',
  logoptions: 'log-opts',
  storagedriver: 'storage-driver',
  storageopt: 'storage-opts',
  storageopts: 'storage-opts',
  dataroot: 'data-root',
  rootdir: 'data-root',
  datadir: 'data-root',
  daemongraph: 'data-root',
  graph: 'data-root',
  defaultruntime: 'default-runtime',
  livrestore: 'live-restore',
  liverestore: 'live-restore',
  usernsremap: 'userns-remap',
  httpproxy: 'http-proxy',
  httpsproxy: 'https-proxy',
  proxyhttp: 'http-proxy',
  proxyhttps: 'https-proxy',
  noproxy: 'no-proxy',
  execopts: 'exec-opts',
  maxconcurrentdownloads: 'max-concurrent-downloads',
  defaultulimits: 'default-ulimits',
}

/** Names that say enough below a module of Docker only. */
const IN_MODULE: Readonly<Record<string, string>> = { proxy: 'http-proxy', root: 'data-root', bip: 'bip', mtu: 'mtu' }

/** The key of daemon.json that a variable is named for: `registry-mirrors` for `docker_registry_mirrors` and `docker::registry_mirror`. */
export function daemonKeyOf(variable: string): string | undefined {
  const [, name = ''] =
    /^(?:openshift|kube|k8s)?[-_]?docker(?:[-_]|::)(?:daemon[-_](?!graph))?(\w{3,40})$/i.exec(variable) ??
    /^engine[-_]?((?:insecure[-_]?registr|registry[-_]?mirror|storage[-_]?driver)\w{0,4})$/i.exec(variable) ??
    []
  const plain = name.replace(/[-_]/g, '').toLowerCase()
  return OTHER_NAMES[plain] ?? (variable.startsWith('docker::') ? IN_MODULE[plain] : undefined)
}

/** What a module or resource of Docker is given: the name of a parameter, and its texts. */
export interface Given {
  readonly name: Located
  readonly texts: readonly Source[]
  readonly isList: boolean
}

/** Says what parameters of a module or resource of Docker set of its daemon. */
export function saysDaemonParameters(given: readonly Given[], reader: Reader, scope: Scope): void {
  for (const { name, texts, isList } of given) {
    if (/^extra_(?:parameters|args|options)$|^misc_opts$/.test(name.value)) {
      for (const text of texts)
        for (const flag of flagWords(text)) reader.fact({ kind: 'flag', program: 'dockerd', ...flag }, scope)
      continue
    }
    const key = daemonKeyOf(`docker::${name.value}`)
    const [first] = texts
    if (!key || !first) continue
    const say = (path: readonly string[], at: Located, value?: Located): void =>
      reader.fact({ kind: 'setting', program: 'dockerd', key: path, at, value }, scope)
    say([key], name, isList ? undefined : locate(first, 0, first.text.length))
    for (const [index, text] of isList ? texts.entries() : []) {
      const item = locate(text, 0, text.text.length)
      say([key, String(index)], item, item)
    }
  }
}
