#compdef tcloud
# Completions of tcloud for zsh:
#   source <(tcloud completions zsh)
# or as a file _tcloud in a folder of $fpath.
_tcloud() {
    local -a found open whole
    found=("${(@f)$("${words[1]}" __complete zsh -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
    # A name that goes on after a dot is not finished.
    open=(${(M)found:#*.:*})
    whole=(${found:#*.:*})
    (( ${#whole} )) && _describe -V 'tcloud' whole
    (( ${#open} )) && _describe -V 'tcloud' open -S ''
    (( ${#whole} + ${#open} )) || _files
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _tcloud "$@"
else
    compdef _tcloud tcloud
fi
