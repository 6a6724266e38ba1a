/** Flags of klog, which every component had. */
import { type Group, gone } from './flag.ts'

/** Flags that every component had but kubeadm, which has rows of its own. */
export const LOGGING_FLAGS: readonly Group[] = [
  { deprecatedIn: '1.23', removedIn: '1.26', flags: [
    [
      ['--add-dir-header', '--alsologtostderr', '--log-backtrace-at', '--log-dir', '--log-file', '--log-file-max-size',
      '--logtostderr', '--one-output', '--skip-headers', '--skip-log-headers', '--stderrthreshold'],
      'Remove it, and redirect the output, for example with kube-log-runner. -v and --vmodule stay.',
      'CHANGELOG-1.23 #105042; CHANGELOG-1.26 #112120',
    ],
  ] },
]

/** Flags that the controller manager and the scheduler had; the other components have rows of their own. */
export const SANITIZATION_FLAGS: readonly Group[] = [
  { deprecatedIn: '1.24', removedIn: '1.24', flags: [
    ['--experimental-logging-sanitization', gone, 'CHANGELOG-1.24 #107207'],
  ] },
]
