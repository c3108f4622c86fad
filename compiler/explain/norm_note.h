// One norm explained: which tests of its table decided, with what facts, by what provisions.
#pragma once

#include "compiler/explain/explanation.h"
#include "compiler/explain/norm_places.h"

namespace phep::explain {

class NormExplainer {
 public:
  NormExplainer(Reasons& reasons, const std::vector<PendingGroup>& groups)
      : r_(reasons), groups_(groups) {}

  // Everything but what other facts would change.
  NormNote explain(const NormPlace& place, const nlohmann::json& result);

 private:
  struct Asked {
    const Scope& scope;
    const decision::NormSpec& spec;
    const hir::Def* def;
    const hir::Norm* norm;         // null: not found among the declarations
    std::uint64_t occurrence = 0;  // of a recurring duty: which time
  };
  void who(const Asked& asked, NormNote& note) const;
  void steps(const Asked& asked, NormNote& note);
  // clause_notes.cpp: recurring duties, chains of breaches, burden of proof, silence
  struct Period {
    std::int64_t from, through;   // days
    decision::Reg first, length;  // of the function that holds the deadline
    const Scope* scope;
  };
  std::optional<Period> period(const Asked& asked);
  [[nodiscard]] std::string period_text(const Asked& asked, const Period& of) const;
  Reason period_step(const Asked& asked, const Period& of);
  void breach_step(const Asked& asked, bool absent, Reason& step) const;
  void kept(const Asked& asked, NormNote& note) const;
  void clauses(const Asked& asked, NormNote& note);
  void figure_grounds(const Asked& asked, const decision::NormSanction& row, Reason& step);
  [[nodiscard]] std::string breach_chain(const hir::Norm& norm) const;
  [[nodiscard]] std::string cited(const std::string& text,
                                  const std::vector<hir::Cite>& cites) const;

  void force_steps(const Asked& asked, NormNote& note);
  void exemption_steps(const Asked& asked, NormNote& note);
  void deferral_steps(const Asked& asked, NormNote& note);
  void done_step(const Asked& asked, NormNote& note);
  void deadlines(const NormPlace& place, const Asked& asked, NormNote& note);
  void sanctions(const Asked& asked, NormNote& note);
  std::string sanction_text(const Asked& asked, const decision::NormSanction& row,
                            const hir::Sanction* declared);
  void unsettled(NormNote& note) const;
  [[nodiscard]] std::string say(std::string_view vi, std::string_view en) const {
    return r_.say(vi, en);
  }

  Reasons& r_;
  const std::vector<PendingGroup>& groups_;
};

// The sentences of the conclusion, and the row of the status table.
void conclude(const Reasons& reasons, const decision::NormSpec& spec, NormNote& note);

// "2026-08-31T03:00:00Z" → milliseconds.
std::optional<std::int64_t> instant_of(const nlohmann::json& value);

}  // namespace phep::explain
