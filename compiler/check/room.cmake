phep_room(NAME check
  SOURCES
    check.cpp live_check.cpp shift.cpp context.cpp names.cpp words.cpp types.cpp literals.cpp place_text.cpp
    decls.cpp law.cpp instruments.cpp calendar.cpp counting.cpp rules.cpp rule_tables.cpp ranges.cpp norms.cpp performance.cpp breaches.cpp roles.cpp recurrence.cpp
    deadlines.cpp sanctions.cpp special.cpp decisions.cpp changes.cpp lists.cpp elections.cpp
    exprs.cpp face.cpp references.cpp operators.cpp patterns.cpp temporal.cpp properties.cpp quantifiers.cpp narrowing.cpp
    writing_order.cpp coverage.cpp cycles.cpp lints.cpp occurrences.cpp tests.cpp facts.cpp expectations.cpp targets.cpp
  LINKS phep_base phep_diagnostics phep_syntax phep_hir)
