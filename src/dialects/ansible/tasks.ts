/** What is an Ansible play and what is a task, told by shape. Reference: https://docs.ansible.com/ansible/latest/reference_appendices/playbooks_keywords.html */
import { type Located, partOf } from '../../text/source.ts'
import { entryOf, type MapNode, type TreeNode } from '../../text/tree.ts'

/** What a task may have beside its module. */
const KEYWORDS = new Set(
  `action any_errors_fatal args async become become_exe become_flags become_method become_user changed_when check_mode
  collections connection debugger delay delegate_facts delegate_to diff environment failed_when ignore_errors
  ignore_unreachable listen local_action loop loop_control module_defaults name no_log notify poll port register remote_user
  retries run_once tags throttle timeout until vars when always_run sudo sudo_user su su_user static first_available_file
  ansible_python_interpreter`
    .split(/\s+/)
    .filter(Boolean),
)

/** Modules that stand in nearly every list of tasks, by the last part of their name. One of them makes a list of maps a list of tasks. */
const WELL_KNOWN = new Set(
  `add_host apt apt_key apt_repository assert async_status at blockinfile command copy cron debug dnf docker_compose
  docker_compose_v2 docker_container docker_container_exec docker_container_info docker_host_info docker_image
  docker_image_info docker_image_load docker_image_pull docker_login docker_network docker_prune docker_stack docker_swarm
  docker_swarm_service docker_volume expect fail fetch file find firewalld get_url git group helm
  hostname import_playbook import_role import_tasks include include_role include_tasks include_vars ini_file k8s k8s_info
  kubectl lineinfile meta modprobe mount package pacman pause pip raw reboot replace rpm_key script seboolean selinux service
  service_facts set_fact setup shell slurp stat sysctl systemd systemd_service template timezone unarchive uri user wait_for
  wait_for_connection win_chocolatey win_command win_copy win_environment win_feature win_file win_get_url win_nssm
  win_powershell win_reboot win_service win_shell win_stat win_template yum zypper`
    .split(/\s+/)
    .filter(Boolean),
)

const PLAY_KEYS = [
  'tasks',
  'pre_tasks',
  'post_tasks',
  'handlers',
  'roles',
  'vars',
  'vars_files',
  'gather_facts',
  'become',
]

/** A module of a task: its name without the collection, and its parameters. */
export interface ModuleCall {
  readonly name: string
  /** The name as it is written. */
  readonly at: Located
  readonly parameters: TreeNode | undefined
  /** How many characters of the string form are the module's name: `action: shell docker ps`. */
  readonly skip: number
}

export const isPlay = (node: MapNode): boolean =>
  entryOf(node, 'hosts') !== undefined
    ? PLAY_KEYS.some(key => entryOf(node, key) !== undefined)
    : node.entries.some(entry => /(?:^|\.)import_playbook$/.test(entry.key.value))

export const isBlock = (node: MapNode): boolean => entryOf(node, 'block')?.value?.kind === 'list'

/** The module of a task, or undefined where the map is no task. */
export function moduleOf(node: MapNode): ModuleCall | undefined {
  let found: ModuleCall | undefined
  for (const { key, value } of node.entries) {
    const name = key.value
    if (KEYWORDS.has(name) || name.startsWith('with_') || name.startsWith('_')) continue
    if (found || !/^[a-z]\w*(?:\.\w+)*$/.test(name)) return undefined
    found = { name: lastPart(name), at: key, parameters: value, skip: 0 }
  }
  return found ?? actionOf(node)
}

/** The older forms: `action: shell docker ps`, `local_action: {module: command, cmd: docker ps}`. */
function actionOf(node: MapNode): ModuleCall | undefined {
  const action = entryOf(node, 'action') ?? entryOf(node, 'local_action')
  const module = action?.value?.kind === 'map' ? entryOf(action.value, 'module')?.value : action?.value
  if (module?.kind !== 'scalar') return undefined
  const [head = '', before = '', name = ''] = /^(\s*)([\w.]+)\s*/.exec(module.value) ?? []
  const written = partOf(module.located, before.length, before.length + name.length)
  return { name: lastPart(name), at: written, parameters: action?.value, skip: head.length }
}

/** The name without its collection. */
export const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1)

/** Whether a list is one of plays or tasks. One plain task or play is enough, as long as nothing in the list cannot be one. */
export function isTaskList(node: TreeNode | undefined): boolean {
  if (node?.kind !== 'list' || node.items.length === 0) return false
  let sure = false
  for (const item of node.items.slice(0, 50)) {
    if (item?.kind !== 'map') return false
    if (isPlay(item) || isBlock(item)) sure = true
    else {
      const module = moduleOf(item)
      if (
        module &&
        (WELL_KNOWN.has(module.name) || item.entries.some(entry => /^\w+\.\w+\.\w+$/.test(entry.key.value)))
      )
        sure = true
    }
  }
  return sure
}
