// breach_report of vn.pdpl.breach through its C++ wrapper.
#include "answer_cases.hpp"
#include "breach_report.hpp"

namespace policy_ = ::policy::breach_report;

namespace {

policy_::Options at(phep::Instant as_of) {
  policy_::Options options;
  options.as_of = as_of;
  return options;
}

int typed(const std::string& text, phep::Instant as_of, std::string* out) {
  const auto facts = policy_::read(text, at(as_of));
  if (!facts) return static_cast<int>(facts.error().status);
  const auto answer = policy_::decide(*facts, at(as_of));
  if (!answer) return static_cast<int>(answer.error().status);
  using show::json;
  const std::string norms =
      show::object({{"draw_up_record", json(answer->draw_up_record())},
                    {"give_full_notice", json(answer->give_full_notice())},
                    {"notify_authority", json(answer->notify_authority())},
                    {"notify_other_cases", json(answer->notify_other_cases())},
                    {"processor_tells_controller", json(answer->processor_tells_controller())},
                    {"stop_and_repair", json(answer->stop_and_repair())}});
  *out = show::object(
      {{"norms", norms}, {"outputs", show::object({{"clause_1", json(answer->clause_1())}})}});
  return 0;
}

}  // namespace

int main() {
  return cases::answer([](const std::string& text,
                          phep::Instant as_of) { return policy_::decide_json(text, at(as_of)); },
                       typed);
}
