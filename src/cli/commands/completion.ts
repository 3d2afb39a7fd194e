// The command that prints a shell's completion script; the script asks the program itself for the words.
import type { Command, ParameterSpec } from "#kernel";
import { optionWord } from "../line/parse-line.ts";
import { defineOwnCommand, type OwnCommand } from "./own-command.ts";

const scripts: Readonly<Record<string, string>> = {
  bash: `_demijohn() {
  local IFS=$'\\n'
  COMPREPLY=( $(compgen -W "$(demijohn completion words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)" -- "\${COMP_WORDS[COMP_CWORD]}") )
}
complete -o default -F _demijohn demijohn dj
`,
  zsh: `#compdef demijohn dj
_demijohn() {
  local -a found
  found=("\${(@f)$(demijohn completion words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  compadd -a found
  (( \${#found} )) || _files
}
compdef _demijohn demijohn dj
`,
  fish: `function __demijohn_words
  set -l given (commandline -opc) (commandline -ct)
  demijohn completion words -- $given[2..-1] 2>/dev/null
end
complete -c demijohn -a "(__demijohn_words)"
complete -c dj -a "(__demijohn_words)"
`,
};

const places: Readonly<Record<string, string>> = {
  bash: "demijohn completion bash >> ~/.bashrc",
  zsh: "demijohn completion zsh >> ~/.zshrc",
  fish: "demijohn completion fish > ~/.config/fish/completions/demijohn.fish",
};

export const completionCommand: OwnCommand = defineOwnCommand({
  name: "completion",
  summary: "Print the completion script for bash, zsh or fish.",
  description: Object.values(places).join("\n"),
  need: "none",
  args: {
    shell: { type: ["bash", "zsh", "fish", "words"], required: true, help: "The shell." },
    words: { many: true, hidden: true },
  },
  run: ({ args, print, context }) => {
    if (args.shell === "words") {
      print(completeWords(args.words, context.commands).join("\n"));
      return;
    }
    print(scripts[args.shell]!.trimEnd());
  },
});

/** The words that may stand where the last of `words` stands. */
export function completeWords(words: readonly string[], commands: readonly Command[]): string[] {
  const before = words.slice(0, -1);
  const current = words.at(-1) ?? "";
  const names = commands.filter(({ hidden }) => hidden !== true).map(({ name }) => name.split(" "));
  const command = commands.find(({ name }) => name.split(" ").every((part, i) => before[i] === part));
  if (command === undefined) {
    const fitting = names
      .filter((parts) => before.every((word, i) => parts[i] === word))
      .map((parts) => parts[before.length]);
    return [...new Set(fitting.filter((word): word is string => word?.startsWith(current) === true))].sort();
  }
  const specs = Object.entries((command.options ?? {}) as Record<string, ParameterSpec>);
  const previous = specs.find(([name]) => optionWord(name) === before.at(-1));
  if (previous !== undefined && Array.isArray(previous[1].type))
    return previous[1].type.filter((choice) => choice.startsWith(current));
  if (!current.startsWith("-")) {
    const choices = Object.values((command.args ?? {}) as Record<string, ParameterSpec>).flatMap(({ type }) =>
      Array.isArray(type) ? type : [],
    );
    return choices.filter((choice) => choice.startsWith(current) && choice !== "words");
  }
  return [...specs.filter(([, spec]) => spec.hidden !== true).map(([name]) => optionWord(name)), "--help"]
    .filter((word) => word.startsWith(current))
    .sort();
}
