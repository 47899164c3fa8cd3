package io.undertone.event;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Writes immutable values in the newest version of their format, and reads any version.
 *
 * <p>The version is in the serializer's snapshot, not in each value: Flink keeps the snapshot with
 * the state, and gives it back at restore. A copy is the same object. Stateless, so threads may
 * share it.
 *
 * @param <T> the immutable values
 */
public abstract class VersionedSerializer<T> extends TypeSerializer<T> {

  private static final int LENGTH_VARIES = -1;

  private final int version;

  /**
   * @param version the version of the bytes that {@link #deserialize} reads
   */
  protected VersionedSerializer(int version) {
    this.version = version;
  }

  /** Writes a value in the newest version. */
  protected abstract void write(T value, DataOutputView target) throws IOException;

  /** Reads a value that was written in this version. */
  protected abstract T read(int version, DataInputView source) throws IOException;

  @Override
  public final void serialize(T value, DataOutputView target) throws IOException {
    write(value, target);
  }

  @Override
  public final T deserialize(DataInputView source) throws IOException {
    return read(version, source);
  }

  @Override
  public final T deserialize(T reuse, DataInputView source) throws IOException {
    return read(version, source);
  }

  @Override
  public final void copy(DataInputView source, DataOutputView target) throws IOException {
    write(read(version, source), target);
  }

  @Override
  public final T copy(T from) {
    return from;
  }

  @Override
  public final T copy(T from, T reuse) {
    return from;
  }

  @Override
  public final boolean isImmutableType() {
    return true;
  }

  @Override
  public final TypeSerializer<T> duplicate() {
    return this;
  }

  /** Null, as Flink allows for immutable values. */
  @Override
  @SuppressWarnings("NullAway") // Flink's contract is older than its annotations
  public final @Nullable T createInstance() {
    return null;
  }

  @Override
  public final int getLength() {
    return LENGTH_VARIES;
  }

  @Override
  @SuppressWarnings("EqualsGetClass") // another format is another class
  public final boolean equals(@Nullable Object other) {
    return other != null
        && other.getClass() == getClass()
        && ((VersionedSerializer<?>) other).version == version;
  }

  @Override
  public final int hashCode() {
    return getClass().hashCode() + version;
  }
}
