// The texts that the client has open, as the reader thread keeps them. Every version is a value of
// its own, so that lanes read one while the next is being made.
#pragma once

#include "lsp/server/convert.h"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace phep::server {

// One version of an open document.
struct Document {
  std::string uri;   // as the client spells it
  std::string path;  // see uri.h
  std::int64_t version = 0;
  std::string text;
  std::vector<std::uint32_t> starts;
  bool lost = false;  // an impossible change came: what the client sees is not known any more

  [[nodiscard]] Lines lines() const { return {text, starts}; }
};
using DocumentPtr = std::shared_ptr<const Document>;

// A change as didChange brings it; without a range, the whole text.
struct TextChange {
  std::optional<std::pair<Position, Position>> range;
  std::string text;
};

class Documents {
 public:
  enum class Outcome : std::uint8_t { Done, NotOpen, Lost, AlreadyLost };

  void open(Document document);
  // Lost: a range was impossible; the buffer is dropped until a whole text comes.
  Outcome change(const std::string& path, std::int64_t version,
                 const std::vector<TextChange>& changes, Encoding encoding);
  bool close(const std::string& path);

  // The newest version, or null.
  [[nodiscard]] DocumentPtr find(const std::string& path) const;

  // Paths that were opened, changed or closed since this was last called, in order, each once.
  std::vector<std::string> take_changed();
  [[nodiscard]] std::vector<DocumentPtr> all() const;

 private:
  void touch(const std::string& path);

  mutable std::mutex mutex_;
  std::map<std::string, DocumentPtr> open_;
  std::vector<std::string> changed_;
};

// The text with one change made; false if its range does not exist.
bool apply(Document& document, const TextChange& change, Encoding encoding);

}  // namespace phep::server
