package io.undertone.job.sql;

import io.undertone.job.JobException;
import io.undertone.job.SentimentPipeline;
import io.undertone.job.kafka.KafkaConfig;
import io.undertone.job.kafka.ReviewsSource;
import io.undertone.job.kafka.TopicCheck;
import io.undertone.job.local.SavepointFiles;
import io.undertone.model.Manifest;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.score.ScoreReviews;
import io.undertone.operator.settings.SentimentSettings;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.TemporaryClassLoaderContext;
import org.jspecify.annotations.Nullable;

/**
 * A scan of the table: the topic of reviews through the pipeline, a row for each review. Records
 * that are no reviews give no row; they are counted, and stay on the topic.
 *
 * @param restored the savepoint that the query is restored from; null if there is none
 * @param uidSuffix appended to the uid of each step; empty if the table is the only one in its job
 */
record SentimentTable(
    ModelSource model,
    KafkaConfig kafka,
    SentimentSettings settings,
    DataType columns,
    @Nullable String restored,
    String uidSuffix)
    implements ScanTableSource {

  @Override
  public ChangelogMode getChangelogMode() {
    return ChangelogMode.insertOnly();
  }

  @Override
  public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
    Manifest manifest = model.manifest();
    List<DeclaredColumn> declared =
        DeclaredColumn.all((RowType) columns.getLogicalType(), manifest);
    TypeInformation<RowData> type = context.createTypeInformation(columns);
    return new DataStreamScanProvider() {

      @Override
      public DataStream<RowData> produceDataStream(
          ProviderContext provider, StreamExecutionEnvironment environment) {
        // After ADD JAR the context class loader of the planner's thread lacks Kafka's clients.
        var here = TemporaryClassLoaderContext.of(SentimentTable.class.getClassLoader());
        try {
          TopicCheck.checkReviews(kafka);
          return table(environment, new SentimentRows(declared, manifest.labels()), type);
        } catch (JobException refused) {
          throw SentimentTableFactory.inItsWords(refused);
        } finally {
          here.close();
        }
      }

      /** Never bounded: Flink's batch mode keeps one key's state at a time, and loses memories. */
      @Override
      public boolean isBounded() {
        return false;
      }
    };
  }

  @Override
  public DynamicTableSource copy() {
    return this; // it has no state
  }

  @Override
  public String asSummaryString() {
    return "Undertone's sentiments of " + kafka.reviews();
  }

  private DataStream<RowData> table(
      StreamExecutionEnvironment environment, SentimentRows rows, TypeInformation<RowData> type) {
    DataStream<RowData> table =
        SentimentPipeline.define(
                ReviewsSource.readWhole(environment, kafka, memories()), model, settings)
            .sentiments()
            .map(rows)
            .returns(type)
            .name("sentiments to rows")
            .uid("sentiments-to-rows");
    suffix(table.getTransformation());
    return table;
  }

  /** The savepoint, if it has memories of this table; a second table in the job may be new. */
  private @Nullable String memories() {
    if (restored == null) {
      return null;
    }
    try {
      return SavepointFiles.holdsState(restored, ScoreReviews.STEP + uidSuffix) ? restored : null;
    } catch (JobException unreadable) {
      return restored; // Flink will report it, or only the cluster can read it
    }
  }

  private void suffix(Transformation<?> last) {
    for (Transformation<?> step : last.getTransitivePredecessors()) {
      if (step.getUid() != null) {
        step.setUid(step.getUid() + uidSuffix);
      }
    }
  }
}
