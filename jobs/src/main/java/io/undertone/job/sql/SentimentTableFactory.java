package io.undertone.job.sql;

import static io.undertone.job.sql.TableOptions.BOOTSTRAP_SERVERS;
import static io.undertone.job.sql.TableOptions.BOUNDED;
import static io.undertone.job.sql.TableOptions.MODEL;
import static io.undertone.job.sql.TableOptions.REVIEWS;
import static io.undertone.job.sql.TableOptions.UID_SUFFIX;

import io.undertone.job.JobException;
import io.undertone.job.kafka.KafkaConfig;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.SentimentSettings;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.factories.FactoryUtil.TableFactoryHelper;
import org.apache.flink.table.types.DataType;

/**
 * The factory of {@code WITH ('connector' = 'undertone', …)}. Flink finds it as a service, and
 * creates one for each query.
 */
public final class SentimentTableFactory implements DynamicTableSourceFactory {

  /** The prefix of properties of Kafka's clients, as in Flink's own connector. */
  private static final String PROPERTIES = "properties.";

  @Override
  public String factoryIdentifier() {
    return "undertone";
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return TableOptions.REQUIRED;
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return TableOptions.OPTIONAL;
  }

  @Override
  public DynamicTableSource createDynamicTableSource(Context context) {
    TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
    helper.validateExcept(PROPERTIES);
    requireNoKey(context.getCatalogTable());
    ReadableConfig options = helper.getOptions();
    DataType rows = context.getPhysicalRowDataType();
    Map<String, String> written = context.getCatalogTable().getOptions();
    boolean explained = DataType.getFieldNames(rows).contains(Column.EXPLANATION.columnName());
    return new SentimentTable(
        ModelSource.at(options.get(MODEL)),
        KafkaConfig.ofReviews(
            options.get(BOOTSTRAP_SERVERS),
            options.get(REVIEWS),
            properties(written),
            options.get(BOUNDED)),
        settings(options, written, explained),
        rows,
        context.getConfiguration().getOptional(StateRecoveryOptions.SAVEPOINT_PATH).orElse(null),
        options.get(UID_SUFFIX));
  }

  /** Flink would believe in a key, and leave steps of a query out: DISTINCT, for one. */
  private static void requireNoKey(ResolvedCatalogTable table) {
    table
        .getResolvedSchema()
        .getPrimaryKey()
        .ifPresent(
            key -> {
              throw new ValidationException(
                  "Declaring a PRIMARY KEY: expected none, found one of %s. A user sends many reviews, and one review may come twice, so queries would be answered wrongly. Leave it out."
                      .formatted(String.join(", ", key.getColumns())));
            });
  }

  private static SentimentSettings settings(
      ReadableConfig options, Map<String, String> written, boolean explained) {
    try {
      TableOptions.requireUnits(written);
      return TableOptions.settings(options, explained);
    } catch (IllegalArgumentException refused) {
      throw new ValidationException(String.valueOf(refused.getMessage()), refused);
    }
  }

  /** Replaces the command line's options in a failure by those of the table. */
  static JobException inItsWords(JobException failure) {
    return failure
        .naming("--" + BOOTSTRAP_SERVERS.key(), "'" + BOOTSTRAP_SERVERS.key() + "'")
        .naming("--kafka-property", "'" + PROPERTIES + "…'");
  }

  private static Map<String, String> properties(Map<String, String> options) {
    return options.entrySet().stream()
        .filter(option -> option.getKey().startsWith(PROPERTIES))
        .collect(
            Collectors.toMap(
                option -> option.getKey().substring(PROPERTIES.length()), Map.Entry::getValue));
  }
}
