phep_room(NAME ide
  SOURCES action.cpp case_names.cpp complete.cpp days.cpp fold.cpp force.cpp hint.cpp hover.cpp indent.cpp lens.cpp
          match.cpp move.cpp navigate.cpp outline.cpp paint.cpp refactor.cpp rename.cpp signature.cpp symbols.cpp
  LINKS phep_workspace phep_law phep_explain phep_testing phep_decision phep_runtime phep_check phep_hir phep_syntax
        phep_diagnostics phep_source phep_base)
