// Small words beside the text: what day it is, what amount, from when to when.
#pragma once

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/workspace/workspace.h"

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

namespace phep::ide {

struct Hint {
  std::uint32_t at;
  std::string label;
  std::string basis{};  // what it rests on, or the same at length; may be empty
};

// Of a stretch of a file, in the order of the text.
std::vector<Hint> hints(workspace::Workspace& workspace, Span within, Language language,
                        const std::atomic<bool>& stop);

// "3 tỷ 500 triệu đồng", "3 billion 500 million đồng".
std::string dong_words(std::uint64_t amount, Language language);
// "3.500.000.000", "3,500,000,000".
std::string grouped(std::uint64_t amount, Language language);

}  // namespace phep::ide
