#include "compiler/law/page_text.h"

#include "compiler/base/text.h"

#include <array>

namespace phep::law {
namespace {

struct Words {
  std::string_view key, vi, en;
};
constexpr std::array kRelations = {
    Words{"details", "quy định chi tiết", "details"},
    Words{"amends", "sửa đổi", "amends"},
    Words{"repeals", "bãi bỏ", "repeals"},
    Words{"suspends", "tạm ngưng", "suspends"},
    Words{"replaces", "thay thế", "replaces"},
    Words{"survives", "còn hiệu lực sau", "survives"},
};
constexpr std::array kEvents = {
    Words{"adopted", "ban hành", "adopted"},
    Words{"in_force", "có hiệu lực", "comes into force"},
    Words{"ended", "hết hiệu lực", "ceases to be in force"},
    Words{"detailed", "được quy định chi tiết", "detailed"},
    Words{"amended", "được sửa đổi", "amended"},
    Words{"repealed", "bị bãi bỏ", "repealed"},
    Words{"suspended", "bị tạm ngưng", "suspended"},
    Words{"replaced", "được thay thế", "replaced"},
    Words{"outlived", "hết hiệu lực, nhưng văn bản khác còn lại", "outlived"},
};
constexpr std::array kParts = {
    Words{"exemption", "trường hợp miễn", "exemption"},
    Words{"deferral", "hoãn", "deferral"},
    Words{"sanction", "chế tài", "sanction"},
    Words{"case", "trường hợp", "case"},
};
constexpr std::array kReasons = {
    Words{"policy", "ngoài phạm vi đã chọn", "outside what was chosen"},
    Words{"authority", "dành cho cơ quan áp dụng", "for whoever applies the law"},
    Words{"unread", "chưa đọc được", "not read yet"},
    Words{"superseded", "đã được thay thế", "superseded"},
};

class Page {
 public:
  explicit Page(Language language) : vi_(language == Language::Vietnamese) {}

  [[nodiscard]] std::string say(std::string_view vi, std::string_view en) const {
    return std::string(vi_ ? vi : en);
  }
  // The member of a {"vi","en"} object; the other language where this one is empty.
  [[nodiscard]] std::string spoken(const Json& label) const {
    const std::string own = label.value(vi_ ? "vi" : "en", "");
    return visible(own.empty() ? label.value(vi_ ? "en" : "vi", "") : own);
  }
  template <class Table>
  [[nodiscard]] std::string word(const Table& table, const std::string& key) const {
    for (const Words& row : table)
      if (row.key == key) return std::string(vi_ ? row.vi : row.en);
    return key;
  }

  void line(std::string_view text) { out_ += std::string(text) + "\n"; }
  // A row under a label that is shown once for several rows.
  void row(const std::string& label, const std::string& text) {
    const std::string shown = label == last_label_ ? std::string() : label;
    last_label_ = label;
    const auto width = display_width(shown);
    out_ += "    " + shown + std::string(width < 16 ? 16 - width : 1, ' ') + text + "\n";
  }
  void deeper(const std::string& text) { out_ += std::string(20, ' ') + text + "\n"; }
  void title(const Json& page) {
    line(spoken(page) + "  [" + page["citation"].get<std::string>() + "]");
    const Json& instrument = page["instrument"];
    std::string second = spoken(instrument["title"]);
    if (!instrument["issuer"].get<std::string>().empty())
      second += ", " + visible(instrument["issuer"].get<std::string>());
    if (!instrument["adopted"].is_null())
      second += say(", ban hành ", ", adopted ") + instrument["adopted"].get<std::string>();
    if (!second.empty()) line(second);
    line("");
  }
  [[nodiscard]] std::string place(const Json& at) const {
    return visible(at["path"].get<std::string>()) + ":" +
           std::to_string(at["line"].get<std::uint32_t>());
  }
  [[nodiscard]] std::string interval(const Json& one) const {
    if (one.value("depends_on_reading", false))
      return say("tùy cách hiểu được chọn", "depends on the reading that is chosen");
    std::string out;
    if (!one["from"].is_null()) out = say("từ ", "from ") + one["from"].get<std::string>();
    if (!one["until"].is_null())
      out += (out.empty() ? "" : " ") + say("đến trước ", "until before ") +
             one["until"].get<std::string>();
    return out.empty() ? say("luôn luôn", "always") : out;
  }
  [[nodiscard]] std::string provision(const Json& one) const {
    std::string out = one["citation"].get<std::string>();
    if (one.contains("heading")) out += "  " + spoken(one["heading"]);
    if (one.contains("digest")) out += "  — " + spoken(one["digest"]);
    return out;
  }
  // A citing place: kind, name, what it says, where.
  void mention(const std::string& label, const Json& one) {
    std::string head = spoken(one["kind_words"]);
    if (!one["name"].is_null()) head += "  " + visible(one["name"].get<std::string>());
    if (one.contains("part")) {
      head += ", " + word(kParts, one["part"]["kind"].get<std::string>());
      if (!one["part"]["label"].get<std::string>().empty())
        head += " " + visible(one["part"]["label"].get<std::string>());
    }
    row(label, head);
    if (const std::string text = spoken(one["label"]); !text.empty()) deeper(text);
    if (one.contains("reason"))
      deeper(say("lý do: ", "reason: ") + word(kReasons, one["reason"].get<std::string>()));
    const std::string cites = one["cites"]["citation"].get<std::string>();
    deeper(place(one["at"]) + "  " + (one.value("see", false) ? say("xem ", "see ") : "") + cites);
  }

  std::string take() { return std::move(out_); }

 private:
  bool vi_;
  std::string out_, last_label_;
};

void force_rows(Page& page, const Json& doc) {
  std::string day;
  if (doc.contains("as_of")) {
    const Json& held = doc["in_force"];
    const std::string at = doc["as_of"].get<std::string>();
    day = !held.is_boolean() ? page.say("; ngày " + at + ": tùy cách hiểu",
                                        "; on " + at + ": depends on a reading")
          : held.get<bool>()
              ? page.say("; ngày " + at + ": có hiệu lực", "; on " + at + ": in force")
              : page.say("; ngày " + at + ": KHÔNG có hiệu lực", "; on " + at + ": NOT in force");
  }
  const std::string label = page.say("hiệu lực", "in force");
  for (const Json& one : doc["force"]) {
    const bool last = &one == &doc["force"].back();
    std::string text = page.interval(one);
    if (doc["force_of"] != doc["citation"])
      text += page.say(", theo ", ", as ") + doc["force_of"].get<std::string>();
    page.row(label, text + (last ? day : ""));
  }
  if (doc["force"].empty()) page.row(label, page.say("không nêu", "not stated") + day);
}

// What the outline says of the provision.
void words_rows(Page& page, const Json& doc) {
  if (doc.contains("heading"))
    page.row(page.say("tiêu đề", "heading"), page.spoken(doc["heading"]));
  if (doc.contains("digest")) page.row(page.say("tóm tắt", "digest"), page.spoken(doc["digest"]));
}

}  // namespace

std::string show_text(const Json& doc, Language language) {
  Page page(language);
  page.title(doc);
  if (doc["outline"] == "absent")
    page.row(page.say("bố cục", "outline"),
             page.say("KHÔNG có điều khoản này", "there is NO such provision"));
  if (doc["outline"] == "accepted")
    page.row(page.say("bố cục", "outline"),
             page.say("chỉ ghi đến cấp trên", "is listed down to what is above it only"));
  words_rows(page, doc);
  force_rows(page, doc);
  for (const Json& one : doc["above"])
    page.row(page.say("nằm trong", "part of"), page.provision(one));
  for (const Json& one : doc["parts"]) page.row(page.say("gồm", "parts"), page.provision(one));
  for (const Json& one : doc["relations"]) {
    std::string text = page.spoken(one["by"]) + " " +
                       page.word(kRelations, one["kind"].get<std::string>()) + " " +
                       page.spoken(one["target"]);
    if (!one["from"].is_null())
      text += page.say(", từ ", ", from ") + one["from"].get<std::string>();
    page.row(page.say("quan hệ", "relations"), text);
  }
  for (const Json& one : doc["encoded_by"]) page.mention(page.say("viết thành", "encoded by"), one);
  for (const Json& one : doc["left_out"]) page.mention(page.say("bỏ ngoài", "left out"), one);
  if (doc["encoded_by"].empty() && doc["left_out"].empty())
    page.row(page.say("viết thành", "encoded by"),
             page.say("chưa có quy phạm nào, và không có lý do được nêu",
                      "nothing yet, and no reason is given"));
  if (!doc["confidence"].is_null())
    page.row(page.say("độ tin cậy", "confidence"), doc["confidence"].get<std::string>());
  for (const Json& one : doc["sources"]) {
    page.row(page.say("nguồn", "source"),
             one["name"].get<std::string>() + "  " + page.spoken(one["title"]) + " (" +
                 one["kind"].get<std::string>() + page.say(", đọc ngày ", ", read ") +
                 one["read"].get<std::string>() + ")");
    if (!one["url"].get<std::string>().empty()) page.deeper(visible(one["url"].get<std::string>()));
  }
  return page.take();
}

std::string history_text(const Json& doc, Language language) {
  Page page(language);
  page.title(doc);
  words_rows(page, doc);
  for (const Json& one : doc["events"]) {
    std::string text =
        page.word(kEvents, one["event"].get<std::string>()) + ": " + page.spoken(one["provision"]);
    if (one.contains("by")) text += page.say(", bởi ", ", by ") + page.spoken(one["by"]);
    page.row(one["date"].is_null() ? page.say("không rõ ngày", "no date")
                                   : one["date"].get<std::string>(),
             text);
  }
  if (doc["events"].empty())
    page.row("", page.say("không có ngày nào được ghi", "no date is recorded"));
  return page.take();
}

std::string cited_by_text(const Json& doc, Language language) {
  Page page(language);
  page.title(doc);
  words_rows(page, doc);
  if (doc["outline"] == "absent")
    page.row(page.say("bố cục", "outline"),
             page.say("KHÔNG có điều khoản này", "there is NO such provision"));
  for (const Json& one : doc["cited_by"])
    page.mention(one["relation"] == "whole" ? page.say("cả phần trên", "the whole")
                                            : page.say("được dẫn bởi", "cited by"),
                 one);
  if (doc["cited_by"].empty())
    page.row(page.say("được dẫn bởi", "cited by"), page.say("không nơi nào", "nothing"));
  return page.take();
}

std::string search_text(const Json& doc, Language language) {
  Page page(language);
  for (const Json& hit : doc["hits"]) {
    std::string head = page.spoken(hit["kind_words"]) + "  ";
    head += visible(hit.contains("citation") ? hit["citation"].get<std::string>()
                    : hit["name"].is_null()  ? page.place(hit["at"])
                                             : hit["name"].get<std::string>());
    page.line(head);
    if (const std::string text = page.spoken(hit["label"]); !text.empty()) page.line("    " + text);
    if (hit.contains("digest")) page.line("    " + page.spoken(hit["digest"]));
    if (hit.contains("cites") && !hit["cites"].empty()) {
      std::string cites;
      for (const Json& one : hit["cites"])
        cites += (cites.empty() ? "    " : ", ") + one.get<std::string>();
      page.line(cites);
    }
  }
  const auto found = doc["found"].get<std::size_t>();
  const auto shown = doc["hits"].size();
  if (shown < found)
    page.line(page.say("… còn ", "… and ") + std::to_string(found - shown) +
              page.say(" kết quả; thêm từ để thu hẹp, hoặc --limit",
                       " more; add words, or raise --limit"));
  return page.take();
}

}  // namespace phep::law
