// The PostgreSQL extension: glue over the C package, SQL to install it and to update earlier
// versions, and a test that the server's own tools run.
#include "compiler/export/c_header.h"
#include "compiler/export/layout_json.h"
#include "compiler/export/package_model.h"
#include "compiler/export/postgres_model.h"
#include "compiler/export/template_text.h"

namespace phep::exports {

namespace {

std::string columns_text(const PgType& type) {
  std::string out;
  for (const PgColumn& column : type.columns)
    out += (out.empty() ? "\n  " : ",\n  ") + pg_quoted(column.name) + " " + column.type;
  return out;
}

std::string create_type(const PgType& type) {
  if (type.composite)
    return "CREATE TYPE " + pg_quoted(type.name) + " AS (" + columns_text(type) + ");\n";
  std::string members;
  for (const std::string& member : type.members)
    members += (members.empty() ? "" : ", ") + pg_literal(member);
  return "CREATE TYPE " + pg_quoted(type.name) + " AS ENUM (" + members + ");\n";
}

// Makes what an earlier version lacks; what it has and this one lacks stays, and is never read.
std::string update_type(const PgType& type) {
  std::string out = "  IF to_regtype(" + pg_literal(pg_quoted(type.name)) + ") IS NULL THEN\n    " +
                    create_type(type) + "  END IF;\n";
  std::string before;
  for (const std::string& member : type.members) {
    out += "  ALTER TYPE " + pg_quoted(type.name) + " ADD VALUE IF NOT EXISTS " +
           pg_literal(member) + (before.empty() ? "" : " AFTER " + pg_literal(before)) + ";\n";
    before = member;
  }
  for (const PgColumn& column : type.columns)
    out += "  IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass(" +
           pg_literal(pg_quoted(type.name)) + ") AND attname = " + pg_literal(column.name) +
           " AND NOT attisdropped) THEN\n    ALTER TYPE " + pg_quoted(type.name) +
           " ADD ATTRIBUTE " + pg_quoted(column.name) + " " + column.type +
           " CASCADE;\n  END IF;\n";
  return out;
}

std::string functions(const PgModel& model, const decision::Decision& decision) {
  const std::string& name = decision.export_name;
  const std::string options = "as_of timestamptz, law_date date DEFAULT NULL, readings " +
                              pg_quoted(model.type_name("readings")) + " DEFAULT NULL";
  const std::string how = " LANGUAGE C IMMUTABLE PARALLEL SAFE;\n";
  std::string out = "CREATE OR REPLACE FUNCTION " + pg_quoted(pg_name(name)) + "(facts " +
                    pg_quoted(model.type_name("facts")) + ", " + options + ")\n  RETURNS " +
                    pg_quoted(model.type_name("answer")) + " AS 'MODULE_PATHNAME', " +
                    pg_literal(name + "_pg") + how;
  out += "CREATE OR REPLACE FUNCTION " + pg_quoted(model.type_name("text")) + "(facts text, " +
         options + ", certificate boolean DEFAULT false)\n  RETURNS text AS 'MODULE_PATHNAME', " +
         pg_literal(name + "_pg_text") + how;
  return out;
}

// Asks every vector that text can carry, and counts the answers that differ.
std::string test_query(const PgModel& model, const decision::Decision& decision) {
  std::string readings;
  for (const PgColumn& reading : model.readings()) {
    readings += (readings.empty() ? "" : ", ") + std::string("line->'readings'->>") +
                pg_literal(reading.type);
  }
  const std::string name = decision.export_name;
  return "CREATE TEMP TABLE " + pg_quoted(name + "_vectors") + " (line json);\n\\copy " +
         pg_quoted(name + "_vectors") + " FROM '" + name +
         ".conformance.jsonl' WITH (FORMAT csv, DELIMITER E'\\x01', QUOTE E'\\x02')\n"
         "SELECT count(*) FILTER (WHERE got IS DISTINCT FROM line->>'answer') AS wrong, count(*) > "
         "0 AS "
         "asked\n  FROM " +
         pg_quoted(name + "_vectors") + ",\n    LATERAL " + pg_quoted(model.type_name("text")) +
         "(line->>'facts', (line->>'as_of')::timestamptz, (line->>'law_date')::date,\n      ROW(" +
         readings + ")::" + pg_quoted(model.type_name("readings")) +
         ", coalesce((line->>'certificate')::boolean, false)) AS got\n"
         "  WHERE line->>'facts' IS NOT NULL AND line->>'suppose' IS NULL;\n";
}

constexpr const char* kTestAnswer = " wrong | asked \n-------+-------\n     0 | t\n(1 row)\n\n";

}  // namespace

std::vector<PackageFile> postgres_package(const decision::Program& program,
                                          const PackageIdentity& identity,
                                          const std::vector<std::string>& earlier) {
  nlohmann::json model = package_model(program, identity);
  const std::string& name = identity.name;
  const std::string guard =
      "\\echo Use \"CREATE EXTENSION " + name + "\" to load this file. \\quit\n";
  std::vector<PackageFile> files;
  std::string create = guard;
  std::string update = guard + "DO $phep$ BEGIN\n";
  std::string calls;
  std::string test = "CREATE EXTENSION " + pg_quoted(name) + ";\n";
  std::string expected = test;
  std::size_t i = 0;
  for (const decision::Decision& decision : program.decisions) {
    const PgModel pg(program, decision);
    nlohmann::json& one = model["decisions"][i];
    one["tables"] = pg.tables();
    one["package"] = name;
    for (const PgType& type : pg.types()) {
      create += create_type(type);
      update += update_type(type);
      if (type.name == pg.type_name("facts")) one["facts_columns"] = columns_text(type);
      if (type.name == pg.type_name("answer")) one["answer_columns"] = columns_text(type);
      if (type.name == pg.type_name("readings")) one["readings_columns"] = columns_text(type);
    }
    calls += functions(pg, decision);
    test += test_query(pg, decision);
    expected += test_query(pg, decision) + kTestAnswer;
    files.push_back({decision.export_name + ".conformance.jsonl", identity.vectors[i]});
    files.push_back({"include/" + decision.export_name + ".h", c_header(program, decision)});
    files.push_back({decision.export_name + ".layout.json", layout_json(program, decision)});
    ++i;
  }
  model["comment"] = pg_literal("decisions of policy " + name + ", release " +
                                model["release"].get<std::string>().substr(0, 12));
  files.push_back({name + "--" + identity.version + ".sql", create + calls});
  for (const std::string& version : earlier)
    files.push_back({name + "--" + version + "--" + identity.version + ".sql",
                     update + "END $phep$;\n" + calls});
  files.push_back({"sql/" + name + ".sql", test});
  files.push_back({"expected/" + name + ".out", expected});
  files.push_back({name + ".control", filled_template("postgres/control", model)});
  files.push_back({"Makefile", filled_template("postgres/Makefile", model)});
  files.push_back({"README.md", filled_template("postgres/README.md", model)});
  files.push_back({name + "_pg.c", filled_template("postgres/glue.c.in", model)});
  for (const char* one : {"phep_postgres.h", "phep_postgres_facts.h", "phep_postgres_answer.h"})
    files.push_back({std::string("include/") + one,
                     std::string(template_text(std::string("postgres/") + one))});
  files.push_back({"include/phep_abi.h", std::string(abi_header())});
  files.push_back({"LICENSE", std::string(template_text("LICENSE"))});
  return files;
}

}  // namespace phep::exports
