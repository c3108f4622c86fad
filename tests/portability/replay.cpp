// Decides the cases of a recording by this machine's interpreter and compares the answers' bytes.
#include "compiler/runtime/sha256.h"
#include "tests/portability/portable.h"
#include "tests/portability/recording.h"

#include <cinttypes>

namespace phep::portability {
namespace {

using namespace phep::runtime;

// A digest of all answers so far and one more.
void add(std::uint8_t (&digest)[kDigestBytes], int status, const std::string& answer) {
  std::string all(reinterpret_cast<const char*>(digest), sizeof digest);
  all += std::to_string(status) + "\n" + answer;
  sha256(all.data(), all.size(), digest);
}

void tell(const Case& one, int status, const std::string& answer) {
  std::fprintf(stderr,
               "decision %" PRIu32 ", as of %" PRId64
               "\n  facts %s\n  recorded %d %s\n  here %d %s\n",
               one.decision, one.options.as_of, one.facts.c_str(), one.status, one.answer.c_str(),
               status, answer.c_str());
}

}  // namespace

int replay(std::FILE* recording, std::uint64_t share, std::uint64_t of) {
  Table table;
  Case one;
  Memory memory;
  std::string answer;
  std::uint8_t digest[kDigestBytes] = {};
  std::uint64_t tables = 0, number = 0, cases = 0, differ = 0;
  for (;;) {
    const Item item = read_item(recording, table, one);
    if (item == Item::End) break;
    if (item == Item::Broken) {
      std::fprintf(stderr,
                   "behind table %" PRIu64 " and case %" PRIu64
                   ": no table or case for this machine\n",
                   tables, number);
      return 2;
    }
    if (item == Item::Table) {
      ++tables;
      continue;
    }
    if (number++ % of != share) continue;
    ++cases;
    const int status = memory.decide(table.header(), one, answer);
    add(digest, status, answer);
    if (status == one.status && answer == one.answer) continue;
    if (++differ <= 5) tell(one, status, answer);
  }
  std::printf("{\"tables\":%" PRIu64 ",\"cases\":%" PRIu64 ",\"differ\":%" PRIu64 ",\"digest\":\"",
              tables, cases, differ);
  for (const std::uint8_t byte : digest) std::printf("%02x", byte);
  std::puts("\"}");
  return differ == 0 ? 0 : 1;
}

}  // namespace phep::portability
