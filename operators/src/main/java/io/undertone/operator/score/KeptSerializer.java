package io.undertone.operator.score;

import io.undertone.event.VersionedSerializer;
import io.undertone.event.VersionedSnapshot;
import io.undertone.event.Wire;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes a user's memory: who wrote it first, so that nobody else's floats are taken for ours.
 * Version 1 also held when the user's timer was to fire; there are no timers any more. The class
 * keeps its name, since savepoints hold the name of its snapshot.
 */
final class KeptSerializer extends VersionedSerializer<UserMemory> {

  private static final int NEWEST = 2;

  KeptSerializer() {
    this(NEWEST);
  }

  private KeptSerializer(int version) {
    super(version);
  }

  @Override
  protected void write(UserMemory memory, DataOutputView target) throws IOException {
    target.writeLong(memory.fingerprint());
    target.writeInt(memory.remembered());
    target.writeLong(memory.seenLast());
    Wire.writeFloats(memory.states(), target);
  }

  @Override
  protected UserMemory read(int version, DataInputView source) throws IOException {
    long fingerprint = source.readLong();
    int remembered = source.readInt();
    long seenLast = source.readLong();
    if (version == 1) {
      source.readLong(); // the timer
    }
    return new UserMemory(fingerprint, remembered, seenLast, Wire.readFloats(source));
  }

  @Override
  public TypeSerializerSnapshot<UserMemory> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The version in a checkpoint. */
  public static final class Snapshot extends VersionedSnapshot<UserMemory> {
    public Snapshot() {
      super(NEWEST, KeptSerializer::new);
    }
  }
}
