import { type Giving, judgeChoices } from '../src/evidence/given.ts'
import { knownChart, knownImage } from '../src/evidence/known.ts'
import { hasOwnDocker, isComposeService } from '../src/evidence/surroundings.ts'
import { COUPLED_NAMES, type CoupledAgent, coupledAgent, coupledChart } from '../src/knowledge/agents.ts'
import { AGENT_TRIGGERS, DOCKER_AGENTS } from '../src/knowledge/docker-agents.ts'
import { dockerSocket } from '../src/knowledge/paths.ts'
import { type Context, defineRule, enclosing, type FactOf, isUnknown, placeOf } from '../src/rule.ts'

export default defineRule({
  id: 'runtime-coupled-agent',
  level: 'error',
  summary: 'A program works with Docker Engine only',
  docs: {
    why: 'Some agents, security tools and utilities talk to the Docker API alone, or did so before a certain version. On a node without Docker Engine they start, find no container, and do nothing.',
    instead: 'Update the program, set it up for a CRI runtime, or replace it. The message says which.',
    bad: [
      'logspout.yaml',
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: logspout\nspec:\n  containers:\n    - name: logspout\n      image: gliderlabs/logspout:v3.2.14\n',
    ],
    good: [
      'datadog.yaml',
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: datadog\nspec:\n  containers:\n    - name: agent\n      image: gcr.io/datadoghq/agent:7.50.0\n',
    ],
  },
  triggers: [...COUPLED_NAMES, ...AGENT_TRIGGERS],
  exceptWith: ['cri-dockerd'],
  check: {
    image(image, context) {
      const { settings } = context
      const agent = knownImage(settings, image.name, image.tag) ?? coupledAgent(image.name, image.tag)
      if (!agent || isSettled(image, agent, context)) return
      if (agent.onlyWithDockerSocket && !showsSocket(image, context)) return
      // A pod with several containers of one image is one mistake.
      const same = context.near(image, 'pod', 'image').filter(other => other.image.value === image.image.value)
      if (enclosing(image.scope, 'pod') && same.find(other => !isSettled(other, agent, context)) !== image) return
      if (placeOf(image.scope) === 'build' || hasOwnDocker(image)) return
      tell(image.image, agent, context)
    },
    setting(setting, context) {
      judge(setting, context)
      if (setting.program !== 'helm' || setting.key.at(-1) !== 'chart' || !setting.value) return
      const chart = setting.value.value.replace(/^.*\//, '')
      const agent = knownChart(context.settings, chart, versionBeside(setting, context)) ?? coupledChart(chart)
      if (agent) tell(setting.value, agent, context)
    },
    flag: judge,
    env: judge,
    command: judge,
  },
})

/** Judges what a program that knows several runtimes is told. A pod's own Docker is one that stays, and so is that of a Compose file. */
function judge(fact: FactOf<Giving>, context: Context): void {
  if (!(hasOwnDocker(fact) || isComposeService(fact))) judgeChoices(fact, DOCKER_AGENTS, context)
}

/** The version of a chart, where the release that it stands in says one. */
const versionBeside = (chart: FactOf<'setting'>, { near }: Context): string | undefined =>
  near(chart, 'script', 'setting').find(({ program, key }) => program === 'helm' && key.at(-1) === 'version')?.value
    ?.value

const tell = (
  at: FactOf<'image'>['image'],
  { name, breaks, instead, level }: CoupledAgent,
  { report }: Context,
): void => report(at, { what: `Uses ${name} ("${at.value}")`, breaks, instead, level })

/** Whether an option or variable of the container shows that the program is set up for another runtime. */
function isSettled(image: FactOf<'image'>, { settledBy }: CoupledAgent, { near }: Context): boolean {
  if (settledBy.length === 0) return false
  const words = [
    ...near(image, 'container', 'env').map(env => env.name.value),
    ...near(image, 'container', 'flag').map(flag => flag.flag.value),
    ...near(image, 'container', 'command').flatMap(command => command.args.map(arg => arg.value)),
  ]
  return words.some(word => isUnknown(word) || settledBy.some(by => word === by || word.startsWith(`${by}=`)))
}

/** Whether the pod mounts or names the Docker socket. */
const showsSocket = (image: FactOf<'image'>, { near }: Context): boolean =>
  near(image, 'pod', 'volume').some(volume => volume.path && dockerSocket(volume.path.value)) ||
  near(image, 'pod', 'env').some(env => env.value && dockerSocket(env.value.value)) ||
  near(image, 'pod', 'flag').some(flag => flag.value && dockerSocket(flag.value.value))
