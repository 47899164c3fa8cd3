package io.undertone.job.sql;

import io.undertone.event.Sentiment;
import java.util.List;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;

/** Converts results to rows of the table. */
final class SentimentRows implements MapFunction<Sentiment, RowData> {

  private static final long serialVersionUID = 1L;

  private final DeclaredColumn[] columns;
  private final String[] labels;

  /**
   * @param labels the model's, in the manifest's order; empty for a language model
   */
  SentimentRows(List<DeclaredColumn> columns, List<String> labels) {
    this.columns = columns.toArray(DeclaredColumn[]::new);
    this.labels = labels.toArray(String[]::new);
  }

  @Override
  public RowData map(Sentiment sentiment) {
    GenericRowData row = new GenericRowData(columns.length);
    for (int column = 0; column < columns.length; column++) {
      row.setField(column, columns[column].of(sentiment, List.of(labels)));
    }
    return row;
  }
}
