/**
 * What languages say. A fact is no opinion: "hostPath volume, path X", never "docker socket". The union is closed: a new
 * kind needs two rules or two languages that want it.
 */
import type { Guard, Located, Span } from './text/source.ts'

export type { Guard } from './text/source.ts'

/**
 * Where the code runs: in a `pod`, on a cluster `node`, in a `build` (a workstation or CI runner, where Docker may stay), or
 * `unknown`.
 */
export type Place = 'pod' | 'node' | 'build' | 'unknown'

export type ScopeKind = 'project' | 'file' | 'object' | 'pod' | 'container' | 'script' | 'branch'

/** Where a file stands on disk, told from the tree around it and never from how the linter was called. */
export interface Home {
  /** The file's absolute path, with forward slashes. */
  readonly path: string
  /** The folder of the repository that it is in. */
  readonly repository: string | undefined
  /** The nearest folder around it that is a project by its own file: a chart, or one of Ansible. */
  readonly unit: string | undefined
}

/** A node of the scope tree: project > file > object > pod > container > script > branch, any of them left out or nested. */
export interface Scope {
  readonly kind: ScopeKind
  readonly parent: Scope | undefined
  /** Where the code runs; without it, as the parent says. */
  place?: Place | undefined
  /** What tells the place, as a part of a sentence, for people who ask: `it calls "kubeadm init"`. */
  because?: string | undefined
  /** `DaemonSet kube-system/fluentd` for an object, `fluentd` for a container, the path for a file, the key or heredoc target for a script. */
  readonly name?: string | undefined
  readonly guard?: Guard | undefined
  /** Whether it is the machine that a tool was started on, as with `hosts: localhost` of Ansible: what builds there is at a workstation. */
  readonly atControl?: boolean | undefined
  /** Whether a loop goes on until what stands here succeeds, and does nothing but wait. */
  readonly waits?: boolean | undefined
  /** Whether a failure of what stands here is foreseen, and what follows goes on: `ignore_errors` of Ansible, `try` with a `catch`. */
  readonly mayFail?: boolean | undefined
  /** The template or file that a rendered object comes from, as its comment or annotation says. */
  readonly from?: string | undefined
  /** Where the file stands, of a file that is on disk. */
  readonly home?: Home | undefined
  /** How the commands below came to be called, where it is not by a script; without it, as the parent says. */
  readonly via?: Via | undefined
  readonly facts: Fact[]
  readonly children: Scope[]
}

/** How a command is called: by a `script`, as a `container`'s command, a `probe` or lifecycle `hook` of a pod, a service manager's `unit`, an image's `healthcheck`. */
export type Via = 'script' | 'container' | 'probe' | 'hook' | 'unit' | 'healthcheck'

interface Base {
  readonly scope: Scope
}

/** A volume of a pod, or a PersistentVolume. */
export interface Volume extends Base {
  readonly kind: 'volume'
  readonly type: 'hostPath' | 'emptyDir' | 'other'
  readonly name?: Located | undefined
  /** The path on the node, of a hostPath. */
  readonly path?: Located | undefined
  /** The ConfigMap or Secret that fills it. */
  readonly from?: Located | undefined
  /** The hostPath type: `Socket`, `Directory` and so on. */
  readonly check?: Located | undefined
}

/** A volumeMount. `container` is the scope. */
export interface Mount extends Base {
  readonly kind: 'mount'
  readonly volume: Located
  readonly path: Located
  readonly subPath?: Located | undefined
}

/** An environment variable that is set for a program: a container's env, an `export`, `Environment=`. */
export interface Env extends Base {
  readonly kind: 'env'
  readonly name: Located
  readonly value?: Located | undefined
  /** Whose environment it is, where a unit or a file of options is named for it: `dockerd`, `containerd`. */
  readonly program?: string | undefined
}

/** A call of a program. */
export interface Command extends Base {
  readonly kind: 'command'
  /** The program as it is called, wrappers such as sudo, env and xargs stripped, a variable resolved where it can be: `docker`, `/usr/bin/docker`. */
  readonly name: Located
  readonly args: readonly Located[]
  /** The wrappers that stood before it, outermost first: `['sudo', 'timeout']`. */
  readonly wrappers: readonly string[]
  /** Whether only its success or presence is asked for: in `if`, `while`, before `&&` or `||`, or as the operand of `command -v`. */
  readonly tested: boolean
  /** How the call came about: as the scope says, see `viaOf`. */
  readonly via: Via
}

/** A test of a file or text: `[ -S /var/run/docker.sock ]`, `[[ $x == docker ]]`. */
export interface Test extends Base {
  readonly kind: 'test'
  readonly operator: string
  readonly operand: Located
}

/** An option that is given to a program. */
export interface Flag extends Base {
  readonly kind: 'flag'
  /** The program's base name (`kubelet`), or undefined where it cannot be known. */
  readonly program: string | undefined
  /** The option as it is written, with its value where both are one word: `--network-plugin=cni`. */
  readonly flag: Located
  /** The name without dashes: `network-plugin`. */
  readonly name: string
  readonly value?: Located | undefined
}

/** A setting in a configuration file: `log-opts.max-size` of dockerd. */
export interface Setting extends Base {
  readonly kind: 'setting'
  /** Whose configuration it is: `dockerd`, `kubelet`, `containerd`, `crio`, `registries`, `hosts.toml`, `kubeadm` and so on. */
  readonly program: string
  /** Keys from the root; a list item has its index as text. */
  readonly key: readonly string[]
  /** Where the last key stands. */
  readonly at: Located
  /** The scalar value; undefined for a map or list, whose items are settings of their own. */
  readonly value?: Located | undefined
  /** The keys of the map that it stands in, where the document is of no vocabulary that is known: they tell what it is. */
  readonly beside?: readonly string[] | undefined
}

/** A unit that another unit orders itself by or depends on: `After=docker.service` in kubelet.service. */
export interface UnitDependency extends Base {
  readonly kind: 'unit-dependency'
  /** The unit that depends. */
  readonly unit: string | undefined
  /** `After`, `Requires`, `Wants`, `BindsTo`, `PartOf`, `DependOnService` … */
  readonly directive: string
  readonly target: Located
}

/** A service that is managed by something other than a command: an Ansible or Salt task, an Ignition unit list. */
export interface Service extends Base {
  readonly kind: 'service'
  readonly unit: Located
  /** `started`, `restarted`, `enabled`, `stopped`, `masked` … as the file says. */
  readonly action: string
}

/** An input of a log collector. */
export interface LogInput extends Base {
  readonly kind: 'log-input'
  /** `Fluentd`, `Fluent Bit`, `Filebeat` … as people call it. */
  readonly agent: string
  /** The head of the block: where the input is reported when it has no parser of its own. */
  readonly at: Located
  /** What it reads. Empty where it reads containers' logs by its nature, as a stage that is named for their format. */
  readonly paths: readonly Located[]
  /** The tag that its records get, which tells what they are where a path is not known: `kube.*`. */
  readonly tag?: Located | undefined
  /** The setting that decides how a line is first parsed, where there is one. */
  readonly format?: Located | undefined
  /** What the first stage can parse. `json-file` is Docker's format only; `both` is safe everywhere; `text` does not parse. */
  readonly parses: 'json-file' | 'cri' | 'both' | 'text' | 'unknown'
  /** The environment variable, or the parser defined elsewhere, that decides the parser, where it is not written here. */
  readonly decidedBy?: Located | undefined
  /** The settings of the block that names the parser, with their keys: what a change of the parser has to bring along. */
  readonly settings?: readonly NamedText[] | undefined
  /** What the block calls a list of parsers that join lines, where it can have one: `multiline.parser`. */
  readonly listKey?: string | undefined
  /** The steps of a pipeline, whole, each with its settings. */
  readonly steps?: readonly PipelineStep[] | undefined
  /** What has to change with the parser, as the agent calls it: keys of other settings that depend on Docker's format. */
  readonly companions: readonly Located[]
}

/** A step of a pipeline that takes a line apart. */
export interface PipelineStep {
  readonly whole: Located
  readonly settings: readonly NamedText[]
}

/** A path of the node's file system that a program reads, writes or is told to use. */
export interface PathUse extends Base {
  readonly kind: 'path'
  readonly path: Located
  readonly access: 'read' | 'write' | 'used'
  /** Who uses it: a program's or collector's name, or undefined. */
  readonly by?: string | undefined
  /** What it is for, where the file says so: `log` (a collector's input), `data` (Docker's directory as a whole, for whatever), `position` (a collector's state), `metadata`, `exclude` (left out on purpose). */
  readonly role?: 'log' | 'data' | 'position' | 'metadata' | 'exclude' | undefined
  /** Other paths that are given in the same place, each under a key of its own. */
  readonly beside?: readonly NamedText[] | undefined
}

/** An address that a program connects to or listens on. */
export interface Endpoint extends Base {
  readonly kind: 'endpoint'
  /** `cri` for the runtime interface, `docker` for the Docker API. */
  readonly api: 'cri' | 'docker'
  readonly program: string | undefined
  /** The setting, flag or block that gives it. */
  readonly at: Located
  /** Undefined where the program's default is used: the block alone implies it. */
  readonly value?: Located | undefined
}

/** A metric that is asked for by name. */
export interface Metric extends Base {
  readonly kind: 'metric'
  readonly name: Located
  /** Whose name it is; of Prometheus where nothing is said. A measurement is what InfluxDB calls it. */
  readonly system?: 'datadog' | 'influxdb' | undefined
  /** Whether only the beginning of the name is written out, in a pattern that goes on: `kubelet_docker_.*`. */
  readonly open?: boolean | undefined
  /** Whether a list or relabeling keeps it or sends it on, and nothing is made of it there. */
  readonly kept?: boolean | undefined
  /** What is asked of its labels in the same place: `{id="/"}`. */
  readonly labels: readonly LabelMatcher[]
}

/** What is asked of a label: `name=~"k8s_.*"`. */
export interface LabelMatcher {
  readonly label: string
  /** `=`, `=~`, `!=`, `!~`; a function or clause (`label_replace`, `by`); or what a relabeling does with what matches: `keep`. */
  readonly operator: string
  /** The text or pattern; undefined where only the label itself is named. */
  readonly value?: Located | undefined
}

/** A label of series that a query, recording rule or relabeling asks for. */
export interface MetricLabel extends Base, LabelMatcher {
  readonly kind: 'metric-label'
  readonly at: Located
  /** The metric, where the same place names one. */
  readonly metric?: string | undefined
  /** What the same list asks for beside it: an agent that watches several processes. */
  readonly beside?: readonly string[] | undefined
}

/** A pattern or template that a text is matched with or made from: jsonpath, a regular expression, sed, a string test. */
export interface Pattern extends Base {
  readonly kind: 'pattern'
  readonly text: Located
  readonly role: 'jsonpath' | 'regex' | 'sed' | 'template' | 'string'
  /** What it is applied to, where that can be seen: the command line or key it stands in. */
  readonly subject?: string | undefined
}

/** A container image. */
export interface Image extends Base {
  readonly kind: 'image'
  /** Without tag and digest. */
  readonly name: string
  readonly tag: string | undefined
  readonly image: Located
}

/** A Kubernetes object, or another document with an apiVersion and kind. */
export interface KubernetesObject extends Base {
  readonly kind: 'object'
  readonly apiVersion: Located | undefined
  readonly type: Located
  readonly name?: Located | undefined
  readonly namespace?: Located | undefined
  /** Annotations and labels by key. */
  readonly annotations: readonly NamedText[]
  readonly labels: readonly NamedText[]
  /** Scalars of the status that rules ask for, by dotted path: `nodeInfo.containerRuntimeVersion`. */
  readonly status: readonly NamedText[]
}

/** A key with its value and their places. */
export interface NamedText {
  readonly key: Located
  readonly value: Located
}

/** A text that could not be read, or only in part. Nothing is skipped without one. */
export interface Unread extends Base {
  readonly kind: 'unread'
  readonly span: Span
  /** Whether the rest of the text was read. */
  readonly partly: boolean
  /** One sentence: what could not be read and why. */
  readonly reason: string
}

/** A comment or annotation that is meant to silence a rule, and does not. */
export interface Suppression extends Base {
  readonly kind: 'suppression'
  /** The rule's name as it is written there, or the keyword of a comment that cannot be understood. */
  readonly at: Located
  /** The comments that it is all of, with their lines where nothing else stands there. */
  readonly comments?: readonly Located[] | undefined
  /** What is wrong with it, as a part of a sentence: `there is nothing to silence`. */
  readonly problem: string
  /** The rule that is meant, where the name is mistyped. */
  readonly didYouMean?: string | undefined
}

export type Fact =
  | Volume
  | Mount
  | Env
  | Command
  | Test
  | Flag
  | Setting
  | UnitDependency
  | Service
  | LogInput
  | PathUse
  | Endpoint
  | Metric
  | MetricLabel
  | Pattern
  | Image
  | KubernetesObject
  | Unread
  | Suppression

export type FactKind = Fact['kind']

/** The fact type of a kind: `FactOf<'command'>` is Command. */
export type FactOf<K extends FactKind> = Extract<Fact, { kind: K }>

/** The nearest scope of that kind, the scope itself included. */
export function enclosing(scope: Scope, kind: ScopeKind): Scope | undefined {
  for (let next: Scope | undefined = scope; next; next = next.parent) if (next.kind === kind) return next
  return undefined
}

/** Where the code of a scope runs: what it says itself, else its parents. */
export function placeOf(scope: Scope): Place {
  for (let next: Scope | undefined = scope; next; next = next.parent) if (next.place) return next.place
  return 'unknown'
}

/** Whether a loop waits for what stands in a scope, and for nothing else. */
export function isWaitedFor(scope: Scope): boolean {
  for (let next: Scope | undefined = scope; next; next = next.parent) if (next.waits) return true
  return false
}

/** Whether a failure of what stands in a scope is foreseen. */
export function mayFail(scope: Scope): boolean {
  for (let next: Scope | undefined = scope; next; next = next.parent) if (next.mayFail) return true
  return false
}

/** Whether what stands around a scope was looked into, and leaves open where its code runs. */
export function isLeftOpen(scope: Scope): boolean {
  for (let next: Scope | undefined = scope; next; next = next.parent) if (next.place) return next.place === 'unknown'
  return false
}

/** What tells where the code of a scope runs, where that is known. */
export function becauseOf(scope: Scope): string | undefined {
  for (let next: Scope | undefined = scope; next; next = next.parent)
    if (next.because || next.place) return next.because
  return undefined
}

/** How the commands of a scope are called: what it says itself, else its parents; by a script where none says. */
export function viaOf(scope: Scope): Via {
  for (let next: Scope | undefined = scope; next; next = next.parent) if (next.via) return next.via
  return 'script'
}

/** The guards that a scope stands under, innermost first. */
export function guardsOf(scope: Scope): readonly Guard[] {
  const guards: Guard[] = []
  for (let next: Scope | undefined = scope; next; next = next.parent) if (next.guard) guards.push(next.guard)
  return guards
}

/** Every fact of a kind in a scope and below it. */
export function factsIn<K extends FactKind>(scope: Scope, kind: K): readonly FactOf<K>[] {
  const found: FactOf<K>[] = []
  const stack: Scope[] = [scope]
  for (let next = stack.pop(); next; next = stack.pop()) {
    for (const fact of next.facts) if (fact.kind === kind) found.push(fact as FactOf<K>)
    for (let i = next.children.length - 1; i >= 0; i--) stack.push(next.children[i]!)
  }
  return found
}
