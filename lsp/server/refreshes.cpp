#include "lsp/server/refreshes.h"

#include <string_view>

namespace phep::server {
namespace {

constexpr std::chrono::milliseconds kBetween{200};

std::string_view method_of(Refresh what) {
  switch (what) {
    case Refresh::Diagnostics: return "workspace/diagnostic/refresh";
    case Refresh::Tokens: return "workspace/semanticTokens/refresh";
    case Refresh::Hints: return "workspace/inlayHint/refresh";
    case Refresh::Lenses: return "workspace/codeLens/refresh";
    case Refresh::Values: return "workspace/inlineValue/refresh";
    case Refresh::Own: return "phep/changed";
  }
  return "";
}

}  // namespace

bool Refreshes::taken(Refresh what) const {
  switch (what) {
    case Refresh::Diagnostics: return client_.refreshes;
    case Refresh::Tokens: return client_.refreshes_tokens;
    case Refresh::Hints: return client_.refreshes_hints;
    case Refresh::Lenses: return client_.refreshes_lenses;
    case Refresh::Values: return client_.refreshes_values;
    case Refresh::Own: return true;
  }
  return false;
}

void Refreshes::send(Clock::time_point now) {
  for (std::size_t i = 0; i < kRefreshes; ++i) {
    const auto what = static_cast<Refresh>(i);
    if (!wanted_.at(i) || (sent_.at(i) && now - *sent_.at(i) < kBetween)) continue;
    wanted_.at(i) = false;
    if (!taken(what)) continue;
    sent_.at(i) = now;
    if (what == Refresh::Own) {
      outbox_.notify(method_of(what), Json::object());
    } else {
      outbox_.ask(method_of(what), nullptr, {});
    }
  }
}

std::optional<Refreshes::Clock::time_point> Refreshes::next() const {
  std::optional<Clock::time_point> out;
  for (std::size_t i = 0; i < kRefreshes; ++i) {
    if (!wanted_.at(i)) continue;
    const auto due = sent_.at(i) ? *sent_.at(i) + kBetween : Clock::time_point::min();
    if (!out || due < *out) out = due;
  }
  return out;
}

}  // namespace phep::server
