/** A component within a sentence, as Kubernetes' own documents write it: the kubelet has an article, kube-proxy and the others have none. */
export const called = (program: string): string => (program === 'kubelet' ? 'the kubelet' : program)
