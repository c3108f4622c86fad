#include "lsp/server/documents.h"

#include <algorithm>

namespace phep::server {
namespace {

// Beginnings of lines after [begin, end) was replaced by `inserted`. Without carriage returns
// nearby no line break can have been split or joined.
void move_starts(Document& document, std::uint32_t begin, std::uint32_t end,
                 std::string_view inserted) {
  auto& starts = document.starts;
  const auto first = std::ranges::upper_bound(starts, begin);
  const auto last = std::ranges::upper_bound(starts, end);
  std::vector<std::uint32_t> fresh = line_starts(inserted);
  fresh.erase(fresh.begin());
  for (std::uint32_t& start : fresh) start += begin;
  const auto gone = static_cast<std::int64_t>(end - begin);
  const std::int64_t delta = static_cast<std::int64_t>(inserted.size()) - gone;
  for (auto it = last; it != starts.end(); ++it)
    *it = static_cast<std::uint32_t>(static_cast<std::int64_t>(*it) + delta);
  const auto at = starts.erase(first, last);
  starts.insert(at, fresh.begin(), fresh.end());
}

bool near_carriage_return(const std::string& text, std::uint32_t begin, std::uint32_t end,
                          std::string_view inserted) {
  if (inserted.contains('\r')) return true;
  const std::size_t from = begin == 0 ? 0 : begin - 1;
  const std::size_t to = std::min<std::size_t>(text.size(), std::size_t{end} + 1);
  return std::string_view(text).substr(from, to - from).contains('\r');
}

}  // namespace

bool apply(Document& document, const TextChange& change, Encoding encoding) {
  if (!change.range) {
    document.text = change.text;
    document.starts = line_starts(document.text);
    return true;
  }
  const auto begin = offset_at(document.lines(), change.range->first, encoding);
  const auto end = offset_at(document.lines(), change.range->second, encoding);
  if (!begin || !end || *begin > *end) return false;
  const bool whole = near_carriage_return(document.text, *begin, *end, change.text);
  document.text.replace(*begin, *end - *begin, change.text);
  if (whole) {
    document.starts = line_starts(document.text);
  } else {
    move_starts(document, *begin, *end, change.text);
  }
  return true;
}

void Documents::touch(const std::string& path) {
  if (std::ranges::find(changed_, path) == changed_.end()) changed_.push_back(path);
}

void Documents::open(Document document) {
  document.starts = line_starts(document.text);
  const std::scoped_lock lock(mutex_);
  const std::string path = document.path;
  open_[path] = std::make_shared<const Document>(std::move(document));
  touch(path);
}

Documents::Outcome Documents::change(const std::string& path, std::int64_t version,
                                     const std::vector<TextChange>& changes, Encoding encoding) {
  const DocumentPtr old = find(path);
  if (old == nullptr) return Outcome::NotOpen;
  auto next = std::make_shared<Document>(*old);
  // Versions only grow (0: the client gives none); an older text is not the one that we have.
  if (version != 0 && version < old->version) next->lost = true;
  next->version = version;
  for (const TextChange& change : changes) {
    if (!change.range) next->lost = false;
    if (!next->lost && !apply(*next, change, encoding)) next->lost = true;
  }
  if (next->lost) {
    next->text.clear();
    next->starts = {0};
  }
  const std::scoped_lock lock(mutex_);
  const Outcome outcome = !next->lost ? Outcome::Done
                          : old->lost ? Outcome::AlreadyLost
                                      : Outcome::Lost;
  open_[path] = std::move(next);
  touch(path);
  return outcome;
}

bool Documents::close(const std::string& path) {
  const std::scoped_lock lock(mutex_);
  if (open_.erase(path) == 0) return false;
  touch(path);
  return true;
}

DocumentPtr Documents::find(const std::string& path) const {
  const std::scoped_lock lock(mutex_);
  const auto found = open_.find(path);
  return found == open_.end() ? nullptr : found->second;
}

std::vector<std::string> Documents::take_changed() {
  const std::scoped_lock lock(mutex_);
  return std::exchange(changed_, {});
}

std::vector<DocumentPtr> Documents::all() const {
  const std::scoped_lock lock(mutex_);
  std::vector<DocumentPtr> out;
  for (const auto& [path, document] : open_) out.push_back(document);
  return out;
}

}  // namespace phep::server
