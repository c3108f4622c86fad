// Facts as a program in C fills them in: a struct of exactly its size, in which an input chooses
// every byte but the addresses. These lead to memory of exactly the length that is said, or to
// nowhere: whether a pointer can be read nobody can ask.
#pragma once

#include "compiler/runtime/image.h"
#include "tests/fuzz/shared/target.h"

#include <memory>
#include <vector>

namespace phep::fuzz {

class TypedFacts {
 public:
  TypedFacts(const runtime::Header* image, std::uint32_t structure);

  // Size and layout are the image's, and nothing is known.
  void clear();
  // Fills in some facts, of elements of lists too.
  void fill(Bytes& in);

  [[nodiscard]] char* data() { return root_.get(); }
  [[nodiscard]] std::size_t size() const { return size_; }
  // JSON can say the same: texts are ASCII without controls, lists are where they are said to be.
  [[nodiscard]] bool in_json() const { return in_json_; }

 private:
  char* memory(std::size_t size);
  void fill_struct(const runtime::Struct& structure, char* base, Bytes& in);
  void fill_value(const runtime::Slot& slot, char* field, Bytes& in);
  void fill_text(char* field, Bytes& in);
  void fill_list(const runtime::Slot& slot, char* field, Bytes& in);

  const runtime::Header* image_;
  const runtime::Struct& structure_;
  std::size_t size_;
  std::unique_ptr<char[]> root_;
  std::vector<std::unique_ptr<char[]>> memory_;
  bool in_json_ = true;
};

}  // namespace phep::fuzz
