phep_room(NAME batch
  SOURCES rows.cpp table.cpp answers.cpp stream.cpp
  LINKS phep_base phep_source phep_diagnostics phep_decision phep_testing phep_runtime
  PRIVATE_LINKS nlohmann_json::nlohmann_json)
find_package(Threads REQUIRED)
target_link_libraries(phep_batch PUBLIC Threads::Threads)
