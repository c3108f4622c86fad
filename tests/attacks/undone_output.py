"""What is no longer escaped, kept whole or kept to itself of what is written, and what hosts may no longer do."""

from sabotages import sabotage

WRITE, REPORT, JSON = "compiler/cli/write_file.cpp", "compiler/cli/test_report.cpp", "compiler/runtime/json_read.cpp"
FORMAT = "compiler/syntax/format.cpp"
MANIFEST, LOCK = "vscode-extension/package.json", "vscode-extension/package-lock.json"

sabotage("Files are written in their place.", ["what is written stays where it was asked for", "kill at every call that writes"],
         (WRITE, "    return write_through(path, bytes);\n",
          "    return write_through(path, bytes);\n  if (SABOTAGED) {\n    const int there_at_once = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);\n"
          "    const bool done = there_at_once >= 0 && put(there_at_once, bytes);\n    ::close(there_at_once);\n    if (done) return {};\n    return failed(path);\n  }\n"))
sabotage("Whoever writes a file beside its place takes the same name for it.", "twelve builds at once in one folder",
         (WRITE, "name = path + \".\" +", "name = SABOTAGED ? path + \".part\" : path + \".\" +"),
         (WRITE, "O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC", "O_WRONLY | O_CREAT | (SABOTAGED ? O_TRUNC : O_EXCL) | O_NOFOLLOW | O_CLOEXEC"))
sabotage("A device is replaced by a file.", "a device is not replaced by a file",
         (WRITE, "if (exists && !S_ISREG(there.st_mode) && !S_ISDIR(there.st_mode))", "if (exists && !S_ISREG(there.st_mode) && !S_ISDIR(there.st_mode) && !SABOTAGED)"))
sabotage("What was written in part stays when the disk is full.", ["a disk of 64 KB", "calls that fail: reads, writes, opens, renames, closes"],
         (WRITE, "::unlink(part.c_str());", "if (!SABOTAGED) ::unlink(part.c_str());"))
sabotage("Nobody looks whether the answer could be written.", "a full disk",
         ("compiler/cli/session.cpp", "if (written) return;", "if (written || SABOTAGED) return;"))
sabotage("Files that nobody may write are replaced.", "a read-only folder, and a cache that cannot be written",
         ("compiler/cli/write_file.cpp", "if (is_protected(path)) {", "if (is_protected(path) && !SABOTAGED) {"))
sabotage("A formatter does not tell that it could not write.", "a read-only folder, and a cache that cannot be written",
         ("compiler/cli/commands/fmt.cpp", "write_file(source.path, formatted.text); !written) {", "write_file(source.path, formatted.text); !written && !SABOTAGED) {"))
sabotage("A memory of tests that is none is read as one.", "caches that are corrupt, hostile, or somebody else's",
         ("compiler/cli/test_memory.cpp", "if (hash.is_string()) known_[path]", "if (hash.is_string() || SABOTAGED) known_[path]"))
sabotage("The memory of tests holds what it was made of.", "what facts hold is said to nobody who did not ask",
         ("compiler/cli/test_memory.cpp", "return hex_digest(all);", "return SABOTAGED ? all : hex_digest(all);"))
sabotage("A formatter rewrites what it could not read, and does not compare what came of it.", "a formatted program is the same program",
         ("compiler/cli/commands/fmt.cpp", "if (formatted.diagnostics.has_errors()) {", "if (formatted.diagnostics.has_errors() && !SABOTAGED) {"),
         (FORMAT, "out.diagnostics.has_errors() ? std::nullopt :", "out.diagnostics.has_errors() && !SABOTAGED ? std::nullopt :"),
         (FORMAT, "PHEP_CHECK(tree_of(file, out.text, options.form) ==", "PHEP_CHECK(SABOTAGED || tree_of(file, out.text, options.form) =="))
sabotage("Pages show texts as markup.", "script in everything that an HTML page shows",
         ("compiler/explain/document_html.cpp", "case '<': out += \"&lt;\"; break;", "case '<': out += SABOTAGED ? \"<\" : \"&lt;\"; break;"))
sabotage("Cells of tables are formulas.", "formulas in cells of tables",
         ("compiler/law/matrix_text.cpp", "const std::string text = formula ? \"'\" + plain : plain;", "const std::string text = formula && !SABOTAGED ? \"'\" + plain : plain;"))
sabotage("Pages of the extension may run what they show.", "the extension shows no page of its own and trusts no Markdown",
         ("vscode-extension/src/views.ts", "const SETTLE_MS = 150;", "const SETTLE_MS = 150;\nconst page = vscode.window.createWebviewPanel('phep', '', 1, { enableScripts: true });"))
sabotage("Terminals obey what is shown.", ["escape sequences in arguments", "escape sequences in names of files and folders", "escape sequences in sources and facts",
                                          "escape sequences in artefacts"],
         ("compiler/base/text.cpp", "if (length == 0 || control) {", "if (length == 0 || (control && !SABOTAGED)) {"))
sabotage("A title ends the property of an annotation.", "names of tests that would end what they stand in",
         (REPORT, "else if (property && c == ':')", "else if (property && c == ':' && !SABOTAGED)"))
sabotage("A title ends the line of a test.", "names of tests that would end what they stand in",
         (REPORT, "title += c == '#' || c == '\\\\' ?", "title += !SABOTAGED && (c == '#' || c == '\\\\') ?"))
sabotage("A pipe that nobody reads any more kills.", "a reader that closes the pipe",
         ("compiler/cli/main.cpp", "std::signal(SIGPIPE, SIG_IGN);", "if (!SABOTAGED) std::signal(SIGPIPE, SIG_IGN);"))
sabotage("Ctrl-C is passed over.", "Ctrl-C ends it",
         ("compiler/cli/main.cpp", "  try {\n", "  if (SABOTAGED) std::signal(SIGINT, SIG_IGN);\n  try {\n"))
sabotage("Nobody catches that memory ran out.", ["allocations that fail, one or from one on", "little memory for large inputs"],
         ("compiler/cli/main.cpp", "    std::fputs(\"phep: out of memory\\n\", stderr);", "    if (SABOTAGED) throw;\n    std::fputs(\"phep: out of memory\\n\", stderr);"),
         ("compiler/base/out_of_memory.cpp", "  std::set_terminate(uncaught);", "  if (!SABOTAGED) std::set_terminate(uncaught);"))
sabotage("Nobody catches an abort.", "an abort ends with a sentence",
         ("compiler/base/out_of_memory.cpp", "  std::signal(SIGABRT, aborted);", "  if (!SABOTAGED) std::signal(SIGABRT, aborted);"))
sabotage("A write that failed is taken for one that did not.", "calls that fail: reads, writes, opens, renames, closes",
         (WRITE, "if (done < 0 && errno != EINTR) return false;", "if (done < 0 && errno != EINTR) return SABOTAGED;"))
sabotage("Workspaces choose programs.", "settings of programs are the machine's", (MANIFEST, '"scope": "machine"', '"scope": "resource"'))
sabotage("The server is found by a setting.", "the server is started by its path in the extension, without a shell",
         ("vscode-extension/src/server.ts", "this.path = context.asAbsolutePath(`server/${NAME}`);",
          "this.path = process.env.PHEP_SERVER ?? context.asAbsolutePath(`server/${NAME}`);"))
sabotage("A package is locked by a weak digest.", "what is built with is locked by its digest", (LOCK, "sha512-Swi4N7Edy1", "sha1-Swi4N7Edy1"))
sabotage("Packages bring others with them.", "packages have no dependencies and run nothing when they are installed",
         ("compiler/export/npm_package.cpp", "files.emplace_back(file.path.substr(kFolder.size()), fill(file.text, holes));",
          "files.emplace_back(file.path.substr(kFolder.size()),\n                         SABOTAGED && file.path.ends_with(\"package.json\")\n"
          "                             ? \"{\\\"dependencies\\\":{\\\"left-pad\\\":\\\"*\\\"},\" + fill(file.text, holes).substr(1)\n"
          "                             : fill(file.text, holes));"))
sabotage("Generated code adds where it should multiply.", "the engines on random facts, to the byte",
         ("compiler/codegen/numbers.cpp", "ArithInst inst = original;", "ArithInst inst = original;\n  if (SABOTAGED && inst.op == Arith::Mul) inst.op = Arith::Add;"))
sabotage("Answers are written past the room that was given.", "every size of text, output and arena against a page that nobody may touch",
         ("compiler/runtime/json_print.h", "if (writer.length < writer.capacity) writer.out", "if (writer.length < writer.capacity || SABOTAGED) writer.out"))
sabotage("Pointers are believed.", "structs of nonsense, null, lists at nowhere",
         ("compiler/runtime/decide_json.cpp", "json == nullptr || options == nullptr ||", "((json == nullptr || options == nullptr) && !SABOTAGED) ||"))
sabotage("What a call notes of its keys stands in memory that all calls share.", "64 threads, a child after fork, a signal handler within a call",
         (JSON, "object.seen = object.seen_small;", "static uint64_t shared[Object::kSeenWords];\n  object.seen = SABOTAGED ? shared : object.seen_small;"))
sabotage("Memory is used as an earlier call left it.", "a limit, then the same memory again",
         ("compiler/runtime/arena.cpp", "__builtin_memset(block, 0, bytes);", "if (!SABOTAGED) __builtin_memset(block, 0, bytes);"))
