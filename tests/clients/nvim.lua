-- What a user of Neovim sees, with the settings of lsp/README.md; run.py says how it is started. A check types, asks and
-- looks at buffers, windows and lists, never at messages of the protocol.
local patience = tonumber(os.getenv("PHEP_PATIENCE_MS"))
local only = os.getenv("PHEP_ONLY") or ""
local report = io.open(os.getenv("PHEP_REPORT"), "w")
local api, lsp = vim.api, vim.lsp

-- Checks run in a coroutine, so that the editor goes on between two looks.
local function sleep(ms)
  local running = coroutine.running()
  vim.defer_fn(function() assert(coroutine.resume(running)) end, ms)
  coroutine.yield()
end

-- What diagnostics write behind the lines of the buffer.
local function beside_lines()
  local out = {}
  for _, source in pairs(vim.diagnostic.get_namespaces()) do
    local space = source.user_data.virt_text_ns
    for _, mark in ipairs(space and api.nvim_buf_get_extmarks(0, space, 0, -1, { details = true }) or {}) do
      for _, piece in ipairs(mark[4].virt_text or {}) do table.insert(out, piece[1]) end
    end
  end
  return table.concat(out)
end

local function wait(what, look)
  local waited = 0
  while true do
    local seen = look()
    if seen then return seen end
    if waited > patience then error("never seen: " .. what .. "; the line is " .. api.nvim_get_current_line() .. " and beside the lines stands " .. beside_lines(), 0) end
    sleep(20)
    waited = waited + 20
  end
end

local function open(name)
  vim.cmd("edit! " .. name)
  wait("a server for " .. name, function()
    for _, client in ipairs(lsp.buf_get_clients(0)) do
      if client.initialized then return true end
    end
  end)
end

local function go_to(words)
  for number, line in ipairs(api.nvim_buf_get_lines(0, 0, -1, true)) do
    local at = line:find(words, 1, true)
    if at then return api.nvim_win_set_cursor(0, { number, at - 1 }) end
  end
  error("no such words: " .. words, 0)
end

local function text_of(name)
  local buffer = vim.fn.bufnr(name)
  return buffer < 0 and "" or table.concat(api.nvim_buf_get_lines(buffer, 0, -1, false), "\n")
end

local function floating_text()
  for _, window in ipairs(api.nvim_list_wins()) do
    if api.nvim_win_get_config(window).relative ~= "" then
      return table.concat(api.nvim_buf_get_lines(api.nvim_win_get_buf(window), 0, -1, false), "\n")
    end
  end
end

local function type_keys(keys)
  api.nvim_feedkeys(api.nvim_replace_termcodes(keys, true, false, true), "t", false)
end

local checks = {}
local function check(name, act) table.insert(checks, { name = name, act = act }) end

check("initialize", function()
  open("base.phep")
  local client = lsp.get_active_clients()[1]
  assert(client.name == "phep" and client.config.root_dir == vim.fn.getcwd(), "another server, or another folder")
  open("other.phep")
  assert(#lsp.get_active_clients() == 1, "a second server for a second file")
end)

check("diagnostics", function()
  open("wrong.phep")
  wait("the message beside its line", function() return beside_lines():find("không có trường `harmfull`", 1, true) end)
  local one = vim.diagnostic.get(0)[1]
  local marked = api.nvim_buf_get_text(0, one.lnum, one.col, one.end_lnum, one.end_col, {})[1]
  assert(marked == "harmfull", "underlined is `" .. marked .. "`")
  assert(one.code == "P2005", "the code is " .. tostring(one.code))
end)

check("diagnostics while typing", function()
  open("other.phep")
  go_to("x.harmful")
  type_keys("$aly<Esc>")
  wait("a mistake that was typed", function() return beside_lines():find("harmfully", 1, true) end)
  type_keys("u")
  wait("it gone by undo", function() return beside_lines() == "" end)
end)

check("hover", function()
  open("base.phep")
  go_to("23.1")
  lsp.buf.hover()
  local shown = wait("a window with the provision", floating_text)
  assert(shown:find("Điều 23", 1, true), shown)
  assert(shown:find("Luật", 1, true), shown)
end)

check("completion", function()
  open("other.phep")
  type_keys("Gorule safe(x: Leak) : bool = not x.ha<C-x><C-o>")
  -- A single word is put into the text at once, without a menu.
  wait("the word in the text", function() return api.nvim_get_current_line():match("not x%.harmful$") end)
  type_keys("<Esc>")
end)

check("definition", function()
  open("other.phep")
  go_to("harmful")
  lsp.buf.definition()
  wait("the other file", function() return vim.fn.expand("%:t") == "base.phep" end)
  assert(api.nvim_get_current_line():match("^  harmful  : bool"), api.nvim_get_current_line())
end)

check("references", function()
  open("base.phep")
  go_to("Leak {")
  vim.fn.setqflist({})
  lsp.buf.references()
  local list = wait("the list", function()
    local found = vim.fn.getqflist()
    return #found > 0 and found
  end)
  local files = {}
  for _, one in ipairs(list) do files[vim.fn.fnamemodify(vim.fn.bufname(one.bufnr), ":t")] = true end
  assert(files["base.phep"] and files["other.phep"] and files["wrong.phep"], vim.inspect(files))
  vim.cmd("cclose")
end)

check("format", function()
  open("ragged.phep")
  if lsp.buf.format then lsp.buf.format() else lsp.buf.formatting() end
  wait("the line in order", function()
    return text_of("ragged.phep"):find("rule loud(x: Leak) : bool = x.harmful", 1, true)
  end)
end)

check("code action", function()
  open("wrong.phep")
  wait("a mistake", function() return #vim.diagnostic.get(0) > 0 end)
  go_to("harmfull")
  local offered = {}
  vim.ui.select = function(items, options, choose)
    for _, item in ipairs(items) do
      local title = options.format_item(item)
      table.insert(offered, title)
      if title:find("`harmful`", 1, true) then return choose(item, 1) end
    end
    error("offered: " .. table.concat(offered, "; "), 0)
  end
  lsp.buf.code_action()
  wait("the field's name", function() return text_of("wrong.phep"):find("x%.harmful$") or text_of("wrong.phep"):find("x%.harmful\n") end)
  wait("no mistake any more", function() return #vim.diagnostic.get(0) == 0 end)
end)

check("rename across files", function()
  open("base.phep")
  go_to("harmful")
  lsp.buf.rename("gây_hại")
  wait("the name here", function() return text_of("base.phep"):find("applies when x.gây_hại", 1, true) end)
  wait("the name in another file", function() return text_of("other.phep"):find("= x.gây_hại", 1, true) end)
  vim.cmd("buffer other.phep")
  go_to("gây_hại")
  -- The editor tells of the changes file by file: asked between two of them, the name means nothing.
  local shown = wait("what the new name means", function()
    lsp.buf.hover()
    sleep(200)
    return floating_text()
  end)
  assert(shown:find("có thể gây hại", 1, true), shown)
end)

-- The editor goes on after a failed check: each begins with its file as it is on the disk.
local function run()
  for _, one in ipairs(checks) do
    if only == "" or only == one.name then
      local good, why = pcall(one.act)
      report:write(good and "ok " or "not ok ", one.name, good and "" or ": " .. tostring(why):gsub("\n", " "), "\n")
      report:flush()
      for _, buffer in ipairs(api.nvim_list_bufs()) do
        if #checks > 1 and vim.bo[buffer].modified then api.nvim_buf_call(buffer, function() vim.cmd("edit!") end) end
      end
    end
  end
  vim.cmd("qall!")
end

vim.defer_fn(function() assert(coroutine.resume(coroutine.create(run))) end, 0)
