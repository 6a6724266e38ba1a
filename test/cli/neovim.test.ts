/** Neovim itself as the client: what it shows after it has opened a file, and what its code actions make of the text. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { BAD, folderWith, program } from '../program.ts'

/** Speaks to the server as the lines of the documents have it, and prints what came of it as JSON. */
const SCRIPT = `
local found = {}
local function wait(what) assert(vim.wait(20000, what, 20), 'nothing came of it: ' .. vim.inspect(vim.diagnostic.get(0))) end
local function shown()
  local list = {}
  for _, each in ipairs(vim.diagnostic.get(0)) do
    table.insert(list, { line = each.lnum, column = each.col, code = each.code, severity = each.severity })
  end
  return list
end
vim.cmd('edit pod.yaml')
local client = vim.lsp.start_client({
  name = 'dockershim-lint',
  cmd = { vim.env.NODE, vim.env.SERVER, '--lsp' },
  root_dir = vim.fn.getcwd(),
})
vim.lsp.buf_attach_client(0, client)
wait(function() return #vim.diagnostic.get(0) > 0 end)
found.opened = shown()
vim.api.nvim_buf_set_text(0, 8, 14, 8, 34, { '/tmp/data' })
wait(function() return #vim.diagnostic.get(0) == 0 end)
found.changed = shown()
vim.cmd('undo')
wait(function() return #vim.diagnostic.get(0) > 0 end)
local params = vim.lsp.util.make_given_range_params({ 9, 0 }, { 9, 0 })
params.context = { diagnostics = {} }
local actions = vim.lsp.buf_request_sync(0, 'textDocument/codeAction', params, 20000)[client].result
found.titles = vim.tbl_map(function(action) return action.title end, actions)
vim.lsp.util.apply_workspace_edit(actions[#actions].edit, 'utf-16')
wait(function() return #vim.diagnostic.get(0) == 0 end)
found.text = vim.api.nvim_buf_get_lines(0, 8, 10, false)
vim.api.nvim_win_set_cursor(0, { 10, 20 })
vim.cmd('undo')
wait(function() return #vim.diagnostic.get(0) > 0 end)
local at = { textDocument = vim.lsp.util.make_text_document_params(), position = { line = 8, character = 20 } }
local hover = vim.lsp.buf_request_sync(0, 'textDocument/hover', at, 20000)[client].result
found.hover = vim.split(hover.contents.value, '\\n')[1]
io.stdout:write(vim.json.encode(found))
vim.lsp.stop_client(client)
vim.cmd('qall!')
`

const hasNeovim = spawnSync('nvim', ['--version']).error === undefined
if (!hasNeovim) console.warn('nvim IS NOT INSTALLED: the language server is not tried with Neovim')

test.skipIf(!hasNeovim)('Neovim shows findings while one types, and offers what can be done', () => {
  const folder = folderWith({ 'pod.yaml': BAD, 'drive.lua': SCRIPT })
  const { stdout, stderr } = spawnSync('nvim', ['--headless', '-u', 'NONE', '-i', 'NONE', '-c', 'luafile drive.lua'], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 100_000,
    env: { PATH: process.env['PATH'], HOME: folder, NODE: process.execPath, SERVER: program },
  })
  expect(stdout, stderr).toMatch(/^\{/)
  expect(JSON.parse(stdout)).toEqual({
    opened: [{ line: 8, column: 14, code: 'docker-socket-mount', severity: 1 }],
    changed: [],
    titles: expect.arrayContaining(['Ignore docker-socket-mount here, in a comment with a reason']),
    text: [
      '        # dockershim-lint: ignore[docker-socket-mount] TODO: say why',
      '        path: /var/run/docker.sock',
    ],
    hover: expect.stringMatching(/^\*\*\[docker-socket-mount\]/),
  })
  expect(readFileSync(join(folder, 'pod.yaml'), 'utf8')).toBe(BAD)
})
