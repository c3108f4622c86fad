// A table's columns, and its rows as the JSON that facts are read from.
//
// A column is a fact by its path (`org.size`), or `F_absent` for a fact F that may be absent: true
// says that it is known not to exist. An empty cell is a fact that is not known, and so is a fact
// without a column, in closed records too.
#pragma once

#include "compiler/batch/rows.h"
#include "compiler/decision/decision.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/testing/csv.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace phep::batch {

// Where a row is wrong before any reader of facts sees it. Offsets are bytes of the row.
struct RowFlaw {
  enum class Kind : std::uint8_t { OpenQuote, StrayQuote, Length, AbsentWithValue, NotBool } kind;
  std::uint32_t offset = 0;
  std::string pointer;                   // of the fact, if it is about one
  std::uint32_t cells = 0, columns = 0;  // of Length
};

// A row's facts, and which cells they come from.
struct TableFacts {
  std::string json;
  std::vector<std::pair<std::string, std::uint32_t>> cells;  // JSON pointer, byte of the row
};

class Table {
 public:
  // Reads the header, the text `header` of the file `file`. What is wrong with it is reported, and
  // then there is no table.
  static std::optional<Table> read(std::string_view header, FileId file,
                                   const decision::Program& program,
                                   const decision::Decision& decision, DiagnosticList& list);

  [[nodiscard]] char separator() const { return separator_; }

  // Writes the facts of a row; or tells what is wrong with it.
  std::optional<RowFlaw> facts(std::string_view row, TableFacts& out) const;

 private:
  static constexpr std::uint32_t kNone = 0xFFFF'FFFF;
  struct Column {
    const decision::Slot* slot = nullptr;  // null: a whole record, as JSON
    std::string pointer{};
    std::uint32_t companion = kNone;  // the column that says whether the fact is absent
    bool is_companion = false;
  };
  // The columns as the objects that they are parts of: a key with a column or with further keys.
  struct Node {
    std::string key{};  // as JSON writes it, with its colon
    std::uint32_t column = kNone;
    bool closed = false;  // a record in which keys that are left out would mean "not done"
    std::vector<Node> nodes{};
  };

  struct Writing;
  bool add(const decision::ObjectShape& root, const std::vector<std::string>& path,
           std::uint32_t column);
  static std::optional<bool> companion_value(const testing::CsvCell& cell);
  bool write(const Node& node, Writing& writing) const;
  bool write_object(const Node& node, Writing& writing) const;

  char separator_ = ',';
  std::vector<Column> columns_;
  Node root_;
};

}  // namespace phep::batch
