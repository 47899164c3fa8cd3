package io.undertone.operator.score;

import io.undertone.event.VersionedSerializer;
import io.undertone.event.VersionedSnapshot;
import io.undertone.event.Wire;
import io.undertone.operator.settings.Remembering;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Serializes a user's memory; the fingerprint of the model comes first, so that another model's
 * floats are never read. Version 1 also had the time of the user's timer; there are no timers any
 * more. Version 3 may have the last reviews as ids: then {@code remembered} is written as its
 * complement, which is negative, so that a memory without them is as long as in version 2. Do not
 * rename this class: savepoints contain the name of its snapshot.
 */
final class KeptSerializer extends VersionedSerializer<UserMemory> {

  private static final int NEWEST = 3;

  KeptSerializer() {
    this(NEWEST);
  }

  private KeptSerializer(int version) {
    super(version);
  }

  @Override
  protected void write(UserMemory memory, DataOutputView target) throws IOException {
    target.writeLong(memory.fingerprint());
    RecentReviews recent = memory.recent();
    target.writeInt(recent.isEmpty() ? memory.remembered() : ~memory.remembered());
    target.writeLong(memory.seenLast());
    Wire.writeFloats(memory.states(), target);
    if (!recent.isEmpty()) {
      target.writeLong(recent.tokenizer());
      target.writeInt(recent.reviews().size());
      for (int[] ids : recent.reviews()) {
        Wire.writeInts(ids, target);
      }
    }
  }

  @Override
  protected UserMemory read(int version, DataInputView source) throws IOException {
    long fingerprint = source.readLong();
    int remembered = source.readInt();
    long seenLast = source.readLong();
    if (version == 1) {
      source.readLong(); // the timer
    }
    float[] states = Wire.readFloats(source);
    return remembered < 0
        ? new UserMemory(fingerprint, ~remembered, seenLast, states, readRecent(source))
        : new UserMemory(fingerprint, remembered, seenLast, states);
  }

  private static RecentReviews readRecent(DataInputView source) throws IOException {
    long tokenizer = source.readLong();
    int count = source.readInt();
    if (count < 1 || count > Remembering.REWARM_REVIEWS_MAX) {
      throw new IOException(
          "Reading a user's memory: expected 1 to %d reviews, found %d; the data is damaged"
              .formatted(Remembering.REWARM_REVIEWS_MAX, count));
    }
    List<int[]> reviews = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      reviews.add(Wire.readInts(source));
    }
    return new RecentReviews(tokenizer, reviews);
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
