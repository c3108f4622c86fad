#!/usr/bin/env bash
# The readings that an answer of the library names are those under which it would be another.
# A larger run: phep_oracles readings --cases 100 --engine jit.
exec "$1/bin/phep_oracles" readings --cases 3
