// Packages that developers install: every text file of them, for a compiled policy that is put
// beside them.
#pragma once

#include "compiler/decision/decision.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace phep::exports {

struct Words {
  std::string vi, en;
};

// What people call the parts of one decision, and where its norms stand in law.
struct DecisionWords {
  Words decision;
  std::map<std::string, Words> facts;    // by JSON pointer, elements of lists as "/list/*/field"
  std::map<std::string, Words> outputs;  // by name
  std::map<std::string, Words> norms;    // by qualified name
  std::map<std::string, Words> members;  // by "enum.member"
  std::map<std::string, Words> options;  // by "reading.option"
  std::map<std::string, std::vector<Words>> cites;  // of norms, by qualified name
};

struct PackageIdentity {
  std::string name;                  // an identifier
  std::string version;               // "1.0.0"
  std::vector<DecisionWords> words;  // of each decision of the program
  std::vector<std::string> vectors;  // of each too: conformance.jsonl
};

// A file of a package, by its path from the package's root.
struct PackageFile {
  std::string path, bytes;
};

// The name of a package: letters, digits and underscores, of any text.
std::string package_name(std::string_view text);

// Headers and wrappers, pkg-config and CMake files, examples and README. The libraries are
// lib/libNAME.a and the path that `shared_library_path` gives.
std::vector<PackageFile> c_package(const decision::Program& program,
                                   const PackageIdentity& identity);

// "lib/libNAME.so.1.0", which carries the SONAME "libNAME.so.1"; and the links to it, each with
// what it leads to.
std::string shared_library_path(const PackageIdentity& identity);
std::string soname(const PackageIdentity& identity);
std::vector<std::pair<std::string, std::string>> library_links(const PackageIdentity& identity);

// A wheel, with README, LICENSE and an example beside it. `library` is the shared library, which
// must need no other.
std::vector<PackageFile> python_package(const decision::Program& program,
                                        const PackageIdentity& identity,
                                        const std::string& library);

// A PostgreSQL extension: control file, SQL, glue in C, Makefile for PGXS, and its own test. With a
// script to update each of these versions. The static library is lib/libNAME.a.
std::vector<PackageFile> postgres_package(const decision::Program& program,
                                          const PackageIdentity& identity,
                                          const std::vector<std::string>& earlier);

}  // namespace phep::exports
