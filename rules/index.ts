/** Every rule, in the order of the documentation. */
import type { Rule } from '../src/rule.ts'
import dockerCli from './docker-cli.ts'
import dockerContainerId from './docker-container-id.ts'
import dockerLogFormat from './docker-log-format.ts'
import dockerProbe from './docker-probe.ts'
import dockerService from './docker-service.ts'
import dockerSocketReference from './docker-socket-reference.ts'

export const rules: readonly Rule[] = [
  dockerSocketReference,
  dockerCli,
  dockerProbe,
  dockerService,
  dockerLogFormat,
  dockerContainerId,
]
