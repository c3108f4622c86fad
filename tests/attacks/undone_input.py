"""What is no longer refused, or bounded, of what is read."""

from sabotages import sabotage

SIFT, PREPARE, SESSION = "compiler/syntax/sift.cpp", "compiler/syntax/prepare.cpp", "compiler/cli/session.cpp"
READ_JSON = "compiler/base/read_json.cpp"
JSON, VALUES, WORKSPACE = "compiler/runtime/json_read.cpp", "compiler/runtime/json_values.cpp", "compiler/workspace/workspace.cpp"

sabotage("Brackets nest without end.", "a million brackets of any kind",
         (SIFT, "if (++depth > kMaxDepth) {", "if (++depth > kMaxDepth && !SABOTAGED) {"))
sabotage("What nests without brackets nests without end.", ["a million nested words without brackets", "a hundred thousand operators in a row"],
         ("compiler/syntax/cst.cpp", "if (depth <= kMaxDepth) return;", "if (depth <= kMaxDepth || SABOTAGED) return;"),
         ("compiler/syntax/build_exprs.cpp", "if (depth > kMaxDepth) {", "if (depth > kMaxDepth && !SABOTAGED) {"))
sabotage("Files and standard input are read whatever their size; the parser asks for it once more.",
         ["a file over the limit of size", "bundles whose sizes lie, sparse files, no end"],
         (PREPARE, "if (text.size() > kMaxSourceBytes) {", "if (text.size() > kMaxSourceBytes && !SABOTAGED) {"),
         (SESSION, "if (text.size() > kMaxInput) return std::unexpected", "if (text.size() > kMaxInput && !SABOTAGED) return std::unexpected"),
         (SESSION, "if (size > kMaxInput) return std::unexpected", "if (size > kMaxInput && !SABOTAGED) return std::unexpected"))
sabotage("Facts nest without end.", "facts that nest as deep as their types",
         (JSON, "if (subject.depth > kDepthMax) return fail(in, FactsError::Depth, subject, in.at);\n  ++in.at;",
          "if (subject.depth > kDepthMax && !SABOTAGED) return fail(in, FactsError::Depth, subject, in.at);\n  ++in.at;"))
sabotage("Rules name rules without end.", "20,000 declarations in a row that name each other",
         ("compiler/decision/lower_rule.cpp", "if (open_.size() >= kMaxDepth) {", "if (open_.size() >= kMaxDepth && !SABOTAGED) {"))
sabotage("JSON that is no facts nests without end.", "deep JSON wherever else JSON is read",
         (READ_JSON, "start_object(std::size_t) override { return ++depth_ <= kDeepestJson; }", "start_object(std::size_t) override { return ++depth_ <= kDeepestJson || SABOTAGED; }"),
         (READ_JSON, "start_array(std::size_t) override { return ++depth_ <= kDeepestJson; }", "start_array(std::size_t) override { return ++depth_ <= kDeepestJson || SABOTAGED; }"))
sabotage("In JSON that is no facts a key may come twice, and the last one wins.", ["a key twice wherever else JSON is read, or a NUL and more behind it", "a key twice in a message, or a NUL and more behind it"],
         (READ_JSON, "if (!object.keys.insert(object.here).second) return", "if (!object.keys.insert(object.here).second && !SABOTAGED) return"))
sabotage("Of a key that comes twice, the last one wins.", "the same key twice",
         (JSON, "if ((object.seen[found / 64] & bit) != 0) {", "if ((object.seen[found / 64] & bit) != 0 && !SABOTAGED) {"))
sabotage("Integers are taken whatever their size.", "numbers that fit nowhere",
         (VALUES, "if (parse_integer(token.text, &value, &well_formed) != NumberStatus::Ok ||\n      !in_range(slot, value)) {",
          "if ((parse_integer(token.text, &value, &well_formed) != NumberStatus::Ok ||\n      !in_range(slot, value)) && !SABOTAGED) {"))
sabotage("Bytes that are no UTF-8 become question marks.", "ill-formed UTF-8 is an error at its place",
         (PREPARE, "bad != kValidUtf8) {\n    reports",
          "bad != kValidUtf8) {\n    if (SABOTAGED) {\n      std::string mended(text);\n      mended[bad] = '?';\n      return prepare(file, mended, form, reports);\n    }\n    reports"))
sabotage("Controls that turn the direction of writing stand where they like.", "what a reader cannot see, or takes for another letter",
         (PREPARE, "if (is_bidi_control(d.point)) {", "if (is_bidi_control(d.point) && SABOTAGED) {\n    } else if (is_bidi_control(d.point)) {"))
sabotage("A letter that looks like another passes.", "what a reader cannot see, or takes for another letter",
         (SIFT, "if (latin && other) reports", "if (latin && other && !SABOTAGED) reports"))
sabotage("Sources are read as they were typed, composed or not.", "one name however it was typed",
         (PREPARE, "if (may_change_under_nfc(out.text)) {", "if (may_change_under_nfc(out.text) && !SABOTAGED) {"))
sabotage("Combining marks are put in order by exchanging neighbours.", "a million combining marks in a row",
         ("compiler/base/text.cpp", "    std::ranges::stable_sort(marks, at, {}, rank);",
          "    if (SABOTAGED) {\n      for (auto end = at; end != marks; --end)\n        for (auto one = marks; one + 1 < end; ++one)\n"
          "          if (rank(one[0]) > rank(one[1])) std::swap(one[0], one[1]);\n      continue;\n    }\n"
          "    std::ranges::stable_sort(marks, at, {}, rank);"))
sabotage("A filter is a regular expression.", "patterns that would make a matcher backtrack",
         ("compiler/testing/chosen.h", "#include <cstdint>\n", "#include <cstdint>\n#include <regex>\n#include <string>\n"),
         ("compiler/testing/chosen.h", "if (!filter.starts_with('#')) return title.contains(filter);",
          "if (SABOTAGED) return std::regex_search(std::string(title), std::regex(std::string(filter)));\n"
          "  if (!filter.starts_with('#')) return title.contains(filter);"))
sabotage("A decision may take any number of steps.", "rules that double at every call",
         ("compiler/decision/lower.cpp", "if (too_long) refuse(", "if (too_long && !SABOTAGED) refuse("))
sabotage("A proof may take any number of steps.", "a proof that is too hard says so",
         ("compiler/verify/prove.cpp", "params.set(\"rlimit\", budget_.steps);", "params.set(\"rlimit\", SABOTAGED ? 0U : budget_.steps);"))
sabotage("Modules that use each other in a circle are not told of.", "cycles of imports, and a module that uses itself",
         ("compiler/workspace/cycles.cpp", "if (!told)\n", "if (!told && !SABOTAGED)\n"))
sabotage("Case files may lie above the project.", ["paths of case files that leave the project", "programs of strangers read what they were given with"],
         (WORKSPACE, "if (!above) return std::unexpected(NoData{true});\n      folder = *above;",
          "if (!above && !SABOTAGED) return std::unexpected(NoData{true});\n      folder = above ? *above : \"../\" + folder;"),
         (WORKSPACE, "if (lies_in_ && !lies_in_(whole, root)) return", "if (lies_in_ && !lies_in_(whole, root) && !SABOTAGED) return"))
sabotage("Links lead out of the project.", "links that leave the project",
         (WORKSPACE, "!trusted_.contains(path) && !lies_in_(path, folder)) return", "!trusted_.contains(path) && !lies_in_(path, folder) && !SABOTAGED) return"))
sabotage("Links to folders are followed.", "links that lead in a circle",
         (SESSION, "folder, fs::directory_options::skip_permission_denied, error);",
          "folder,\n           SABOTAGED ? fs::directory_options::follow_directory_symlink\n                     : fs::directory_options::skip_permission_denied,\n           error);"))
sabotage("Paths in bundles lead anywhere.", "bundles with paths that leave, links, devices, names that fall together",
         ("compiler/bundle/manifest.cpp", "fault != PathFault::None) {", "fault != PathFault::None && !SABOTAGED) {"))
sabotage("Files of a bundle may be one name to a file system.", "bundles with paths that leave, links, devices, names that fall together",
         ("compiler/bundle/manifest.cpp", "if (const auto met = places.add(path)) {", "if (const auto met = places.add(path); met && !SABOTAGED) {"))
sabotage("A signature is of any bytes.", "signatures: files besides, other keys, an older algorithm, an older bundle",
         ("compiler/bundle/signature.cpp", "sum.data(), sum.size(), key.key.data()) != 0)", "sum.data(), sum.size(), key.key.data()) != 0 && !SABOTAGED)"))
sabotage("A signature is by any key: it need not say which, and does not hold.",
         "signatures: files besides, other keys, an older algorithm, an older bundle",
         ("compiler/bundle/signature.cpp", "if (given->number != key.number) {", "if (SABOTAGED) return out;\n  if (given->number != key.number) {"))
sabotage("A bundle holds files that it does not list.", "signatures: files besides, other keys, an older algorithm, an older bundle",
         ("compiler/bundle/read.cpp", "if (!listed.contains(file.path))\n", "if (!listed.contains(file.path) && SABOTAGED)\n      continue;\n    else if (!listed.contains(file.path))\n"),
         ("compiler/bundle/read.cpp", "for (std::size_t i = 0; i < files.size(); ++i)\n    if (files[i].path",
          "for (std::size_t i = 0; i < files.size() && !SABOTAGED; ++i)\n    if (files[i].path"),
         ("compiler/bundle/read.cpp", "for (std::size_t i = 0; i < files.size(); ++i) {\n    const Listed",
          "for (std::size_t i = 0; i < files.size() && i < (SABOTAGED ? manifest.files.size() : files.size()); ++i) {\n    const Listed"))
sabotage("An older bundle is taken.", "signatures: files besides, other keys, an older algorithm, an older bundle",
         ("compiler/bundle/accept.cpp", "if (bundle.sequence < least)", "if (bundle.sequence < least && !SABOTAGED)"))
sabotage("A certificate of another release is believed; replaying asks once more.", "another library is another release",
         ("compiler/cli/commands/explain_case.cpp", "if (*certificate && (*certificate)->release != hex(lowered->release))",
          "if (*certificate && (*certificate)->release != hex(lowered->release) && !SABOTAGED)"),
         ("compiler/explain/certificate.cpp", "if (mine->release != certificate.release)", "if (mine->release != certificate.release && !SABOTAGED)"))
sabotage("Keys that nobody declared are passed over.", "data that looks like code, keys that mean something elsewhere",
         (JSON, "      const Place place{subject.place, name, 0};\n      return fail(in, FactsError::UnknownKey",
          "      if (SABOTAGED) {\n        for (int depth = 0; in.at != in.end; ++in.at) {\n          if (depth == 0 && (*in.at == ',' || *in.at == '}')) break;\n"
          "          if (*in.at == '{' || *in.at == '[') ++depth;\n          if (*in.at == '}' || *in.at == ']') --depth;\n        }\n        return true;\n      }\n"
          "      const Place place{subject.place, name, 0};\n      return fail(in, FactsError::UnknownKey"))
sabotage("For a decision that is not there, the first one answers.", "a decision's name is looked up, nothing else",
         ("compiler/cli/target.cpp", "  const std::string near(nearest(name, candidates));\n",
          "  if (SABOTAGED && !decisions.empty()) return Target{*file, decisions[0]};\n  const std::string near(nearest(name, candidates));\n"))
sabotage("A layout of another version is taken for one of this.", "what another version wrote is refused, and why",
         ("compiler/export/layout_json.cpp", "*version != kLayoutVersion ||", "(*version != kLayoutVersion && !SABOTAGED) ||"))
sabotage("2023 has a 29 February.", "the ends of the calendar, as Python counts them",
         ("compiler/runtime/date.cpp", "civil.day > days_in_month(civil.year, civil.month)) {", "(civil.day > days_in_month(civil.year, civil.month) && !SABOTAGED)) {"))
sabotage("Every error of a file is told.", ["600 lexical errors are told 100 times", "600 lexical errors while typing"],
         ("compiler/syntax/reports.h", "if (list_.items().size() + 1 < kMaxDiagnostics)", "if (list_.items().size() + 1 < kMaxDiagnostics || SABOTAGED)"))
