#!/usr/bin/env bash
# Declarations, cases, clauses and imports of the library and the suite's programs in two other orders: no answer changes.
# A larger run: phep_oracles order --times 100.
exec "$1/bin/phep_oracles" order --times 2
