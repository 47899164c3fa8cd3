package io.undertone.job.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The ways of doing the work that are measured, in the order of the report. */
public enum RowName {
  /** The recurrent matrix products alone. */
  CEILING,
  /** Cellular batching in floats, ids in, logits out. */
  ENGINE_CELL,
  /** The same, its products in 8-bit integers. */
  ENGINE_INTEGER,
  /** Sequence batches sorted by length. */
  ENGINE_SEQUENCE,
  /** The sequence graph called review by review. */
  PER_REVIEW,
  /** The cell graph called token by token. */
  PER_TOKEN,
  /** Cellular batching, text in, on as many threads as the pipeline has. */
  ENGINE_TEXT,
  /** Kafka to Kafka at its top rate. */
  PIPELINE,
  /** The same at half that rate. */
  PIPELINE_HALF;

  /** The name in the report. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The row of that name. */
  public static Optional<RowName> of(String code) {
    return Arrays.stream(values()).filter(row -> row.code().equals(code)).findFirst();
  }

  /** All names. */
  public static List<String> codes() {
    return Arrays.stream(values()).map(RowName::code).toList();
  }
}
