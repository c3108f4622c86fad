#include "compiler/export/template_text.h"

#include "compiler/base/check.h"
#include "compiler/export/template_files.h"

#include <nlohmann/json.hpp>

#include <ranges>
#include <vector>

namespace phep::exports {

namespace {

using Json = nlohmann::json;

struct Mark {
  char sort;  // '#', '^', '/' or ' '
  std::string_view name;
  std::size_t begin, end;  // what it takes up, its line too where it stands alone
};

class Filling {
 public:
  explicit Filling(std::string_view text) : text_(text) {}
  // From `at` to the end of the section that is open; where it ended.
  std::size_t run(std::size_t at, std::string& out, bool said);
  void enter(const Json& item) { items_.push_back(&item); }

 private:
  bool next(std::size_t from, Mark* mark) const;
  const Json* find(std::string_view name) const;
  std::size_t section(const Mark& mark, std::string& out, bool said);

  std::string_view text_;
  std::vector<const Json*> items_;
};

}  // namespace

std::string fill(std::string_view text, const nlohmann::json& model) {
  std::string out;
  Filling filling(text);
  filling.enter(model);
  const std::size_t end = filling.run(0, out, true);
  PHEP_CHECK(end == text.size(), "every section of a template is opened before it is closed");
  return out;
}

std::string_view template_text(std::string_view path) {
  for (const TemplateFile& file : template_files())
    if (file.path == path) return file.text;
  PHEP_CHECK(false, "a template that is asked for is there: " + std::string(path));
  PHEP_UNREACHABLE();
}

std::string filled_template(std::string_view path, const nlohmann::json& model) {
  return fill(template_text(path), model);
}

namespace {

std::size_t Filling::run(std::size_t at, std::string& out, bool said) {
  Mark mark{};
  while (next(at, &mark)) {
    if (said) out += text_.substr(at, mark.begin - at);
    at = mark.end;
    if (mark.sort == '/') return at;
    if (mark.sort != ' ') {
      at = section(mark, out, said);
    } else if (said) {
      const Json* value = find(mark.name);
      PHEP_CHECK(value != nullptr,
                 "the model has what a template names: " + std::string(mark.name));
      out += value->is_string() ? value->get<std::string>() : value->dump();
    }
  }
  if (said) out += text_.substr(at);
  return text_.size();
}

std::size_t Filling::section(const Mark& mark, std::string& out, bool said) {
  const Json* value = find(mark.name);
  const bool is_list = value != nullptr && value->is_array();
  const bool holds = value != nullptr && !value->is_null() && *value != false && *value != "" &&
                     !(is_list && value->empty());
  if (!said || holds != (mark.sort == '#')) return run(mark.end, out, false);
  if (mark.sort == '^' || !is_list) {
    if (mark.sort == '#') enter(*value);
    const std::size_t end = run(mark.end, out, true);
    if (mark.sort == '#') items_.pop_back();
    return end;
  }
  std::size_t end = mark.end;
  for (const Json& item : *value) {
    enter(item);
    end = run(mark.end, out, true);
    items_.pop_back();
  }
  return end;
}

bool Filling::next(std::size_t from, Mark* mark) const {
  const std::size_t open = text_.find("{{", from);
  if (open == std::string_view::npos) return false;
  const std::size_t close = text_.find("}}", open);
  PHEP_CHECK(close != std::string_view::npos, "a mark of a template is closed");
  std::string_view inside = text_.substr(open + 2, close - open - 2);
  mark->sort = ' ';
  if (inside.starts_with('#') || inside.starts_with('^') || inside.starts_with('/')) {
    mark->sort = inside[0];
    inside.remove_prefix(1);
  }
  mark->name = inside;
  mark->begin = open;
  mark->end = close + 2;
  const bool starts_line = open == 0 || text_[open - 1] == '\n';
  const bool ends_line = mark->end < text_.size() && text_[mark->end] == '\n';
  if (mark->sort != ' ' && starts_line && ends_line) ++mark->end;
  return true;
}

const Json* Filling::find(std::string_view name) const {
  if (name == ".") return items_.back();
  for (const Json* item : items_ | std::views::reverse) {
    if (!item->is_object()) continue;
    if (const auto found = item->find(name); found != item->end()) return &*found;
  }
  return nullptr;
}

}  // namespace

}  // namespace phep::exports
