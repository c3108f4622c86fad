#!/usr/bin/env bash
# Editors are told what the command line says: pulled and pushed diagnostics against `phep check --format json`.
exec python3 tests/lsp/parity.py "$1"
