/** Every dialect. Each recognises its documents by structure, so the order does not matter but for the last. */
import type { Dialect } from '../reading/language.ts'
import { ansible } from './ansible.ts'
import { arm } from './arm.ts'
import { calledPrograms } from './called-programs.ts'
import { charts } from './charts.ts'
import { cloudConfig } from './cloud-config.ts'
import { cloudformationInit } from './cloudformation-init.ts'
import { collectorTexts } from './collector-texts.ts'
import { compose } from './compose.ts'
import { elastic } from './elastic.ts'
import { fluent } from './fluent.ts'
import { fluentdYaml } from './fluentd-yaml.ts'
import { ignition } from './ignition.ts'
import { jenkinsCasc } from './jenkins-casc.ts'
import { jenkinsJob } from './jenkins-job.ts'
import { journal } from './journal.ts'
import { jsonPatch } from './json-patch.ts'
import { kubernetes } from './kubernetes.ts'
import { kustomize } from './kustomize.ts'
import { logAgents } from './log-agents.ts'
import { machineFiles } from './machine-files.ts'
import { metrics } from './metrics.ts'
import { node } from './node.ts'
import { otelCollector } from './otel-collector.ts'
import { packer } from './packer.ts'
import { pipelines } from './pipelines.ts'
import { promtail } from './promtail.ts'
import { runtimeNames } from './runtime-names.ts'
import { runtimeValues } from './runtime-values.ts'
import { salt } from './salt.ts'
import { telegraf } from './telegraf.ts'
import { traefik } from './traefik.ts'
import { userDataKeys } from './user-data.ts'
import { vector } from './vector.ts'
import { watchedProcesses } from './watched-processes.ts'
import { wazuh } from './wazuh.ts'
import { zabbix } from './zabbix.ts'

export const dialects: readonly Dialect[] = [
  ansible,
  arm,
  calledPrograms,
  charts,
  cloudConfig,
  cloudformationInit,
  collectorTexts,
  compose,
  elastic,
  fluent,
  fluentdYaml,
  ignition,
  jenkinsCasc,
  jenkinsJob,
  journal,
  jsonPatch,
  kubernetes,
  kustomize,
  logAgents,
  machineFiles,
  metrics,
  node,
  otelCollector,
  packer,
  pipelines,
  promtail,
  salt,
  telegraf,
  traefik,
  userDataKeys,
  vector,
  watchedProcesses,
  wazuh,
  zabbix,
  // Behind all that speak of what they know: it takes of a chart's values what none of them has spoken of.
  runtimeValues,
  runtimeNames,
]
