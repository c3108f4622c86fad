phep_room(NAME hir SOURCES types.cpp print.cpp LINKS phep_base)
