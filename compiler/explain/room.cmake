phep_room(NAME explain SOURCES citation_text.cpp answer_text.cpp fact_label.cpp
  LINKS phep_base phep_diagnostics phep_hir nlohmann_json::nlohmann_json PRIVATE_LINKS fmt::fmt)
