// The one table of what the server understands: a method's name, how its parameters are read, the
// lane it runs in, who answers, and what is advertised for it. What is not here is not offered.
#pragma once

#include "lsp/server/lanes.h"
#include "lsp/server/protocol.h"
#include "lsp/server/rpc.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <variant>

namespace phep::server {

class Analysis;
class Layouts;
class Server;

// What becomes of a request when a newer text of its document comes before its answer.
enum class Overtaken : std::uint8_t {
  Answers,     // it is answered all the same
  Modified,    // ContentModified
  Retriggers,  // ServerCancelled: the client asks again
};

// Who acts, by lane. Each reads the parameters first and refuses what is not of their shape.
using ReaderAct = Reply (*)(Server&, const Json& params);
using AnalysisAct = Reply (*)(Analysis&, const Json& params, const Ask&);
using TextAct = Reply (*)(Layouts&, const Json& params, const Ask&);

enum class Sort : std::uint8_t { Request, Notification };

struct Method {
  std::string_view name;
  Sort sort = Sort::Request;
  Lane lane = Lane::Reader;
  Overtaken overtaken = Overtaken::Answers;
  std::variant<ReaderAct, AnalysisAct, TextAct> act;
  // Where in the server's capabilities it is advertised, and as what; "": nothing is said of it.
  std::string_view capability;
  Json (*options)() = nullptr;  // null: by the method's name
  bool for_tests = false;       // no client's, but with --test-hold
};

std::span<const Method> methods();
const Method* find_method(std::string_view name);

// The capabilities of all rows together.
Json capabilities();

// An answer in waiting: no response is sent now; the analysis sends it when there is something.
Reply later();
bool is_later(const Reply& reply);

}  // namespace phep::server
