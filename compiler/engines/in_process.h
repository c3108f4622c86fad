// What engines in this process share: the image in aligned memory, growing buffers, options.
// Private to this room.
#pragma once

#include "compiler/engines/engines.h"
#include "compiler/runtime/runtime.h"

namespace phep::engines {

// Memory that a call may use, 16-aligned.
class Block {
 public:
  explicit Block(std::size_t size) : words_((size + sizeof(Word) - 1) / sizeof(Word)) {}
  [[nodiscard]] char* data() { return reinterpret_cast<char*>(words_.data()); }
  [[nodiscard]] std::size_t size() const { return words_.size() * sizeof(Word); }
  void grow() { words_ = std::vector<Word>(words_.size() * 2); }

 private:
  struct alignas(16) Word {
    char bytes[16];
  };
  std::vector<Word> words_;
};

// A copy of an image, aligned as its readers need it.
class Image {
 public:
  explicit Image(std::span<const std::uint8_t> bytes);
  [[nodiscard]] const runtime::Header* header() {
    return reinterpret_cast<const runtime::Header*>(block_.data());
  }

 private:
  Block block_;
};

// phep_options as the C interface takes them; points into `readings`.
phep_options options_of(const CaseOptions& options);

// The index of each decision of the program in its image.
std::vector<std::uint32_t> image_indices(const decision::Program& program,
                                         const runtime::Header* image);

// What one attempt with given memory did.
struct Attempt {
  int status;
  std::size_t written;
};

// Repeats decide(out, arena) with more memory until it suffices. `decide` returns an Attempt.
class Buffers {
 public:
  // What was written is appended to `output`.
  template <class Decide>
  Result<int> append(Decide decide, std::string& output) {
    for (;;) {
      const Attempt attempt = decide(out_, arena_);
      const bool fits = attempt.written <= out_.size();
      if (attempt.status != PHEP_SMALL_ARENA) {
        if (fits) output.append(out_.data(), attempt.written);
        return attempt.status;
      }
      Block& small = fits ? arena_ : out_;
      if (small.size() >= kMost)
        return std::unexpected(Failure{"a case needs more than a gigabyte of memory"});
      small.grow();
    }
  }
  Block& arena() { return arena_; }

 private:
  static constexpr std::size_t kMost = std::size_t{1} << 30;
  Block out_{std::size_t{64} << 10};
  Block arena_{std::size_t{1} << 20};
};

}  // namespace phep::engines
