package io.undertone.job.sql;

import io.undertone.event.Explanation;
import io.undertone.event.Sentiment;
import io.undertone.event.Sentiment.Labelled;
import io.undertone.event.Sentiment.Surprise;
import io.undertone.event.TextPieces;
import io.undertone.model.Manifest;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.DataType;
import org.jspecify.annotations.Nullable;

/** A column that the table may have: a field of a result, with the same name. */
enum Column {
  REVIEW_ID,
  USER_ID,
  TIMESTAMP,
  LABEL,
  SCORE,
  PROBABILITIES,
  REMEMBERED,
  TOKENS,
  TRUNCATED,
  MODEL,
  /** For language models, instead of label, score and probabilities. */
  SURPRISE,
  /** Declaring it turns explanations on, which cost time. */
  EXPLANATION;

  /** The name in a table. */
  String columnName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The types that it may have in a table. */
  List<DataType> types() {
    return switch (this) {
      case REVIEW_ID, USER_ID, LABEL, MODEL -> List.of(DataTypes.STRING());
      case TIMESTAMP -> List.of(DataTypes.BIGINT(), DataTypes.TIMESTAMP_LTZ(3));
      case SCORE, SURPRISE -> List.of(DataTypes.DOUBLE());
      case REMEMBERED, TOKENS -> List.of(DataTypes.INT());
      case TRUNCATED -> List.of(DataTypes.BOOLEAN());
      case PROBABILITIES -> List.of(DataTypes.MAP(DataTypes.STRING(), DataTypes.DOUBLE()));
      case EXPLANATION ->
          List.of(
              DataTypes.ARRAY(
                  DataTypes.ROW(
                      DataTypes.FIELD("start", DataTypes.INT()),
                      DataTypes.FIELD("end", DataTypes.INT()),
                      DataTypes.FIELD("text", DataTypes.STRING()),
                      DataTypes.FIELD(Explanation.LABEL, DataTypes.DOUBLE()))));
    };
  }

  /** Whether a model has values for it. */
  boolean isFilledBy(Manifest model) {
    return switch (this) {
      case LABEL, SCORE, PROBABILITIES -> model.surprise() == null;
      case SURPRISE -> model.surprise() != null;
      case EXPLANATION -> model.labels().contains(Explanation.LABEL);
      default -> true;
    };
  }

  /**
   * The value for a result, in Flink's internal data structures; null if there is none.
   *
   * @param labels the model's, in the manifest's order
   * @param isNumber whether a timestamp is declared as BIGINT
   */
  @Nullable Object of(Sentiment sentiment, List<String> labels, boolean isNumber) {
    return switch (this) {
      case REVIEW_ID -> StringData.fromString(sentiment.origin().reviewId());
      case USER_ID -> StringData.fromString(sentiment.origin().userId());
      case TIMESTAMP -> time(sentiment.origin().timestamp(), isNumber);
      case REMEMBERED -> sentiment.remembered();
      case TOKENS -> sentiment.tokens();
      case TRUNCATED -> sentiment.truncated();
      case MODEL -> StringData.fromString(sentiment.model());
      case LABEL -> StringData.fromString(sentiment.label());
      case SCORE -> sentiment.score();
      case PROBABILITIES -> probabilities(sentiment.labelled(), labels);
      case SURPRISE -> ((Surprise) sentiment.answer()).natsPerToken();
      case EXPLANATION -> explanation(sentiment.labelled());
    };
  }

  private static Object time(long millis, boolean isNumber) {
    if (isNumber) {
      return millis;
    }
    return TimestampData.fromEpochMillis(millis);
  }

  private static GenericMapData probabilities(Labelled labelled, List<String> labels) {
    Map<StringData, Double> probabilities = new HashMap<>();
    for (int label = 0; label < labels.size(); label++) {
      probabilities.put(
          StringData.fromString(labels.get(label)), labelled.probabilities().get(label));
    }
    return new GenericMapData(probabilities);
  }

  private static @Nullable GenericArrayData explanation(Labelled labelled) {
    Explanation explanation = labelled.explanation();
    if (explanation == null) {
      return null;
    }
    TextPieces pieces = explanation.pieces();
    GenericRowData[] rows = new GenericRowData[pieces.count()];
    for (int piece = 0; piece < rows.length; piece++) {
      rows[piece] =
          GenericRowData.of(
              pieces.start(piece),
              pieces.end(piece),
              StringData.fromString(pieces.text(piece)),
              explanation.positive().get(piece));
    }
    return new GenericArrayData(rows);
  }
}
