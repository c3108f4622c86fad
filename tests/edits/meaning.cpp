#include "tests/edits/meaning.h"

#include "compiler/hir/places.h"
#include "compiler/hir/print.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

namespace phep::tests {
namespace {

std::string place(Span span) {
  return std::to_string(span.begin) + "-" + std::to_string(span.end);
}

class Meaning {
 public:
  Meaning(workspace::Workspace& workspace, FileId file)
      : workspace_(workspace), checked_(workspace.checked(file)), module_(checked_->module) {}

  std::string text() {
    out_ = hir::print(module_, workspace_.types(), workspace_.names(),
                      [this](hir::DefId id) { return name_of(id); });
    for (const hir::Def& def : module_.defs)
      line("def " + def.qualified + " " + place(def.span) + " " + place(def.name_span) + " " +
           def.label.vi + "|" + def.label.en + "|" + def.doc);
    for (const hir::Occurrence& one : module_.occurrences) line(text_of(one));
    for (const hir::Mention& one : module_.mentions)
      line("mention " + name_of(one.cite.instrument) + " " + place(one.cite.written.span));
    for (const hir::Test& one : module_.tests)
      line("test " + one.title + " " + place(one.span) + " " +
           std::to_string(one.expectations.size()));
    for (const hir::CaseFile& one : module_.case_files)
      line("cases " + one.path + " " + place(one.span));
    tables();
    places();
    return std::move(out_);
  }

 private:
  void line(const std::string& text) { out_ += text + "\n"; }

  std::string name_of(hir::DefId id) {
    if (!id.exists()) return "-";
    const auto home = workspace_.checked(id.file);
    return id.index < home->module.defs.size()
               ? home->module.defs[id.index].qualified + "#" + std::to_string(id.index)
               : "?";
  }

  std::string type_of(hir::TypeId id) {
    if (!id.exists()) return "?";
    return hir::type_text(workspace_.types(), workspace_.names(), id, [this](hir::DefId def) {
      const auto home = workspace_.checked(def.file);
      return workspace_.names().text(home->module.defs[def.index].name);
    });
  }

  std::string text_of(const hir::Occurrence& one) {
    std::string out = one.declares ? "declares " : "names ";
    out += place(one.span) + " ";
    if (one.symbol.part != hir::SymbolPart::Local)
      return out + name_of(one.symbol.def) + " " +
             std::to_string(static_cast<int>(one.symbol.part)) + " " +
             (one.symbol.part == hir::SymbolPart::Whole ? "" : std::to_string(one.symbol.index));
    const hir::Local& local = module_.locals[hir::LocalId{one.symbol.index}];
    return out + "local " + std::string(workspace_.names().text(local.name)) + " " +
           place(local.span) + " " + type_of(local.type);
  }

  void tables() {
    std::set<std::string> rows;
    for (const auto& [name, index] : checked_->names)
      rows.insert("name " + std::string(workspace_.names().text(name)) + " " +
                  std::to_string(index));
    for (const auto& [name, places] : checked_->members) {
      std::string row = "member " + std::string(workspace_.names().text(name));
      for (const check::MemberPlace& one : places)
        row += " " + name_of(one.enumeration) + "." + std::to_string(one.member);
      rows.insert(row);
    }
    for (const std::string& row : rows) line(row);
    for (const FileId import : module_.imports) line("import " + path(import));
    for (const auto& import : checked_->imports) line("keeps " + path(import->module.file));
  }

  std::string path(FileId file) { return workspace_.sources().file(file).path; }

  // Of whatever is not waste.
  void places() {
    std::vector<Span> all;
    hir::Module copy = module_;
    hir::visit_places(copy, [&](const Span& span) {
      if (span.file == module_.file && span.end != 0) all.push_back(span);
    });
    std::ranges::sort(all);
    for (const Span span : all) line("at " + place(span));
  }

  workspace::Workspace& workspace_;
  std::shared_ptr<const check::Checked> checked_;
  const hir::Module& module_;
  std::string out_;
};

}  // namespace

std::string meaning(workspace::Workspace& workspace, FileId file) {
  return Meaning(workspace, file).text();
}

std::string importer_of(workspace::Workspace& workspace, FileId file) {
  const auto checked = workspace.checked(file);
  const hir::Module& module = checked->module;
  std::string stem = workspace.sources().file(file).path;
  stem = stem.substr(stem.rfind('/') + 1);
  stem.resize(stem.find('.'));
  std::string out = "use " + stem + "\n";
  for (const std::string& import :
       workspace.parsed(file)->module.uses.empty()
           ? std::vector<std::string>{}
           : check::imported_modules(workspace.parsed(file)->module, workspace.names()))
    out += "use " + import + "\n";
  const auto type = [&](hir::TypeId id) {
    return hir::type_text(workspace.types(), workspace.names(), id, [&](hir::DefId def) {
      const auto home = workspace.checked(def.file);
      return workspace.names().text(home->module.defs[def.index].name);
    });
  };
  int number = 0;
  for (const hir::Def& def : module.defs) {
    const auto* rule = std::get_if<hir::Rule>(&def.node);
    const auto* norm = std::get_if<hir::Norm>(&def.node);
    const std::string name(workspace.names().text(def.name));
    if ((rule == nullptr && norm == nullptr) || name.contains('.')) continue;
    std::string params;
    std::string args;
    for (const hir::LocalId id : rule != nullptr ? rule->params : norm->params) {
      const hir::Local& local = module.locals[id];
      const std::string param = "p" + std::to_string(id.index);
      params += (params.empty() ? "" : ", ") + param + ": " + type(local.type);
      args += (args.empty() ? "" : ", ") + param;
    }
    out += "rule ask" + std::to_string(++number) + "(" + params +
           ") : " + (rule != nullptr ? type(rule->result) : "bool") + " = " + stem + "." + name +
           "(" + args + ")" + (rule != nullptr ? "" : " is violated") + "\n";
  }
  return out;
}

}  // namespace phep::tests
