phep_room(NAME cli
  SOURCES options.cpp session.cpp facts.cpp target.cpp engine_set.cpp parse_args.cpp
          commands/check.cpp commands/eval.cpp commands/test.cpp commands/build.cpp commands/fmt.cpp
          commands/explain.cpp commands/explain_case.cpp commands/version.cpp
  LINKS phep_workspace phep_testing phep_explain phep_export phep_codegen phep_engines phep_decision phep_runtime
        phep_diagnostics phep_syntax phep_check phep_hir phep_base
  PRIVATE_LINKS nlohmann_json::nlohmann_json CLI11::CLI11 fmt::fmt)
target_compile_definitions(phep_cli PRIVATE PHEP_VERSION="${PROJECT_VERSION}" PHEP_EDITION="2026")

add_executable(phep cli/main.cpp)
target_link_libraries(phep PRIVATE phep_cli phep_warnings)
