#!/usr/bin/env bash
# Date arithmetic against Python's datetime and calendar, and against the published rows of dates-calc.
exec python3 tests/oracle/dates.py "$1/bin/phep_dates"
