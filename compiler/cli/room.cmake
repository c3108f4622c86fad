# The templates of `phep new` become a source file of string literals.
file(GLOB_RECURSE PHEP_TEMPLATES CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/cli/templates/*)
set(PHEP_EMBEDDED_TEMPLATES ${CMAKE_CURRENT_BINARY_DIR}/embedded_templates.cpp)
add_custom_command(
  OUTPUT ${PHEP_EMBEDDED_TEMPLATES}
  COMMAND ${CMAKE_COMMAND} -DROOT=${CMAKE_CURRENT_SOURCE_DIR}/cli/templates -DOUT=${PHEP_EMBEDDED_TEMPLATES}
          -P ${CMAKE_CURRENT_SOURCE_DIR}/cli/embed_templates.cmake
  DEPENDS ${PHEP_TEMPLATES} ${CMAKE_CURRENT_SOURCE_DIR}/cli/embed_templates.cmake ${CMAKE_CURRENT_SOURCE_DIR}/embed.cmake
  COMMENT "Embedding the project templates")

phep_room(NAME cli
  SOURCES build_files.cpp
          case_files.cpp
          engine_set.cpp
          facts.cpp
          fixes_on_disk.cpp
          interview.cpp
          law_args.cpp
          law_words.cpp
          npm_files.cpp
          options.cpp
          package_words.cpp
          parse_args.cpp
          project.cpp
          refused_rows.cpp
          review.cpp
          row_stream.cpp
          session.cpp
          shell.cpp
          target.cpp
          test_ground.cpp
          test_memory.cpp
          test_progress.cpp
          test_report.cpp
          test_sights.cpp
          test_watch.cpp
          write_file.cpp
          commands/ask.cpp
          commands/build.cpp
          commands/check.cpp
          commands/diff.cpp
          commands/eval.cpp
          commands/eval_batch.cpp
          commands/explain.cpp
          commands/explain_case.cpp
          commands/fmt.cpp
          commands/gen.cpp
          commands/inspect.cpp
          commands/law.cpp
          commands/law_reports.cpp
          commands/lsp.cpp
          commands/new.cpp
          commands/test.cpp
          commands/test_coverage.cpp
          commands/test_mutate.cpp
          commands/verify.cpp
          commands/version.cpp
  LINKS phep_workspace phep_testing phep_batch phep_law phep_explain phep_export phep_codegen phep_engines
        phep_inspect phep_decision phep_runtime phep_diagnostics phep_syntax phep_check phep_hir phep_base phep_verify
        phep_mutation phep_coverage
  PRIVATE_LINKS nlohmann_json::nlohmann_json CLI11::CLI11 fmt::fmt)
target_compile_definitions(phep_cli PRIVATE PHEP_VERSION="${PROJECT_VERSION}" PHEP_EDITION="2026")

phep_embedded_text(phep_cli ${PHEP_EMBEDDED_TEMPLATES})

add_executable(phep cli/main.cpp)
target_link_libraries(phep PRIVATE phep_cli phep_warnings)
