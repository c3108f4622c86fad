// JSON of others: one meaning, or none.
#include "compiler/base/read_json.h"

#include "compiler/workspace/manifest.h"

#include <doctest/doctest.h>

#include <string>

namespace phep::tests {

TEST_CASE("read_json: a key comes once in its object, however it is spelled") {
  CHECK_FALSE(json_twin(R"({"a":{"b":1},"b":[{"a":1},{"a":"{\"a\":"}],"c":{"a":2}})"));
  CHECK_FALSE(json_twin(R"("{\"a\":1,\"a\":2}")"));
  CHECK_FALSE(json_twin("[]"));
  const std::string text = R"({"a":[0,{"x/y":{"b":1,"\u0062":2}}],"a":3})";
  const auto twin = json_twin(text);
  REQUIRE(twin.has_value());
  CHECK(twin->pointer == "/a/1/x~1y/b");
  CHECK(text.substr(twin->begin, twin->end - twin->begin) == R"("\u0062")");
  CHECK(read_json(text).error().message == "/a/1/x~1y/b: the key comes twice");
}

TEST_CASE("read_json: all of a text is one value") {
  CHECK(*read_json(" {\"a\":[1,null]}\n") == nlohmann::json{{"a", {1, nullptr}}});
  CHECK(read_json("{\"a\":1}x").error().message == "no JSON from byte 7 on");
  const std::string nul("{\"a\":1}\0{\"a\":2}", 15);
  CHECK(read_json(nul).error().message == "no JSON from byte 7 on");
  CHECK_FALSE(read_json(std::string("\"\0\"", 3)).has_value());
  CHECK(read_json(std::string(65, '[') + std::string(65, ']')).error().message ==
        "nested deeper than 64 levels");
  CHECK_FALSE(read_json("").has_value());
}

TEST_CASE("read_json: members of an object are told where they stand") {
  const std::string text = R"( {"a" : [1,{"b":"]}"}], "c":"\"x", "a":tr)";
  const auto members = json_members(text, 0);
  REQUIRE(members.size() == 3);
  const auto value = [&](std::size_t i) {
    return text.substr(members[i].begin, members[i].end - members[i].begin);
  };
  CHECK(members[0].key == "a");
  CHECK(value(0) == R"([1,{"b":"]}"}])");
  CHECK(members[1].key == "c");
  CHECK(value(1) == R"("\"x")");
  CHECK(members[2].key == "a");
  CHECK(value(2) == "tr");
  CHECK(json_members(text, 8).empty());  // a list
  CHECK(json_members(text, 11).size() == 1);
}

TEST_CASE("read_json: where a text ends within a list or an object its last member does") {
  for (const std::string_view text :
       {R"({"a":[1)", R"({"a":{"b":[])", R"({"a":["]")", R"({"a":{)"}) {
    const auto members = json_members(text, 0);
    REQUIRE(members.size() == 1);
    CHECK(members[0].begin == 5);
    CHECK(members[0].end == text.size());
  }
}

TEST_CASE("phep.json: what is wrong is told at its key, and the rest is taken") {
  const auto place = [](std::string_view text) {
    const auto read = workspace::read_manifest(text);
    return read.problem ? std::string(text.substr(read.problem->begin,
                                                  read.problem->end - read.problem->begin))
                        : "none";
  };
  CHECK(place(R"({"name":"library","library":true})") == "none");
  CHECK(place(R"({"name":"libary","libary":true})") == R"("libary")");
  CHECK(workspace::read_manifest(R"({"name":"libary","libary":true})").problem->begin == 17);
  CHECK(place(R"({"name":"a", "n\u0061me":"b"})") == R"("n\u0061me")");
  CHECK(place(R"({"library":1})") == R"("library")");
  CHECK(workspace::read_manifest(R"({"library":1})").problem->suggestion.empty());
  CHECK(place("{} x") == "x");
  CHECK(place("[]") == "[");
  CHECK(place("").empty());
  CHECK(place(std::string_view("{}\0x", 4)) == std::string(1, '\0'));
  const auto marked = workspace::read_manifest("\xEF\xBB\xBF{\"library\":true}");
  CHECK_FALSE(marked.problem.has_value());
  CHECK(marked.manifest.library);
  CHECK(workspace::read_manifest(R"({"library":true,"nmae":1})").manifest.library);
}

}  // namespace phep::tests
