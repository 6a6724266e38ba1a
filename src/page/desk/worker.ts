/** The worker that the page starts. */
import { answer, type Port } from '../calls.ts'
import { openDesk } from './desk.ts'

answer(globalThis as unknown as Port, openDesk())
