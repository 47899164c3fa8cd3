package io.undertone.event;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Serializes any user event: a tag of one byte, then its fields in order. Version 2 added the
 * tokenized review with pieces, version 3 the embedded review with ids; all other tags are as in
 * version 1.
 */
final class UserEventSerializer extends VersionedSerializer<UserEvent> {

  private static final int NEWEST = 3;
  private static final byte REVIEW = 1;
  private static final byte TOKENIZED_REVIEW = 2;
  private static final byte EMBEDDED_REVIEW = 3;
  private static final byte FORGET_USER = 4;
  private static final byte REVIEW_IN_PIECES = 5;
  private static final byte EMBEDDED_WITH_IDS = 6;

  UserEventSerializer() {
    this(NEWEST);
  }

  private UserEventSerializer(int version) {
    super(version);
  }

  @Override
  protected void write(UserEvent event, DataOutputView target) throws IOException {
    if (event instanceof Review review) {
      target.writeByte(REVIEW);
      writeOrigin(review.origin(), target);
      Wire.writeText(review.text(), target);
    } else if (event instanceof TokenizedReview review) {
      target.writeByte(review.pieces() == null ? TOKENIZED_REVIEW : REVIEW_IN_PIECES);
      writeOrigin(review.origin(), target);
      Wire.writeInts(review.tokens(), target);
      target.writeBoolean(review.truncated());
      if (review.pieces() != null) {
        Wire.writePieces(review.pieces(), target);
      }
    } else if (event instanceof EmbeddedReview review) {
      target.writeByte(review.ids() == null ? EMBEDDED_REVIEW : EMBEDDED_WITH_IDS);
      writeOrigin(review.origin(), target);
      Wire.writeFloats(review.readout(), target);
      target.writeInt(review.tokens());
      target.writeBoolean(review.truncated());
      if (review.ids() != null) {
        Wire.writeInts(review.ids(), target);
      }
    } else if (event instanceof ForgetUser forget) {
      target.writeByte(FORGET_USER);
      Wire.writeText(forget.userId(), target);
      target.writeLong(forget.timestamp());
    }
  }

  @Override
  protected UserEvent read(int version, DataInputView source) throws IOException {
    byte tag = source.readByte();
    return switch (tag) {
      case REVIEW -> new Review(readOrigin(source), Wire.readText(source));
      case TOKENIZED_REVIEW ->
          new TokenizedReview(readOrigin(source), Wire.readInts(source), source.readBoolean());
      case REVIEW_IN_PIECES ->
          new TokenizedReview(
              readOrigin(source),
              Wire.readInts(source),
              source.readBoolean(),
              Wire.readPieces(source));
      case EMBEDDED_REVIEW ->
          new EmbeddedReview(
              readOrigin(source), Wire.readFloats(source), source.readInt(), source.readBoolean());
      case EMBEDDED_WITH_IDS ->
          new EmbeddedReview(
              readOrigin(source),
              Wire.readFloats(source),
              source.readInt(),
              source.readBoolean(),
              Wire.readInts(source));
      case FORGET_USER -> new ForgetUser(Wire.readText(source), source.readLong());
      default ->
          throw new IOException(
              "Reading a user event: expected a tag from 1 to 6, found "
                  + tag
                  + "; the data is damaged, or a newer version wrote it");
    };
  }

  static void writeOrigin(Origin origin, DataOutputView target) throws IOException {
    Wire.writeText(origin.reviewId(), target);
    Wire.writeText(origin.userId(), target);
    target.writeLong(origin.timestamp());
    Wire.writeText(origin.label(), target);
  }

  static Origin readOrigin(DataInputView source) throws IOException {
    return new Origin(
        Wire.readText(source),
        Wire.readText(source),
        source.readLong(),
        Wire.readNullableText(source));
  }

  @Override
  public TypeSerializerSnapshot<UserEvent> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The version in a checkpoint. */
  public static final class Snapshot extends VersionedSnapshot<UserEvent> {
    public Snapshot() {
      super(NEWEST, UserEventSerializer::new);
    }
  }
}
