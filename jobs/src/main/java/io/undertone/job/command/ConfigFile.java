package io.undertone.job.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.undertone.job.JobException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options from a YAML file: each key is an option's long name without the dashes, each value what
 * would follow it; a list or a mapping repeats the option. What the command line says wins.
 *
 * <p>The file is turned into arguments, so that one parser checks both ways of saying a thing.
 */
final class ConfigFile {

  static final String OPTION = "--config";

  private static final String DOING = "Reading the configuration file ";

  private final Path file;
  private final CommandSpec command;

  ConfigFile(Path file, CommandSpec command) {
    this.file = file;
    this.command = command;
  }

  /** The file that {@code --config} names among the arguments, if it does. */
  static Optional<ConfigFile> named(List<String> given, CommandSpec command) {
    for (int i = 0; i < given.size(); i++) {
      String argument = given.get(i);
      if (argument.startsWith(OPTION + "=")) {
        return of(argument.substring(OPTION.length() + 1), command);
      }
      if (argument.equals(OPTION) && i + 1 < given.size()) {
        return of(given.get(i + 1), command);
      }
    }
    return Optional.empty();
  }

  private static Optional<ConfigFile> of(String file, CommandSpec command) {
    return Optional.of(new ConfigFile(Path.of(file), command));
  }

  /** The file's options as arguments, without those that {@code given} names already. */
  List<String> arguments(List<String> given) {
    List<String> arguments = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : read().properties()) {
      OptionSpec option = option(entry.getKey());
      if (option.isMultiValue() || !isGiven(option, given)) {
        append(option, entry.getValue(), arguments);
      }
    }
    return arguments;
  }

  private JsonNode read() {
    try {
      JsonNode root = new YAMLMapper().readTree(Files.readAllBytes(file));
      if (!root.isObject() && !root.isMissingNode() && !root.isNull()) {
        throw refuse("a mapping of option names to values", "something else at the top level");
      }
      return root;
    } catch (JsonProcessingException broken) {
      throw refuse("YAML", "an error at line " + broken.getLocation().getLineNr());
    } catch (IOException unreadable) {
      throw refuse("a file that can be read", "none there");
    }
  }

  private OptionSpec option(String key) {
    OptionSpec option = command.findOption("--" + key);
    if (option == null || key.equals("config")) {
      throw refuse("option names of '" + command.name() + "'", "the key '" + key + "'");
    }
    return option;
  }

  private static boolean isGiven(OptionSpec option, List<String> given) {
    return given.stream()
        .anyMatch(
            argument ->
                List.of(option.names()).contains(argument)
                    || List.of(option.names()).stream()
                        .anyMatch(name -> argument.startsWith(name + "=")));
  }

  private void append(OptionSpec option, JsonNode value, List<String> arguments) {
    String name = option.longestName();
    if (value.isArray()) {
      value.forEach(item -> arguments.add(name + "=" + scalar(option, item)));
    } else if (value.isObject()) {
      value
          .properties()
          .forEach(
              item ->
                  arguments.add(
                      name + "=" + item.getKey() + "=" + scalar(option, item.getValue())));
    } else {
      arguments.add(name + "=" + scalar(option, value));
    }
  }

  private String scalar(OptionSpec option, JsonNode value) {
    if (!value.isValueNode() || value.isNull()) {
      throw refuse("a value for '" + option.longestName().substring(2) + "'", "none");
    }
    return value.asText();
  }

  private JobException refuse(String expected, String found) {
    return new JobException(
        DOING + file,
        expected,
        found,
        "Write one 'option: value' a line; '" + command.name() + " --help' lists the options.");
  }
}
