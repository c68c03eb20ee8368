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

/** The script that teaches a shell to complete. */
export const COMPLETION_SCRIPTS: Readonly<Record<string, string>> = { bash: BASH, zsh: ZSH };
