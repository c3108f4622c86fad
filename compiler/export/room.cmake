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
  SOURCES c_header.cpp c_scheme.cpp c_names.cpp places.cpp abi_json.cpp layout_json.cpp template_text.cpp
          package_model.cpp symbol_names.cpp cpp_types.cpp c_package.cpp
          python_types.cpp python_package.cpp postgres_model.cpp postgres_package.cpp zip_file.cpp
          json_schema.cpp facts_schema.cpp decision_schema.cpp norm_keys.cpp reasons_json.cpp sample_facts.cpp script_text.cpp
          typescript.cpp wasm_memory.cpp npm_package.cpp
  LINKS phep_base phep_diagnostics phep_explain phep_decision phep_runtime
  PRIVATE_LINKS nlohmann_json::nlohmann_json)
target_sources(phep_export PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/abi_header.cpp)
# The templates of packages become a source file of string literals.
file(GLOB_RECURSE PHEP_PACKAGE_TEMPLATES CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/export/templates/*)
set(PHEP_EMBEDDED_PACKAGES ${CMAKE_CURRENT_BINARY_DIR}/embedded_packages.cpp)
# A file that only moved is no newer: their names are part of the command, so that it runs again.
string(MD5 PHEP_PACKAGE_TEMPLATE_NAMES "${PHEP_PACKAGE_TEMPLATES}")
add_custom_command(
  OUTPUT ${PHEP_EMBEDDED_PACKAGES}
  COMMAND ${CMAKE_COMMAND} -DROOT=${CMAKE_CURRENT_SOURCE_DIR}/export/templates -DLICENSE=${CMAKE_SOURCE_DIR}/LICENSE
          -DNAMES=${PHEP_PACKAGE_TEMPLATE_NAMES} -DOUT=${PHEP_EMBEDDED_PACKAGES} -P ${CMAKE_CURRENT_SOURCE_DIR}/export/embed_templates.cmake
  DEPENDS ${PHEP_PACKAGE_TEMPLATES} ${CMAKE_SOURCE_DIR}/LICENSE ${CMAKE_CURRENT_SOURCE_DIR}/export/embed_templates.cmake
          ${CMAKE_CURRENT_SOURCE_DIR}/embed.cmake
  COMMENT "Embedding the package templates")
phep_embedded_text(phep_export ${PHEP_EMBEDDED_PACKAGES})
