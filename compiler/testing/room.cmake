phep_room(NAME testing
  SOURCES facts_json.cpp facts_refusal.cpp expect.cpp json_text.cpp csv.cpp cell.cpp case_file.cpp case_lines.cpp case_table.cpp run.cpp blame.cpp suite.cpp nearby.cpp time_text.cpp
  LINKS phep_base phep_diagnostics phep_hir phep_decision phep_runtime nlohmann_json::nlohmann_json PRIVATE_LINKS phep_fmt)
find_package(Threads REQUIRED)
target_link_libraries(phep_testing PUBLIC Threads::Threads)
