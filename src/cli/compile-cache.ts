/** Node's compile cache: what V8 made of the program's text is kept, and the next start is a fifth shorter. */
import module from 'node:module'
import { isAbsolute, join } from 'node:path'

/** Since Node 22.1. Source: nodejs.org/api/module.html, module.enableCompileCache. */
interface CachingModule {
  readonly enableCompileCache?: (folder: string) => unknown
}

/**
 * Lets Node keep it in the user's own folder for caches, and not where Node would: others may write into the folder for temporary
 * files, and what is kept there is run. Without a home, or where it cannot be written, nothing is kept. NODE_COMPILE_CACHE names
 * another folder and NODE_DISABLE_COMPILE_CACHE=1 forbids it, as with every program.
 */
export function useCompileCache(environment: NodeJS.ProcessEnv): void {
  const { HOME, LOCALAPPDATA, XDG_CACHE_HOME } = environment
  const caches = process.platform === 'win32' ? LOCALAPPDATA : XDG_CACHE_HOME || (HOME && join(HOME, '.cache'))
  // A relative one would be in the files that are linted.
  if (caches && isAbsolute(caches)) (module as CachingModule).enableCompileCache?.(join(caches, 'dockershim-lint'))
}
