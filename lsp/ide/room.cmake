phep_room(NAME ide
  SOURCES complete.cpp fold.cpp hover.cpp match.cpp navigate.cpp outline.cpp paint.cpp symbols.cpp
  LINKS phep_workspace phep_law phep_explain phep_testing phep_decision phep_runtime phep_check phep_hir phep_syntax
        phep_diagnostics phep_source phep_base)
