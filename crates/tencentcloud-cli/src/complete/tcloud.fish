# Completions of tcloud for fish:
#   tcloud completions fish | source
function __tcloud_complete
    set -l words (commandline --tokenize --cut-at-cursor --current-process)
    set -l current (commandline --current-token --cut-at-cursor)
    command tcloud __complete fish -- $words[2..-1] $current 2>/dev/null
end
complete --command tcloud --keep-order --arguments '(__tcloud_complete)'
