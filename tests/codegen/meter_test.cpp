// Meters in modules written by hand, and modules that cannot have any.
#include "compiler/codegen/meter.h"

#include <doctest/doctest.h>

#include <string>

namespace phep::tests {
namespace {

using namespace codegen;  // NOLINT: bytes of theirs are written here

constexpr std::uint8_t kI32 = 0x7F, kI64 = 0x7E, kF32 = 0x7D, kFunctionType = 0x60;

// Sections of a module: a function that loops, and one that calls it and is exported.
struct Parts {
  Bytes types = {1, kFunctionType, 1, kI32, 1, kI32};
  Bytes functions = {2, 0, 0};
  Bytes globals = {1, kI32, 1, kWasmI32Const, 0, kWasmEnd};
  Bytes exports = {1, 1, 'f', 0, 1};
  std::vector<Bytes> bodies = {
      {0, kWasmLoop, 0x40, kWasmEnd, kWasmLocalGet, 0, kWasmEnd},
      {1, 1, kI64, kWasmLocalGet, 0, kWasmCall, 0, kWasmEnd},
  };
  Bytes more = {};  // whole sections behind the others
};

Bytes module_of(const Parts& parts) {
  Bytes out = {0, 'a', 's', 'm', 1, 0, 0, 0};
  const auto section = [&](std::uint8_t id, const Bytes& bytes) {
    out.push_back(id);
    put_counted(out, bytes);
  };
  Bytes code;
  put_u32(code, static_cast<std::uint32_t>(parts.bodies.size()));
  for (const Bytes& body : parts.bodies) put_counted(code, body);
  section(1, parts.types);
  section(3, parts.functions);
  section(6, parts.globals);
  section(7, parts.exports);
  section(10, code);
  put_bytes(out, parts.more);
  return out;
}

// Why a module cannot have meters; empty: it can.
std::string refused(const Parts& parts) {
  const auto made = metered(module_of(parts), 1000);
  return made ? std::string() : made.error().message;
}
template <class Change>
std::string refused(Change change) {
  Parts parts;
  change(parts);
  return refused(parts);
}

bool reads(const Bytes& bytes) {
  WasmReader in(bytes);
  WasmInst inst;
  return read_inst(in, inst) && in.done();
}

}  // namespace

TEST_CASE("meter: what is exported and may run out is entered through one that sets the meter") {
  const Parts parts;
  const auto made = metered(module_of(parts), 1000);
  REQUIRE(made.has_value());
  const auto sections = wasm_sections(*made);
  REQUIRE(sections.has_value());
  REQUIRE(sections->size() == 5);
  const auto bytes = [&](std::size_t at) {
    return Bytes((*sections)[at].bytes.begin(), (*sections)[at].bytes.end());
  };
  CHECK(bytes(0) == parts.types);
  // The third function has the type of the one that it calls, and is exported in its place.
  CHECK(bytes(1) == Bytes{3, 0, 0, 0});
  CHECK(bytes(3) == Bytes{1, 1, 'f', 0, 2});
  // The meter is the last global, an i64.
  CHECK(bytes(2)[0] == 2);
  CHECK(bytes(2).size() == parts.globals.size() + 5);
  CHECK(bytes(4)[0] == 3);

  // Nothing that loops, nothing to count: the export stays as it was.
  Parts straight;
  straight.bodies[0] = {0, kWasmLocalGet, 0, kWasmEnd};
  const auto same = metered(module_of(straight), 1000);
  REQUIRE(same.has_value());
  CHECK(same->size() == module_of(straight).size() + 5);
}

TEST_CASE("meter: a function that is exported, but cannot say that it ran out") {
  const std::string why = "an exported function cannot say that it ran out";
  CHECK(refused([](Parts& p) { p.types = {1, kFunctionType, 1, kI32, 1, kI64}; }) == why);
  CHECK(refused([](Parts& p) { p.types = {1, kFunctionType, 1, kI32, 0}; }) == why);
  CHECK(refused([](Parts& p) { p.types = {1, kFunctionType, 1, kI32, 2, kI32, kI32}; }) == why);
  // Memories, and functions that are not there, are nobody's entries.
  CHECK(refused([](Parts& p) { p.exports = {1, 1, 'm', 2, 0}; }).empty());
  CHECK(refused([](Parts& p) { p.exports = {1, 1, 'f', 0, 9}; }).empty());
  CHECK(refused([](Parts& p) { p.exports = {2, 1, 'm', 2, 0}; }) ==
        "the module's exports are malformed");
}

TEST_CASE("meter: bytes that are no module, and modules with imports") {
  CHECK(metered(Bytes{0, 'a', 's', 'm'}, 1).error().message == "not a WebAssembly module");
  CHECK(refused([](Parts& p) { p.more = {0, 9, 1}; }) == "not a WebAssembly module");
  CHECK(refused([](Parts& p) { p.more = {0, 2, 1, 'n'}; }).empty());  // a section of a name
  CHECK(refused([](Parts& p) { p.more = {2, 1, 0}; }) == "a module with imports cannot be metered");
}

TEST_CASE("meter: what a module may not have") {
  const std::string why = "the module has what cannot be metered";
  // Types.
  CHECK(refused([](Parts& p) { p.types = {1, 0x5F, 0, 0}; }) == why);
  CHECK(refused([](Parts& p) { p.types = {1, kFunctionType, 1, kI32, 1, kF32}; }) == why);
  CHECK(refused([](Parts& p) { p.types = {2, kFunctionType, 1, kI32, 1, kI32}; }) == why);
  CHECK(refused([](Parts& p) { p.types = {1, kFunctionType, 1, kI32, 9, kI32}; }) == why);
  // Functions of no type, fewer than their number, more than have code.
  CHECK(refused([](Parts& p) { p.functions = {2, 0, 1}; }) == why);
  CHECK(refused([](Parts& p) { p.functions = {2, 0}; }) == why);
  CHECK(refused([](Parts& p) { p.functions = {3, 0, 0, 0}; }) == why);
  CHECK(refused([](Parts& p) { p.functions = {0x80, 0x80, 0x80, 0x80, 0x80, 0}; }) == why);
  // Globals: the first is the stack pointer, which changes.
  CHECK(refused([](Parts& p) { p.globals = {0, kI32, 1}; }) == why);
  CHECK(refused([](Parts& p) { p.globals[1] = kI64; }) == why);
  CHECK(refused([](Parts& p) { p.globals[2] = 0; }) == why);
  CHECK(refused([](Parts& p) { p.globals.clear(); }) == why);
  // Code.
  CHECK(refused([](Parts& p) { p.bodies.pop_back(); }) == why);
  CHECK(refused([](Parts& p) { p.bodies[1][6] = 2; }) == why);  // calls what is not there
  CHECK(refused([](Parts& p) { p.bodies[1][5] = kWasmCallIndirect; }) == why);
  CHECK(refused([](Parts& p) { p.bodies[1] = {0, 0xFF, kWasmEnd}; }) == why);
  CHECK(refused([](Parts& p) { p.bodies[1] = {0, kWasmLocalGet, 0}; }) == why);
  CHECK(refused([](Parts& p) { p.bodies[1] = {9, 1, kI64}; }) == why);
  CHECK(refused([](Parts& p) { p.bodies[1] = {}; }) == why);
}

TEST_CASE("meter: instructions with all that belongs to them") {
  for (const Bytes& whole : {Bytes{0x00},
                             Bytes{0x01},
                             Bytes{0x05},
                             Bytes{kWasmEnd},
                             Bytes{kWasmReturn},
                             Bytes{0x1A},
                             Bytes{0x1B},
                             Bytes{0x45},
                             Bytes{0xC4},
                             Bytes{0x02, 0x40},
                             Bytes{0x0C, 3},
                             Bytes{0x0D, 3},
                             Bytes{0x0E, 2, 1, 0, 3},
                             Bytes{kWasmCall, 0x80, 1},
                             Bytes{kWasmCallIndirect, 1, 0},
                             Bytes{0x1C, 1, kI32},
                             Bytes{0x28, 2, 0x80, 8},
                             Bytes{0x3F, 0},
                             Bytes{0x43, 1, 2, 3, 4},
                             Bytes{0x44, 1, 2, 3, 4, 5, 6, 7, 8}}) {
    CAPTURE(whole[0]);
    CHECK(reads(whole));
    // One byte less is no instruction.
    if (whole.size() > 1) CHECK_FALSE(reads(Bytes(whole.begin(), whole.end() - 1)));
  }
  for (const std::uint8_t unknown : Bytes{0x06, 0x12, 0x27, 0xC5, 0xFC, 0xFF}) {
    CAPTURE(unknown);
    CHECK_FALSE(reads({unknown}));
  }
  WasmInst inst;
  const Bytes call = {kWasmCall, 0x80, 1};
  WasmReader in(call);
  REQUIRE(read_inst(in, inst));
  CHECK(inst.index == 128);
  const Bytes too_long = {0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0};
  WasmReader number(too_long);
  CHECK(number.u32() == 0);
  CHECK_FALSE(number.ok());
}

TEST_CASE("meter: numbers in as few bytes as hold them") {
  const auto signed_ = [](std::int64_t number) {
    Bytes out;
    put_i64(out, number);
    return out;
  };
  CHECK(signed_(0) == Bytes{0});
  CHECK(signed_(63) == Bytes{0x3F});
  CHECK(signed_(64) == Bytes{0xC0, 0});
  CHECK(signed_(-1) == Bytes{0x7F});
  CHECK(signed_(-64) == Bytes{0x40});
  CHECK(signed_(-65) == Bytes{0xBF, 0x7F});
  CHECK(signed_(-128) == Bytes{0x80, 0x7F});
}

}  // namespace phep::tests
