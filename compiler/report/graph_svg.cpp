// A decision graph as one SVG: facts on the left, what is concluded on the right.
#include "compiler/explain/speech.h"
#include "compiler/report/drawn_text.h"
#include "compiler/report/graph.h"
#include "compiler/report/layout.h"

#include <fmt/format.h>

#include <algorithm>

namespace phep::report {

using explain::Speech;
using Sort = GraphNode::Sort;

namespace {

constexpr double kPad = 24, kHead = 96, kFoot = 46;
constexpr double kInset = 11, kLabel = 12.5, kSmall = 11, kLine = 16, kSmallLine = 14;
constexpr double kFactWidth = 230, kRuleWidth = 236, kNormWidth = 300;

constexpr std::string_view kStyle = R"css(
svg{color-scheme:light dark;--ink:#1b1b1a;--soft:#55534e;--paper:#fffdf8;--rule:#8d8778;--line:#c4bdae;--card:#f6f2e8;--norm:#fff;
--bad:#9b1c1c;--open:#7a4f00;--good:#1d5b35;--quiet:#4a4843}
@media (prefers-color-scheme:dark){svg{--ink:#ece9e2;--soft:#b3aea2;--paper:#191816;--rule:#7d776a;--line:#4b473f;--card:#242220;--norm:#2a2825;
--bad:#ff9d95;--open:#f0c674;--good:#8fd3a5;--quiet:#c5c0b5}}
@media print{svg{--ink:#000;--soft:#333;--paper:#fff;--rule:#666;--line:#bbb;--card:#fff;--norm:#fff;--bad:#000;--open:#000;--good:#000;--quiet:#000}}
.paper{fill:var(--paper)}
text{font:12.5px system-ui,"Segoe UI","Noto Sans",sans-serif;fill:var(--ink)}
.head{font:600 20px "Noto Serif","Source Serif 4",Cambria,Georgia,serif}
.sub{font-size:13px;fill:var(--soft)}
.small{font-size:11px;fill:var(--soft)}
.value{font-size:11px;font-weight:600}
.case text.label{fill:var(--soft)}.case .taken text.label{fill:var(--ink);font-weight:600}
.box{fill:var(--card);stroke:var(--rule);stroke-width:1}
.rule .box{fill:var(--paper)}
.reading .box{stroke-dasharray:2 2}
.judgment .box{stroke-dasharray:7 3}
.norm .box,.output .box{fill:var(--norm)}
.taken .box{stroke:var(--ink);stroke-width:2.4}
.unknown .box{stroke:var(--open);stroke-dasharray:4 3}
.bad .band{fill:var(--bad)}.open .band{fill:var(--open)}.good .band{fill:var(--good)}.quiet .band{fill:var(--line)}.band{fill:var(--rule)}
.bad .value{fill:var(--bad)}.open .value,.unknown .value{fill:var(--open)}.good .value{fill:var(--good)}.quiet .value{fill:var(--quiet)}
.edge{fill:none;stroke:var(--line);stroke-width:1}
.edge.taken{stroke:var(--ink);stroke-width:2.4}
)css";

std::string_view sort_words(Sort sort, const Speech& speech) {
  switch (sort) {
    case Sort::Fact: return speech.vi() ? "dữ kiện" : "fact";
    case Sort::Judgment:
      return speech.vi() ? "nhận định của người có thẩm quyền" : "a person's judgment";
    case Sort::Reading: return speech.vi() ? "cách hiểu" : "reading";
    case Sort::Rule: return speech.vi() ? "quy tắc" : "rule";
    case Sort::Norm: return speech.vi() ? "quy định" : "norm";
    case Sort::Output: return speech.vi() ? "kết luận" : "output";
  }
  return {};
}

bool concludes(const GraphNode& node) {
  return node.sort == Sort::Norm || node.sort == Sort::Output;
}

// The lines of one box.
struct Lines {
  std::vector<std::string> label, basis, value;
  Box box{};
};

Lines lines_of(const GraphNode& node) {
  Lines out;
  const double width = concludes(node)           ? kNormWidth
                       : node.sort == Sort::Rule ? kRuleWidth
                                                 : kFactWidth;
  const double room = width - 2 * kInset - (concludes(node) ? 6 : 0);
  // Bold letters are wider.
  out.label = wrapped(node.label, kLabel * (node.taken ? 1.08 : 1), room, 3);
  if (concludes(node) && !node.basis.empty()) out.basis = wrapped(node.basis, kSmall, room, 2);
  if (!node.value.empty()) out.value = wrapped(node.value, kSmall * 1.08, room, 2);
  out.box.width = width;
  out.box.height = 12 + kLine * static_cast<double>(out.label.size()) +
                   kSmallLine * static_cast<double>(out.basis.size() + out.value.size()) + 4;
  return out;
}

class Picture {
 public:
  explicit Picture(const Graph& graph) : graph_(graph), speech_(graph.language) {
    std::vector<Box> boxes;
    for (const GraphNode& node : graph.nodes) {
      lines_.push_back(lines_of(node));
      boxes.push_back(lines_.back().box);
    }
    std::vector<std::pair<std::size_t, std::size_t>> edges;
    for (const GraphEdge& edge : graph.edges) edges.emplace_back(edge.from, edge.to);
    layout_ = layered(boxes, edges);
  }

  std::string write();

 private:
  [[nodiscard]] std::string say(std::string_view vi, std::string_view en) const {
    return speech_.say(vi, en);
  }
  void edges(bool taken);
  void node(std::size_t i);
  void text(std::string_view kind, double x, double y, std::string_view words) {
    out_ += fmt::format("<text class=\"{}\" x=\"{}\" y=\"{}\">{}</text>\n", kind, pixels(x),
                        pixels(y), escaped_xml(words));
  }
  [[nodiscard]] std::string spoken() const;
  [[nodiscard]] std::string summary() const;

  const Graph& graph_;
  Speech speech_;
  std::vector<Lines> lines_;
  Layout layout_;
  std::string out_;
};

void Picture::edges(bool taken) {
  for (std::size_t e = 0; e < graph_.edges.size(); ++e) {
    if (graph_.edges[e].taken != taken) continue;
    const std::vector<Point>& route = layout_.routes[e];
    std::string path = fmt::format("M{} {}", pixels(route[0].x + kPad), pixels(route[0].y + kHead));
    for (std::size_t i = 1; i < route.size(); ++i) {
      const Point from = route[i - 1], to = route[i];
      // Bent between columns, straight along a column.
      if (i % 2 == 1) {
        const double middle = (from.x + to.x) / 2 + kPad;
        path += fmt::format("C{} {} {} {} {} {}", pixels(middle), pixels(from.y + kHead),
                            pixels(middle), pixels(to.y + kHead), pixels(to.x + kPad),
                            pixels(to.y + kHead));
      } else {
        path += fmt::format("H{}", pixels(to.x + kPad));
      }
    }
    out_ += fmt::format("<path class=\"edge{}\" d=\"{}\"/>\n", taken ? " taken" : "", path);
  }
}

void Picture::node(std::size_t i) {
  const GraphNode& node = graph_.nodes[i];
  const Lines& lines = lines_[i];
  const Point at{layout_.at[i].x + kPad, layout_.at[i].y + kHead};
  out_ += fmt::format("<g class=\"node {}{}{}{}\">\n<title>{}</title>\n", sort_name(node.sort),
                      node.taken ? " taken" : "", node.unknown ? " unknown" : "",
                      node.tone.empty() ? "" : " " + node.tone,
                      escaped_xml(std::string(sort_words(node.sort, speech_)) + ": " + node.label +
                                  (node.value.empty() ? "" : " – " + node.value) +
                                  (node.basis.empty() ? "" : " (" + node.basis + ")")));
  out_ +=
      fmt::format("<rect class=\"box\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\"/>\n",
                  pixels(at.x), pixels(at.y), pixels(lines.box.width), pixels(lines.box.height),
                  node.sort == Sort::Rule ? 12 : 3);
  double x = at.x + kInset;
  if (concludes(node)) {
    out_ += fmt::format("<rect class=\"band\" x=\"{}\" y=\"{}\" width=\"6\" height=\"{}\"/>\n",
                        pixels(at.x), pixels(at.y), pixels(lines.box.height));
    x += 6;
  }
  double y = at.y + 8;
  for (const std::string& line : lines.label) text("label", x, (y += kLine) - 4, line);
  for (const std::string& line : lines.basis) text("small", x, (y += kSmallLine) - 3, line);
  for (const std::string& line : lines.value) text("value", x, (y += kSmallLine) - 3, line);
  out_ += "</g>\n";
}

std::string Picture::summary() const {
  const auto count = [&](auto wanted) { return std::ranges::count_if(graph_.nodes, wanted); };
  const auto facts = count(
      [](const GraphNode& node) { return node.sort == Sort::Fact || node.sort == Sort::Judgment; });
  const auto rules = count([](const GraphNode& node) { return node.sort == Sort::Rule; });
  const auto ends = count([](const GraphNode& node) { return concludes(node); });
  return say(fmt::format("{} dữ kiện, {} quy tắc, {} quy định và kết luận", facts, rules, ends),
             fmt::format("{} facts, {} rules, {} norms and outputs", facts, rules, ends));
}

// What the picture shows, in sentences: each conclusion with what it directly rests on.
std::string Picture::spoken() const {
  std::string out = summary() + ".";
  const bool decided = !graph_.moment.empty();
  for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
    const GraphNode& node = graph_.nodes[i];
    if (!concludes(node) || (decided && !node.taken)) continue;
    std::vector<std::string> under;
    for (const GraphEdge& edge : graph_.edges) {
      if (edge.to != i || (decided && !edge.taken)) continue;
      const GraphNode& from = graph_.nodes[edge.from];
      under.push_back(from.label + (from.value.empty() ? "" : ": " + from.value));
    }
    out += " " + node.label + (node.value.empty() ? "" : ": " + node.value);
    if (!under.empty())
      out += say(", dựa trên ", ", resting on ") + speech_.listed(under, "và", "and");
    out += ".";
  }
  return out;
}

std::string Picture::write() {
  const std::string legend =
      say("Từ trái sang phải: dữ kiện → quy tắc (góc tròn) → quy định và kết luận.",
          "From left to right: facts → rules (round corners) → norms and outputs.") +
      (graph_.moment.empty()
           ? ""
           : say(" Nét đậm: con đường mà kết quả đã đi; nét đứt: dữ kiện còn thiếu.",
                 " Bold: the path that the outcome took; dashed: a fact that is missing."));
  const double width = std::max({layout_.width + 2 * kPad, 2 * kPad + drawn_width(legend, 13),
                                 2 * kPad + 1.1 * drawn_width(graph_.label, 20)});
  const double height = kHead + layout_.height + kFoot;
  out_ += fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} "
      "{1}\" xml:lang=\"{2}\" lang=\"{2}\" role=\"img\" aria-labelledby=\"title desc\">\n"
      "<title id=\"title\">{3}</title>\n<desc id=\"desc\">{4}</desc>\n<style>{5}</style>\n",
      pixels(width), pixels(height), say("vi", "en"), escaped_xml(graph_.label),
      escaped_xml(spoken()), kStyle);
  out_ += fmt::format("<rect class=\"paper\" width=\"{}\" height=\"{}\"/>\n", pixels(width),
                      pixels(height));
  text("head", kPad, kPad + 18, graph_.label);
  text("sub", kPad, kPad + 40,
       graph_.moment.empty() ? summary() : graph_.moment + " · " + summary());
  out_ += graph_.moment.empty() ? "<g>\n" : "<g class=\"case\">\n";
  edges(false);
  edges(true);
  for (std::size_t i = 0; i < graph_.nodes.size(); ++i) node(i);
  out_ += "</g>\n";
  text("sub", kPad, height - 18, legend);
  return std::move(out_) + "</svg>\n";
}

}  // namespace

std::string graph_svg(const Graph& graph) {
  return Picture(graph).write();
}

}  // namespace phep::report
