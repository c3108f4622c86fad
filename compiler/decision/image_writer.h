// The tables of a policy image while it is written. Private to image.cpp and image_insts.cpp.
#pragma once

#include "compiler/decision/decision.h"
#include "compiler/runtime/image.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace phep::decision {

class ImageWriter {
 public:
  explicit ImageWriter(const Program& program) : program_(program) {}
  std::vector<std::uint8_t> write();

 private:
  // image.cpp
  std::uint32_t string(std::string_view text);
  std::uint32_t string_or_none(std::string_view text);
  std::uint32_t constant(const Payload& value);
  [[nodiscard]] std::uint32_t symbol(const std::string& name) const;
  runtime::Range operands(const std::vector<std::uint32_t>& words);
  runtime::Range string_list(const std::vector<std::string>& texts);
  runtime::Range words(const std::vector<std::uint64_t>& list);
  static std::vector<std::uint32_t> day_words(const std::vector<std::int32_t>& days);
  void symbols();
  void enums_and_readings();
  void calendars();
  void facts();
  runtime::Slot slot(const Slot& slot);
  std::uint32_t object(const ObjectShape& shape);
  void norms();
  void decision(const Decision& decision);
  [[nodiscard]] std::vector<std::uint8_t> assemble() const;

  // image_insts.cpp
  runtime::Function function(const Function& function);
  runtime::Inst inst(const Inst& inst);
  void choose(const ChooseInst& node, runtime::Inst& out);

  const Program& program_;
  std::vector<runtime::Range> strings_;
  std::vector<std::uint8_t> bytes_;
  std::map<std::string, std::uint32_t, std::less<>> string_index_;
  std::map<Payload, std::uint32_t> constant_index_;
  std::map<std::string, std::uint32_t> symbol_index_;
  std::vector<std::uint32_t> symbols_, operands_, certificate_names_;
  std::vector<runtime::Decision> decisions_;
  std::vector<runtime::Struct> structs_;
  std::vector<runtime::Slot> slots_;
  std::vector<runtime::ObjectNode> objects_;
  std::vector<runtime::KeyNode> keys_;
  std::vector<runtime::EnumTable> enums_;
  std::vector<runtime::ReadingTable> readings_;
  std::vector<runtime::Calendar> calendars_;
  std::vector<runtime::PendingAlternative> alternatives_;
  std::vector<runtime::PendingGroup> groups_;
  std::vector<std::uint64_t> words_;
  std::vector<runtime::Function> functions_;
  std::vector<runtime::Inst> insts_;
  std::vector<runtime::Const> constants_;
  std::vector<runtime::NormSpec> norm_specs_;
  std::vector<runtime::NormText> norm_texts_;
  std::vector<runtime::Output> outputs_;
  std::vector<runtime::NormOutput> norm_outputs_;
  std::vector<runtime::Note> notes_;
};

}  // namespace phep::decision
