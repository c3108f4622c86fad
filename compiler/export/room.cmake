# What an embedding developer receives as text.
file(READ ${CMAKE_CURRENT_SOURCE_DIR}/runtime/phep_abi.h PHEP_ABI_TEXT)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/runtime/phep_abi.h)
file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/abi_header.cpp @ONLY CONTENT [==[
#include "compiler/export/c_header.h"

namespace phep::exports {

std::string_view abi_header() {
  return R"phep(@PHEP_ABI_TEXT@)phep";
}

}  // namespace phep::exports
]==])
phep_room(NAME export
  SOURCES c_header.cpp c_names.cpp places.cpp abi_json.cpp layout_json.cpp
  LINKS phep_base phep_decision phep_runtime
  PRIVATE_LINKS nlohmann_json::nlohmann_json)
target_sources(phep_export PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/abi_header.cpp)
