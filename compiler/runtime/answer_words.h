// The words of answers for statuses and errors.
#pragma once

#include "compiler/runtime/phep_abi.h"
#include "compiler/runtime/sections.h"

namespace phep::runtime {

inline constexpr uint32_t kStatusCount = PHEP_NORM_ERROR + 1;
inline constexpr uint32_t kErrorCount = PHEP_E_OVERFLOW + 1;

String status_name(int32_t status);  // of a phep_norm_status
String error_name(uint64_t kind);    // of a phep_error_kind

}  // namespace phep::runtime
