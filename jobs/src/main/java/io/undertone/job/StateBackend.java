package io.undertone.job;

import java.util.Locale;

/** Where state lives while a job runs. */
public enum StateBackend {
  /** On the heap. */
  HASHMAP,
  /** On disk, for state that does not fit into the heap. */
  ROCKSDB;

  /** As Flink calls it. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
