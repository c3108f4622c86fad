#!/usr/bin/env bash
# The library's tests and the suite's programs once more, in V8.
exec "$1/bin/phep_v8_tests" stdlib tests/data/run
