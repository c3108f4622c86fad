// every_kind through its C++ wrapper.
#include "answer_cases.hpp"
#include "every_kind.hpp"

namespace policy_ = ::policy::every_kind;

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
  std::map<std::string, std::string> norms{{"keep", json(answer->keep())},
                                           {"keep_long", json(answer->keep_long())},
                                           {"tell", json(answer->tell())}};
  const phep::Norms weighed = answer->weigh();
  if (weighed.unknown)
    norms["weigh[/items]"] = R"({"binds":"unknown","missing":[)" + show::quoted(*weighed.unknown) +
                             R"(],"status":"undetermined"})";
  for (std::size_t i = 0; i < weighed.items.size(); ++i)
    norms["weigh[/items/" + std::to_string(i) + "]"] = json(weighed.items[i]);
  const std::string outputs = show::object({{"all_told", json(answer->all_told())},
                                            {"began", json(answer->began())},
                                            {"colour", json(answer->colour())},
                                            {"doubled", json(answer->doubled())},
                                            {"fee", json(answer->fee())},
                                            {"maybe", json(answer->maybe())},
                                            {"note", json(answer->note())},
                                            {"on_day", json(answer->on_day())},
                                            {"owed", json(answer->owed())},
                                            {"ratio", json(answer->ratio())},
                                            {"rest", json(answer->rest())},
                                            {"steps", json(answer->steps())},
                                            {"term", json(answer->term())},
                                            {"weight", json(answer->weight())},
                                            {"word", json(answer->word())},
                                            {"yes", json(answer->yes())}});
  *out = show::object({{"norms", show::object(norms)}, {"outputs", outputs}});
  return 0;
}

}  // namespace

int main() {
  return cases::answer([](const std::string& text,
                          phep::Instant as_of) { return policy_::decide_json(text, at(as_of)); },
                       typed);
}
