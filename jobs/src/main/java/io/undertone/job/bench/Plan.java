package io.undertone.job.bench;

import io.undertone.job.dataset.DatasetFile;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to measure and how often.
 *
 * @param time the least time of each row in each round
 * @param batch B of all batched rows; null for the best of each
 * @param datasets with the texts; none for the sample
 */
public record Plan(
    Set<RowName> rows,
    int rounds,
    Duration time,
    @Nullable Integer batch,
    List<DatasetFile> datasets,
    PipelineSetup pipeline) {

  boolean has(RowName row) {
    return rows.contains(row);
  }

  boolean hasPipeline() {
    return has(RowName.PIPELINE) || has(RowName.PIPELINE_HALF);
  }
}
