/**
 * What the conditions mean that a fact stands under: `if [ "$RUNTIME" = docker ]`, `{% if kube_version is version('v1.24.0', '<') %}`,
 * `semverCompare "<1.24-0"`. Conditions are judged as text, whatever language they come from; what is not plainly about the
 * runtime or the Kubernetes version says nothing.
 */
import { sortedComparison } from './version-sort.ts'
import { compareVersions, type Version } from './versions.ts'

/** A condition with its sibling branches, as facts give it. */
export interface GuardText {
  readonly condition: string
  readonly others: readonly string[]
  readonly negated?: boolean | undefined
  readonly byDefault?: boolean | undefined
  readonly tried?: boolean | undefined
}

/** Conditions longer than this are not read: nobody writes them by hand. */
const LONGEST = 4_000

/** Names that hold the word docker and are not Docker Engine as a runtime. */
const OTHER_DOCKER =
  /cri[-_]?dockerd?|docker[-_]?shim|docker\w{0,80}(?:\.changed|\s{1,9}is\s{1,9}(?:not\s{1,9})?changed)\b|docker[-_](?:registry|hub|user(?:name)?|password|config(?:json)?|image|version|io|repo\w{0,80})|docker\.io/gi
const DOCKER = /docker/i
const OTHER_RUNTIME = /containerd|cri-?o(?![a-z])|crictl|nerdctl|podman|\bctr\b|rkt\b|\bremote\b/i

/** A test whether Docker is there at all, which holds on a node that has both: it only chooses where the other branch handles another runtime. */
const PRESENCE =
  /\b(?:command|which|type|hash|pgrep|pidof|systemctl|service|exists?|installed|isfile|test-path|get-command|ps|info|version)\b|(?:^|\s)-[SexfdrL]\s|\.sock|\bstat\b/i
const NEGATIVE = /!=|!~|\bne\b|-ne\b|\bnot\b|-not\w*\b|(?:^|[\s([])!(?=[\s([])|\bunless\b|(?:^|\s)-z\s/i

/** Files that are named for a program and say of which runtime it is told: `grep docker /etc/crictl.yaml`. */
const FILES_OF_TOOLS = /[\w./~$-]{0,200}(?:crictl\.ya?ml|containerd\/config\.toml|crio\.conf)/gi

/** A test whether an answer is something at all, which is no denial: `"$(pgrep dockerd)" -ne 0`. */
const SOMETHING = /(?:!=|-?\bne)\s{1,9}(?:0(?![\d.])|(["'])0?\1|\$null\b)|\$null\s{1,9}-ne\b/gi

/**
 * Whether one of these conditions chooses a branch for Docker, beside others for other runtimes, or one for versions of Kubernetes
 * that still have dockershim. Where the defaults of a chart choose it, Docker is what they deploy, and nobody has thought of the
 * move.
 */
export const guardsForDocker = (guards: readonly GuardText[]): boolean =>
  guards.some(guard => guard.byDefault !== true && forDocker(guard)) || guardsOldVersion(guards)

/** Whether the defaults of a chart choose a branch for Docker. */
export const choosesDocker = (guard: GuardText): boolean => guard.byDefault === true && forDocker(guard)

function forDocker({ condition, others, negated = false, tried }: GuardText): boolean {
  if (condition.length > LONGEST) return false
  const beside = handlesOthers({ others })
  if (tried && !beside) return false
  for (const part of partsOf(condition)) {
    const negative = NEGATIVE.test(part) !== negated
    const docker = DOCKER.test(part)
    const other = OTHER_RUNTIME.test(part)
    if (docker && !other && !negative && (beside || !(PRESENCE.test(part) || isSwitch(part)))) return true
    if (other && !docker && negative) return true
  }
  return false
}

/** Whether what is done instead handles another runtime. */
export const handlesOthers = ({ others }: Pick<GuardText, 'others'>): boolean =>
  others.some(other => OTHER_RUNTIME.test(other.slice(0, LONGEST)))

/** The conditions that hold together, without names that only hold the word docker. */
const partsOf = (condition: string): readonly string[] =>
  condition
    .replace(FILES_OF_TOOLS, ' ')
    .replace(OTHER_DOCKER, ' ')
    .replace(SOMETHING, ' ')
    .split(/&&|\band\b|;/i)

/** Whether one of these conditions holds only where Docker is there, whatever else the node has: what stands under it is skipped elsewhere. */
export const guardsPresenceOfDocker = (guards: readonly GuardText[]): boolean =>
  guards.some(
    ({ condition, negated = false, tried }) =>
      !tried &&
      condition.length <= LONGEST &&
      !/\|\|/.test(condition) &&
      partsOf(condition).some(
        part =>
          DOCKER.test(part) && PRESENCE.test(part) && !OTHER_RUNTIME.test(part) && NEGATIVE.test(part) === negated,
      ),
  )

/** The runtime as a word of its own: `== "docker"`, `docker)`, `docker://`; not in a name, as in `docker_upgrade` or `$USE_DOCKER`. */
const RUNTIME_WORD = /(?<![\w$.{-])(?:docker|dockerd|docker-?ce|docker-?engine|moby)(?![\w.-])/i

/** Whether docker is only part of a name: `.Values.docker.enabled`, `docker_upgrade | bool` and `$USE_DOCKER` switch something on, they choose no runtime. */
const isSwitch = (part: string): boolean => !RUNTIME_WORD.test(part)

/** Whether one of these conditions holds only where a path is there: `[ -d /var/lib/docker/containers ]`. */
export const guardsPresence = (guards: readonly GuardText[], path: string): boolean =>
  guards.some(
    ({ condition, negated = false, tried }) =>
      !(negated || tried) &&
      condition.length <= LONGEST &&
      !/\|\||\s-o\s/.test(condition) &&
      condition.split(/&&|;/).some(part => TESTS_FILE.test(part) && !NEGATIVE.test(part) && names(part, path)),
  )

const TESTS_FILE = /(?:^|\s)-[defrswxLS]\s/

/** Whether a word of a condition is a path or a folder that it is in. */
const names = (part: string, path: string): boolean =>
  part
    .split(/[\s"']+/)
    .map(word => word.replace(/(?<!\/)\/+$/, ''))
    .some(word => word.startsWith('/') && (path === word || path.startsWith(`${word}/`)))

/**
 * Whether one of these conditions holds only for Kubernetes versions older than `removedIn` (`1.24` where dockershim itself
 * is meant), so that what stands under it never reaches a version that refuses it.
 */
export const guardsOldVersion = (guards: readonly GuardText[], removedIn: Version = '1.24'): boolean =>
  guards.some(guard => {
    const bound = guard.tried ? undefined : upperBound(guard)
    return bound !== undefined && compareVersions(bound, removedIn) <= 0
  })

/** The version that every Kubernetes version for which the branch is taken is older than. */
function upperBound({ condition, negated = false }: GuardText): Version | undefined {
  if (condition.length > LONGEST) return undefined
  // A branch is taken when all operands of `and` hold, so one bound is enough; of `or`, each operand needs one. Negated, the other way around.
  const all = negated ? /\|\||\bor\b|-or\b/i : /&&|\band\b|-and\b/i
  const any = negated ? /&&|\band\b|-and\b/i : /\|\||\bor\b|-or\b/i
  let highest: Version | undefined
  for (const alternative of condition.split(any)) {
    let lowest: Version | undefined
    for (const part of alternative.split(all)) {
      const bound = boundOf(part, negated)
      if (bound && (!lowest || compareVersions(bound, lowest) < 0)) lowest = bound
    }
    if (!lowest) return undefined
    if (!highest || compareVersions(lowest, highest) > 0) highest = lowest
  }
  return highest
}

/** Programs that have versions of their own. */
const OTHER_PROGRAM =
  /containerd|docker|cri-?o\b|crictl|runc\b|helm|etcd|calico|cilium|flannel|coredns|nvidia|ansible|python|kernel|ubuntu|centos|openshift/i
const VERSION = String.raw`v?(1\.\d{1,2})(?:\.(?:\d{1,3}|x))?(?:-[\w.]{1,20})?`
const BELOW = /^(?:<=?|-lt|-le|lt|le|lte|lteq|older|before|less)$/i
const ABOVE = /^(?:>=?|-gt|-ge|gt|ge|gte|gteq|newer|at_?least|least|greater)$/i

function boundOf(condition: string, negated: boolean): Version | undefined {
  // A default is no comparison: `semverCompare ${VERSION:-"0.0.0"} "1.27.0"`.
  const part = condition.replace(/\$\{(\w{1,80})(?::?[-=]|[#%/^,:])[^}]{0,80}\}/g, '$$$1')
  if (OTHER_PROGRAM.test(part.replace(/cri-dockerd/gi, ''))) return undefined
  const comparison = comparisonOf(part)
  if (!comparison) return undefined
  const flipped = NEGATIVE.test(part) !== negated
  return comparison.below === flipped ? undefined : comparison.boundary
}

interface Comparison {
  /** Whether it asks for versions older than the boundary; otherwise for the boundary and newer. */
  readonly below: boolean
  readonly boundary: Version
}

/** The comparison of a Kubernetes version in a condition. */
function comparisonOf(part: string): Comparison | undefined {
  const sorted = sortedComparison(part)
  if (sorted) return compared(sorted.operator, sorted.version)
  // Jinja: version('v1.24.0', '<'), version_compare('v1.24', 'lt', strict=True)
  const jinja = new RegExp(
    String.raw`version(?:_compare)?\s{0,9}\(\s{0,9}['"]${VERSION}['"]\s{0,9},\s{0,9}['"]([<>=a-z]{1,4})['"]`,
    'i',
  ).exec(part)
  if (jinja) return compared(jinja[2]!, jinja[1]!)
  // Helm: semverCompare "<1.24-0" .Capabilities.KubeVersion.Version
  const helm = new RegExp(String.raw`semverCompare\s{1,9}["'\x60]\s{0,9}(<=?|>=?|\^|~)\s{0,9}${VERSION}`, 'i').exec(
    part,
  )
  if (helm) return compared(/[\^~]/.test(helm[1]!) ? '>=' : helm[1]!, helm[2]!)
  // A minor version alone: lt (int .Capabilities.KubeVersion.Minor) 24, [ "$MINOR" -lt 24 ]
  if (/minor/i.test(part)) {
    const prefix = /(?:^|[({\s])(lt|le|gt|ge)\s.{0,200}?minor.{0,200}?["'\s](\d{1,2})\b/i.exec(part)
    if (prefix) return compared(prefix[1]!, `1.${prefix[2]}`)
    const infix = /minor.{0,100}?(<=?|>=?|-lt|-le|-gt|-ge)\s{0,9}["']?(\d{1,2})\b/i.exec(part)
    if (infix) return compared(infix[1]!, `1.${infix[2]}`)
  }
  // "$V" -lt 1.24, $V < 1.24, $V lt "1.24", and with the literal first
  const right = new RegExp(
    String.raw`(?:^|[\s"'\])])(<=?|>=?|-lt|-le|-gt|-ge|lt|le|gt|ge|lteq|gteq|lte|gte)\s{0,9}(?:\[\w{1,20}\])?\s{0,9}["']?${VERSION}`,
    'i',
  ).exec(part)
  if (right) return compared(right[1]!, right[2]!)
  const left = new RegExp(
    String.raw`["'\s]${VERSION}["']?\s{0,9}(<=?|>=?|-lt|-le|-gt|-ge|lt|le|gt|ge)(?![\w.])`,
    'i',
  ).exec(` ${part}`)
  if (left) return compared(mirrored(left[2]!), left[1]!)
  // case "$VERSION" in 1.1*|1.2[0-3]*)
  const globbed = globBound(part)
  if (globbed) return { below: true, boundary: globbed }
  // version_gt "$V" 1.24, version_lt 1.24 $V, IsKubernetesVersionGe "1.24.0", semverCompare "$V" "1.24.0" (at least)
  const call = new RegExp(
    String.raw`([A-Za-z_.-]{1,60})[\s(,"']{1,9}(?:(\$?[^\s"',()]{1,80})["']?[\s,]{1,9}["']?)?${VERSION}(?:["']?[\s,]{1,9}["']?(\$[^\s"',)]{1,80}))?`,
  ).exec(part.replace(/\b(?:not|if|elif|while|unless)\b|[!([]/gi, ' '))
  if (!call) return undefined
  const name = call[1]!
  const direction =
    /(?:^|[_-])?(lteq|gteq|lte|gte|lt|le|gt|ge)$/i.exec(name)?.[1] ??
    /(less|older|before|newer|at_?least|greater)/i.exec(name)?.[1]
  const operator = direction ?? (/^semverCompare$/i.test(name) ? 'ge' : undefined)
  if (!operator || !/ver|kube|k8s|semver|less|older|before|least/i.test(part)) return undefined
  return compared(call[4] === undefined ? operator : mirrored(operator), call[3]!)
}

function compared(operator: string, version: Version): Comparison | undefined {
  if (BELOW.test(operator))
    return { below: true, boundary: /=|e$|eq$/i.test(operator) && !/before/i.test(operator) ? next(version) : version }
  if (ABOVE.test(operator))
    return { below: false, boundary: /^(?:>|-?gt|newer|greater)$/i.test(operator) ? next(version) : version }
  return undefined
}

/** The operator with its sides exchanged: `1.24 > V` is `V < 1.24`. */
const mirrored = (operator: string): string =>
  operator.replace(
    /[<>]|l(?=[te])|g(?=[te])/i,
    sign => ({ '<': '>', '>': '<', l: 'g', g: 'l' })[sign.toLowerCase()] ?? sign,
  )

const next = (version: Version): Version => `1.${Number(version.slice(2)) + 1}`

/** The first version after all those that the patterns of a `case` match, when they end somewhere. */
function globBound(part: string): Version | undefined {
  const patterns = part.match(
    /(?<![\w.$"'])[*v]{0,2}1\.(?:[\d?*]|\[[\d-]{1,9}\]){1,6}(?:\.(?:\*|\d{1,3}))?(?=[*]?\s{0,9}(?:[|)]|$))/g,
  )
  if (!patterns || !/\bcase\b|\bin\b|[|)]|[*[\]]/.test(part)) return undefined
  let newest = -1
  for (const pattern of patterns) {
    const minor = /1\.((?:[\d?*]|\[[\d-]{1,9}\]){1,6})/.exec(pattern)![1]!
    const expression = new RegExp(`^${minor.replace(/\*+/g, '\\d*').replace(/\?/g, '\\d')}$`)
    for (let i = 0; i < 100; i++) if (expression.test(String(i)) && i > newest) newest = i
  }
  return newest >= 0 && newest < 60 ? `1.${newest + 1}` : undefined
}
