// What the formatting lane remembers: the documents that it laid out last, so that saving reads
// only what was written since. One thread.
#pragma once

#include "compiler/syntax/format.h"
#include "lsp/server/documents.h"

#include <list>
#include <string>

namespace phep::server {

class Layouts {
 public:
  // The document's text laid out, or as it is with what is wrong with it.
  syntax::Formatted lay_out(const Document& document);

 private:
  static constexpr std::size_t kMost = 4;

  struct One {
    std::string path;
    syntax::LiveFormat live;
  };
  std::list<One> latest_;  // the last one first
};

}  // namespace phep::server
