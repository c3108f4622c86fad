phep_room(NAME lint SOURCES lint.cpp labels.cpp tests.cpp uses.cpp grounds.cpp
  LINKS phep_base phep_source phep_diagnostics phep_hir phep_law)
