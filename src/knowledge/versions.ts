/**
 * Kubernetes minor versions, as the tables of this folder write them: '1.24'.
 * Source: kubernetes/kubernetes CHANGELOG, one file for each minor version.
 */
export type Version = string

/** The oldest version that can be a target: the one that deprecated dockershim (CHANGELOG-1.20). */
export const OLDEST_VERSION: Version = '1.20'

/** The newest version that the tables of this folder know (release notes of 1.37). */
export const NEWEST_VERSION: Version = '1.37'

/** Every version that can be a target, oldest first. */
export const KNOWN_VERSIONS: readonly Version[] = Array.from(
  { length: minorOf(NEWEST_VERSION) - minorOf(OLDEST_VERSION) + 1 },
  (_, index) => `1.${minorOf(OLDEST_VERSION) + index}`,
)

/** Negative if `a` is older than `b`, 0 if they are the same minor version, positive if it is newer. */
export function compareVersions(a: Version, b: Version): number {
  const [aMajor, aMinor] = numbersOf(a)
  const [bMajor, bMinor] = numbersOf(b)
  return aMajor - bMajor || aMinor - bMinor
}

/** Reads '1.24', 'v1.24', '1.24.3' or 'v1.24.3-eks-abc' as '1.24'. Anything else is undefined. */
export function parseVersion(text: string): Version | undefined {
  const match = /^v?(\d{1,3})\.(\d{1,3})(?:\.\d+)?(?:[-+][\w.+-]*)?$/.exec(text.trim())
  return match ? `${Number(match[1])}.${Number(match[2])}` : undefined
}

function minorOf(version: Version): number {
  return numbersOf(version)[1]
}

function numbersOf(version: Version): [number, number] {
  const [major = '', minor = ''] = version.split('.')
  return [Number(major), Number(minor)]
}
