#include "lsp/server/outbox.h"

namespace phep::server {

void Outbox::ask(std::string_view method, Json params, Then then) {
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
