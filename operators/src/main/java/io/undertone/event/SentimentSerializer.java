package io.undertone.event;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes what the model said. */
final class SentimentSerializer extends VersionedSerializer<Sentiment> {

  private static final int NEWEST = 1;

  SentimentSerializer() {
    this(NEWEST);
  }

  private SentimentSerializer(int version) {
    super(version);
  }

  @Override
  protected void write(Sentiment sentiment, DataOutputView target) throws IOException {
    UserEventSerializer.writeOrigin(sentiment.origin(), target);
    Wire.writeText(sentiment.label(), target);
    target.writeDouble(sentiment.score());
    Wire.writeDoubles(sentiment.probabilities(), target);
    target.writeInt(sentiment.remembered());
    target.writeInt(sentiment.tokens());
    target.writeBoolean(sentiment.truncated());
    Wire.writeText(sentiment.model(), target);
  }

  @Override
  protected Sentiment read(int version, DataInputView source) throws IOException {
    return new Sentiment(
        UserEventSerializer.readOrigin(source),
        Wire.readText(source),
        source.readDouble(),
        Wire.readDoubles(source),
        source.readInt(),
        source.readInt(),
        source.readBoolean(),
        Wire.readText(source));
  }

  @Override
  public TypeSerializerSnapshot<Sentiment> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The version in a checkpoint. */
  public static final class Snapshot extends VersionedSnapshot<Sentiment> {
    public Snapshot() {
      super(NEWEST, SentimentSerializer::new);
    }
  }
}
