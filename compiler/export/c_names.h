// Names of the law as C identifiers. Private to this room.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace phep::exports {

// Letters without diacritics, everything else an underscore: "/breach/harm" is breach_harm.
std::string c_identifier(std::string_view text);

// Identifiers of one scope: no two equal, none a keyword of C or C++.
class CScope {
 public:
  std::string add(std::string_view text);

 private:
  std::set<std::string> taken_;
};

}  // namespace phep::exports
