phep_room(NAME ide
  SOURCES action.cpp calls.cpp case_names.cpp case_text.cpp cases.cpp complete.cpp complete_law.cpp complete_offers.cpp complete_place.cpp
          complete_words.cpp coverage.cpp days.cpp exceptions.cpp explain_case.cpp find.cpp fold.cpp force.cpp force_days.cpp
          highlight.cpp hint.cpp hover.cpp hover_law.cpp hover_time.cpp identity.cpp indent.cpp inline_values.cpp interpreter.cpp
          law_view.cpp lens.cpp links.cpp match.cpp mend.cpp move.cpp navigate.cpp obligations.cpp outline.cpp page.cpp paint.cpp
          refactor.cpp rename.cpp replacement.cpp rewrite.cpp select.cpp signature.cpp symbols.cpp timeline.cpp folded_names.cpp
  LINKS phep_workspace phep_law phep_explain phep_testing phep_decision phep_runtime phep_check phep_hir phep_syntax
        phep_diagnostics phep_source phep_base)
