# find_package({{package}} CONFIG) gives the targets {{package}}::{{package}} (shared) and {{package}}::{{package}}_static.
include("${CMAKE_CURRENT_LIST_DIR}/{{package}}Targets.cmake")
