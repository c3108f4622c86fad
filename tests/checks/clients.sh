#!/usr/bin/env bash
# Neovim and Emacs as clients of the language server, with the settings of lsp/README.md; each check is seen to fail too.
exec python3 tests/clients/run.py "$1"
