if(WIN32)
  set(PHEP_PLATFORM windows)
else()
  set(PHEP_PLATFORM posix)
endif()
phep_room(NAME server
  SOURCES action_methods.cpp analysis.cpp case_methods.cpp case_protocol.cpp case_runs.cpp clock.cpp command_methods.cpp convert.cpp
          diagnose.cpp diagnostic_methods.cpp documents.cpp edit_protocol.cpp files.cpp json_text.cpp lanes.cpp law_methods.cpp lens_methods.cpp
          lifecycle.cpp methods.cpp navigate_methods.cpp outbox.cpp platform_${PHEP_PLATFORM}.cpp protocol.cpp read_methods.cpp refreshes.cpp
          rename_methods.cpp rpc.cpp server.cpp slow_tier.cpp sync_methods.cpp test_methods.cpp text_edits.cpp timings.cpp token_methods.cpp
          typing_methods.cpp uri.cpp view_methods.cpp warm_up.cpp write_methods.cpp layouts.cpp
  LINKS phep_ide phep_workspace phep_syntax phep_diagnostics phep_source phep_base nlohmann_json::nlohmann_json
        Threads::Threads)
# The headers of Windows bring macros for everything.
set_source_files_properties(${CMAKE_CURRENT_SOURCE_DIR}/server/platform_windows.cpp PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
target_compile_definitions(phep_server PUBLIC PHEP_VERSION="${PROJECT_VERSION}")

add_executable(phep-lsp server/main.cpp)
target_link_libraries(phep-lsp PRIVATE phep_server phep_warnings)
install(TARGETS phep-lsp RUNTIME DESTINATION bin)
if(PHEP_PORTABLE)
  phep_portable(phep-lsp)
endif()

# The same server without any shared library: what the editor's package carries.
add_executable(phep-lsp-static EXCLUDE_FROM_ALL server/main.cpp)
target_link_libraries(phep-lsp-static PRIVATE phep_server phep_warnings)
target_link_options(phep-lsp-static PRIVATE -static)
set_target_properties(phep-lsp-static PROPERTIES PHEP_NO_SHARED ON)
if(PHEP_PORTABLE)
  phep_map(phep-lsp-static)
endif()
