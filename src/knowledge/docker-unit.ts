/*
 * What a drop-in of docker.service, or the file of variables that it reads, sets for Docker and the containers below it: proxies
 * for pulling images, and limits that containers inherit. Each runtime's unit has its own.
 */
import { type DaemonSetting, daemonSetting } from './daemon-config.ts'

/** What a variable of dockerd sets: its proxies, which are in daemon.json, too. Source: Docker docs, "Configure the daemon to use a proxy". */
export const daemonVariable = (name: string, value: string | undefined): DaemonSetting | undefined =>
  /^(?:https?|no)_proxy$/i.test(name) ? daemonSetting([name.toLowerCase().replace('_', '-')], value) : undefined

/** Directives by which a unit limits what it runs, and so each container. Source: systemd.exec(5), systemd.resource-control(5). */
const LIMITS =
  /^(?:Limit[A-Z]+|TasksMax|Memory(?:Max|High|Limit|SwapMax)|CPU(?:Quota|Shares|Weight|Affinity)|OOMScoreAdjust|Slice|MountFlags)$/

/** What a directive of docker.service limits. Containers of no runtime are limited where it says infinity. */
export const unitLimit = (directive: string, value: string): DaemonSetting | undefined =>
  LIMITS.test(directive)
    ? {
        key: directive,
        importance: /^\s*infinity\s*$/i.test(value) || directive === 'MountFlags' ? 'neutral' : 'carry-over',
        containerd: `Set ${directive} in a drop-in of containerd.service (/etc/systemd/system/containerd.service.d).`,
        criO: `Set ${directive} in a drop-in of crio.service (/etc/systemd/system/crio.service.d).`,
        counterparts: [],
        source: 'containerd/containerd containerd.service; systemd.exec(5): a unit hands its limits on to what it runs',
      }
    : undefined

/** The units of the runtimes that take Docker's place, and what starts them. */
export const isRuntimeUnit = (program: string | undefined): boolean =>
  program !== undefined && /^(?:containerd|crio|cri-o)(?:\.service)?$/.test(program)
