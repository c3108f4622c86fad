phep_room(NAME coverage
  SOURCES points.cpp hits.cpp propose.cpp pairs.cpp formats.cpp heat_map.cpp
  LINKS phep_base phep_source phep_diagnostics phep_hir phep_decision phep_runtime phep_explain phep_testing
        nlohmann_json::nlohmann_json
  PRIVATE_LINKS phep_fmt)
