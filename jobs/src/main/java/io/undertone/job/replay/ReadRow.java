package io.undertone.job.replay;

import io.undertone.job.dataset.RowFault;

/** The result of reading a row of a data set. */
sealed interface ReadRow permits DatasetRow, ReadRow.Refused {

  /** A row that cannot be converted to a record, so that the graph never sees it. */
  record Refused(RowFault fault) implements ReadRow {}
}
