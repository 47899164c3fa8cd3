package io.undertone.job.command;

import static io.undertone.job.command.ScoringOptions.SHOWN;

import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.TimestampPattern;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the format of records, common to run and replay. */
final class RecordOptions {

  private static final RecordFormat DEFAULTS = RecordFormat.defaults();

  @Option(
      names = "--fields",
      paramLabel = "FIELD=NAME",
      split = ",",
      description =
          "Names of the fields in the records, if they differ from the defaults, such as"
              + " user_id=reviewerID,text=reviewText. The fields are review_id, user_id, text,"
              + " timestamp, label, rating and seq.")
  List<String> fields = new ArrayList<>();

  @Option(
      names = "--timestamp-unit",
      paramLabel = "U",
      description = "Unit of timestamps that are numbers: s, ms or us." + SHOWN)
  RecordFormat.TimestampUnit timestampUnit = DEFAULTS.timestampUnit();

  @Option(
      names = "--timestamp-format",
      paramLabel = "PATTERN",
      description =
          "Format of timestamps that are neither ISO 8601 nor RFC 1123: 'MMMM d yyyy' for"
              + " October 12 2016. It uses the letters of Java's DateTimeFormatter and English"
              + " names. Without a zone the time is UTC.")
  @Nullable String timestampFormat;

  @Option(
      names = "--value",
      paramLabel = "V",
      description = "What wraps a review: json (nothing), registry, debezium or connect." + SHOWN)
  RecordFormat.Value value = DEFAULTS.value();

  /** The format, with this format of keys. */
  RecordFormat format(RecordFormat.Key key) {
    return WrongUsage.checked(
        () ->
            new RecordFormat(
                NamePairs.of("--fields", "FIELD=NAME", fields, false),
                timestampUnit,
                timestampFormat == null ? null : new TimestampPattern(timestampFormat),
                value,
                key));
  }
}
