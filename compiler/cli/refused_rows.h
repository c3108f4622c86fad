// Rows of a stream that were refused, told on standard error: the first few as pictures, then their
// number.
#pragma once

#include "compiler/batch/stream.h"
#include "compiler/cli/session.h"

namespace phep::cli {

class RefusedRows {
 public:
  RefusedRows(Session& session, std::string path, const decision::Program& program);

  void row(const batch::Refusal& refusal);
  // The header of a table is wrong.
  void header(const batch::Ended& ended);
  // How many rows there were, if any was refused.
  void total(const batch::Totals& totals);

 private:
  Session& session_;
  std::string path_;
  const decision::Program& program_;
  std::uint64_t told_ = 0;
};

}  // namespace phep::cli
