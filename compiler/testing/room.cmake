phep_room(NAME testing
  SOURCES blame.cpp
          case_file.cpp
          case_lines.cpp
          case_table.cpp
          cell.cpp
          csv.cpp
          expect.cpp
          facts_json.cpp
          facts_refusal.cpp
          nearby.cpp
          random_facts.cpp
          run.cpp
          suite.cpp
          time_text.cpp
          vectors.cpp
  LINKS phep_base phep_diagnostics phep_hir phep_decision phep_runtime nlohmann_json::nlohmann_json PRIVATE_LINKS phep_fmt)
find_package(Threads REQUIRED)
target_link_libraries(phep_testing PUBLIC Threads::Threads)
