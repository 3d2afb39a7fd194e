// Lists every error code of the cli room, with when it is thrown and what to do.
import { defineErrorTable, type ErrorRow } from "#kernel";

export const cliErrors: Readonly<Record<string, ErrorRow>> = defineErrorTable({
  CLI_ALREADY_RUNS: {
    when: "demijohn serve is given a --pid-file that names a process which still runs.",
    cure: "End that process, or give another file.",
  },
  CLI_BAD_FACTORY_ARGUMENTS: {
    when: "The arguments of a factory, as in --app app.ts:createApp(…), are not JSON.",
    cure: "Write text in quotes, and other values as JSON.",
  },
  CLI_BAD_PROJECT_NAME: {
    when: "demijohn new is given a name that no package can have.",
    cure: "Use lower-case letters, digits and hyphens.",
  },
  CLI_BAD_VALUE: {
    when: "An option, an argument or a variable of the environment has a value of the wrong type, out of range or not among the choices.",
    cure: "Give one of the kind that the message names.",
  },
  CLI_CANNOT_ASK: {
    when: "An option that is asked for on the terminal is missing, and standard input is none.",
    cure: "Give the option.",
  },
  CLI_FOLDER_TAKEN: {
    when: "demijohn new is given a folder that exists and is not empty.",
    cure: "Give another name.",
  },
  CLI_MISSING_ARGUMENT: {
    when: "A required argument or option is missing.",
    cure: "Give it; the command's --help shows what it takes.",
  },
  CLI_MISSING_VALUE: { when: "An option that needs a value stands without one.", cure: "Write the value after it." },
  CLI_NO_APP: {
    when: "The module that was found exports no app and no factory, and does not call app.run().",
    cure: "Export the app, a function createApp, or call app.run().",
  },
  CLI_NO_APP_FILE: {
    when: "No module of a usual name is there, or the one that --app names is not.",
    cure: "Name the module with --app or DEMIJOHN_APP.",
  },
  CLI_SOCKET_TAKEN: {
    when: "The path of --socket is another program's socket, or no socket at all.",
    cure: "Give another path, or remove what is there.",
  },
  CLI_TLS_INCOMPLETE: { when: "Only one of --cert and --key is given.", cure: "Give both." },
  CLI_TOO_MANY_ARGUMENTS: {
    when: "A command is given more arguments than it takes.",
    cure: "Leave them out; put an argument with spaces in quotes.",
  },
  CLI_UNKNOWN_COMMAND: {
    when: "There is no command of the name, neither of Demijohn nor of the app.",
    cure: "Look at the list of demijohn --help.",
  },
  CLI_UNKNOWN_OPTION: {
    when: "A command has no such option, or an option of a command stands before its name.",
    cure: "Look at the command's --help.",
  },
  CLI_UNREADABLE_FILE: {
    when: "The file of --cert or --key cannot be read.",
    cure: "Check the path and its permissions.",
  },
  CLI_WORKER_FAILED: {
    when: "The first process of demijohn serve ends before it could serve.",
    cure: "Mend what its own message says.",
  },
});
