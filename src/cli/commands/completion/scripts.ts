/** What a shell asks the program with, the words typed so far behind it. */
export const COMPLETION_FLAG = '--get-completions';

const BASH = `# esxcheck completion bash >> ~/.bashrc
_esxcheck() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -W "$(esxcheck ${COMPLETION_FLAG} "\${COMP_WORDS[@]}" 2>/dev/null)" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o bashdefault -o default -F _esxcheck esxcheck
`;

const ZSH = `#compdef esxcheck
# esxcheck completion zsh > "\${fpath[1]}/_esxcheck"
_esxcheck() {
  local -a found
  found=("\${(@f)$(esxcheck ${COMPLETION_FLAG} "\${words[@]}" 2>/dev/null)}")
  if [[ -n "\${found[1]}" ]]; then compadd -- "\${found[@]}"; else _files; fi
}
compdef _esxcheck esxcheck
`;

const FISH = `# esxcheck completion fish > ~/.config/fish/completions/esxcheck.fish
function __esxcheck_complete
    set -l typed (commandline -ct)
    set -l found (esxcheck ${COMPLETION_FLAG} (commandline -opc) "$typed" 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\\n' $found
    else
        __fish_complete_path "$typed"
    end
end
complete -c esxcheck -f -a '(__esxcheck_complete)'
`;

/**
 * How an empty word is handed over: older releases of PowerShell drop one that is empty, and make this one empty; newer ones
 * hand it over as it is.
 */
export const EMPTY_WORD = '""';

// Without an answer PowerShell completes names of files by itself.
const POWERSHELL = `# esxcheck completion powershell >> $PROFILE
Register-ArgumentCompleter -Native -CommandName 'esxcheck', 'esxcheck.cmd', 'esxcheck.ps1' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.Extent.Text })
    $typed = if ($wordToComplete) { $wordToComplete } else { '${EMPTY_WORD}' }
    & esxcheck ${COMPLETION_FLAG} $words $typed 2>$null | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
    }
}
`;

/** The script that teaches a shell to complete. */
export const COMPLETION_SCRIPTS: Readonly<Record<string, string>> = {
  bash: BASH,
  zsh: ZSH,
  fish: FISH,
  powershell: POWERSHELL,
};
