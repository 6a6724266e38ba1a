/** What `--carry-over` would write for some files, by path. */
import { carryOver } from '../../src/carry-over/carry-over.ts'
import type { Target } from '../../src/carry-over/plan.ts'
import { gatherSettings } from '../../src/cli/carry-over.ts'

const CONTAINERD_2: Target = { runtime: 'containerd', runtimeVersion: '2', kubernetes: '1.34' }

/** The files that come of others, each given by its path. */
export async function carry(
  files: Readonly<Record<string, string>>,
  target: Partial<Target> = {},
): Promise<ReadonlyMap<string, string>> {
  async function* inputs() {
    for (const [path, text] of Object.entries(files)) {
      const home = { path: `/w/${path}`, repository: '/w', unit: undefined }
      yield { path, bytes: new TextEncoder().encode(text), home }
    }
  }
  const given = await gatherSettings(inputs(), {})
  return new Map(carryOver(given, { ...CONTAINERD_2, ...target }).map(({ path, text }) => [path, text]))
}

/** A daemon.json with a bit of everything that can be carried over. */
export const DAEMON = `{
  "registry-mirrors": ["https://mirror.example.com", "http://10.1.2.3:5000/"],
  "insecure-registries": ["registry.lan:5000", "mirror.example.com", "10.0.0.0/8"],
  "exec-opts": ["native.cgroupdriver=systemd"],
  "log-driver": "json-file",
  "log-opts": { "max-size": "100m", "max-file": "3" },
  "default-ulimits": { "nofile": { "Name": "nofile", "Hard": 64000, "Soft": 32000 } },
  "runtimes": { "nvidia": { "path": "/usr/bin/nvidia-container-runtime", "runtimeArgs": [] } },
  "default-runtime": "nvidia",
  "data-root": "/data/docker",
  "storage-driver": "btrfs",
  "selinux-enabled": true,
  "metrics-addr": "127.0.0.1:9323",
  "log-level": "warn",
  "oom-score-adjust": -500,
  "cdi-spec-dirs": ["/etc/cdi", "/opt/cdi"],
  "proxies": { "http-proxy": "http://user:p%40ss\\"word@proxy.example.com:3128", "no-proxy": "10.0.0.0/8,.svc" },
  "max-concurrent-downloads": 10,
  "shutdown-timeout": 30,
  "live-restore": true
}
`
