package io.undertone.job.replay;

import io.undertone.job.dataset.RowFault;

/** What came of reading a row of a data set. */
sealed interface ReadRow permits DatasetRow, ReadRow.Refused {

  /** A row that no record can be made of, so that the graph never sees it. */
  record Refused(RowFault fault) implements ReadRow {}
}
