package io.undertone.job.sql;

import io.undertone.cell.DeviceChoice;
import io.undertone.cell.ExecutorKind;
import io.undertone.operator.settings.Batching;
import io.undertone.operator.settings.RecordFormat;
import io.undertone.operator.settings.Remembering;
import io.undertone.operator.settings.Remembering.Memory;
import io.undertone.operator.settings.Remembering.Mismatch;
import io.undertone.operator.settings.ReviewLimits;
import io.undertone.operator.settings.SentimentSettings;
import io.undertone.operator.settings.TimestampPattern;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;

/** The options of the table, with the names and defaults of the command line. */
final class TableOptions {

  private static final SentimentSettings DEFAULTS = SentimentSettings.defaults();
  private static final Remembering REMEMBERING = DEFAULTS.remembering();
  private static final RecordFormat FORMAT = DEFAULTS.format();

  static final ConfigOption<String> MODEL =
      ConfigOptions.key("model").stringType().noDefaultValue();
  static final ConfigOption<String> BOOTSTRAP_SERVERS =
      ConfigOptions.key("bootstrap-servers").stringType().noDefaultValue();
  static final ConfigOption<String> REVIEWS =
      ConfigOptions.key("reviews").stringType().defaultValue("reviews");
  static final ConfigOption<Boolean> BOUNDED =
      ConfigOptions.key("bounded").booleanType().defaultValue(false);

  /** Appended to the uid of each step, if there are two tables in one job. */
  static final ConfigOption<String> UID_SUFFIX =
      ConfigOptions.key("uid-suffix").stringType().defaultValue("");

  private static final ConfigOption<DeviceChoice> DEVICE =
      ConfigOptions.key("device").enumType(DeviceChoice.class).defaultValue(DEFAULTS.device());
  private static final ConfigOption<ExecutorKind> EXECUTOR =
      ConfigOptions.key("executor")
          .enumType(ExecutorKind.class)
          .defaultValue(DEFAULTS.batching().executor());
  private static final ConfigOption<Integer> BATCH =
      ConfigOptions.key("batch").intType().defaultValue(DEFAULTS.batching().slots());
  private static final ConfigOption<Duration> DELAY_MAX =
      ConfigOptions.key("delay-max").durationType().defaultValue(DEFAULTS.batching().delayMax());
  private static final ConfigOption<Integer> TOKENS_MAX =
      ConfigOptions.key("tokens-max").intType().defaultValue(DEFAULTS.tokensMax());
  private static final ConfigOption<Memory> MEMORY =
      ConfigOptions.key("memory").enumType(Memory.class).defaultValue(REMEMBERING.memory());
  private static final ConfigOption<Duration> MEMORY_IDLE_MAX =
      ConfigOptions.key("memory-idle-max").durationType().defaultValue(REMEMBERING.idleMax());
  private static final ConfigOption<Duration> MEMORY_SPARE =
      ConfigOptions.key("memory-spare").durationType().defaultValue(REMEMBERING.spare());
  private static final ConfigOption<Mismatch> STATE_MISMATCH =
      ConfigOptions.key("state-mismatch")
          .enumType(Mismatch.class)
          .defaultValue(REMEMBERING.mismatch());
  private static final ConfigOption<Boolean> UNIQUE_REVIEWS =
      ConfigOptions.key("unique-reviews").booleanType().defaultValue(false);
  private static final ConfigOption<Duration> UNIQUE_FOR =
      ConfigOptions.key("unique-for").durationType().defaultValue(SentimentSettings.UNIQUE_FOR);
  private static final ConfigOption<Integer> TEXT_BYTES_MAX =
      ConfigOptions.key("text-bytes-max").intType().defaultValue(DEFAULTS.limits().textBytesMax());
  private static final ConfigOption<Integer> ID_BYTES_MAX =
      ConfigOptions.key("id-bytes-max").intType().defaultValue(DEFAULTS.limits().idBytesMax());
  private static final ConfigOption<Map<String, String>> FIELDS =
      ConfigOptions.key("fields").mapType().defaultValue(FORMAT.fields());
  private static final ConfigOption<RecordFormat.TimestampUnit> TIMESTAMP_UNIT =
      ConfigOptions.key("timestamp-unit")
          .enumType(RecordFormat.TimestampUnit.class)
          .defaultValue(FORMAT.timestampUnit());
  private static final ConfigOption<String> TIMESTAMP_FORMAT =
      ConfigOptions.key("timestamp-format").stringType().noDefaultValue();
  private static final ConfigOption<RecordFormat.Value> VALUE =
      ConfigOptions.key("value").enumType(RecordFormat.Value.class).defaultValue(FORMAT.value());
  private static final ConfigOption<RecordFormat.Key> KEY =
      ConfigOptions.key("key").enumType(RecordFormat.Key.class).noDefaultValue();

  static final Set<ConfigOption<?>> REQUIRED = Set.of(MODEL, BOOTSTRAP_SERVERS);
  static final Set<ConfigOption<?>> OPTIONAL =
      Set.of(
          REVIEWS,
          BOUNDED,
          UID_SUFFIX,
          DEVICE,
          EXECUTOR,
          BATCH,
          DELAY_MAX,
          TOKENS_MAX,
          MEMORY,
          MEMORY_IDLE_MAX,
          MEMORY_SPARE,
          STATE_MISMATCH,
          UNIQUE_REVIEWS,
          UNIQUE_FOR,
          TEXT_BYTES_MAX,
          ID_BYTES_MAX,
          FIELDS,
          TIMESTAMP_UNIT,
          TIMESTAMP_FORMAT,
          VALUE,
          KEY);

  private static final Set<ConfigOption<Duration>> DURATIONS =
      Set.of(DELAY_MAX, MEMORY_IDLE_MAX, MEMORY_SPARE, UNIQUE_FOR);

  private TableOptions() {}

  /**
   * Refuses a duration without a unit. Flink would take it for milliseconds, and all memories would
   * end at once; 0 needs no unit.
   *
   * @param written the options as they stand in the statement
   * @throws IllegalArgumentException if there is one
   */
  static void requireUnits(Map<String, String> written) {
    for (ConfigOption<Duration> option : DURATIONS) {
      String value = written.getOrDefault(option.key(), "0").strip();
      if (value.matches("[0-9]*[1-9][0-9]*")) {
        throw new IllegalArgumentException(
            "Setting %s: expected a number with its unit, such as 30 d, found %s. Write the unit: ms, s, min, h or d."
                .formatted(option.key(), value));
      }
    }
  }

  /**
   * The settings of the steps.
   *
   * @param explained whether each score is explained
   * @throws IllegalArgumentException if a value is invalid
   */
  static SentimentSettings settings(ReadableConfig options, boolean explained) {
    RecordFormat.Value value = options.get(VALUE);
    RecordFormat.Key key = options.getOptional(KEY).orElse(RecordFormat.Key.usualWith(value));
    return DEFAULTS
        .with(options.get(DEVICE))
        .with(new Batching(options.get(BATCH), options.get(EXECUTOR), options.get(DELAY_MAX)))
        .withTokensMax(options.get(TOKENS_MAX))
        .with(
            new Remembering(
                options.get(MEMORY),
                options.get(MEMORY_IDLE_MAX),
                options.get(MEMORY_SPARE),
                options.get(STATE_MISMATCH)))
        .with(new ReviewLimits(options.get(TEXT_BYTES_MAX), options.get(ID_BYTES_MAX), false))
        .with(
            new RecordFormat(
                options.get(FIELDS),
                options.get(TIMESTAMP_UNIT),
                options.getOptional(TIMESTAMP_FORMAT).map(TimestampPattern::new).orElse(null),
                value,
                key))
        .withUniqueFor(options.get(UNIQUE_REVIEWS) ? options.get(UNIQUE_FOR) : null)
        .withExplained(explained);
  }
}
