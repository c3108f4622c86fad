#include "lsp/server/outbox.h"

#include "compiler/base/check.h"

#include <algorithm>
#include <array>

namespace phep::server {
namespace {

constexpr std::array<std::string_view, 16> kToClients = {
    "$/logTrace",
    "$/progress",
    "client/registerCapability",
    "phep/changed",
    "textDocument/publishDiagnostics",
    "window/logMessage",
    "window/showDocument",
    "window/showMessage",
    "window/workDoneProgress/create",
    "workspace/applyEdit",
    "workspace/codeLens/refresh",
    "workspace/configuration",
    "workspace/diagnostic/refresh",
    "workspace/inlayHint/refresh",
    "workspace/inlineValue/refresh",
    "workspace/semanticTokens/refresh",
};

}  // namespace

std::span<const std::string_view> told_to_clients() {
  return kToClients;
}

void Outbox::check_known(std::string_view method) {
  PHEP_CHECK(std::ranges::find(kToClients, method) != kToClients.end(),
             "clients are told by the table");
}

void Outbox::ask(std::string_view method, Json params, Then then) {
  check_known(method);
  std::int64_t id = 0;
  {
    const std::scoped_lock lock(mutex_);
    id = next_++;
    waiting_[id] = std::move(then);
  }
  writer_.write(request(id, method, params));
}

bool Outbox::answered(const Message& response) {
  if (!response.id || !response.id->is_number_integer()) return false;
  Then then;
  {
    const std::scoped_lock lock(mutex_);
    const auto found = waiting_.find(response.id->get<std::int64_t>());
    if (found == waiting_.end()) return false;
    then = std::move(found->second);
    waiting_.erase(found);
  }
  if (then) then(response.error.is_null() ? response.result : Json(nullptr));
  return true;
}

}  // namespace phep::server
