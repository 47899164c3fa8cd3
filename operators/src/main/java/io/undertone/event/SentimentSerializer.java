package io.undertone.event;

import io.undertone.event.Sentiment.Answer;
import io.undertone.event.Sentiment.Labelled;
import io.undertone.event.Sentiment.Surprise;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Serializes answers. Version 2 added the explanation, version 3 the surprise. A surprise has no
 * label and no probabilities, and NaN for the score.
 */
final class SentimentSerializer extends VersionedSerializer<Sentiment> {

  private static final int NEWEST = 3;
  private static final int EXPLAINING = 2;
  private static final int SURPRISED = 3;

  SentimentSerializer() {
    this(NEWEST);
  }

  private SentimentSerializer(int version) {
    super(version);
  }

  @Override
  protected void write(Sentiment sentiment, DataOutputView target) throws IOException {
    Answer answer = sentiment.answer();
    Labelled labelled = answer instanceof Labelled is ? is : null;
    UserEventSerializer.writeOrigin(sentiment.origin(), target);
    Wire.writeText(labelled == null ? null : labelled.label(), target);
    target.writeDouble(labelled == null ? Double.NaN : labelled.score());
    Wire.writeDoubles(labelled == null ? List.of() : labelled.probabilities(), target);
    target.writeInt(sentiment.remembered());
    target.writeInt(sentiment.tokens());
    target.writeBoolean(sentiment.truncated());
    Wire.writeText(sentiment.model(), target);
    writeExplanation(labelled == null ? null : labelled.explanation(), target);
    writeSurprise(answer instanceof Surprise is ? is.natsPerToken() : null, target);
  }

  @Override
  protected Sentiment read(int version, DataInputView source) throws IOException {
    Origin origin = UserEventSerializer.readOrigin(source);
    String label = Wire.readNullableText(source);
    double score = source.readDouble();
    List<Double> probabilities = Wire.readDoubles(source);
    int remembered = source.readInt();
    int tokens = source.readInt();
    boolean truncated = source.readBoolean();
    String model = Wire.readText(source);
    Explanation explanation = version < EXPLAINING ? null : readExplanation(source);
    Double surprise = version < SURPRISED ? null : readSurprise(source);
    Answer answer =
        label == null
            ? new Surprise(surprise)
            : new Labelled(label, score, probabilities, explanation);
    return new Sentiment(origin, answer, remembered, tokens, truncated, model);
  }

  private static void writeSurprise(@Nullable Double surprise, DataOutputView target)
      throws IOException {
    target.writeBoolean(surprise != null);
    if (surprise != null) {
      target.writeDouble(surprise);
    }
  }

  private static @Nullable Double readSurprise(DataInputView source) throws IOException {
    return source.readBoolean() ? source.readDouble() : null;
  }

  private static void writeExplanation(@Nullable Explanation explanation, DataOutputView target)
      throws IOException {
    target.writeBoolean(explanation != null);
    if (explanation != null) {
      Wire.writePieces(explanation.pieces(), target);
      Wire.writeDoubles(explanation.positive(), target);
    }
  }

  private static @Nullable Explanation readExplanation(DataInputView source) throws IOException {
    return source.readBoolean()
        ? new Explanation(Wire.readPieces(source), Wire.readDoubles(source))
        : null;
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
