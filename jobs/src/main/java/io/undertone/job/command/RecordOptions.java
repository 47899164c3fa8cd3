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
          "Names of fields in the records, where they are not ours: user_id=reviewerID,text=reviewText"
              + " and so on, for review_id, user_id, text, timestamp, label, rating, seq.")
  List<String> fields = new ArrayList<>();

  @Option(
      names = "--timestamp-unit",
      paramLabel = "U",
      description = "What timestamps count that are numbers: s, ms or us." + SHOWN)
  RecordFormat.TimestampUnit timestampUnit = DEFAULTS.timestampUnit();

  @Option(
      names = "--timestamp-format",
      paramLabel = "PATTERN",
      description =
          "How timestamps are written that are texts, where they are neither ISO 8601 nor RFC 1123: 'MMMM d yyyy' for"
              + " October 12 2016. Letters of Java's DateTimeFormatter, English names; without a zone it is UTC.")
  @Nullable String timestampFormat;

  @Option(
      names = "--value",
      paramLabel = "V",
      description = "json, registry, debezium or connect: what is wrapped around a review." + SHOWN)
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
