phep_room(NAME hir SOURCES types.cpp places.cpp print.cpp LINKS phep_base)
