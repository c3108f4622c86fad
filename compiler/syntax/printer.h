// What print.cpp and print_exprs.cpp share. Private to this room.
#pragma once

#include "compiler/base/interner.h"
#include "compiler/syntax/ast.h"

#include <string>
#include <string_view>
#include <vector>

namespace phep::syntax {

class Printer {
 public:
  Printer(const ast::Module& module, const Interner& names) : module_(module), names_(names) {}

  void module();
  void row(const ast::Interval& row) { interval(row); }
  void row(const ast::Relation& row) { relation(row); }
  void row(const ast::Sanction& row) { sanction(row); }
  void row(const ast::Scope& row);
  void row(const ast::HeldRow& row);
  void row(const ast::Exemption& row);
  void row(const ast::Deferral& row);
  void row(const ast::DueRow& row);
  void row(const ast::Extension& row);
  void row(const ast::Evidence& row);
  std::string expr(ast::ExprId id) const;
  std::string take() && { return std::move(out_); }

 private:
  // ---- words (print_exprs.cpp)
  [[nodiscard]] std::string text(const ast::Ident& ident) const;
  [[nodiscard]] std::string text(const ast::Path& path) const;
  [[nodiscard]] std::string text(const std::vector<ast::Path>& paths) const;
  [[nodiscard]] std::string text(const std::vector<Citation>& citations) const;
  [[nodiscard]] std::string list(const std::vector<ast::ExprId>& exprs) const;
  [[nodiscard]] std::string pattern(const ast::Pattern& pattern) const;
  [[nodiscard]] std::string type(ast::TypeId id) const;
  [[nodiscard]] std::string params(const std::vector<ast::Param>& params) const;
  struct Shown;  // one overload for each kind of expression

  // ---- lines (print.cpp)
  void line(std::string_view text);
  void field(std::string_view key, std::string_view value);  // nothing if the value is empty
  void field(std::string_view key, ast::ExprId value);       // nothing if it is not written
  void field(std::string_view key, const std::optional<ast::Text>& value);
  void labels(const ast::Labels& labels);
  void provenance(const ast::Provenance& provenance);
  void interval(const ast::Interval& interval);
  void authority(const ast::Authority& authority);
  void relation(const ast::Relation& relation);
  void lets(const std::vector<ast::Let>& lets);
  void steps(const std::vector<ast::TestStepAt>& steps);
  void outline(const std::vector<ast::OutlineItem>& items);
  void digest(const ast::Labels& digest);
  void days(const std::vector<ast::CalendarDays>& days);
  void sanction(const ast::Sanction& sanction);
  void rule_table(const ast::RuleTable& table);
  [[nodiscard]] std::string cell(const ast::Cell& cell) const;
  void decl(const ast::Decl& decl);
  void node(const ast::Decl& decl, const ast::Missing&);
  void node(const ast::Decl& decl, const ast::Instrument& node);
  void node(const ast::Decl& decl, const ast::Source& node);
  void node(const ast::Decl& decl, const ast::Unencoded& node);
  void node(const ast::Decl& decl, const ast::Party&);
  void node(const ast::Decl& decl, const ast::Action&);
  void node(const ast::Decl& decl, const ast::Enum& node);
  void node(const ast::Decl& decl, const ast::Record& node);
  void node(const ast::Decl& decl, const ast::Calendar& node);
  void node(const ast::Decl& decl, const ast::Rule& node);
  void node(const ast::Decl& decl, const ast::Norm& node);
  void node(const ast::Decl& decl, const ast::Decision& node);
  void node(const ast::Decl& decl, const ast::Reading& node);
  void node(const ast::Decl& decl, const ast::Test& node);
  void node(const ast::Decl& decl, const ast::TestTable& node);
  void node(const ast::Decl& decl, const ast::ClosedList& node);
  void node(const ast::Decl& decl, const ast::Elect& node);
  void node(const ast::Decl& decl, const ast::Collision& node);
  void node(const ast::Decl& decl, const ast::Cases& node);
  void node(const ast::Decl& decl, const ast::Property& node);
  void open(std::string_view keyword, const ast::Decl& decl, std::string_view rest = {});

  // Lines written while one of these lives are indented by one more step.
  class Indent {
   public:
    explicit Indent(Printer& printer) : printer_(printer) { ++printer_.depth_; }
    ~Indent() { --printer_.depth_; }
    Indent(const Indent&) = delete;
    Indent& operator=(const Indent&) = delete;

   private:
    Printer& printer_;
  };

  const ast::Module& module_;
  const Interner& names_;
  std::string out_;
  int depth_ = 0;
};

std::string in_quotes(std::string_view text);
std::string_view word(ast::BinaryOp op);
std::string_view word(ast::Unit unit);

}  // namespace phep::syntax
