phep_room(NAME law SOURCES provision.cpp spoken_words.cpp citation_reader.cpp instrument_names.cpp register.cpp pages.cpp
          search.cpp page_text.cpp export_parts.cpp export_declared.cpp export.cpp coverage.cpp coverage_text.cpp deadline_terms.cpp boundaries.cpp
          matrix.cpp matrix_text.cpp index.cpp review.cpp
  LINKS phep_base phep_source phep_diagnostics phep_syntax phep_hir phep_explain nlohmann_json::nlohmann_json)
