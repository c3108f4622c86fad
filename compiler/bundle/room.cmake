# Bundles and their signatures. libsodium lives here and nowhere else, and is linked as an archive: it is small, and a
# program that believes signatures should not be told by its surroundings which code checks them.
find_path(PHEP_SODIUM_INCLUDE sodium.h REQUIRED)
find_library(PHEP_SODIUM NAMES libsodium.a REQUIRED)
phep_room(NAME bundle
  SOURCES write.cpp read.cpp manifest.cpp ustar.cpp signature.cpp accept.cpp
  LINKS phep_base phep_diagnostics phep_runtime
  PRIVATE_LINKS nlohmann_json::nlohmann_json ${PHEP_SODIUM})
target_include_directories(phep_bundle SYSTEM PRIVATE ${PHEP_SODIUM_INCLUDE})
