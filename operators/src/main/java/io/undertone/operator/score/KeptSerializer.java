package io.undertone.operator.score;

import io.undertone.event.VersionedSerializer;
import io.undertone.event.VersionedSnapshot;
import io.undertone.event.Wire;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes a user's memory: who wrote it first, so that nobody else's floats are taken for ours. */
final class KeptSerializer extends VersionedSerializer<Kept> {

  private static final int NEWEST = 1;

  KeptSerializer() {
    this(NEWEST);
  }

  private KeptSerializer(int version) {
    super(version);
  }

  @Override
  protected void write(Kept kept, DataOutputView target) throws IOException {
    MemoryRow row = kept.row();
    target.writeLong(row.fingerprint());
    target.writeInt(row.remembered());
    target.writeLong(row.seenLast());
    target.writeLong(kept.timer());
    Wire.writeFloats(row.states(), target);
  }

  @Override
  protected Kept read(int version, DataInputView source) throws IOException {
    long fingerprint = source.readLong();
    int remembered = source.readInt();
    long seenLast = source.readLong();
    long timer = source.readLong();
    float[] states = Wire.readFloats(source);
    return new Kept(new MemoryRow(fingerprint, remembered, seenLast, states), timer);
  }

  @Override
  public TypeSerializerSnapshot<Kept> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The version in a checkpoint. */
  public static final class Snapshot extends VersionedSnapshot<Kept> {
    public Snapshot() {
      super(NEWEST, KeptSerializer::new);
    }
  }
}
