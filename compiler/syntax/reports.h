// The diagnostics of one file, at most kMaxDiagnostics of them.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/diagnostics/kinds/syntax.h"
#include "compiler/syntax/parse.h"

#include <cstdint>
#include <utility>

namespace phep::syntax {

// Collects what reading a file has to say. The last one that fits says that there are more.
class Reports {
 public:
  // The reference lets notes and fixes be added; it is valid until the next report.
  template <int N, class... Args>
  Diagnostic& report(const diag::Kind<N>& kind, Span at, Args&&... args) {
    if (list_.items().size() + 1 < kMaxDiagnostics)
      return list_.report(kind, at, std::forward<Args>(args)...);
    if (list_.items().size() + 1 == kMaxDiagnostics)
      list_.report(diag::TooManyProblems, at, static_cast<std::int64_t>(kMaxDiagnostics) - 1);
    dropped_ = Diagnostic{&kind.row, at, {}, {}, {}};
    return dropped_;
  }

  [[nodiscard]] bool has_errors() const { return list_.has_errors(); }
  [[nodiscard]] std::size_t size() const { return list_.items().size(); }

  [[nodiscard]] const std::vector<Diagnostic>& items() const { return list_.items(); }

  // What was collected, in order of place.
  DiagnosticList take() && {
    list_.sort();
    return std::move(list_);
  }

 private:
  DiagnosticList list_;
  Diagnostic dropped_{};  // takes the notes of a report that no longer fits
};

}  // namespace phep::syntax
