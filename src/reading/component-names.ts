/** The programs of Kubernetes by the names that files and options give them. */
import { baseName } from './path-words.ts'

/** The component that a program is: `kubelet` of `/usr/bin/kubelet`, also of `kubelet-wrapper`; `kube-apiserver` of hyperkube's `apiserver`. */
export function componentProgram(name: string): string | undefined {
  const base = baseName(name).replace(
    /\.exe$|\.sh$|[-_](?:wrapper|launcher)$|^(?:start|run|launch)[-_]|^microk8s\.(?:daemon-)?/gi,
    '',
  )
  if (/^(kubelet|dockerd|cri-dockerd|kube-(apiserver|controller-manager|scheduler|proxy))$/.test(base)) return base
  return /^(apiserver|controller-manager|scheduler|proxy)$/.test(base) ? `kube-${base}` : undefined
}

/** What people call components: `kube-api`, `kubeControllerManager`. */
const NAMES =
  'kubelet|kube-?proxy|(?:kube-?)?api-?server|kube-api|(?:kube-?)?controller-?manager|kube-controller|(?:kube-?)?scheduler'
const COMPONENT_ARGS = new RegExp(
  `^-{0,2}(?:extra-|custom-)?(${NAMES}|(?:api|proxy)(?=-extra-args$))-(?:extra-?|additional-|custom-)?(?:args?|arguments|flags?|opts|options|params|parameters)$`,
  'i',
)
const COMPONENT_KEY = new RegExp(
  `^(?:extra-|custom-)?(${NAMES})(?:-(?:extra|additional|custom|config|service|daemon|cmd|command|runtime|node|default|system|start|startup|args?|arguments|flags?|opts|options|params|parameters))*$`,
  'i',
)

const PROGRAMS: Readonly<Record<string, string>> = {
  kubelet: 'kubelet',
  proxy: 'kube-proxy',
  apiserver: 'kube-apiserver',
  api: 'kube-apiserver',
  controllermanager: 'kube-controller-manager',
  controller: 'kube-controller-manager',
  scheduler: 'kube-scheduler',
}

/** The component whose options an option takes: kubelet for `--kubelet-extra-args`. */
export const componentOfOption = (name: string): string | undefined => componentIn(name, COMPONENT_ARGS)

/** The component that a key is about: kube-apiserver for `apiServer`, `kube_api_extra_args`. */
export const componentOfKey = (name: string): string | undefined => componentIn(name, COMPONENT_KEY)

function componentIn(name: string, pattern: RegExp): string | undefined {
  if (name.length > 60) return undefined
  const spelled = name.replace(/([a-z])([A-Z])/g, '$1-$2').replaceAll('_', '-')
  const component = pattern.exec(spelled)?.[1]
  return component && PROGRAMS[component.toLowerCase().replace(/^kube-?(?!let)|-/g, '')]
}

/** Whether an option takes options as its value, so that the word behind it is its own though it begins with dashes. */
export const handsOptionsOn = (name: string): boolean => componentOfOption(name) !== undefined
