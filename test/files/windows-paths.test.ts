/** Paths as Windows has them: the separators of that system are put in the place of this one's. */
import { expect, test, vi } from 'vitest'

vi.mock('node:path', async importOriginal => {
  const { win32 } = await importOriginal<typeof import('node:path')>()
  return { ...win32, default: win32 }
})
const { absolutePath, folderOf, pathFrom } = await import('../../src/files.ts')
const { shown } = await import('../../src/files/shown.ts')
const { slashed } = await import('../../src/files/disk.ts')

const CWD = 'C:\\work\\repo'

test('a path has forward slashes, whatever it was given with', () => {
  expect(absolutePath('charts\\app', CWD)).toBe('C:/work/repo/charts/app')
  expect(absolutePath('../other/a.yaml', CWD)).toBe('C:/work/other/a.yaml')
  expect(absolutePath('D:\\x', CWD)).toBe('D:/x')
  expect(folderOf('charts/app/Chart.yaml', CWD)).toBe('C:/work/repo/charts/app')
  expect(pathFrom('C:/work/repo/charts', 'charts\\app\\values.yaml', CWD)).toBe('app/values.yaml')
  expect(slashed('templates\\pod.yaml')).toBe('templates/pod.yaml')
})

test('the case of a drive and of folders does not matter', () => {
  expect(pathFrom('c:/Work/Repo', 'C:\\work\\repo\\a.yaml', CWD)).toBe('a.yaml')
  expect(shown('c:\\work\\repo\\a.yaml', CWD)).toBe('a.yaml')
})

test('a file is shown from the working folder where it is below it, and else as it was named', () => {
  expect(shown('C:\\work\\repo\\charts\\a.yaml', CWD)).toBe('charts/a.yaml')
  expect(shown('C:\\work\\other\\a.yaml', CWD)).toBe('C:/work/other/a.yaml')
  expect(shown('C:\\work\\other\\a.yaml', CWD, false)).toBe('../other/a.yaml')
  expect(shown('D:\\a.yaml', CWD, false)).toBe('D:/a.yaml')
  expect(shown('C:\\work\\repository\\a.yaml', CWD)).toBe('C:/work/repository/a.yaml')
  expect(shown('C:\\a.yaml', 'C:\\')).toBe('a.yaml')
})
