// Provisions and instruments as they are named on the command line.
#pragma once

#include "compiler/cli/session.h"
#include "compiler/law/citation_reader.h"
#include "compiler/law/register.h"

#include <expected>
#include <string>
#include <vector>

namespace phep::cli {

struct AskedProvision {
  hir::DefId instrument;
  law::Spoken said;
};

// The provision that the words mean; else what is wrong, or the choices, have been printed and the
// exit code is given.
std::expected<AskedProvision, int> find_provision(Session& session, const law::Register& all,
                                                  const std::string& words);

// The instruments of these names or numbers; without any, none.
std::expected<std::vector<hir::DefId>, int> chosen_instruments(
    Session& session, const law::Register& all, const std::vector<std::string>& words);

// Says why a citation cannot be read.
void fail_citation(Session& session, law::Misread why, const std::string& words);

}  // namespace phep::cli
