# Completion in a real zsh, driven through a pseudo-terminal: zsh -f complete.zsh FOLDER, where FOLDER holds _phep.
zmodload zsh/zpty || exit 1
cd $1 || exit 1
zpty shell zsh -f -i
# say LINE WORD: types it, and shows all that the terminal got until WORD was seen, or for ten seconds.
say() {
  local out= part
  zpty -w -n shell "$1"
  repeat 200; do
    sleep 0.05
    while zpty -r -t shell part; do out+=$part; done
    [[ -n $2 && $out == *$2* ]] && break
  done
  print -r -- $out
}
bad=0
say $'PROMPT="> "; unsetopt zle_bracketed_paste; fpath=('"$1"$' $fpath); autoload -Uz compinit; compinit -u -d '"$1"$'/zcompdump; setopt auto_list; zstyle ":completion:*" list-prompt ""; LISTMAX=10000; print re""ady\n' ready >/dev/null
# offers LINE WORD: Tab behind the line shows the word.
offers() {
  local seen=$(say $'\C-u'"$1"$'\t\t' $2)
  if [[ $seen != *$2* ]]; then print -r -- "zsh: $1: no $2 in: ${(V)seen[1,300]}"; bad=1; fi
}
offers 'phep ' completions
offers 'phep check --format=' sarif
offers 'phep law ' cited-by
offers 'phep law index --by=' deadline
offers 'phep check dr' drafting.phep
offers 'phep eval vn.pdpl.bre' vn.pdpl.breach
offers 'phep test --' --shuffle
zpty -d shell
exit $bad
