// Colours by meaning: all of a file, what changed since, a part.
#include "lsp/ide/paint.h"
#include "lsp/server/analysis.h"
#include "lsp/server/handlers.h"

#include <algorithm>

namespace phep::server {
namespace {

constexpr std::size_t kNumbers = 5;  // of one token

// Tokens by the protocol's five numbers, each relative to the one before; over several lines, one a
// line.
class TokenWriter {
 public:
  TokenWriter(const Lines& lines, Encoding encoding) : lines_(lines), encoding_(encoding) {}

  void add(const ide::Paint& paint) {
    std::uint32_t begin = paint.begin;
    while (begin < paint.end) {
      const std::string_view rest = lines_.text.substr(begin, paint.end - begin);
      const auto length =
          static_cast<std::uint32_t>(std::min(rest.find_first_of("\r\n"), rest.size()));
      if (length > 0) add(paint, begin, begin + length);
      begin += length;
      while (begin < paint.end && (lines_.text[begin] == '\r' || lines_.text[begin] == '\n' ||
                                   lines_.text[begin] == ' '))
        ++begin;
    }
  }
  std::vector<std::uint32_t> take() { return std::move(data_); }

 private:
  void add(const ide::Paint& paint, std::uint32_t begin, std::uint32_t end) {
    const Position from = position_of(lines_, begin, encoding_);
    const Position to = position_of(lines_, end, encoding_);
    data_.push_back(from.line - last_.line);
    data_.push_back(from.line == last_.line ? from.character - last_.character : from.character);
    data_.push_back(to.character - from.character);
    data_.push_back(static_cast<std::uint32_t>(paint.sort));
    data_.push_back(paint.modifiers);
    last_ = from;
  }

  Lines lines_;
  Encoding encoding_;
  Position last_;
  std::vector<std::uint32_t> data_;
};

std::vector<std::uint32_t> tokens_of(Analysis& analysis, FileId file, ide::Portion portion,
                                     const Ask& ask) {
  TokenWriter writer(analysis.lines(file), analysis.client().encoding);
  for (const ide::Paint& paint :
       ide::paints(analysis.workspace(), file, portion, analysis.settings().as_of, ask.stop))
    writer.add(paint);
  return writer.take();
}

// Keeps what is sent, under the next number.
const SentTokens& remember(SentTokens& sent, std::vector<std::uint32_t> data) {
  const int last = sent.id.empty() ? 0 : std::stoi(sent.id);
  sent = {std::to_string(last + 1), std::move(data)};
  return sent;
}

// One edit that turns the one into the other, by whole tokens; none where they are equal.
Json edits_of(const std::vector<std::uint32_t>& before, const std::vector<std::uint32_t>& after) {
  const std::size_t least = std::min(before.size(), after.size());
  std::size_t head = 0;
  while (head < least && before[head] == after[head]) ++head;
  head -= head % kNumbers;
  if (head == before.size() && head == after.size()) return Json::array();
  std::size_t tail = 0;
  while (tail < least - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
    ++tail;
  tail -= tail % kNumbers;
  const auto from = after.begin() + static_cast<std::ptrdiff_t>(head);
  const auto to = after.end() - static_cast<std::ptrdiff_t>(tail);
  return Json::array({{{"start", head},
                       {"deleteCount", before.size() - tail - head},
                       {"data", std::vector<std::uint32_t>(from, to)}}});
}

Reply tokens_json(const SentTokens& sent) {
  JsonText out;
  out.open('{');
  out.key("data");
  out.open('[');
  for (const std::uint32_t one : sent.data) out.value(one);
  out.close(']');
  out.key("resultId");
  out.value(sent.id);
  out.close('}');
  return out.take();
}

}  // namespace

Json semantic_tokens_legend() {
  return {{"tokenTypes", ide::kPaintSorts}, {"tokenModifiers", ide::kPaintModifiers}};
}

Reply semantic_tokens(Analysis& analysis, const DocumentParams& params, const Ask& ask) {
  const auto file = analysis.file(params.path, ask);
  if (!file) return std::unexpected(file.error());
  const SentTokens& sent =
      remember(analysis.sent_tokens(*file), tokens_of(analysis, *file, {}, ask));
  return tokens_json(sent);
}

Reply semantic_tokens_delta(Analysis& analysis, const DeltaParams& params, const Ask& ask) {
  const auto file = analysis.file(params.path, ask);
  if (!file) return std::unexpected(file.error());
  SentTokens& sent = analysis.sent_tokens(*file);
  std::vector<std::uint32_t> data = tokens_of(analysis, *file, {}, ask);
  // What the client has is not known any more: all anew.
  if (sent.id.empty() || sent.id != params.previous) {
    remember(sent, std::move(data));
    return tokens_json(sent);
  }
  Json edits = edits_of(sent.data, data);
  remember(sent, std::move(data));
  return Json{{"resultId", sent.id}, {"edits", std::move(edits)}};
}

Reply semantic_tokens_range(Analysis& analysis, const RangeParams& params, const Ask& ask) {
  const auto file = analysis.file(params.path, ask);
  if (!file) return std::unexpected(file.error());
  const Lines lines = analysis.lines(*file);
  const Encoding encoding = analysis.client().encoding;
  const auto whole = static_cast<std::uint32_t>(lines.text.size());
  const ide::Portion portion{offset_at(lines, params.range.first, encoding).value_or(whole),
                             offset_at(lines, params.range.second, encoding).value_or(whole)};
  return Json{{"data", tokens_of(analysis, *file, portion, ask)}};
}

}  // namespace phep::server
