/** Who takes an address of the Docker socket without being its client, or has a rule of its own. */

/** Whether a flag takes the address of a CRI runtime: the rule dockershim-endpoint speaks of these. */
export const isRuntimeEndpoint = (flag: string): boolean =>
  /(^|-)(runtime|image|image-service)-endpoint$|^cri-socket$/.test(flag)

/** Programs whose flags and endpoints have rules of their own, and Docker's daemon, whose socket it is. */
const JUDGED_ELSEWHERE = new Set(['kubelet', 'kubeadm', 'crictl', 'dockerd', 'k0s'])

/** Whether another rule speaks of the program. */
export const hasOwnRule = (program: string | undefined): boolean => JUDGED_ELSEWHERE.has(program ?? '')

/** Whether a program shows that a file is there, and does not open it. */
export const listsFiles = (program: string | undefined): boolean =>
  /^(?:ls|stat|file|readlink|realpath)$/.test(program ?? '')

/** Whether a program clears the socket away and connects to nothing. */
export const removesFiles = (program: string | undefined): boolean => program === 'rm' || program === 'unlink'

/** Whether a variable is one by which nobody connects: addresses not to be reached through a proxy, and the options of Docker's daemon and of kubelet. */
export const connectsToNothing = (variable: string): boolean =>
  /^no_?proxy$|^(?:dockerd?|kubelet)_(?:\w+_)?(?:opts|options|flags|args)$/i.test(variable)

/** Whether it is the address of a Docker Engine over the network. */
export const isOverNetwork = (address: string): boolean => /^(?:tcp|https?):|^[\w.-]+:\d+$/.test(address)
