#include "compiler/export/c_names.h"

#include "compiler/base/text.h"

#include <array>

namespace phep::exports {

namespace {

constexpr std::array kKeywords = {
    "alignas",  "alignof",   "and",      "asm",       "auto",       "bool",      "break",
    "case",     "catch",     "char",     "class",     "const",      "constexpr", "continue",
    "decltype", "default",   "delete",   "do",        "double",     "else",      "enum",
    "explicit", "export",    "extern",   "false",     "float",      "for",       "friend",
    "goto",     "if",        "inline",   "int",       "known",      "layout",    "long",
    "mutable",  "namespace", "new",      "noexcept",  "not",        "nullptr",   "operator",
    "or",       "present",   "private",  "protected", "public",     "register",  "requires",
    "restrict", "return",    "short",    "signed",    "size",       "sizeof",    "static",
    "struct",   "switch",    "template", "this",      "throw",      "true",      "try",
    "typedef",  "typename",  "union",    "unsigned",  "using",      "virtual",   "void",
    "volatile", "while",     "xor",      "head",      "certificate"};

bool is_reserved(std::string_view name) {
  for (const char* keyword : kKeywords) {
    if (name == keyword) return true;
  }
  return false;
}

}  // namespace

std::string c_identifier(std::string_view text) {
  std::string name;
  // fold() also lowers letters; ASCII ones keep their case.
  const bool ascii = text.find_first_not_of(
                         "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_/$. ") ==
                     std::string::npos;
  const std::string folded = ascii ? std::string(text) : fold(text);
  for (const char c : folded) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter || (c >= '0' && c <= '9' && !name.empty())) {
      name += c;
    } else if (!name.empty() && name.back() != '_') {
      name += '_';
    }
  }
  while (!name.empty() && name.back() == '_') name.pop_back();
  return name.empty() ? "value" : name;
}

std::string CScope::add(std::string_view text) {
  std::string name = c_identifier(text);
  if (is_reserved(name)) name += '_';
  std::string unique = name;
  for (int n = 2; !taken_.insert(unique).second; ++n) unique = name + "_" + std::to_string(n);
  return unique;
}

}  // namespace phep::exports
