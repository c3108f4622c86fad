phep_room(NAME explain
  SOURCES citation_text.cpp answer_text.cpp fact_label.cpp status_words.cpp measure_words.cpp law_notes.cpp cause_words.cpp
          speech.cpp labels.cpp replay.cpp conditions.cpp terms.cpp rules.cpp day_count.cpp
          fact_values.cpp what_if.cpp norm_places.cpp moments.cpp norm_note.cpp clause_notes.cpp exposure_note.cpp conclusion.cpp readings.cpp certificate.cpp
          explain.cpp wording.cpp inquiry.cpp reply.cpp
          typed_number.cpp typed_time.cpp document.cpp document_text.cpp document_html.cpp explanation_json.cpp
  LINKS phep_base phep_diagnostics phep_hir phep_decision phep_runtime nlohmann_json::nlohmann_json
  PRIVATE_LINKS phep_fmt)
