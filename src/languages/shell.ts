/** Shell scripts: the calls, tests, files and variables in them. */
import type { Language } from '../reading/language.ts'
import { readScript } from './shell/read.ts'

export const shell: Language = { id: 'shell', read: readScript }
