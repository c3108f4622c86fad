phep_room(NAME report
  SOURCES times.cpp rows.cpp register.cpp timeline.cpp page.cpp case_page.cpp report.cpp calendar.cpp
          drawn_text.cpp graph.cpp taken_path.cpp layout.cpp graph_svg.cpp graph_text.cpp
  LINKS phep_base phep_diagnostics phep_hir phep_decision phep_runtime phep_explain nlohmann_json::nlohmann_json
  PRIVATE_LINKS phep_fmt)
