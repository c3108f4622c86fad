phep_room(NAME hir SOURCES types.cpp LINKS phep_base)
