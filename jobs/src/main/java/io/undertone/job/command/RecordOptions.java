package io.undertone.job.command;

import io.undertone.operator.settings.RecordFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How records are written; run and replay have these in common. */
final class RecordOptions {

  private static final String SHOWN = " Default: ${DEFAULT-VALUE}.";

  @Spec(Target.MIXEE)
  CommandSpec command;

  @Option(
      names = "--fields",
      paramLabel = "FIELD=NAME",
      split = ",",
      description =
          "Names of fields in the records, where they are not ours: user_id=reviewerID,text=reviewText"
              + " and so on, for review_id, user_id, text, timestamp, label, rating, seq.")
  List<String> fields = new ArrayList<>();

  @Option(
      names = "--timestamp-unit",
      paramLabel = "U",
      defaultValue = "ms",
      description = "s, ms or us: what timestamps count that are numbers." + SHOWN)
  RecordFormat.TimestampUnit timestampUnit;

  @Option(
      names = "--value",
      paramLabel = "V",
      defaultValue = "json",
      description = "json, registry, debezium or connect: what is wrapped around a review." + SHOWN)
  RecordFormat.Value value;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  RecordOptions() {}

  /** The format, with keys written in this way. */
  RecordFormat format(RecordFormat.Key key) {
    try {
      return new RecordFormat(names(), timestampUnit, value, key);
    } catch (IllegalArgumentException refused) {
      throw wrong(String.valueOf(refused.getMessage()));
    }
  }

  private Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    for (String pair : fields) {
      int equals = pair.indexOf('=');
      if (equals < 1 || equals == pair.length() - 1) {
        throw wrong("--fields has '" + pair + "'; it has to be FIELD=NAME.");
      }
      String field = pair.substring(0, equals);
      if (names.put(field, pair.substring(equals + 1)) != null) {
        throw wrong("--fields names " + field + " twice; it has to be named once.");
      }
    }
    return names;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
