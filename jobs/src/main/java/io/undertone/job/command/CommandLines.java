package io.undertone.job.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.undertone.job.JobException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.TraceLevel;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: finds the command, parses its options, reports failures. */
@Command(
    name = "undertone",
    description =
        "Classifies each review on a stream as positive or negative, with a memory of"
            + " every user.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Version.class,
    footer = "%n'undertone COMMAND --help' lists every option of a command.",
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      ReplayCommand.class,
      ClassifyCommand.class,
      GenerateCommand.class,
      MemoryCommand.class,
      ModelsCommand.class,
      BenchCommand.class
    })
final class CommandLines implements Runnable {

  static final int SUCCESS = 0;
  static final int FAILURE = 1;
  static final int WRONG_USAGE = 2;

  /** Words that are taken for options. */
  private static final Map<String, String> WORDS =
      Map.of("help", OutputOptions.HELP, "version", "--version");

  @Option(
      names = {"-h", OutputOptions.HELP},
      usageHelp = true,
      description = "Show this text and exit.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version and exit.")
  boolean version;

  /**
   * Runs a command; gives its exit code.
   *
   * @param secrets takes those of the options
   * @param failures told of a failure: the printed message, and the exception
   */
  static int execute(Secrets secrets, BiConsumer<String, Throwable> failures, String... arguments) {
    PrintWriter messages = new PrintWriter(new OutputStreamWriter(System.err, UTF_8), true);
    return execute(secrets, messages, failures, arguments);
  }

  /** The same, with messages going elsewhere. */
  static int execute(PrintWriter messages, String... arguments) {
    return execute(new Secrets(), messages, (words, failure) -> {}, arguments);
  }

  private static int execute(
      Secrets secrets,
      PrintWriter messages,
      BiConsumer<String, Throwable> failures,
      String... arguments) {
    CommandLine.tracer().setLevel(TraceLevel.OFF); // it prints values with unbalanced quotes
    PrintWriter hiding = secrets.hiding(messages);
    BiConsumer<String, Throwable> hidden =
        (words, failure) -> failures.accept(secrets.hide(words), secrets.hide(failure));
    CommandLine line = commandLine(hiding, hidden);
    try {
      List<String> asked = withOption(line, List.of(arguments));
      return line.execute(withConfig(line, asked, secrets).toArray(String[]::new));
    } catch (JobException broken) {
      hidden.accept(String.valueOf(broken.getMessage()), broken);
      hiding.println(broken.getMessage());
      return WRONG_USAGE;
    } catch (Error fatal) { // such as OutOfMemoryError: other threads would wait for ever
      hidden.accept(Failures.message(fatal), fatal);
      return Failures.present(fatal, hiding, List.of(arguments));
    }
  }

  /** The parser; runs nothing. */
  static CommandLine commandLine(PrintWriter messages, BiConsumer<String, Throwable> failures) {
    CommandLine line = new CommandLine(new CommandLines());
    UnusedOptions.hide(line);
    Notations.explain(line);
    CommonValues.register(line);
    return line.setErr(messages)
        .setDefaultValueProvider(new DefaultValues())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setExpandAtFiles(false) // a user may be called @ann
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.AUTO))
        .setParameterExceptionHandler(
            (wrong, given) -> refuse(wrong, wrong.getCommandLine(), failures))
        .setExecutionStrategy(CommandLines::run)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              if (failure instanceof WrongUsage) {
                return refuse(failure, command, failures);
              }
              failures.accept(Failures.message(failure), failure);
              return Failures.present(failure, messages, parsed.originalArgs());
            });
  }

  private static int run(ParseResult parsed) {
    if (parsed.hasSubcommand()) {
      UnusedOptions.say(parsed.subcommand());
    }
    requireMatched(parsed);
    try {
      return new RunLast().execute(parsed);
    } catch (JobException lost) { // help to a closed stdout: picocli would print a stack trace
      throw new ExecutionException(parsed.commandSpec().commandLine(), "", lost);
    }
  }

  /** With --help, picocli would ignore unknown arguments. */
  private static void requireMatched(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    if (!last.unmatched().isEmpty()) {
      throw new UnmatchedArgumentException(last.commandSpec().commandLine(), last.unmatched());
    }
  }

  @Override
  public void run() {
    throw new WrongUsage("Say which command to run.");
  }

  /** Turns a word in the place of a command, as in 'help run', into the option at the end. */
  private static List<String> withOption(CommandLine line, List<String> arguments) {
    List<CommandLine> commands = commands(line, arguments);
    int word = commands.size() - 1;
    boolean isCommands = !commands.get(word).getSubcommands().isEmpty();
    if (!isCommands || word == arguments.size() || !WORDS.containsKey(arguments.get(word))) {
      return arguments;
    }
    List<String> asked = new ArrayList<>(arguments);
    asked.add(WORDS.get(asked.remove(word)));
    return asked;
  }

  /** The top-level command, and the subcommands that the first arguments name. */
  private static List<CommandLine> commands(CommandLine line, List<String> arguments) {
    List<CommandLine> commands = new ArrayList<>(List.of(line));
    for (String word : arguments) {
      CommandLine next = commands.get(commands.size() - 1).getSubcommands().get(word);
      if (next == null) {
        break;
      }
      commands.add(next);
    }
    return commands;
  }

  /** Inserts the options of a {@code --config} file before the given ones. */
  static List<String> withConfig(CommandLine line, List<String> arguments, Secrets secrets) {
    List<CommandLine> commands = commands(line, arguments);
    CommandLine command = commands.get(commands.size() - 1);
    if (command.getCommandSpec().findOption("--config") == null) {
      return arguments;
    }
    List<String> name = arguments.subList(0, commands.size() - 1);
    List<String> given = arguments.subList(commands.size() - 1, arguments.size());
    BrokerOptions.warnOfSecrets(given, command);
    return ConfigFile.named(given, command.getCommandSpec(), secrets)
        .map(
            config -> {
              List<String> all = new ArrayList<>(name);
              all.addAll(config.arguments(given));
              all.addAll(given);
              return all;
            })
        .orElse(arguments);
  }

  private static int refuse(
      Exception wrong, CommandLine command, BiConsumer<String, Throwable> failures) {
    failures.accept(String.valueOf(wrong.getMessage()), wrong);
    PrintWriter messages = command.getErr();
    messages.println(wrong.getMessage());
    if (wrong instanceof MissingParameterException && !command.getUnmatchedArguments().isEmpty()) {
      messages.println(
          command.getUnmatchedArguments().stream()
              .collect(Collectors.joining("' '", "These are not known: '", "'")));
    }
    if (wrong instanceof ParameterException misread) {
      UnmatchedArgumentException.printSuggestions(misread, messages);
    }
    messages.println(
        "See '" + command.getCommandSpec().qualifiedName() + " --help' for what there is.");
    return WRONG_USAGE;
  }
}
