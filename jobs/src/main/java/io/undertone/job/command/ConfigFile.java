package io.undertone.job.command;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.undertone.job.JobException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options from a YAML file: each key is an option's long name without the dashes, each value what
 * would follow it; a list or a mapping repeats the option. What the command line says wins, key by
 * key where an option's values have keys.
 *
 * <p>The file is turned into arguments, so that one parser checks both ways of saying a thing.
 */
final class ConfigFile {

  static final String OPTION = "--config";

  private static final String DOING = "Reading the configuration file ";

  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

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
      if (isKeyed(option)) {
        arguments.addAll(withoutKeys(keys(option, given), option, entry.getValue()));
      } else if (option.isMultiValue() || !isGiven(option, given)) {
        append(option, entry.getValue(), arguments);
      }
    }
    return arguments;
  }

  private JsonNode read() {
    try {
      JsonNode root = YAML.readTree(Files.readAllBytes(file));
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

  /** Whether each value of an option is a key and what it stands for. */
  private static boolean isKeyed(OptionSpec option) {
    return option.isMultiValue() && option.paramLabel().contains("=");
  }

  /** The file's values of an option, each key once and none that the command line has. */
  private List<String> withoutKeys(Set<String> given, OptionSpec option, JsonNode values) {
    List<String> arguments = new ArrayList<>();
    append(option, values, arguments);
    String name = option.longestName() + "=";
    Set<String> seen = new HashSet<>();
    List<String> kept = new ArrayList<>();
    for (String argument : arguments) {
      for (String pair : pairs(option, argument.substring(name.length()))) {
        if (!seen.add(key(pair))) {
          throw refuse("each key of '" + name(option) + "' once", "'" + key(pair) + "' twice");
        }
        if (!given.contains(key(pair))) {
          kept.add(name + pair);
        }
      }
    }
    return kept;
  }

  private static Set<String> keys(OptionSpec option, List<String> given) {
    Set<String> keys = new HashSet<>();
    String name = option.longestName();
    for (int i = 0; i < given.size(); i++) {
      String argument = given.get(i);
      if (argument.startsWith(name + "=")) {
        pairs(option, argument.substring(name.length() + 1)).forEach(pair -> keys.add(key(pair)));
      } else if (argument.equals(name) && i + 1 < given.size()) {
        pairs(option, given.get(i + 1)).forEach(pair -> keys.add(key(pair)));
      }
    }
    return keys;
  }

  private static List<String> pairs(OptionSpec option, String value) {
    return option.splitRegex().isEmpty()
        ? List.of(value)
        : List.of(value.split(option.splitRegex()));
  }

  private static String key(String pair) {
    int equals = pair.indexOf('=');
    return equals < 0 ? pair : pair.substring(0, equals);
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
      throw refuse("a value for '" + name(option) + "'", "none");
    }
    return value.asText();
  }

  private static String name(OptionSpec option) {
    return option.longestName().substring("--".length());
  }

  private JobException refuse(String expected, String found) {
    return new JobException(
        DOING + file,
        expected,
        found,
        "Write one 'option: value' a line; '" + command.name() + " --help' lists the options.");
  }
}
