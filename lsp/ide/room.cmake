phep_room(NAME ide
  SOURCES calls.cpp cases.cpp complete.cpp complete_law.cpp complete_offers.cpp complete_place.cpp complete_words.cpp coverage.cpp
          exceptions.cpp explain_case.cpp find.cpp fold.cpp force.cpp highlight.cpp hover.cpp hover_law.cpp hover_time.cpp identity.cpp
          inline_values.cpp interpreter.cpp law_view.cpp links.cpp match.cpp navigate.cpp obligations.cpp outline.cpp page.cpp paint.cpp
          saying.cpp select.cpp symbols.cpp timeline.cpp
  LINKS phep_workspace phep_law phep_explain phep_testing phep_decision phep_runtime phep_check phep_hir phep_syntax
        phep_diagnostics phep_source phep_base)
