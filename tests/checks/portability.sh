#!/usr/bin/env bash
# A share of the library's cases and of generated programs', decided by the interpreter as compiled for 32 bits and for the other
# byte order (../portability): the same bytes. `./dev deep portability` takes all of them.
exec python3 "$(dirname "${BASH_SOURCE[0]}")/../portability/run.py" "$1" --paths stdlib/vn/pdpl,tests/data/run --programs 20 --of 20 \
  --rounds 3000 --prove
