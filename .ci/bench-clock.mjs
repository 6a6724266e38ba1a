/**
 * What the benchmark loads before the program: a clock for the marks in its code, which tells at the end how much
 * processor time the stages took, how often each was entered, and what time and memory the process used. It is for one thread.
 */
import { writeFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

const file = process.env.DOCKERSHIM_LINT_BENCH
const stages = {}
const stack = []
let since = 0

/** Processor time in milliseconds: on a machine that has other things to do the wall clock tells less. */
const now = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Gives the time since it was asked last to the stage that it went to. */
function settle(time) {
  const stage = stages[stack.at(-1)]
  if (stage) stage.time += time - since
  since = time
}

globalThis[Symbol.for('dockershim-lint.clock')] = {
  enter(stage) {
    settle(now())
    stages[stage] ??= { time: 0, entered: 0 }
    stages[stage].entered++
    stack.push(stage)
  },
  leave() {
    settle(now())
    stack.pop()
  },
}

process.on('exit', () => {
  if (isMainThread)
    writeFileSync(file, JSON.stringify({ stages, cpu: now(), memory: process.resourceUsage().maxRSS / 1024 }))
})
