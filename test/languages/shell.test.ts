import { describe, expect, it, test } from 'vitest'
import { guardsOf } from '../../src/facts.ts'
import { shell } from '../../src/languages/shell.ts'
import { isUnknown } from '../../src/text/source.ts'
import { locatedIn, readWith } from '../read-with.ts'

const read = (script: string, name?: string) => readWith(shell, script, name)

/** `sudo xargs > docker rm x`: the wrappers, the program, its arguments. */
const commands = (script: string, name?: string): readonly string[] =>
  read(script, name)
    .of('command')
    .map(({ name, args, wrappers }) =>
      [...(wrappers.length ? [...wrappers, '>'] : []), name.value, ...args.map(arg => arg.value)].join(' '),
    )

type Case = readonly [script: string, ...expected: string[]]

const CALLS: Record<string, readonly Case[]> = {
  'plain calls': [
    ['docker ps', 'docker ps'],
    ['/usr/bin/docker ps -a', '/usr/bin/docker ps -a'],
    ['docker ps; docker images', 'docker ps', 'docker images'],
    ['docker ps | grep x', 'docker ps', 'grep x'],
    ['docker ps |& cat', 'docker ps', 'cat'],
    ['docker ps > f 2>&1', 'docker ps'],
    ['>f docker ps', 'docker ps'],
    ['docker run \\\n  -v /a:/b \\\n  img', 'docker run -v /a:/b img'],
    ['A=1 B=2 docker ps', 'docker ps'],
    ['! docker ps', 'docker ps'],
    ['time docker ps', 'docker ps'],
    ['docker ps &', 'docker ps'],
    ['(docker ps)', 'docker ps'],
    ['{ docker ps; }', 'docker ps'],
    ['coproc docker events', 'docker events'],
    ['"docker" \'ps\'', 'docker ps'],
    ['doc"ker" ps', 'docker ps'],
    ['\\docker ps', 'docker ps'],
    ["docker ps --format '{{.ID}}'", 'docker ps --format {{.ID}}'],
    ['docker ps --filter "name=a b"', 'docker ps --filter name=a b'],
    ["docker ps $'a\\tb'", 'docker ps a\tb'],
    ['\tdocker ps', 'docker ps'],
    ['docker ps # docker rm', 'docker ps'],
    ['docker.exe ps', 'docker.exe ps'],
  ],
  'at any depth': [
    ['x=$(docker ps -q)', 'docker ps -q'],
    ['x=`docker ps -q`', 'docker ps -q'],
    ['x="$(docker ps -q)"', 'docker ps -q'],
    ['docker rm $(docker ps -aq)', 'docker ps -aq', 'docker rm $(docker ps -aq)'],
    [
      'echo "$(cat $(docker inspect x))"',
      'docker inspect x',
      'cat $(docker inspect x)',
      'echo $(cat $(docker inspect x))',
    ],
    [
      'echo `docker inspect \\`docker ps -q\\``',
      'docker ps -q',
      'docker inspect `docker ps -q`',
      'echo `docker inspect \\`docker ps -q\\``',
    ],
    ['[ "$(docker ps -q)" ]', 'docker ps -q'],
    ['[[ -n $(docker ps -q) ]]', 'docker ps -q'],
    ['diff <(docker ps) <(docker images)', 'docker ps', 'docker images', 'diff <(docker ps) <(docker images)'],
    ['while read l; do :; done < <(docker ps)', 'read l', ':', 'docker ps'],
    ['for c in $(docker ps -q); do docker rm $c; done', 'docker ps -q', 'docker rm $c'],
    ['for ((i=0; i<$(docker ps|wc -l); i++)); do docker ps; done', 'docker ps', 'wc -l', 'docker ps'],
    ['until docker info; do sleep 1; done', 'docker info', 'sleep 1'],
    [
      'if docker ps; then docker rm x; elif docker info; then :; else docker logs x; fi',
      'docker ps',
      'docker rm x',
      'docker info',
      ':',
      'docker logs x',
    ],
    ['case $1 in start) docker start x;; stop) docker stop x;; esac', 'docker start x', 'docker stop x'],
    ['f() { docker ps; }', 'docker ps'],
    ['function f { docker ps; }', 'docker ps'],
    ['f() ( docker ps )', 'docker ps'],
    ['select x in a b; do docker ps; done', 'docker ps'],
    ['a=("$(docker ps -q)" x)', 'docker ps -q'],
    ['declare -A m=([a]=$(docker ps))', 'docker ps'],
    ['export X=$(docker ps)', 'docker ps'],
    ['echo ${x:-$(docker ps)}', 'docker ps', 'echo ${x:-$(docker ps)}'],
    ['echo $(( $(docker ps | wc -l) + 1 ))', 'docker ps', 'wc -l', 'echo $(( $(docker ps | wc -l) + 1 ))'],
    ['(( $(docker ps | wc -l) > 1 )) && docker ps', 'docker ps', 'wc -l', 'docker ps'],
    ['cat <<EOF\n$(docker ps)\nEOF', 'docker ps', 'cat'],
    ["cat <<'EOF'\n$(docker ps)\nEOF", 'cat'],
    ['cat > $(docker inspect x)', 'docker inspect x', 'cat'],
    ['cat <<< "$(docker ps)"', 'docker ps', 'cat'],
  ],
  wrappers: [
    ['sudo docker ps', 'sudo > docker ps'],
    ['sudo -E docker ps', 'sudo > docker ps'],
    ['sudo -u root -H docker ps', 'sudo > docker ps'],
    ['sudo -Eu root docker ps', 'sudo > docker ps'],
    ['sudo --user=root -- docker ps', 'sudo > docker ps'],
    ['sudo --user root docker ps', 'sudo > docker ps'],
    ['sudo A=b docker ps', 'sudo > docker ps'],
    ['sudo -i', 'sudo -i'],
    ['env A=b docker ps', 'env > docker ps'],
    ['env -i A=b docker ps', 'env > docker ps'],
    ['env -u A docker ps', 'env > docker ps'],
    ['docker ps -q | xargs docker rm', 'docker ps -q', 'xargs > docker rm'],
    ['xargs -r -n 1 docker rm', 'xargs > docker rm'],
    ['xargs -n1 -P4 docker pull', 'xargs > docker pull'],
    ['xargs -I {} docker rm {}', 'xargs > docker rm {}'],
    ['xargs -I{} docker rm {}', 'xargs > docker rm {}'],
    ['xargs --no-run-if-empty docker rm', 'xargs > docker rm'],
    ['xargs -I{} sh -c "docker rm {}"', 'xargs sh > docker rm {}'],
    ['timeout 10 docker ps', 'timeout > docker ps'],
    ['timeout -k 5 -s KILL 10s docker ps', 'timeout > docker ps'],
    ['timeout -t 10 docker ps', 'timeout > docker ps'],
    ['exec timeout 5 docker ps', 'exec timeout > docker ps'],
    ['exec docker run x', 'exec > docker run x'],
    ['exec -a name docker run x', 'exec > docker run x'],
    ['exec > log', 'exec'],
    ['nohup docker run x &', 'nohup > docker run x'],
    ['nice -n 10 ionice -c 3 docker build .', 'nice ionice > docker build .'],
    ['nice -10 docker build .', 'nice > docker build .'],
    ['/usr/bin/time -f %e docker ps', 'time > docker ps'],
    ['chroot /host docker ps', 'chroot > docker ps'],
    ['chroot --userspec=0:0 /host /usr/bin/docker ps', 'chroot > /usr/bin/docker ps'],
    ['nsenter -t 1 -m -u -i -n -p -- docker ps', 'nsenter > docker ps'],
    ['nsenter --target 1 --mount docker ps', 'nsenter > docker ps'],
    ['nsenter --mount=/proc/1/ns/mnt -- sh -c "docker ps"', 'nsenter sh > docker ps'],
    ['nsenter -t 1 -m', 'nsenter -t 1 -m'],
    ['ip netns exec ns docker ps', 'ip netns exec > docker ps'],
    ['ip link show', 'ip link show'],
    ["su - app -c 'docker ps'", 'su > docker ps'],
    ["su -c 'docker ps' app", 'su > docker ps'],
    ['runuser -l app -c "docker ps"', 'runuser > docker ps'],
    ['runuser -u app -- docker ps', 'runuser > docker ps'],
    ['gosu app docker ps', 'gosu > docker ps'],
    ['sg docker "docker ps"', 'sg > docker ps'],
    ["sg docker -c 'docker ps'", 'sg > docker ps'],
    ['flock /tmp/l docker ps', 'flock > docker ps'],
    ["flock -n /tmp/l -c 'docker ps'", 'flock > docker ps'],
    ['systemd-run --unit=x -p A=b docker run x', 'systemd-run > docker run x'],
    ['busybox sh -c "docker ps"', 'sh > docker ps'],
    ['watch -n 2 docker ps', 'watch > docker ps'],
    ["watch 'docker ps | wc -l'", 'watch > docker ps', 'watch > wc -l'],
    ['stdbuf -oL docker logs -f x', 'stdbuf > docker logs -f x'],
    ['parallel -j4 docker pull ::: a b', 'parallel > docker pull ::: a b'],
    ['command docker ps', 'command > docker ps'],
    ['builtin echo docker', 'builtin > echo docker'],
    [
      'find . -name x -exec docker load -i {} \\;',
      'find . -name x -exec docker load -i {} ;',
      'find > docker load -i {}',
    ],
    [
      "find . -exec sh -c 'docker load -i {}' \\;",
      'find . -exec sh -c docker load -i {} ;',
      'find sh > docker load -i {}',
    ],
    ['find . -execdir docker load {} +', 'find . -execdir docker load {} +', 'find > docker load {}'],
    ['sudo sudo docker ps', 'sudo sudo > docker ps'],
  ],
  'scripts in strings': [
    ["sh -c 'docker ps'", 'sh > docker ps'],
    ['bash -lc "docker ps"', 'bash > docker ps'],
    ['bash -euo pipefail -c "docker ps"', 'bash > docker ps'],
    ['/bin/sh -ec "docker ps; docker rm x"', 'sh > docker ps', 'sh > docker rm x'],
    ["sudo sh -c 'docker ps && docker rm x'", 'sudo sh > docker ps', 'sudo sh > docker rm x'],
    ['sh -c "sh -c \'docker ps\'"', 'sh sh > docker ps'],
    ['sh -c "sh -c \\"docker ps\\""', 'sh sh > docker ps'],
    ['sh -c "for i in \\$(docker ps -q); do docker rm \\$i; done"', 'sh > docker ps -q', 'sh > docker rm $i'],
    ['sh -c "docker rm $(docker ps -q)"', 'docker ps -q', `sh > docker rm ${'\uE000'.repeat(15)}`],
    ['bash script.sh docker', 'bash script.sh docker'],
    ['eval "docker ps"', 'eval > docker ps'],
    ['eval docker ps', 'eval > docker ps'],
    ['eval "x=$y"', ...[]],
    ["trap 'docker rm x' EXIT", 'trap > docker rm x'],
    ['trap "docker rm x; rm -f y" EXIT INT', 'trap > docker rm x', 'trap > rm -f y'],
    ['trap - EXIT', 'trap - EXIT'],
    ['trap cleanup EXIT', 'trap > cleanup'],
    ['ssh host docker ps', 'ssh > docker ps'],
    ['ssh host "docker ps"', 'ssh > docker ps'],
    ['ssh -i key -o A=b root@host "docker ps; docker rm x"', 'ssh > docker ps', 'ssh > docker rm x'],
    ["ssh host 'sudo docker ps | grep x'", 'ssh sudo > docker ps', 'ssh > grep x'],
    ['ssh host "\n  docker ps\n  docker rm x\n"', 'ssh > docker ps', 'ssh > docker rm x'],
    ['ssh host sudo "systemctl restart docker && docker ps"', 'ssh sudo > systemctl restart docker', 'ssh > docker ps'],
    ['ssh $SSH_OPTS $HOST "docker ps"', 'ssh > docker ps'],
    ['ssh "${SSH_OPTS[@]}" host "docker ps"', 'ssh > docker ps'],
    ['sshpass -p x ssh host docker ps', 'sshpass ssh > docker ps'],
    ['$SSH host "docker ps"', 'ssh > docker ps'],
    ['${SSH_CMD} host docker ps', 'ssh > docker ps'],
    ['ssh_exec node1 "docker ps"', 'ssh_exec node1 docker ps', 'ssh_exec > docker ps'],
    ['run_on_node node1 "docker ps"', 'run_on_node node1 docker ps', 'run_on_node > docker ps'],
    ['ssh-keygen -t rsa -C "docker ps"', 'ssh-keygen -t rsa -C docker ps'],
    ['ssh_log "docker is down"', 'ssh_log docker is down'],
    ['minikube ssh "docker ps"', 'minikube ssh > docker ps'],
    ['minikube ssh -n m02 -- docker ps', 'minikube ssh > docker ps'],
    ['minikube start', 'minikube start'],
    ['vagrant ssh node -c "docker ps"', 'vagrant ssh > docker ps'],
    ['gcloud compute ssh vm --zone z --command="docker ps"', 'gcloud compute ssh > docker ps'],
    ["gcloud compute ssh vm -- 'docker ps'", 'gcloud compute ssh > docker ps'],
    ["ansible all -m shell -a 'docker ps'", 'ansible all -m shell -a docker ps', 'ansible > docker ps'],
    ["ansible all -m copy -a 'src=docker ps'", 'ansible all -m copy -a src=docker ps'],
  ],
  'calls that run in containers': [
    ['kubectl exec p -- docker ps', 'kubectl exec p -- docker ps', 'kubectl exec > docker ps'],
    [
      'kubectl -n x exec -it p -c c -- sh -c "docker ps"',
      'kubectl -n x exec -it p -c c -- sh -c docker ps',
      'kubectl exec sh > docker ps',
    ],
    ['kubectl get pods', 'kubectl get pods'],
    ['crictl exec -it c docker ps', 'crictl exec -it c docker ps', 'crictl exec > docker ps'],
    ['docker exec -it x docker ps', 'docker exec -it x docker ps', 'docker exec > docker ps'],
    ['docker exec -u 0 x sh -c "docker ps"', 'docker exec -u 0 x sh -c docker ps', 'docker exec sh > docker ps'],
    ['docker run x docker ps', 'docker run x docker ps'],
  ],
  variables: [
    ['D=docker; $D ps', 'docker ps'],
    ['D="sudo docker"; $D ps', 'sudo > docker ps'],
    ["D='sudo docker'; ${D} ps", 'sudo > docker ps'],
    ['D=docker; "$D" ps', 'docker ps'],
    ['D=(sudo docker); "${D[@]}" ps', 'sudo > docker ps'],
    ['D=(sudo docker); ${D[*]} ps', 'sudo > docker ps'],
    ['${DOCKER:-docker} ps', 'docker ps'],
    ['"${DOCKER:-docker}" ps', 'docker ps'],
    ['DOCKER=${DOCKER:-docker}; $DOCKER ps', 'docker ps'],
    ['DOCKER=${DOCKER:-"sudo docker"}\n$DOCKER ps', 'sudo > docker ps'],
    [': ${DOCKER:=docker}\n$DOCKER ps', ': docker', 'docker ps'],
    ['d=$(which docker); $d ps', 'which docker', 'docker ps'],
    ['d=$(command -v docker); $d ps', 'command -v docker', 'docker ps'],
    ['d=`which docker`; $d ps', 'which docker', 'docker ps'],
    ['$(which docker) ps', 'which docker', 'docker ps'],
    ['CMD="docker ps"; $CMD', 'docker ps'],
    ['CMD="docker ps"; $CMD -a', 'docker ps'],
    ['CMD="docker ps"; timeout 60 ${CMD}; sudo $CMD', 'timeout > docker ps'],
    ['if a; then CMD="crictl ps"; else CMD="docker ps"; fi; $CMD', 'a', 'crictl ps', 'docker ps'],
    ['CMD=(docker ps -a); "${CMD[@]}"', 'docker ps -a'],
    ['CMD="kubectl exec pod --"; $CMD docker ps', 'kubectl exec pod -- docker ps', 'kubectl exec > docker ps'],
    ['for CMD in "docker ps" "docker info"; do $CMD; done', 'docker ps', 'docker info'],
    ['CMD="docker ps | wc -l"; eval "$CMD"', 'eval > docker ps', 'eval > wc -l'],
    ['CMD="docker ps"; eval $CMD', 'eval > docker ps'],
    ['CMD="docker ps"; bash -c "$CMD"', 'bash > docker ps'],
    ['CMD="docker ps; docker rm x"; ssh host "$CMD"', 'ssh > docker ps', 'ssh > docker rm x'],
    [
      'f() { local c="docker ps"; ssh h "$c"; }; g() { local c="docker rm x"; ssh h "$c"; }',
      'ssh > docker ps',
      'ssh > docker rm x',
    ],
    ['f() { c="docker ps"; $c; }; g() { c="docker rm x"; $c; }', 'docker ps', 'docker rm x'],
    ['CMD="docker ps"', ...[]],
    ['declare -A A=([x]=docker [y]=podman); "${A[$1]}" ps', '${A[$1]} ps'],
    ['CMD="docker ps"; echo $CMD', 'echo docker ps'],
    ['$SUDO docker ps', '$SUDO > docker ps'],
    ['${SUDO} docker ps', '${SUDO} > docker ps'],
    ['SUDO=; $SUDO docker ps', 'docker ps'],
    ['SUDO=sudo; $SUDO docker ps', 'sudo > docker ps'],
    ['SUDO=\n[ x ] && SUDO=sudo\n$SUDO docker ps', 'sudo > docker ps'],
    ['SUDO="sudo -E"; D="$SUDO docker"; $D ps', 'sudo > docker ps'],
    ['$UNSET docker ps', '$UNSET docker ps'],
    ['$DOCKER ps', 'docker ps'],
    ['${DOCKER_BIN} ps', 'docker ps'],
    ['$DOCKER_CMD ps', 'docker ps'],
    ['$DOCKER_HOST ps', '$DOCKER_HOST ps'],
    ['$CMD ps', '$CMD ps'],
    ['if x; then R=docker; else R=podman; fi; $R ps', 'x', '$R ps'],
    ['R=docker; R="sudo docker"; $R ps', 'sudo > docker ps'],
    ['B=/usr/bin; $B/docker ps', '$B/docker ps'],
    ['alias dk=docker\ndk ps', 'docker ps'],
    ["alias dps='docker ps'\ndps -a", 'docker ps -a'],
    ['S=docker; systemctl restart $S', 'systemctl restart docker'],
    ['systemctl restart $S', 'systemctl restart $S'],
    ['local d=docker; $d ps', 'docker ps'],
    ['sh_c="sh -c"\n$sh_c "docker ps"', 'sh > docker ps'],
    ['$sh_c "docker ps"', '$sh_c > docker ps'],
    ['A=$B; B=$A; $A ps', '$A ps'],
  ],
  'functions of the script': [
    ['docker() { podman "$@"; }\ndocker ps', 'podman $@'],
    ['docker() { command docker "$@"; }\ndocker ps', 'command > docker $@'],
    ['function docker { /usr/bin/docker "$@"; }; docker ps', '/usr/bin/docker $@'],
    ['command_exists() { command -v "$1"; }\ncommand_exists docker', 'command -v $1', 'command_exists docker'],
    ['has() { type "$1"; }; has docker', 'type $1', 'has docker'],
    ['command_exists docker', 'command_exists docker'],
    ['retry 3 docker pull x', 'retry 3 docker pull x', 'retry > docker pull x'],
    [
      'retrycmd_if_failure 120 5 25 docker pull x',
      'retrycmd_if_failure 120 5 25 docker pull x',
      'retrycmd_if_failure > docker pull x',
    ],
    ['run docker ps', 'run docker ps', 'run > docker ps'],
    ['f() { "$@"; }; f docker ps', '$@', 'f > docker ps'],
    ['f() { shift; "$@"; }; f 3 docker ps', 'shift', '$@', 'f > docker ps'],
    [
      'f() { local n=$1; shift; until "$@"; do sleep 1; done; }\nf 3 docker pull x',
      'shift',
      '$@',
      'sleep 1',
      'f > docker pull x',
    ],
    ['f() { if [ $1 = -q ]; then shift; fi; "$@"; }; f docker ps', 'shift', '$@', 'f > docker ps'],
    ['f() { "${@:2}"; }; f a docker ps', '${@:2}', 'f > docker ps'],
    ['f() { sudo "$@"; }; f docker ps', 'sudo > $@', 'f > docker ps'],
    ['f() { eval "$1"; }; f "docker ps"', 'eval > $1', 'f > docker ps'],
    ['f() { local cmd="$*"; $cmd; }; f docker ps', '$*', 'f > docker ps'],
    ['f() { ssh "$1" "$2"; }; f host "docker ps; docker rm x"', 'ssh > $2', 'f > docker ps', 'f > docker rm x'],
    ['f() { local h=$1; shift; ssh $h "$@"; }; f host docker ps', 'shift', 'ssh > $@', 'f > docker ps'],
    ['f() { echo "$@"; }; f docker ps', 'echo $@'],
    ['f() { f "$@"; }; f docker ps', ...[]],
    ['a() { b "$@"; }; b() { a "$@"; }; a docker ps', ...[]],
  ],
  'what asks for a program': [
    ['command -v docker', 'command -v docker'],
    ['type docker >/dev/null 2>&1', 'type docker'],
    ['which docker', 'which docker'],
    ['hash docker 2>/dev/null', 'hash docker'],
    ['if [ -x "$(command -v docker)" ]; then :; fi', 'command -v docker', ':'],
  ],
  'no calls': [
    ['# docker ps', ...[]],
    ['echo "run docker ps"', 'echo run docker ps'],
    ['cat <<EOF\nusage: docker ps\nEOF', 'cat'],
    ["usage='\ndocker ps\n'", ...[]],
    ['a=(docker ps)', ...[]],
    ['case docker in docker) ;; esac', ...[]],
    ['[ "$x" = docker ]', ...[]],
    ['[[ $x == docker ]]', ...[]],
    ['for x in docker podman; do :; done', ':'],
    ['docker=1', ...[]],
    ['export DOCKER=docker', ...[]],
    [': <<COMMENT\ndocker ps\nCOMMENT', ':'],
    ['', ...[]],
    ['# only a comment\n', ...[]],
  ],
  'heredocs and pipes that feed a shell': [
    ['bash <<EOF\ndocker ps\nEOF', 'bash', 'bash > docker ps'],
    ["sudo bash <<'EOF'\ndocker ps $x\nEOF", 'sudo > bash', 'sudo bash > docker ps $x'],
    ['sudo sh -s <<EOF\ndocker ps\nEOF', 'sudo > sh -s', 'sudo sh > docker ps'],
    ['ssh host <<EOF\n  docker ps\nEOF', 'ssh host', 'ssh > docker ps'],
    ['ssh -T host bash -s <<EOF\ndocker ps\nEOF', 'ssh > bash -s', 'ssh bash > docker ps'],
    ['ssh host "sudo bash -s" <<EOF\ndocker ps\nEOF', 'ssh sudo > bash -s', 'ssh sudo bash > docker ps'],
    ['chroot /mnt <<EOF\ndocker ps\nEOF', 'chroot /mnt', 'chroot > docker ps'],
    ['su - app <<EOF\ndocker ps\nEOF', 'su - app', 'su > docker ps'],
    ['bash <<-EOF\n\tdocker ps\n\tEOF', 'bash', 'bash > docker ps'],
    ['cat <<EOF | bash\ndocker ps\nEOF', 'cat', 'bash > docker ps', 'bash'],
    ['cat <<EOF | ssh host\ndocker ps\nEOF', 'cat', 'ssh > docker ps', 'ssh host'],
    ['bash <<< "docker ps"', 'bash', 'bash > docker ps'],
    ['echo "docker ps" | bash', 'echo docker ps', 'bash > docker ps', 'bash'],
    ['bash <<EOF\ndocker rm $(docker ps -q)\nEOF', 'docker ps -q', 'bash', `bash > docker rm ${'\uE000'.repeat(15)}`],
    ['bash <<EOF\ndocker rm \\$(docker ps -q)\nEOF', 'bash', 'bash > docker ps -q', 'bash > docker rm $(docker ps -q)'],
    ['bash script <<EOF\ndocker ps\nEOF', 'bash script'],
    ['python <<EOF\ndocker ps\nEOF', 'python'],
    [
      'docker exec -i x bash <<EOF\ndocker ps\nEOF',
      'docker exec -i x bash',
      'docker exec > bash',
      'docker exec bash > docker ps',
    ],
    ['f() { cat <<EOF\ndocker ps\nEOF\n}', 'cat'],
  ],
  templates: [
    ['{{ bin_dir }}/docker ps', `${'\uE000'.repeat(13)}/docker ps`],
    ['{% if x %}\ndocker ps\n{% endif %}', 'docker ps'],
    ['{{- if and (eq .a "b") (c) }}\ndocker ps\n{{- end }}\ndocker rm x', 'docker ps', 'docker rm x'],
    ['x="{{ .a | quote }}"\ndocker ps', 'docker ps'],
    ['foo {{ include "a" (dict "b" .) }}\ndocker ps', `foo ${'\uE000'.repeat(30)}`, 'docker ps'],
    ['<% if x %>\ndocker ps\n<% end %>', 'docker ps'],
    ['docker inspect -f {{.State}} x', 'docker inspect -f {{.State}} x'],
    ["docker ps --format '{{.ID}} {{(x)}}'", 'docker ps --format {{.ID}} {{(x)}}'],
  ],
  mistakes: [
    ['docker ps\nfoo (bar) baz\ndocker rm x', 'docker ps', 'docker rm x'],
    ['docker ps\nfi\ndocker rm x', 'docker ps', 'docker rm x'],
    ['docker ps)\ndocker rm x', 'docker ps', 'docker rm x'],
    ['if x; then\ndocker ps', 'x', 'docker ps'],
    ['docker ps\nx=$(docker rm', 'docker ps', 'docker rm'],
    ['docker ps <<EOF\ndocker rm', 'docker ps'],
  ],
}

describe.each(Object.entries(CALLS))('%s', (_, cases) => {
  it.each(cases.map(each => [each[0], each.slice(1)] as const))('%s', (script, expected) => {
    expect(commands(script)).toEqual(expected)
  })
})

const EVERY_SCRIPT = Object.values(CALLS).flatMap(cases => cases.map(([script]) => script))

describe('the name stands at the call', () => {
  it.each([
    ['sudo docker ps', 'docker', true],
    ['"docker" ps', 'docker', true],
    ['\\docker ps', 'docker', true],
    ['D=docker\n$D ps', '$D', false],
    ['D=(sudo docker)\n"${D[@]}" ps', '${D[@]}', false],
    ['${DOCKER:-docker} ps', '${DOCKER:-docker}', false],
    ['alias dk=docker\ndk ps', 'dk', false],
    ["sh -c 'docker ps'", 'docker', true],
    ['sh -c "x=\\"a\\"; docker ps"', 'docker', true],
    ['eval "$(echo x)" \'; docker ps\'', 'docker', true],
    ['echo `a \\`docker ps\\``', 'docker', true],
    ['bash <<-EOF\n\tdocker ps\nEOF', 'docker', true],
    ['{{ bin }}/docker ps', '{{ bin }}/docker', false],
  ])('%s', (script, written, exact) => {
    const found = read(script)
      .of('command')
      .filter(({ name }) => name.value.endsWith('docker'))
    expect(found.map(({ name }) => [script.slice(name.span.start, name.span.end), name.exact])).toEqual([
      [written, exact],
    ])
  })
})

describe('whether only the success is asked for', () => {
  const tested = (script: string) =>
    read(script)
      .of('command')
      .filter(({ tested }) => tested)
      .map(({ name, args }) => [name.value, ...args.map(arg => arg.value)].join(' '))
  it.each([
    ['if docker info; then :; fi', ['docker info']],
    ['if ! docker info >/dev/null 2>&1; then :; fi', ['docker info']],
    ['if a; docker info; then :; fi', ['docker info']],
    ['if docker ps | grep x; then :; fi', ['grep x']],
    ['if docker info && docker ps; then docker rm x; fi', ['docker info', 'docker ps']],
    ['if x; then :; elif docker info; then :; fi', ['x', 'docker info']],
    ['while docker info; do docker rm x; done', ['docker info']],
    ['until docker info; do sleep 1; done', ['docker info']],
    ['docker info >/dev/null 2>&1 && echo up', ['docker info']],
    ['docker info &>/dev/null || exit 1', ['docker info']],
    ['docker info || exit 1', []],
    ['docker rm x >/dev/null 2>&1 || true', []],
    ['docker build . && docker push x', []],
    ['command -v docker || exit 1', ['command -v docker']],
    ['which docker', ['which docker']],
    ['if timeout 60 docker ps; then :; fi', ['docker ps']],
    ['if sh -c "docker ps"; then :; fi', ['docker ps']],
    ['if [ "$(docker ps -q)" ]; then :; fi', []],
    ['docker ps', []],
  ])('%s', (script, expected) => {
    expect(tested(script)).toEqual(expected)
  })
})

describe('guards', () => {
  const guards = (script: string) =>
    read(script)
      .of('command')
      .filter(({ name }) => name.value === 'docker')
      .map(fact => guardsOf(fact.scope))
  it.each([
    ['if [ $R = docker ]; then docker ps; else crictl ps; fi', { condition: '[ $R = docker ]', others: ['crictl ps'] }],
    [
      'if command -v crictl; then crictl ps; else docker ps; fi',
      { condition: 'command -v crictl', others: ['command -v crictl\ncrictl ps'], negated: true },
    ],
    ['if a; then b; elif c; then docker ps; else d; fi', { condition: 'c', others: ['a\nb', 'd'] }],
    [
      'case $R in docker) docker ps;; containerd) crictl ps;; esac',
      { condition: 'case $R in docker)', others: ['containerd) crictl ps;;'] },
    ],
    ['case "$V" in 1.1*|1.2[0-3]*) docker ps;; esac', { condition: 'case $V in 1.1*|1.2[0-3]*)', others: [] }],
    ['[ "$R" = docker ] && docker ps', { condition: '[ "$R" = docker ]', others: [] }],
    ['[ "$R" = docker ] && docker ps || crictl ps', { condition: '[ "$R" = docker ]', others: ['crictl ps'] }],
    [
      'command -v crictl && crictl ps || docker ps',
      { condition: 'command -v crictl', others: ['crictl ps'], negated: true },
    ],
    ['command -v crictl || docker ps', { condition: 'command -v crictl', others: [], negated: true }],
    ['[ a ] && [ b ] && docker ps', { condition: '[ a ] && [ b ]', others: [] }],
    ['version_gt 1.24 $V && docker ps', { condition: 'version_gt 1.24 $V', others: [] }],
    [
      'if command -v crictl; then crictl ps; exit 0; fi\ndocker ps',
      { condition: 'command -v crictl', others: ['crictl ps; exit 0'], negated: true },
    ],
    [
      '[ -S /c.sock ] && { crictl ps; return; }\ndocker ps',
      { condition: '[ -S /c.sock ]', others: ['{ crictl ps; return; }'], negated: true },
    ],
    ['[ "$R" = docker ] || exit 0\ndocker ps', { condition: '[ "$R" = docker ]', others: [] }],
    [
      'if [ a ]; then\n  # with crictl one day\n  b\nelse docker ps; fi',
      { condition: '[ a ]', others: ['[ a ]\nb'], negated: true },
    ],
  ])('%s', (script, expected) => {
    expect(guards(script)).toEqual([[expected]])
  })

  it.each([
    'if [ a ]; then echo no; exit 1; fi\ndocker ps',
    'apt-get update && docker ps',
    'docker ps && docker ps',
    'for x in a; do docker ps; done',
  ])('none: %s', script => {
    for (const each of guards(script)) expect(each).toEqual([])
  })

  it('keeps texts short and few', { timeout: 60_000 }, () => {
    const long = `case $x in ${Array.from({ length: 500 }, (_, i) => `${i}) ${'a '.repeat(500)};;`).join('\n')}\ndocker) docker ps;; esac`
    const [[guard] = []] = guards(long)
    expect(guard?.others.length).toBeLessThanOrEqual(25)
    for (const other of guard?.others ?? []) expect(other.length).toBeLessThanOrEqual(2000)
  })
})

describe('tests', () => {
  const tests = (script: string) =>
    read(script)
      .of('test')
      .map(({ operator, operand }) => `${operator} ${operand.value}`)
  it.each([
    ['[ -S /var/run/docker.sock ]', ['-S /var/run/docker.sock']],
    ['test -e "/var/lib/docker"', ['-e /var/lib/docker']],
    ['[ ! -f /a -o -d /b ]', ['-f /a', '-d /b']],
    ['[[ -S /a && ! -e /b ]]', ['-S /a', '-e /b']],
    ['[ "$x" = docker ]', ['= docker']],
    ['[ docker == "$x" ]', ['== docker']],
    ['[[ $x == docker* ]]', ['== docker*']],
    ['[[ $x =~ ^docker:// ]]', ['=~ ^docker://']],
    ['[ "$V" -lt 24 ]', ['-lt 24']],
    ['case $x in docker|moby) ;; *) ;; esac', ['case docker', 'case moby']],
    ['[ -z "$x" ]', ['-z $x']],
    ['[ x ]', []],
    ['[', []],
    ['[ -S', []],
  ])('%s', (script, expected) => {
    expect(tests(script)).toEqual(expected)
  })
})

describe('paths', () => {
  const paths = (script: string) =>
    read(script)
      .of('path')
      .map(({ path, access, by }) => `${access} ${path.value}${by ? ` by ${by}` : ''}`)
  const u = (length: number) => '\uE000'.repeat(length)
  it.each([
    ['rm -rf /var/lib/docker', ['write /var/lib/docker by rm']],
    ['cat /var/run/docker.sock', ['read /var/run/docker.sock by cat']],
    ['x --root=/var/lib/docker', ['used /var/lib/docker by x']],
    ['docker run -v /var/run/docker.sock:/var/run/docker.sock x', ['used /var/run/docker.sock by docker']],
    ['docker run -v /var/run/docker.sock:/sock x', ['used /var/run/docker.sock by docker', 'used /sock by docker']],
    ['x unix:///var/run/docker.sock', ['used unix:///var/run/docker.sock by x']],
    ['x --host=unix:///var/run/docker.sock', ['used unix:///var/run/docker.sock by x']],
    ['x npipe:////./pipe/docker_engine', ['used npipe:////./pipe/docker_engine by x']],
    ['x npipe://./pipe/docker_engine', ['used npipe://./pipe/docker_engine by x']],
    ['x C:/ProgramData/docker', ['used C:/ProgramData/docker by x']],
    ["x '\\\\.\\pipe\\docker_engine'", ['used \\\\.\\pipe\\docker_engine by x']],
    ['x > /etc/docker/daemon.json', ['write /etc/docker/daemon.json']],
    ['x < /etc/docker/daemon.json', ['read /etc/docker/daemon.json']],
    ['x > /dev/null 2>&1', []],
    ['S=/var/run/docker.sock', ['used /var/run/docker.sock']],
    ['S=${S:-/var/run/docker.sock}', ['used /var/run/docker.sock']],
    ['A=(-v /var/run/docker.sock:/a)', ['used /var/run/docker.sock', 'used /a']],
    ['x "$R/var/lib/docker"', [`used ${u(2)}/var/lib/docker by x`]],
    ['x ${R}/var/lib/docker/$ID/x', [`used ${u(4)}/var/lib/docker/${u(3)}/x by x`]],
    ['tail -f /var/lib/docker/containers/*/*-json.log', ['read /var/lib/docker/containers/*/*-json.log by tail']],
    ['curl --unix-socket /var/run/docker.sock http://localhost/v1.24/info', ['used /var/run/docker.sock by curl']],
    ['curl https://get.docker.com/x', []],
    ['docker pull docker.io/library/x', []],
    ['sed -i "s/a/b/; /docker/d" f', []],
    ["grep '/docker' f", []],
    ["awk '/docker/ {print}' /var/log/x", ['read /var/log/x by awk']],
    ['echo "mount /var/run/docker.sock"', []],
    ['log_error "no /var/run/docker.sock"', []],
    ['[ -S /var/run/docker.sock ]', []],
    ['sh -c "rm /var/lib/docker"', ['write /var/lib/docker by rm']],
    ['env S=/var/run/docker.sock x', ['used /var/run/docker.sock']],
    ['x 1/2 a/b ./c ../d', []],
  ])('%s', (script, expected) => {
    expect(paths(script)).toEqual(expected)
  })
})

describe('environment variables', () => {
  const env = (script: string) =>
    read(script)
      .of('env')
      .map(({ name, value }) => `${name.value}=${value?.value ?? ''}`)
  it.each([
    ['DOCKER_HOST=tcp://x', ['DOCKER_HOST=tcp://x']],
    ['export DOCKER_HOST="tcp://x"', ['DOCKER_HOST=tcp://x']],
    ['DOCKER_HOST=a docker ps', ['DOCKER_HOST=a']],
    ['env DOCKER_HOST=a docker ps', ['DOCKER_HOST=a']],
    ['sudo DOCKER_HOST=a docker ps', ['DOCKER_HOST=a']],
    ['local x=1 y', ['x=1']],
    ['declare -r x=1', ['x=1']],
    ['a=(b c)', ['a=']],
  ])('%s', (script, expected) => {
    expect(env(script)).toEqual(expected)
  })
})

describe('options', () => {
  const flags = (script: string) =>
    read(script)
      .of('flag')
      .map(
        ({ program, flag, name, value }) =>
          `${program ?? '?'} ${flag.value} | ${name}${value ? ` = ${value.value}` : ''}`,
      )
  it.each([
    ['kubelet --network-plugin=cni', ['kubelet --network-plugin=cni | network-plugin = cni']],
    ['kubelet --network-plugin cni', ['kubelet --network-plugin | network-plugin = cni']],
    ['/usr/bin/kubelet \\\n --a-b="c d" \\\n --e', ['kubelet --a-b=c d | a-b = c d', 'kubelet --e | e']],
    ['kubelet -network-plugin=cni -v 2', ['kubelet -network-plugin=cni | network-plugin = cni']],
    ['/opt/kubelet-wrapper --a=b', ['kubelet --a=b | a = b']],
    ['hyperkube kubelet --a=b', ['kubelet --a=b | a = b']],
    ['/hyperkube apiserver --a=b', ['kube-apiserver --a=b | a = b']],
    ['docker run --net host x /hyperkube kubelet --a=b', ['docker --net | net = host', 'kubelet --a=b | a = b']],
    ['KUBELET_ARGS="--a=b --c d"', ['kubelet --a=b | a = b', 'kubelet --c | c = d']],
    ["KUBE_API_SERVER_OPTS='--a=b'", ['kube-apiserver --a=b | a = b']],
    ['DOCKER_OPTS="--a=b"', ['dockerd --a=b | a = b']],
    ['X="--a=b"', ['? --a=b | a = b']],
    ['X="--a=b"; kubelet $X', ['kubelet --a=b | a = b']],
    ['X="--a=b"; Y="$X --c=d"; exec kubelet $Y', ['kubelet --a=b | a = b', 'kubelet --c=d | c = d']],
    ['args=(--a=b)\nargs+=(--c d)\nkubelet "${args[@]}"', ['kubelet --a=b | a = b', 'kubelet --c | c = d']],
    ['ARGS+=" --a=b"', ['? --a=b | a = b']],
    ["sed -i 's/x/x --a=b/' /etc/default/kubelet", ['kubelet --a=b | a = b']],
    ["sed -i 's|--a=b||' f", []],
    ["sed -i '/x/a --a=b' f", ['? --a=b | a = b']],
    ['case $1 in --container-runtime) x=1;; esac', []],
    ['echo "use --a=b"', []],
    ['MESSAGE="use --a=b"', []],
    ['tar -xzf x', []],
    ['./install.sh --container-runtime docker', ['install.sh --container-runtime | container-runtime = docker']],
  ])('%s', (script, expected) => {
    expect(flags(script)).toEqual(expected)
  })
})

describe('patterns', () => {
  const patterns = (script: string) =>
    read(script)
      .of('pattern')
      .map(({ role, text }) => `${role} ${text.value}`)
  it.each([
    ["sed 's#docker://##'", ['sed s#docker://##']],
    ["sed -n -e 's/a/b/' -e 's/c/d/' f", ['sed s/a/b/', 'sed s/c/d/']],
    ["grep -o 'docker://.*'", ['regex docker://.*']],
    ['grep -e a -m 1 f', ['regex a']],
    ["awk -F'//' '{print $2}'", ['regex {print $2}', 'string -F//']],
    ["awk -F / '{print $3}'", ['regex {print $3}', 'string /']],
    ["jq -r '.a'", ['template .a']],
    ["jq --arg a b -r '.c'", ['template .c']],
    ['cut -d/ -f3', ['string -d/ -f3']],
    ["kubectl get po -o jsonpath='{.status}'", ['jsonpath {.status}']],
    ['kubectl get po -o=jsonpath="{.status}"', ['jsonpath {.status}']],
    ["kubectl get po -ojsonpath='{.status}'", ['jsonpath {.status}']],
    ["kubectl get po --template='{{.status}}'", ['template {{.status}}']],
    ["kubectl get po -o go-template='{{.status}}'", ['template {{.status}}']],
    ['kubectl get po -o custom-columns=A:.b', ['jsonpath A:.b']],
    ["docker inspect -f '{{.State}}' x", ['template {{.State}}']],
    ['echo ${x#docker://}', ['string docker://']],
    ['echo ${x//docker:\\/\\//}', ['string docker://']],
    ['echo ${x:9}', ['string ${x:9}']],
    ['[[ $x == docker://* ]]', ['string docker://*']],
    ['[[ $x =~ docker:// ]]', ['regex docker://']],
    ['[ $x -gt 1 ]', []],
  ])('%s', (script, expected) => {
    expect(patterns(script)).toEqual(expected)
  })

  it('names the whole pipeline as its subject', () => {
    const [, found] = read("kubectl get po -o jsonpath='{.containerID}' | cut -d/ -f3").of('pattern')
    expect(found?.subject).toBe("kubectl get po -o jsonpath='{.containerID}' | cut -d/ -f3")
  })
})

describe('files that a script writes', () => {
  const files = (script: string) =>
    read(script).embedded.map(({ what, source }) => [JSON.stringify(what), source.text] as const)
  const file = (name: string, text: string) => [JSON.stringify({ file: name }), text] as const
  const u = (length: number) => '\uE000'.repeat(length)
  it.each([
    ['cat > /a.json <<EOF\n{}\nEOF', [file('/a.json', '{}\n')]],
    ['cat <<EOF > /a.json\n{}\nEOF', [file('/a.json', '{}\n')]],
    ["cat <<'EOF' | sudo tee /a.json\n{$x}\nEOF", [file('/a.json', '{$x}\n')]],
    ['tee /a.json <<EOF\n{}\nEOF', [file('/a.json', '{}\n')]],
    ['sudo tee -a /a.json > /dev/null <<EOF\n{}\nEOF', [file('/a.json', '{}\n')]],
    ['cat <<-EOF > /a.json\n\t{\n\t}\n\tEOF', [file('/a.json', '{\n}\n')]],
    ['cat <<EOF > /a.json\n{"a": "$x", "b": "\\$y"}\nEOF', [file('/a.json', `{"a": "${u(2)}", "b": "$y"}\n`)]],
    ['cat <<EOF > /a.json\n{"a": "$(b\n c)"}\nEOF', [file('/a.json', `{"a": "${u(3)}\n${u(3)}"}\n`)]],
    ["sudo bash -c 'cat > /a.json <<EOF\n{}\nEOF'", [file('/a.json', '{}\n')]],
    ["cat <<EOF | sudo sh -c 'cat > /a.json'\n{}\nEOF", [file('/a.json', '{}\n')]],
    ['ssh host "sudo tee /a.json" <<EOF\n{}\nEOF', [file('/a.json', '{}\n')]],
    ['kubectl apply -f - <<EOF\na: b\nEOF', [file('stdin.yaml', 'a: b\n')]],
    ['cat <<EOF | kubectl apply -f -\na: b\nEOF', [file('stdin.yaml', 'a: b\n')]],
    ['cat <<EOF | envsubst | kubectl create -f-\na: b\nEOF', [file('stdin.yaml', 'a: b\n')]],
    ['kubectl delete -f - <<EOF\na: b\nEOF', []],
    ['cat <<EOF\nusage\nEOF', []],
    ['x=$(cat <<EOF\na\nEOF\n)', []],
    ["echo '{}' > /a.json", [file('/a.json', '{}')]],
    ["echo '{}' | sudo tee /a.json", [file('/a.json', '{}')]],
    ['echo "{\\"a\\": 1}" > /a.json', [file('/a.json', '{"a": 1}')]],
    ['echo -e "a\\nb" > /f', [file('/f', 'a\nb')]],
    ["printf 'a\\nb\\n' > /f", [file('/f', 'a\nb\n')]],
    ["printf '%s\\n' a b > /f", [file('/f', 'a\nb\n')]],
    ["printf 'a=%s\\n' b > /f", [file('/f', `a=${u(2)}\n`)]],
    ['echo a > /f\necho b >> /f', [file('/f', 'a\nb\n')]],
    ['echo a > /f\necho b > /f', [file('/f', 'a'), file('/f', 'b')]],
    ['{ echo a; echo b; } > /f', [file('/f', 'a\nb\n')]],
    ['F=/a.json; cat > $F <<EOF\n{}\nEOF', [file('/a.json', '{}\n')]],
    [
      'f() { local F=/a; cat > $F <<EOF\n{}\nEOF\n}\ng() { local F=/b; cat > $F <<EOF\n[]\nEOF\n}',
      [file('/a', '{}\n'), file('/b', '[]\n')],
    ],
    ['cat > "$D/a.json" <<EOF\n{}\nEOF', [file('$D/a.json', '{}\n')]],
    ['echo $x > /f', []],
    ['echo a > /dev/null', []],
    ['echo a >&2', []],
    ['tee /a.json <<< "{}"', [file('/a.json', '{}')]],
    [
      'powershell.exe -NoProfile -Command "docker ps"',
      [[JSON.stringify({ language: 'powershell' }), 'docker ps'] as const],
    ],
    ['docker build -t x - <<EOF\nFROM y\nEOF', [file('Dockerfile', 'FROM y\n')]],
  ])('%s', (script, expected) => {
    expect(files(script)).toEqual(expected)
  })
})

describe('what could not be read', () => {
  it('says a mistake once, at its place', () => {
    const { facts } = read('docker ps\nfoo (bar)\nfoo (bar)\n')
    const unread = facts.filter(fact => fact.kind === 'unread')
    expect(unread).toHaveLength(1)
    expect(unread[0]?.partly).toBe(true)
    expect(unread[0]?.span.start).toBeGreaterThanOrEqual(10)
    expect(unread[0]?.span.start).toBeLessThan(20)
  })

  it.each(
    EVERY_SCRIPT.filter(script => !CALLS.mistakes?.some(([mistake]) => mistake === script)),
  )('nothing: %s', script => {
    expect(read(script).of('unread')).toEqual([])
  })

  it('nothing of a dollar sign that is escaped for who fills the script in', () => {
    expect(read('DIR=$$(mktemp -d)\necho "$${DIR}/$$(date)"\ndocker ps\n').of('unread')).toEqual([])
    expect(read('awk "$$(a" (b\n').of('unread')).toHaveLength(1)
  })

  it('does not parse more than 1 MB', () => {
    const { facts } = read(`docker ps\n${'# x\n'.repeat(300_000)}`)
    expect(facts.map(fact => fact.kind)).toEqual(['unread'])
    expect(facts[0]).toMatchObject({ partly: false })
  })

  it('says that scripts are nested too deep', () => {
    const { facts } = read(`${'$('.repeat(400)}docker ps${')'.repeat(400)}`)
    expect(facts.map(fact => fact.kind)).toContain('unread')
  })
})

describe('properties', () => {
  /** What is wrong with the positions of the facts. */
  const wrongPlaces = (script: string): readonly string[] => {
    const wrong: string[] = []
    for (const fact of read(script).facts)
      for (const { value, exact, span } of locatedIn(fact)) {
        const { start, end, file } = span
        if (start < 0 || end > file.text.length || start > end) wrong.push(`${fact.kind} ${value}: ${start}-${end}`)
        else if (exact && (file.text.slice(start, end) !== value || isUnknown(value)))
          wrong.push(`${fact.kind} ${value}: ${file.text.slice(start, end)}`)
      }
    return wrong
  }

  test('every position slices to its text', () => {
    expect(EVERY_SCRIPT.flatMap(wrongPlaces)).toEqual([])
  })

  test('CRLF says the same as LF', () => {
    for (const script of EVERY_SCRIPT) {
      expect(commands(script.replaceAll('\n', '\r\n'))).toEqual(commands(script))
      expect(wrongPlaces(script.replaceAll('\n', '\r\n'))).toEqual([])
    }
  })

  test('cut anywhere, it never throws', () => {
    for (const script of EVERY_SCRIPT)
      for (let end = 0; end < script.length; end++) expect(wrongPlaces(script.slice(0, end))).toEqual([])
  }, 30_000)

  test.each([
    ['substitutions', '$('.repeat(20_000)],
    ['groups', '{ '.repeat(20_000)],
    ['subshells', '( '.repeat(20_000)],
    ['ifs', 'if '.repeat(20_000)],
    ['expansions', '${a:-'.repeat(20_000)],
    ['backticks', '`'.repeat(20_001)],
    ['quotes', '"$('.repeat(20_000)],
    ['a long list', 'a && '.repeat(20_000)],
    ['a long pipeline', 'a | '.repeat(20_000)],
    ['a long sum', `$((${'1+'.repeat(20_000)}1))`],
    ['a long test', `[[ ${'a == b && '.repeat(20_000)} c ]]`],
    ['many branches', `if a; then b; ${'elif a; then b; '.repeat(5_000)} fi`],
    ['many items', `case x in ${'a) b;; '.repeat(5_000)} esac`],
    ['many words', 'x '.repeat(200_000)],
    ['slashes', `x ${'/'.repeat(200_000)}`],
    ['dashes', `X="${'--'.repeat(100_000)}"`],
    ['many functions', Array.from({ length: 5_000 }, (_, i) => `f${i}() { f${i + 1} "$@"; }`).join('\n')],
    ['many exits', 'if a; then exit; fi\n'.repeat(5_000)],
    [
      'variables of variables',
      `${Array.from({ length: 10 }, (_, i) => `V${i}="${`$V${i + 1}`.repeat(300)}"`).join('\n')}\n$V0 x`,
    ],
    ['strings of strings', `sh -c "${'sh -c \\"'.repeat(2_000)}`],
    ['quoted slashes', `sed '${'s/'.repeat(50_000)}'`],
    ['many mistakes', 'foo (bar)\n'.repeat(20_000)],
  ])(
    'hostile: %s',
    (_, script) => {
      const before = process.cpuUsage()
      expect(wrongPlaces(script)).toEqual([])
      // Time of the processor in microseconds, since the machine may be busy with other tests.
      expect(process.cpuUsage(before).user).toBeLessThan(5_000_000)
    },
    60_000,
  )
})
