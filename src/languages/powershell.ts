/** PowerShell scripts: the calls, services, options and files in them. */
import type { Language } from '../reading/language.ts'
import { readPowerShell } from './powershell/read.ts'

export const powershell: Language = { id: 'powershell', read: readPowerShell }
