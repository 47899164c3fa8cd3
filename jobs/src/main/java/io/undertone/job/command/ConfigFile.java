package io.undertone.job.command;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options from a YAML file: each key is an option's long name without the dashes, with the option's
 * value; a list or a mapping repeats the option. The command line wins, key by key if an option's
 * values have keys. A value may refer to a file or a variable ({@link Secrets}).
 *
 * <p>The file is turned into arguments, so that one parser checks both.
 */
final class ConfigFile {

  static final String OPTION = "--config";

  private static final String DOING = "Reading the configuration file ";

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS) // a second document
          .build();

  private final Path file;
  private final CommandSpec command;
  private final Secrets secrets;

  ConfigFile(Path file, CommandSpec command, Secrets secrets) {
    this.file = file;
    this.command = command;
    this.secrets = secrets;
  }

  /** The file that {@code --config} names among the arguments, if it does. */
  static Optional<ConfigFile> named(List<String> given, CommandSpec command, Secrets secrets) {
    return values(OPTION, given)
        .findFirst()
        .map(file -> new ConfigFile(Path.of(file), command, secrets));
  }

  /** The file's options as arguments, without those that {@code given} has. */
  List<String> arguments(List<String> given) {
    List<String> arguments = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : read().properties()) {
      OptionSpec option = option(entry.getKey());
      if (isKeyed(option)) {
        arguments.addAll(withoutKeys(keys(option, given), option, entry.getValue()));
      } else if (!isGiven(option, given)) {
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
      JsonLocation at = broken.getLocation(); // null where the reader's own bounds are passed
      throw refuse("YAML", at == null ? "more than is read" : "an error at line " + at.getLineNr());
    } catch (IOException unreadable) {
      throw new JobException(
          DOING + file,
          "a file that can be read",
          Files.exists(file) ? "one that cannot" : "none there",
          "Check its name and who may read it.",
          unreadable);
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

  /** Whether an option's values are pairs of a key and a value. */
  private static boolean isKeyed(OptionSpec option) {
    return option.isMultiValue() && option.paramLabel().contains("=");
  }

  /** The file's pairs of an option, without keys that the command line has. */
  private List<String> withoutKeys(Set<String> given, OptionSpec option, JsonNode values) {
    List<String> arguments = new ArrayList<>();
    append(option, values, arguments);
    String name = option.longestName() + "=";
    Set<String> seen = new HashSet<>();
    List<String> kept = new ArrayList<>();
    for (String argument : arguments) {
      for (String pair : pairs(option, argument.substring(name.length()))) {
        String key = key(option, pair);
        if (!seen.add(key)) {
          throw refuse("each key of '" + name(option) + "' once", "'" + key + "' twice");
        }
        if (!given.contains(key)) {
          kept.add(name + pair);
        }
      }
    }
    return kept;
  }

  /** The keys of an option in arguments. */
  static Set<String> keys(OptionSpec option, List<String> given) {
    return values(option.longestName(), given)
        .flatMap(value -> pairs(option, value).stream())
        .map(pair -> key(option, pair))
        .collect(Collectors.toSet());
  }

  /** The values of an option in arguments, behind an equals sign or as the next word. */
  private static Stream<String> values(String option, List<String> given) {
    return IntStream.range(0, given.size())
        .mapToObj(
            i ->
                given.get(i).startsWith(option + "=")
                    ? given.get(i).substring(option.length() + 1)
                    : given.get(i).equals(option) && i + 1 < given.size() ? given.get(i + 1) : null)
        .flatMap(Stream::ofNullable);
  }

  private static List<String> pairs(OptionSpec option, String value) {
    return option.splitRegex().isEmpty()
        ? List.of(value)
        : List.of(value.split(option.splitRegex()));
  }

  private static String key(OptionSpec option, String pair) {
    int equals = NamePairs.split(pair, mayHoldEquals(option));
    return equals < 0 ? pair : pair.substring(0, equals);
  }

  /** Labels may be any text; other keys are names of fields and properties. */
  private static boolean mayHoldEquals(OptionSpec option) {
    return option.longestName().equals(LabelOptions.LABELS);
  }

  private void append(OptionSpec option, JsonNode value, List<String> arguments) {
    String name = option.longestName();
    if (value.isArray()) {
      value.forEach(item -> arguments.add(name + "=" + scalar(name(option), item)));
    } else if (value.isObject()) {
      value
          .properties()
          .forEach(
              item ->
                  arguments.add(
                      name
                          + "="
                          + requireParted(option, item.getKey())
                          + "="
                          + scalar(name(option) + ": " + item.getKey(), item.getValue())));
    } else {
      arguments.add(name + "=" + scalar(name(option), value));
    }
  }

  /** The command would split such a key at its first equals sign. */
  private String requireParted(OptionSpec option, String key) {
    if (key.contains("=") && !mayHoldEquals(option)) {
      throw refuse("keys of '" + name(option) + "' without '='", "'" + key + "'");
    }
    return key;
  }

  private String scalar(String key, JsonNode value) {
    if (!value.isValueNode() || value.isNull()) {
      throw refuse(
          "a value for '" + key + "'",
          value.isContainerNode() ? "something nested: a name with dots is one key" : "none");
    }
    return secrets.fill(value.asText(), DOING + file, key);
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
