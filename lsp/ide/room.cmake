phep_room(NAME ide
  SOURCES cases.cpp complete.cpp coverage.cpp exceptions.cpp explain_case.cpp fold.cpp force.cpp hover.cpp inline_values.cpp interpreter.cpp match.cpp navigate.cpp obligations.cpp outline.cpp paint.cpp symbols.cpp timeline.cpp
  LINKS phep_workspace phep_law phep_explain phep_testing phep_decision phep_runtime phep_check phep_hir phep_syntax
        phep_diagnostics phep_source phep_base)
