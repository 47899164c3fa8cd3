package io.undertone.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.undertone.event.Explanation;
import io.undertone.event.Sentiment;
import io.undertone.event.Sentiment.Labelled;
import io.undertone.event.Sentiment.Surprise;
import io.undertone.event.TextPieces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Serializes results: one JSON object without line ends. Thread-safe. */
public final class SentimentJson {

  private static final JsonFactory JSON = new JsonFactory();

  private final List<String> labels;

  /**
   * @param labels of the probabilities, in the manifest's order; empty for a language model
   */
  public SentimentJson(List<String> labels) {
    this.labels = List.copyOf(labels);
  }

  /** The result in UTF-8, without its true label. */
  public byte[] write(Sentiment sentiment) {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder();
        JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("review_id", sentiment.origin().reviewId());
      out.writeStringField("user_id", sentiment.origin().userId());
      out.writeNumberField("timestamp", sentiment.origin().timestamp());
      if (sentiment.answer() instanceof Labelled labelled) {
        writeLabel(labelled, out);
      } else if (sentiment.answer() instanceof Surprise surprise) {
        out.writePOJOField("surprise", surprise.natsPerToken());
      }
      out.writeNumberField("remembered", sentiment.remembered());
      out.writeNumberField("tokens", sentiment.tokens());
      out.writeBooleanField("truncated", sentiment.truncated());
      out.writeStringField("model", sentiment.model());
      if (sentiment.answer() instanceof Labelled labelled && labelled.explanation() != null) {
        writeExplanation(labelled.explanation(), out);
      }
      out.writeEndObject();
      out.flush();
      return bytes.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException("Writing a result to memory", impossible);
    }
  }

  private void writeLabel(Labelled labelled, JsonGenerator out) throws IOException {
    out.writeStringField("label", labelled.label());
    out.writeNumberField("score", labelled.score());
    writeProbabilities("probabilities", labels, labelled, out);
  }

  /** Writes an object of probabilities by label. */
  public static void writeProbabilities(
      String field, List<String> labels, Labelled labelled, JsonGenerator out) throws IOException {
    out.writeObjectFieldStart(field);
    for (int label = 0; label < labels.size(); label++) {
      out.writeNumberField(labels.get(label), labelled.probabilities().get(label));
    }
    out.writeEndObject();
  }

  /** Offsets are in UTF-16 units, as Java and JavaScript count. */
  private static void writeExplanation(Explanation explanation, JsonGenerator out)
      throws IOException {
    TextPieces pieces = explanation.pieces();
    out.writeArrayFieldStart("explanation");
    for (int piece = 0; piece < pieces.count(); piece++) {
      out.writeStartObject();
      out.writeNumberField("start", pieces.start(piece));
      out.writeNumberField("end", pieces.end(piece));
      out.writeStringField("text", pieces.text(piece));
      out.writeNumberField(Explanation.LABEL, explanation.positive().get(piece));
      out.writeEndObject();
    }
    out.writeEndArray();
  }
}
