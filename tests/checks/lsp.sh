#!/usr/bin/env bash
# The language server: transcripts of every method over the real program.
exec python3 tests/lsp/run.py "$1"
