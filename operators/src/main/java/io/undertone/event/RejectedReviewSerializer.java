package io.undertone.event;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes rejected records; the reason by its code, which never changes. */
final class RejectedReviewSerializer extends VersionedSerializer<RejectedReview> {

  private static final int NEWEST = 1;

  RejectedReviewSerializer() {
    this(NEWEST);
  }

  private RejectedReviewSerializer(int version) {
    super(version);
  }

  @Override
  protected void write(RejectedReview rejected, DataOutputView target) throws IOException {
    Wire.writeBytes(rejected.key(), target);
    Wire.writeBytes(rejected.value(), target);
    Wire.writeText(rejected.reason().code(), target);
    Wire.writeText(rejected.detail(), target);
    Wire.writeText(rejected.topic(), target);
    target.writeInt(rejected.partition());
    target.writeLong(rejected.offset());
  }

  @Override
  protected RejectedReview read(int version, DataInputView source) throws IOException {
    return new RejectedReview(
        Wire.readBytes(source),
        Wire.readBytes(source),
        RejectReason.ofCode(Wire.readText(source)),
        Wire.readText(source),
        Wire.readText(source),
        source.readInt(),
        source.readLong());
  }

  @Override
  public TypeSerializerSnapshot<RejectedReview> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The version in a checkpoint. */
  public static final class Snapshot extends VersionedSnapshot<RejectedReview> {
    public Snapshot() {
      super(NEWEST, RejectedReviewSerializer::new);
    }
  }
}
