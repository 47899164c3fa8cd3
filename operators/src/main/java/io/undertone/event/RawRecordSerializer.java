package io.undertone.event;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes records as the source gave them. */
final class RawRecordSerializer extends VersionedSerializer<RawRecord> {

  private static final int NEWEST = 1;

  RawRecordSerializer() {
    this(NEWEST);
  }

  private RawRecordSerializer(int version) {
    super(version);
  }

  @Override
  protected void write(RawRecord record, DataOutputView target) throws IOException {
    Wire.writeBytes(record.key(), target);
    Wire.writeBytes(record.value(), target);
    Wire.writeText(record.topic(), target);
    target.writeInt(record.partition());
    target.writeLong(record.offset());
    target.writeLong(record.timestamp());
  }

  @Override
  protected RawRecord read(int version, DataInputView source) throws IOException {
    return new RawRecord(
        Wire.readBytes(source),
        Wire.readBytes(source),
        Wire.readText(source),
        source.readInt(),
        source.readLong(),
        source.readLong());
  }

  @Override
  public TypeSerializerSnapshot<RawRecord> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The version in a checkpoint. */
  public static final class Snapshot extends VersionedSnapshot<RawRecord> {
    public Snapshot() {
      super(NEWEST, RawRecordSerializer::new);
    }
  }
}
