import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** What is asked of each text. Each question gives what is wrong, as half a sentence, or undefined. */
const FAILED = /failed on it|gave up on it|does not get past|takes longer/
const KINDS =
  'volume mount env command test flag setting unit-dependency service log-input path endpoint metric metric-label pattern image object unread suppression'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')

/** More than this is not explained by the text. */
const MOST_TIME = 3_000
const MOST_MEMORY = 1_500_000_000

const bytesOf = text => new TextEncoder().encode(text)
const OTHERS = [
  {
    path: 'other/pod.yaml',
    text: 'apiVersion: v1\nkind: Pod\nspec:\n  volumes:\n    - hostPath: {path: /var/run/docker.sock}\n',
  },
  { path: 'other/run.sh', text: 'docker ps "\nsystemctl restart docker\n' },
]

export function properties({ lintFiles, applyFixes, changeableText, locatedIn, rules }) {
  /** What a position of the last run that says it is exact says otherwise. */
  let inexact
  const look = fact => {
    for (const { span, exact, value } of locatedIn(fact)) {
      const { start, end, file } = span
      if (!(start >= 0 && start <= end && end <= file.text.length)) inexact ??= `a ${fact.kind} reaches out of the file`
      else if (exact && file.text.slice(start, end) !== value) inexact ??= `a ${fact.kind} does not slice to its value`
    }
  }
  const spans = {
    ...rules[0],
    id: 'spans',
    triggers: [],
    across: undefined,
    check: Object.fromEntries(KINDS.split(' ').map(kind => [kind, look])),
  }
  const all = [...rules, spans]

  async function result(files, more = {}) {
    const given = async function* () {
      for (const { path, text, home } of files) yield { path, bytes: bytesOf(text), home }
    }
    return lintFiles(given(), { rules, runtime: 'containerd', targetVersion: '1.34', withoutPrefilter: true, ...more })
  }
  const said = ({ diagnostics }) =>
    diagnostics
      .map(
        ({ rule, level, location: { line, column, endColumn } }) => `${line}:${column}-${endColumn} ${level} ${rule}`,
      )
      .join('\n')
  const failure = ({ notices }) => notices.find(({ reason }) => FAILED.test(reason))?.reason.replace(/\d+/g, 'N')

  /** The processor's time, which a machine that is busy with other things does not lengthen, is dear to ask for. */
  async function takesLong(path, text) {
    const start = process.cpuUsage().user
    await result([{ path, text }])
    return (process.cpuUsage().user - start) / 1000 > MOST_TIME ? 'it takes long' : undefined
  }

  const ownHome = { path: '/one/file', repository: '/one', unit: undefined }
  const otherHome = { path: '/two/file', repository: '/two', unit: undefined }

  return {
    /** What is asked of every text. */
    async always(path, text) {
      inexact = undefined
      const started = Date.now()
      const whole = await result([{ path, text }], { rules: all })
      const wrong = failure(whole) ?? inexact ?? (Date.now() - started > MOST_TIME && (await takesLong(path, text)))
      if (wrong || whole.diagnostics.length === 0) return wrong || undefined
      const scanned = await result([{ path, text }], { withoutPrefilter: false })
      return said(scanned) === said(whole) ? undefined : 'the scan and the whole disagree'
    },
    async twice(path, text) {
      const [one, other] = [await result([{ path, text }]), await result([{ path, text }])]
      return said(one) === said(other) ? undefined : 'two runs disagree'
    },
    async lineEnds(path, text) {
      const lf = text.replaceAll('\r', '')
      const [one, other] = [
        await result([{ path, text: lf }]),
        await result([{ path, text: lf.replaceAll('\n', '\r\n') }]),
      ]
      return said(one) === said(other) ? undefined : 'CRLF and LF disagree'
    },
    async amongOthers(path, text) {
      const one = await result([{ path, text, home: ownHome }])
      const others = OTHERS.map(other => ({ ...other, home: otherHome }))
      const many = await result([others[0], { path, text, home: ownHome }, others[1]])
      const own = many.diagnostics.filter(({ location }) => location.path === path)
      return said({ diagnostics: own }) === said(one) ? undefined : 'alone and among others disagree'
    },
    async fixes(path, text) {
      const before = await result([{ path, text }])
      if (!before.diagnostics.some(({ fix }) => fix)) return undefined
      const { texts } = await applyFixes({
        lint: changed => result([{ path, text: changed.get(path) ?? text }]),
        read: () => changeableText(bytesOf(text)),
        choose: ({ diagnostics }) => diagnostics,
        unsafe: true,
      })
      if (texts.length === 0) return undefined
      const after = await result([{ path, text: texts[0].after }])
      const count = ({ diagnostics }) => diagnostics.length
      if (failure(after)) return `a fix makes a text on which ${failure(after)}`
      if (count(after) >= count(before)) return 'a fix leaves as much to find'
      return after.notices.length > before.notices.length ? 'a fix leaves more unread' : undefined
    },
    /** Of two texts, of which the second is four times as long. */
    async growth(path, [small, large]) {
      const times = []
      const heaps = []
      for (const text of [small, large]) {
        collect()
        const before = process.memoryUsage().heapUsed
        const start = process.cpuUsage().user
        const wrong = failure(await result([{ path, text }]))
        times.push((process.cpuUsage().user - start) / 1000)
        // What is held, and what of the rest has not been collected yet: young garbage alone is a few megabytes.
        heaps.push((process.memoryUsage().heapUsed - before) / 1_000_000)
        if (wrong) return wrong
      }
      if (times[1] > 250 && times[1] > 9 * (times[0] + 20)) return 'time grows faster than the text'
      if (heaps[1] > 200 && heaps[1] > 9 * (Math.max(heaps[0], 0) + 10)) return 'memory grows faster than the text'
      return process.memoryUsage().rss > MOST_MEMORY ? 'it takes much memory' : undefined
    },
  }
}
