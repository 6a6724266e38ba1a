/** What a text is read as: by its name, else by what the editor takes it for, else by its content. */
import { languageOf } from '../../languages/recognise.ts'

/** How a file of a language is called, by the names that editors have for languages. */
const ENDINGS: Readonly<Record<string, string>> = {
  ansible: '.yaml',
  bash: '.sh',
  bat: '.bat',
  bicep: '.bicep',
  crontab: '.cron',
  docker: '.dockerfile',
  dockercompose: '.yaml',
  dockerfile: '.dockerfile',
  dosbatch: '.bat',
  dotenv: '.env',
  groovy: '.groovy',
  hcl: '.hcl',
  helm: '.yaml',
  jenkinsfile: '.groovy',
  json: '.json',
  jsonc: '.jsonc',
  jsonnet: '.jsonnet',
  make: '.mk',
  makefile: '.mk',
  powershell: '.ps1',
  ps1: '.ps1',
  puppet: '.pp',
  ruby: '.rb',
  sh: '.sh',
  shellscript: '.sh',
  sls: '.sls',
  systemd: '.service',
  'systemd-conf': '.service',
  terraform: '.tf',
  toml: '.toml',
  xml: '.xml',
  yaml: '.yaml',
  'yaml.ansible': '.yaml',
  zsh: '.sh',
}

/** The name under which a text is linted, which may be its own with an ending. */
export function readAs(path: string, languageId: string, text: string): string {
  const ending = ENDINGS[languageId.toLowerCase()]
  if (ending === undefined || languageOf(path, text) !== undefined) return path
  return `${path}${ending}`
}
