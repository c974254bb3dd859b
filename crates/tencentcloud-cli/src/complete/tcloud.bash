# Completions of tcloud for bash 4.4 or later:
#   source <(tcloud completions bash)
_tcloud() {
    mapfile -t COMPREPLY < <("${COMP_WORDS[0]}" __complete bash -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
    # A name that goes on after a dot is not finished.
    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *. ]] && compopt -o nospace
    return 0
}
complete -o default -o nosort -F _tcloud tcloud
