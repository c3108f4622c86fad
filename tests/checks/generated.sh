#!/usr/bin/env bash
# 100 generated programs of 20 cases on every engine. A larger run: phep_generated --programs 2000 --cases 500.
exec "$1/bin/phep_generated" --programs 100 --cases 20 --seed 101 --quiet
