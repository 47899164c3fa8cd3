package io.undertone.job.replay;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How one kind of value goes to a spill file and comes back. */
interface Codec<T> {

  void write(T value, DataOutput out) throws IOException;

  T read(DataInput in) throws IOException;

  /** About how many bytes of heap the value holds. */
  int heapBytes(T value);
}
