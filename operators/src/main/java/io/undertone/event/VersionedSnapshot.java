package io.undertone.event;

import java.util.function.IntFunction;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Keeps in a checkpoint which version of a {@link VersionedSerializer} wrote the values.
 *
 * <p>Values of an older version are migrated to the newest; a newer version is refused. Flink
 * creates snapshots by reflection, so a subclass is public and has a constructor without arguments.
 *
 * @param <T> the immutable values
 */
public abstract class VersionedSnapshot<T> implements TypeSerializerSnapshot<T> {

  private final int newest;
  private final IntFunction<? extends VersionedSerializer<T>> serializers;
  private int written;

  /**
   * @param newest the version that is written today
   * @param serializers the serializer that reads a given version
   */
  protected VersionedSnapshot(
      int newest, IntFunction<? extends VersionedSerializer<T>> serializers) {
    this.newest = newest;
    this.serializers = serializers;
    this.written = newest;
  }

  @Override
  public final int getCurrentVersion() {
    return newest;
  }

  /** Writes nothing: Flink writes the version itself. */
  @Override
  public final void writeSnapshot(DataOutputView target) {}

  @Override
  public final void readSnapshot(int readVersion, DataInputView source, ClassLoader classes) {
    written = readVersion;
  }

  @Override
  public final TypeSerializer<T> restoreSerializer() {
    return serializers.apply(written);
  }

  @Override
  public final TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
      TypeSerializerSnapshot<T> old) {
    if (old.getClass() != getClass()) {
      return TypeSerializerSchemaCompatibility.incompatible();
    }
    int oldVersion = ((VersionedSnapshot<T>) old).written;
    if (oldVersion == newest) {
      return TypeSerializerSchemaCompatibility.compatibleAsIs();
    }
    return oldVersion < newest
        ? TypeSerializerSchemaCompatibility.compatibleAfterMigration()
        : TypeSerializerSchemaCompatibility.incompatible();
  }
}
