/** Every rule, in the order of the documentation. */
import type { Rule } from '../src/rule.ts'
import cgroupDriverMismatch from './cgroup-driver-mismatch.ts'
import dockerCli from './docker-cli.ts'
import dockerContainerId from './docker-container-id.ts'
import dockerDaemonConfig from './docker-daemon-config.ts'
import dockerDataPath from './docker-data-path.ts'
import dockerLogFormat from './docker-log-format.ts'
import dockerMetricLabel from './docker-metric-label.ts'
import dockerNodeRuntime from './docker-node-runtime.ts'
import dockerProbe from './docker-probe.ts'
import dockerService from './docker-service.ts'
import dockerSocketMount from './docker-socket-mount.ts'
import dockerSocketReference from './docker-socket-reference.ts'
import dockershimEndpoint from './dockershim-endpoint.ts'
import logRotationGap from './log-rotation-gap.ts'
import removedComponentFlag from './removed-component-flag.ts'
import removedConfigApi from './removed-config-api.ts'
import removedDockershimMetric from './removed-dockershim-metric.ts'
import removedFeatureGate from './removed-feature-gate.ts'
import removedKubeletFlag from './removed-kubelet-flag.ts'
import removedNodeLabel from './removed-node-label.ts'
import runtimeCoupledAgent from './runtime-coupled-agent.ts'
import unusedSuppression from './unused-suppression.ts'

export const rules: readonly Rule[] = [
  dockerSocketMount,
  dockerSocketReference,
  dockerCli,
  dockerProbe,
  dockerService,
  dockerDataPath,
  dockerLogFormat,
  dockerContainerId,
  removedDockershimMetric,
  dockerMetricLabel,
  dockerNodeRuntime,
  runtimeCoupledAgent,
  logRotationGap,
  removedKubeletFlag,
  removedComponentFlag,
  removedFeatureGate,
  removedConfigApi,
  removedNodeLabel,
  dockershimEndpoint,
  dockerDaemonConfig,
  cgroupDriverMismatch,
  unusedSuppression,
]
