# The templates of `phep new` become a source file of string literals.
file(GLOB_RECURSE PHEP_TEMPLATES CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/cli/templates/*)
set(PHEP_EMBEDDED_TEMPLATES ${CMAKE_CURRENT_BINARY_DIR}/embedded_templates.cpp)
add_custom_command(
  OUTPUT ${PHEP_EMBEDDED_TEMPLATES}
  COMMAND ${CMAKE_COMMAND} -DROOT=${CMAKE_CURRENT_SOURCE_DIR}/cli/templates -DOUT=${PHEP_EMBEDDED_TEMPLATES}
          -P ${CMAKE_CURRENT_SOURCE_DIR}/cli/embed_templates.cmake
  DEPENDS ${PHEP_TEMPLATES} ${CMAKE_CURRENT_SOURCE_DIR}/cli/embed_templates.cmake ${CMAKE_CURRENT_SOURCE_DIR}/embed.cmake
  COMMENT "Embedding the project templates")

# So do the schemas of what commands write.
set(PHEP_OUTPUT_SCHEMAS ${CMAKE_CURRENT_SOURCE_DIR}/cli/schemas/outputs.json)
set(PHEP_EMBEDDED_SCHEMAS ${CMAKE_CURRENT_BINARY_DIR}/embedded_schemas.cpp)
add_custom_command(
  OUTPUT ${PHEP_EMBEDDED_SCHEMAS}
  COMMAND ${CMAKE_COMMAND} -DFILE=${PHEP_OUTPUT_SCHEMAS} -DOUT=${PHEP_EMBEDDED_SCHEMAS}
          -P ${CMAKE_CURRENT_SOURCE_DIR}/cli/embed_schemas.cmake
  DEPENDS ${PHEP_OUTPUT_SCHEMAS} ${CMAKE_CURRENT_SOURCE_DIR}/cli/embed_schemas.cmake ${CMAKE_CURRENT_SOURCE_DIR}/embed.cmake
  COMMENT "Embedding the schemas")

phep_room(NAME cli
  SOURCES build_files.cpp
          bundle_args.cpp
          build_id.cpp
          byte_place.cpp
          case_files.cpp
          check_memory.cpp
          command_table.cpp
          completions.cpp
          completions_bash.cpp
          completions_fish.cpp
          completions_zsh.cpp
          digest.cpp
          engine_set.cpp
          facts.cpp
          fixes_on_disk.cpp
          interview.cpp
          law_args.cpp
          law_words.cpp
          machine.cpp
          manual.cpp
          misspelt.cpp
          npm_files.cpp
          options.cpp
          package_words.cpp
          parse_args.cpp
          project.cpp
          proof_memory.cpp
          reads.cpp
          refused_rows.cpp
          review.cpp
          row_stream.cpp
          sarif.cpp
          session.cpp
          shell.cpp
          source_lines.cpp
          status_spelling.cpp
          target.cpp
          test_ground.cpp
          test_memory.cpp
          test_progress.cpp
          test_properties.cpp
          test_report.cpp
          test_sights.cpp
          test_watch.cpp
          tool_args.cpp
          write_file.cpp
          commands/ask.cpp
          commands/bench.cpp
          commands/build.cpp
          commands/bundle_make.cpp
          commands/bundle_open.cpp
          commands/check.cpp
          commands/completions.cpp
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
          commands/lint.cpp
          commands/lsp.cpp
          commands/new.cpp
          commands/schema.cpp
          commands/test.cpp
          commands/test_coverage.cpp
          commands/test_mutate.cpp
          commands/verify.cpp
          commands/version.cpp
          commands/graph.cpp
          commands/report.cpp
          explain_args.cpp
          given_cases.cpp
          test_selection.cpp
          code_memory.cpp
          user_cache.cpp
          heap.cpp
  LINKS phep_workspace phep_testing phep_batch phep_law phep_lint phep_explain phep_export phep_codegen phep_engines
        phep_inspect phep_decision phep_runtime phep_diagnostics phep_syntax phep_check phep_hir phep_base phep_verify
        phep_mutation phep_coverage phep_report phep_bundle
  PRIVATE_LINKS nlohmann_json::nlohmann_json CLI11::CLI11 phep_fmt)
target_compile_definitions(phep_cli PRIVATE PHEP_VERSION="${PROJECT_VERSION}" PHEP_EDITION="2026"
                           PHEP_DATE="2026-11-26")  # of the version: manual pages show it

phep_embedded_text(phep_cli ${PHEP_EMBEDDED_TEMPLATES})
phep_embedded_text(phep_cli ${PHEP_EMBEDDED_SCHEMAS})

add_executable(phep cli/main.cpp)
target_link_libraries(phep PRIVATE phep_cli phep_warnings)
target_link_options(phep PRIVATE -Wl,--build-id=sha1)  # names the code that `phep test` keeps
if(PHEP_PORTABLE)
  phep_portable(phep)
endif()

# The program; manual pages and completions, as the built program writes them.
install(TARGETS phep RUNTIME DESTINATION bin)
install(CODE "
  set(phep $<TARGET_FILE:phep>)
  set(share \$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/share)
  foreach(folder man/man1 man/vi/man1 bash-completion/completions zsh/site-functions fish/vendor_completions.d)
    file(MAKE_DIRECTORY \${share}/\${folder})
  endforeach()
  execute_process(COMMAND \${phep} man --lang en --out \${share}/man/man1 OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND \${phep} man --lang vi --out \${share}/man/vi/man1 OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
  foreach(pair bash:bash-completion/completions/phep zsh:zsh/site-functions/_phep fish:fish/vendor_completions.d/phep.fish)
    string(REPLACE : \";\" pair \${pair})
    list(GET pair 0 shell)
    list(GET pair 1 file)
    execute_process(COMMAND \${phep} completions \${shell} --lang en OUTPUT_FILE \${share}/\${file} COMMAND_ERROR_IS_FATAL ANY)
  endforeach()
")
