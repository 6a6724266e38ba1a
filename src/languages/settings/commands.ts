/**
 * Settings whose text is a command line: checks and inputs that a monitoring program runs.
 * Sources: NRPE README ("command[…]"); Nagios Core, "Object definitions" (command_line); zabbix.com, "User parameters";
 * snmpd.conf(5), extend; collectd.conf(5), exec; docs.nxlog.co, im_exec;
 * icinga.com, "CheckCommand"; docs.checkmk.com, mrpe.cfg; mackerel.io, "Writing custom metric plugins"; cloudprober.org, "External probe";
 * keepalived.conf(5), vrrp_script and notify; docs.haproxy.org, "external-check command".
 */
import { shellLine } from '../../reading/words.ts'
import { type Source, sliceSource } from '../../text/source.ts'

interface Form {
  /** What the text holds where the form is used, or what the file is called. */
  readonly holds?: RegExp
  readonly name?: RegExp
  /** The last group is the command line. */
  readonly line: RegExp
}

/** Forms of one line each. */
const FORMS: readonly Form[] = [
  { line: /^\s{0,40}command\[[^\]\n]{1,200}\]\s{0,40}=\s{0,40}(.+)$/ },
  { line: /^\s{0,40}command_line\s{1,80}(.+)$/ },
  { line: /^\s{0,40}UserParameter\s{0,40}=\s{0,40}[^,[\n]{1,200}(?:\[[^\]\n]{0,200}\])?,(.+)$/ },
  {
    name: /(?:^|\/)snmpd?(?:\.local)?\.conf$/,
    line: /^\s{0,40}(?:extend|exec|extend-sh|sh)(?:[ \t]{1,40}-\S{1,20}[ \t]{1,40}\S{1,200}){0,4}[ \t]{1,40}(?:\.[\d.]{1,80}[ \t]{1,40})?[\w.-]{1,80}[ \t]{1,40}(\/.+)$/,
  },
  {
    name: /(?:^|\/)snmpd?(?:\.local)?\.conf$/,
    line: /^\s{0,40}pass(?:_persist)?(?:[ \t]{1,40}-p[ \t]{1,40}\d{1,4})?[ \t]{1,40}\.?[\d.]{1,80}[ \t]{1,40}(\/.+)$/,
  },
  {
    holds: /^[ \t]{0,40}vrrp_(?:script|instance|sync_group)\b/m,
    line: /^\s{0,40}(?:script|notify(?:_(?:master|backup|fault|stop|deleted))?)\s{1,40}["']?([^"'\s#][^"'\n]{0,2000})["']?/,
  },
  { holds: /^[ \t]{0,40}backend\b/m, line: /^\s{0,40}external-check\s{1,40}command\s{1,40}(\/.+)$/ },
  { name: /(?:^|\/)mrpe\.cfg$/, line: /^\s{0,40}[\w%+.-]{1,200}\s{1,80}(?:\([^)\n]{0,200}\)\s{1,80})?(\/.+)$/ },
]

/** Lists of quoted words: `Exec "user" "docker" "ps"` of collectd, `command = [ "docker", "ps" ]` of Icinga and Mackerel. */
const LISTS: readonly Form[] = [
  { holds: /<Plugin\s+"?exec"?\s*>/i, line: /^\s{0,40}(?:Exec|NotificationExec)\s+"?[^"\s]+"?((?:\s+"[^"\n]*")+)/i },
  {
    holds:
      /^[ \t]{0,80}(?:(?:object|template)[ \t]{1,80}\w{0,80}Command\s|\[plugin\.(?:metrics|checks|metadata)\.[\w.-]{1,100}\])/m,
    line: /\bcommand\s{0,40}=\s{0,40}(\[[^\]]{0,2000}\]|"[^"\n]+")/,
  },
  { holds: /^[ \t]{0,80}external_probe[ \t]{0,80}\{/m, line: /^\s{0,80}command\s{0,40}:\s{0,40}("[^"\n]+")/ },
]

/** A command and its arguments on lines of their own, in a block of NXLog. */
const NXLOG = /^\s{0,40}Module\s+(?:im|om|xm)_exec\b/im
const NXLOG_WORD = /^\s{0,40}(Command|Arg)\s{1,40}["']?([^"'\s](?:[^"'\n]{0,2000}[^"'\s])?)["']?[ \t\r]{0,40}$/gim

/** The command lines in a file of settings. */
export function commandsIn(source: Source, name: string): readonly Source[] {
  const { text } = source
  const used = ({ holds, name: called }: Form) => (!holds || holds.test(text)) && (!called || called.test(name))
  return [
    ...FORMS.filter(used).flatMap(({ line }) =>
      matches(text, line).map(({ start, end }) => sliceSource(source, start, end)),
    ),
    ...LISTS.filter(used).flatMap(({ line }) =>
      matches(text, line).flatMap(({ start, end }) => quotedWords(sliceSource(source, start, end))),
    ),
    ...(NXLOG.test(text) ? nxlogCalls(source) : []),
  ]
}

/** Where the last group of a form stands, in each line that is no comment. */
function matches(text: string, form: RegExp): readonly { start: number; end: number }[] {
  const found: { start: number; end: number }[] = []
  for (const match of text.matchAll(new RegExp(form.source, `${form.flags.replace(/[gm]/g, '')}gmd`))) {
    const [start, end] = match.indices!.at(-1)!
    const before = text.slice(Math.max(0, text.lastIndexOf('\n', start - 1) + 1), start)
    if (!/^\s*[#;]/.test(before) && end - start <= LONGEST) found.push({ start, end })
  }
  return found
}

/** Nobody writes a longer command by hand. */
const LONGEST = 4_000

function quotedWords(list: Source): readonly Source[] {
  const words = [...list.text.matchAll(/"([^"\n]*)"/g)].map(({ index, 0: word }) =>
    sliceSource(list, index + 1, index + word.length - 1),
  )
  // One text is a command line, several are its words.
  return words.length === 1 ? words : words.length > 1 ? [shellLine(list.file, words)] : []
}

function nxlogCalls(source: Source): readonly Source[] {
  const calls: Source[][] = []
  for (const match of source.text.matchAll(NXLOG_WORD)) {
    const [whole, key = '', value = ''] = match
    const start = match.index + whole.lastIndexOf(value)
    const word = sliceSource(source, start, start + value.length)
    if (key.toLowerCase() === 'command') calls.push([word])
    else calls.at(-1)?.push(word)
  }
  return calls.map(words => shellLine(source.file, words))
}
