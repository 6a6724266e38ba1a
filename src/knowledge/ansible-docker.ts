/*
 * Ansible's modules and plugins that talk to a Docker daemon.
 * Source: https://docs.ansible.com/ansible/latest/collections/community/docker/ (4.8), and community.general and Ansible 2.9,
 * which had the older ones under the same names.
 */

/** The docker command that does the same, as words, by the last part of the module's or plugin's name. */
const commands: Readonly<Record<string, string>> = {
  docker_compose: 'compose up',
  docker_compose_down: 'compose down', // What `state: absent` of docker_compose asks for, as a module of its own.
  docker_compose_v2: 'compose up',
  docker_compose_v2_exec: 'compose exec',
  docker_compose_v2_pull: 'compose pull',
  docker_compose_v2_run: 'compose run',
  docker_config: 'config create',
  docker_container: 'run',
  docker_container_copy_into: 'cp',
  docker_container_exec: 'exec',
  docker_container_info: 'inspect',
  docker_container_remove: 'rm', // `state: absent` of docker_container.
  docker_container_stop: 'stop', // `state: stopped` of docker_container.
  docker_container_facts: 'inspect',
  docker_host_info: 'info',
  docker_image: 'image pull',
  docker_image_build: 'build',
  docker_image_export: 'save',
  docker_image_facts: 'image inspect',
  docker_image_info: 'image inspect',
  docker_image_load: 'load',
  docker_image_pull: 'pull',
  docker_image_push: 'push',
  docker_image_remove: 'rmi',
  docker_image_tag: 'tag',
  docker_login: 'login',
  docker_network: 'network create',
  docker_network_info: 'network inspect',
  docker_node: 'node update',
  docker_node_info: 'node inspect',
  docker_plugin: 'plugin install',
  docker_prune: 'system prune',
  docker_secret: 'secret create',
  docker_service: 'compose up', // The name of docker_compose before Ansible 2.8.
  docker_stack: 'stack deploy',
  docker_stack_info: 'stack ls',
  docker_stack_task_info: 'stack ps',
  docker_swarm: 'swarm init',
  docker_swarm_info: 'swarm ca',
  docker_swarm_service: 'service create',
  docker_swarm_service_info: 'service inspect',
  docker_volume: 'volume create',
  docker_volume_info: 'volume inspect',
  // Plugins: connections into containers, and inventories of what a daemon runs.
  docker: 'exec',
  docker_api: 'exec',
  docker_containers: 'ps',
}

/** The docker command, as words, that does what this module or plugin of Ansible does; undefined where it is none of Docker's. */
export const ansibleModule = (name: string): readonly string[] | undefined =>
  Object.hasOwn(commands, name) ? commands[name]!.split(' ') : undefined
