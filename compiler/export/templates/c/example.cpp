// Decides {{qualified}}: typed facts, then JSON.
#include "{{name}}.hpp"

#include <cstdio>

namespace {

// How an answer's values are told apart.
template <class T>
void tell(const char* name, const phep::Out<T>& out) {
  const char* what = "known";
  if (std::get_if<phep::Absent>(&out) != nullptr) what = "absent";
  if (std::get_if<phep::Error>(&out) != nullptr) what = "an error";
  if (std::get_if<phep::OneOf<T>>(&out) != nullptr) what = "one of several: a calendar is not decided";
  if (std::get_if<phep::Between<T>>(&out) != nullptr) what = "between two ends";
  if (std::get_if<phep::Unknown>(&out) != nullptr) what = "unknown";
  std::printf("%-32s %s\n", name, what);
}

void tell(const char* name, const phep::Norm& norm) {
  std::printf("%-32s %s\n", name, phep::word(norm.status));
  for (const std::string& fact : norm.missing) std::printf("%-32s   needs %s\n", "", fact.c_str());
}

void tell(const char* name, const phep::Norms& norms) {
  if (norms.unknown) std::printf("%-32s needs %s\n", name, norms.unknown->c_str());
  for (const phep::Norm& norm : norms.items) tell(name, norm);
}

}  // namespace

int main() {
  namespace policy = ::policy::{{cpp}};
  policy::Options options;
  options.as_of = phep::Instant::of(phep::Date::of(2026, 3, 10), 9, 0, 0, 420);

  // What is not set is unknown.
  policy::Facts facts;
{{#samples}}
  facts.{{name}} = {{sample}};
{{/samples}}

  const auto answer = policy::decide(facts, options);
  if (!answer) return std::fprintf(stderr, "status %d\n", static_cast<int>(answer.error().status)), 1;
{{#outputs}}
  tell({{key_q}}, answer->{{part}}());
{{/outputs}}
{{#norms}}
  tell({{key_q}}, answer->{{part}}());
{{/norms}}

  const auto json = policy::decide_json("{}", options);
  if (!json) return std::fprintf(stderr, "status %d\n", static_cast<int>(json.error().status)), 1;
  std::printf("%s\n", json->c_str());
  return 0;
}
