package io.undertone.job.memory;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.undertone.event.Sentiment;
import io.undertone.event.Sentiment.Surprise;
import io.undertone.job.SentimentJson;
import io.undertone.operator.score.KeptMemory;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Formats a memory as one JSON object without line ends. */
public final class MemoryJson {

  private static final JsonFactory JSON = new JsonFactory();

  private MemoryJson() {}

  /** The memory with its states: all that is stored of a user. */
  public static String write(MemoryEffect effect) {
    StringWriter line = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(line)) {
      KeptMemory memory = effect.memory();
      out.writeStartObject();
      out.writeStringField("user_id", memory.user());
      out.writeNumberField("remembered", memory.remembered());
      out.writeNumberField("last_review", memory.seenLast());
      out.writePOJOField("written", memory.written());
      out.writeStringField("fingerprint", memory.fingerprint());
      Sentiment with = effect.with();
      out.writeStringField("model", with == null ? null : with.model());
      out.writeStringField("text", effect.text());
      writeAnswer("says", with, effect, out);
      writeAnswer("says_unknown", effect.without(), effect, out);
      out.writeArrayFieldStart("states");
      for (float state : memory.states()) {
        out.writeNumber(state);
      }
      out.writeEndArray();
      out.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException("Writing a memory to memory", impossible);
    }
    return line.toString();
  }

  private static void writeAnswer(
      String name, @Nullable Sentiment answer, MemoryEffect effect, JsonGenerator out)
      throws IOException {
    if (answer == null) {
      out.writeNullField(name);
    } else if (answer.answer() instanceof Surprise surprise) {
      out.writePOJOField(name, surprise.natsPerToken());
    } else {
      SentimentJson.writeProbabilities(name, effect.labels(), answer.labelled(), out);
    }
  }
}
