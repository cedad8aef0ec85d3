/** `facedesk completion`: what a shell needs to complete commands and options, made of the commands themselves. */
import { Argument, type Command } from 'commander';

const shells = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof shells)[number];

export function addCompletionCommand(program: Command): void {
  program
    .command('completion')
    .description('print the completion of commands for a shell: source <(facedesk completion bash)')
    .addArgument(new Argument('<shell>').choices(shells))
    .action((shell: Shell) => void process.stdout.write(completionScript(program, shell)));
}

export function completionScript(program: Command, shell: Shell): string {
  const rows = wordsOf(program, [], optionsOf(program));
  if (shell === 'fish') return fishScript(rows);
  const table = rows.map(({ chain, words }) => `    '${chain}') echo '${words.join(' ')}' ;;`).join('\n');
  const lookUp = `_facedesk_words() {\n  case "$1" in\n${table}\n  esac\n}\n`;
  return `${lookUp}${shell === 'bash' ? bashScript : zshScript}`;
}

interface Row {
  /** The commands so far: "keys create". */
  readonly chain: string;
  /** What can follow. */
  readonly words: readonly string[];
}

/** @param everywhere options that every command takes */
function wordsOf(command: Command, chain: readonly string[], everywhere: readonly string[]): Row[] {
  const subcommands = command.createHelp().visibleCommands(command);
  const options = new Set([...optionsOf(command), ...everywhere]);
  const choices = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
  const names = subcommands.map((one) => one.name());
  const children = subcommands
    .filter((one) => one.name() !== 'help')
    .flatMap((one) => wordsOf(one, [...chain, one.name()], everywhere));
  return [{ chain: chain.join(' '), words: [...names, ...choices, ...options] }, ...children];
}

function optionsOf(command: Command): string[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ long }) => (typeof long === 'string' ? [long] : []));
}

const bashScript = `_facedesk() {
  local current="\${COMP_WORDS[COMP_CWORD]}" chain='' word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case " $(_facedesk_words "$chain") " in
      *" $word "*) case "$word" in -*) ;; *) chain="\${chain:+$chain }$word" ;; esac ;;
    esac
  done
  COMPREPLY=($(compgen -W "$(_facedesk_words "$chain")" -- "$current"))
}
complete -o default -F _facedesk facedesk
`;

const zshScript = `_facedesk() {
  local chain='' word
  for word in \${words[2,CURRENT-1]}; do
    case " $(_facedesk_words "$chain") " in
      *" $word "*) case "$word" in -*) ;; *) chain="\${chain:+$chain }$word" ;; esac ;;
    esac
  done
  compadd -- \${=$(_facedesk_words "$chain")}
  _files
}
compdef _facedesk facedesk
`;

function fishScript(rows: readonly Row[]): string {
  const table = rows.map(
    ({ chain, words }) => `    case '${chain}'\n      string split ' ' '${words.join(' ')}'`,
  );
  return `function __facedesk_words
  switch "$argv[1]"
${table.join('\n')}
  end
end
function __facedesk_complete
  set -l chain
  for word in (commandline -opc)[2..]
    if not string match -q -- '-*' $word; and contains -- $word (__facedesk_words "$chain")
      set -a chain $word
    end
  end
  __facedesk_words "$chain"
end
complete -c facedesk -a '(__facedesk_complete)'
`;
}
