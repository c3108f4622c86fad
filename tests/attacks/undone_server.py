"""What the language server no longer refuses."""

from sabotages import sabotage

SERVER, ANALYSIS, DOCUMENTS = "lsp/server/server.cpp", "lsp/server/analysis.cpp", "lsp/server/documents.cpp"

sabotage("Messages are of any size.", "bodies too large are refused before they come",
         ("lsp/server/rpc.cpp", "if (*length > kMaxMessage) {", "if (*length > kMaxMessage && !SABOTAGED) {"))
sabotage("A length is what its first digits say.", "headers that lie about the length",
         ("lsp/server/rpc.cpp", "if (error != std::errc() || rest != digits.data() + digits.size()) return std::nullopt;", "if ((error != std::errc() || rest != digits.data() + digits.size()) && !SABOTAGED) return std::nullopt;"))
sabotage("Messages nest without end.", "JSON nested a million deep in every place of a message",
         (SERVER, "if (nests_deeper(body, kMaxJsonDepth)) {", "if (nests_deeper(body, kMaxJsonDepth) && !SABOTAGED) {"))
sabotage("Requests are answered before `initialize`.", "unknown methods, wrong types, wrong order",
         (SERVER, "if (state == State::Fresh && !initialise)", "if (state == State::Fresh && !initialise && !SABOTAGED)"))
sabotage("An edit that cannot be is passed over.", "edits that cannot be",
         (DOCUMENTS, "if (!next->lost && !apply(*next, change, encoding)) next->lost = true;",
          "if (!next->lost && !apply(*next, change, encoding) && !SABOTAGED) next->lost = true;"))
sabotage("An older version is edited like a newer one.", "edits that cannot be",
         (DOCUMENTS, "if (version != 0 && version < old->version) next->lost = true;", "if (version != 0 && version < old->version && !SABOTAGED) next->lost = true;"))
sabotage("A NUL ends a URI.", "strange URIs",
         ("lsp/server/uri.cpp", "path.empty() || path.contains('\\0'))", "path.empty() || (path.contains('\\0') && !SABOTAGED))"))
sabotage("Files of the whole machine are told of.", "requests about files outside the folders",
         (ANALYSIS, "return elsewhere || documents_.find(path) != nullptr ||", "return SABOTAGED || elsewhere || documents_.find(path) != nullptr ||"))
sabotage("Links lead out of the folders.", "requests about files outside the folders",
         (ANALYSIS, "return documents_.find(path) != nullptr || lies_in(path, folder);", "return documents_.find(path) != nullptr || lies_in(path, folder) || SABOTAGED;"))
sabotage("A request that is cancelled while it waits is forgotten.", "10,000 requests at once, half of them cancelled",
         ("lsp/server/lifecycle.cpp", "if (const AskPtr waiting = server.lanes.cancel(params.id))", "if (const AskPtr waiting = server.lanes.cancel(params.id); waiting && !SABOTAGED)"))
sabotage("Any number of requests may wait.", "a client that sends and never reads", (SERVER, "if (lanes.full())", "if (lanes.full() && !SABOTAGED)"))
sabotage("A file that is gone is remembered.", "5,000 changed files, some gone, some replaced by folders",
         (ANALYSIS, "if (known.exists() && workspace_.present(known)) workspace_.remove(known);", "if (known.exists() && workspace_.present(known) && !SABOTAGED) workspace_.remove(known);"))
sabotage("Files are opened to be written, too.", "a hostile session starts nothing, connects nowhere, writes nothing",
         ("lsp/server/files.cpp", "std::ifstream in(*spelled, std::ios::binary);",
          "std::fstream in(*spelled, SABOTAGED ? std::ios::binary | std::ios::in | std::ios::out : std::ios::binary | std::ios::in);"))
sabotage("Hovers show texts as markup.", "links and markup in hovers",
         ("lsp/server/read_methods.cpp", "text += markdown ? escaped(paragraph) : paragraph;", "text += markdown && !SABOTAGED ? escaped(paragraph) : paragraph;"))
sabotage("Every version of a text is kept.", "3,000 edits do not make it grow",
         (DOCUMENTS, "auto next = std::make_shared<Document>(*old);", "auto next = std::make_shared<Document>(*old);\n  if (SABOTAGED) new DocumentPtr(old);"))
