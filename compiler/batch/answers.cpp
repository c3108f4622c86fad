#include "compiler/batch/answers.h"

#include "compiler/runtime/phep_abi.h"

#include <nlohmann/json.hpp>

namespace phep::batch {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kShown = 2048;    // bytes of a refused row that are kept for its picture
constexpr std::uint32_t kBefore = 256;  // of them before the place, in a long row

std::string_view flaw_code(RowFlaw::Kind kind) {
  switch (kind) {
    case RowFlaw::Kind::OpenQuote: return "open_quote";
    case RowFlaw::Kind::StrayQuote: return "stray_quote";
    case RowFlaw::Kind::Length: return "row_length";
    case RowFlaw::Kind::AbsentWithValue: return "absent_with_value";
    case RowFlaw::Kind::NotBool: return "wrong_type";
  }
  return "";
}

// The place that the reader of facts told, in the bytes of the row.
void read_told(std::string_view told, const TableFacts* cells, Refusal& refusal) {
  const Json json = Json::parse(told, nullptr, false);
  if (!json.is_object() || !json.contains("error")) return;
  refusal.code = json["error"].value("code", "");
  refusal.pointer = json["error"].value("at", "");
  refusal.at = json["error"].value("offset", 0U);
  if (cells == nullptr) return;
  refusal.at = 0;
  for (const auto& [pointer, begin] : cells->cells)
    if (refusal.pointer == pointer || refusal.pointer.starts_with(pointer + "/"))
      refusal.at = begin;
}

void put_line(std::string& lines, const Refusal& refusal) {
  lines += Json{{"error",
                 {{"at", refusal.pointer},
                  {"code", refusal.code},
                  {"offset", refusal.offset},
                  {"row", refusal.row}}}}
               .dump(-1, ' ', false, Json::error_handler_t::replace);
  lines += '\n';
}

void show(std::string_view row, Refusal& refusal) {
  const std::uint32_t from = row.size() > kShown && refusal.at > kBefore ? refusal.at - kBefore : 0;
  refusal.text = row.substr(std::min<std::size_t>(from, row.size()), kShown);
  refusal.at -= from;
}

}  // namespace

void answer(const Plan& plan, const Table* table, const Decide& decide, const Piece& piece,
            Answers& out) {
  out.lines.clear();
  out.refusals.clear();
  out.rows = 0;
  out.finding = out.indefinite = out.stopped = false;
  out.failure.reset();
  TableFacts written;
  for (const Row& row : piece.rows) {
    ++out.rows;
    const std::string_view text(piece.text.data() + row.begin, row.end - row.begin);
    Refusal refusal{.row = row.number};
    std::string_view facts = text;
    if (row.too_long) {
      refusal.code = "too_large";
    } else if (table != nullptr) {
      refusal.flaw = table->facts(text, written);
      facts = written.json;
      if (refusal.flaw) {
        refusal.code = flaw_code(refusal.flaw->kind);
        refusal.pointer = refusal.flaw->pointer;
        refusal.at = refusal.flaw->offset;
      }
    }
    if (refusal.code.empty()) {
      const std::size_t before = out.lines.size();
      const auto status = decide(facts, out.lines);
      if (!status) {
        out.lines.resize(before);
        out.failure = status.error();
        return;
      }
      if (*status == PHEP_OK) {
        const Remark remark = plan.remark == nullptr
                                  ? Remark::None
                                  : plan.remark(std::string_view(out.lines).substr(before));
        out.finding |= remark == Remark::Finding;
        out.indefinite |= remark == Remark::Indefinite;
        out.lines += '\n';
        continue;
      }
      refusal.code = "limit";
      if (*status == PHEP_BAD_FACTS)
        read_told(std::string_view(out.lines).substr(before), table == nullptr ? nullptr : &written,
                  refusal);
      out.lines.resize(before);
    }
    refusal.offset = row.offset + refusal.at;
    if (plan.on_error == OnError::Report) put_line(out.lines, refusal);
    show(text, refusal);
    out.refusals.push_back(std::move(refusal));
    if (plan.on_error == OnError::Stop) {
      out.stopped = true;
      return;
    }
  }
}

}  // namespace phep::batch
