// Answers that are written as text are the bytes that a tree of values would have been.
#include "lsp/server/json_text.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

namespace phep::server {
namespace {

std::string as_tree(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string as_text(std::string_view text) {
  JsonText out;
  out.value(text);
  return out.text();
}

}  // namespace

TEST_CASE("json text: strings are what a tree of values writes") {
  std::vector<std::string> texts = {
      "",
      "plain",
      "Điều 23, khoản 1 — \"thông báo\"",
      "a\\b\"c/d",
      "\b\f\n\r\t",
      std::string("a\0b", 3),
      "\x7f",
      "\u2028\u2029\ufeff",
      "\xf0\x9f\x93\x9c",           // beyond the basic plane
      "\xed\xa0\x80 \xed\xb0\x80",  // surrogates
      "\xc0\xaf \xe0\x80\xaf",      // longer than need be
      "\xf4\x90\x80\x80 \xff",      // no character
      "cut \xe1\xbb",               // in the middle of one
      "e\xcc\x81 and \xc3\xa9",     // decomposed, composed
  };
  for (int byte = 0; byte < 256; ++byte) {
    texts.push_back(std::string(1, static_cast<char>(byte)));
    texts.push_back("before " + std::string(1, static_cast<char>(byte)) + " after");
  }
  for (const std::string& text : texts) CHECK(as_text(text) == as_tree(Json(text)));
}

TEST_CASE("json text: numbers") {
  for (const std::uint32_t number : {0U, 7U, 10U, 99'999U, 2'147'483'648U, 4'294'967'295U}) {
    JsonText out;
    out.value(number);
    CHECK(out.text() == as_tree(Json(number)));
  }
}

TEST_CASE("json text: brackets and commas") {
  const Json inner = {{"x", nullptr}, {"y", {1.5, -2, true}}};
  const Json tree = {{"a", Json::array()},
                     {"b", Json::object()},
                     {"c", {1, "hai", {{"d", Json::array({Json::array(), Json::array({3})})}}}},
                     {"e", inner},
                     {"f", {0}}};
  JsonText out;
  out.open('{');
  out.key("a");
  out.open('[');
  out.close(']');
  out.key("b");
  out.open('{');
  out.close('}');
  out.key("c");
  out.open('[');
  out.value(1);
  out.value("hai");
  out.open('{');
  out.key("d");
  out.open('[');
  out.open('[');
  out.close(']');
  out.open('[');
  out.value(3);
  out.close(']');
  out.close(']');
  out.close('}');
  out.close(']');
  out.key("e");
  out.tree(inner);
  out.key("f");
  out.part("[0]");
  out.close('}');
  CHECK(out.text() == as_tree(tree));
}

TEST_CASE("messages are the bytes of their trees") {
  const Json result = {{"name", "Điều \"1\""}, {"list", {1, 2}}};
  const Json text = written(as_tree(result));
  for (const Json& id : {Json(7), Json("a\"b"), Json()}) {
    const std::string whole = as_tree({{"jsonrpc", "2.0"}, {"id", id}, {"result", result}});
    CHECK(response(id, result) == whole);
    CHECK(response(id, text) == whole);
    CHECK(request(id, "a/b", result) ==
          as_tree({{"jsonrpc", "2.0"}, {"id", id}, {"method", "a/b"}, {"params", result}}));
    CHECK(response(id, refuse(ErrorCode::RequestFailed, "không \"được\"")) ==
          as_tree({{"jsonrpc", "2.0"},
                   {"id", id},
                   {"error", {{"code", -32803}, {"message", "không \"được\""}}}}));
    CHECK(response(id, refuse(ErrorCode::RequestFailed, "no", result)) ==
          as_tree({{"jsonrpc", "2.0"},
                   {"id", id},
                   {"error", {{"code", -32803}, {"message", "no"}, {"data", result}}}}));
  }
  const std::string told = as_tree({{"jsonrpc", "2.0"}, {"method", "a/b"}, {"params", result}});
  CHECK(notification("a/b", result) == told);
  CHECK(notification("a/b", text) == told);
  CHECK(response(1, Json()) == as_tree({{"jsonrpc", "2.0"}, {"id", 1}, {"result", nullptr}}));
}

}  // namespace phep::server
