phep_room(NAME ide
  SOURCES calls.cpp complete.cpp complete_law.cpp complete_offers.cpp complete_place.cpp complete_words.cpp find.cpp
          fold.cpp highlight.cpp hover.cpp hover_law.cpp hover_time.cpp identity.cpp law_view.cpp links.cpp match.cpp
          navigate.cpp outline.cpp page.cpp paint.cpp saying.cpp select.cpp symbols.cpp
  LINKS phep_workspace phep_law phep_explain phep_testing phep_decision phep_runtime phep_check phep_hir phep_syntax
        phep_diagnostics phep_source phep_base)
