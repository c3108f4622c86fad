phep_room(NAME testing SOURCES facts_json.cpp expect.cpp run.cpp
  LINKS phep_base phep_diagnostics phep_hir phep_decision nlohmann_json::nlohmann_json PRIVATE_LINKS fmt::fmt)
