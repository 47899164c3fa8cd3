import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.GptBytePairEncodingParams;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * The job that a tutorial on Flink and ONNX Runtime ends with: a KeyedProcessFunction that runs the
 * fused LSTM over one review at a time and keeps the user's memory in a ValueState. Exactly once,
 * with checkpoints every ten seconds. Nothing of Undertone's code is in it, only its bundle.
 */
public final class TutorialJob {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long CHECKPOINT_MILLIS = 10_000;
  private static final String TRANSACTION_TIMEOUT_MILLIS = "600000";

  private TutorialJob() {}

  /** One review on its way to its user's subtask. */
  public static final class Review {
    public String reviewId;
    public String userId;
    public String text;
  }

  /** Takes the brokers, the topics of reviews and results, the bundle, subtasks, checkpoints. */
  public static void main(String[] arguments) throws Exception {
    String servers = arguments[0];
    String name = arguments[2];
    Configuration settings = new Configuration();
    settings.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, arguments[5]);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(settings);
    environment.setParallelism(Integer.parseInt(arguments[4]));
    environment.enableCheckpointing(CHECKPOINT_MILLIS);
    environment.getConfig().enableObjectReuse();
    KafkaSource<String> reviews =
        KafkaSource.<String>builder()
            .setBootstrapServers(servers)
            .setTopics(arguments[1])
            .setGroupId(name)
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setValueOnlyDeserializer(new SimpleStringSchema())
            .build();
    KafkaSink<String> results =
        KafkaSink.<String>builder()
            .setBootstrapServers(servers)
            .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
            .setTransactionalIdPrefix(name)
            .setProperty("transaction.timeout.ms", TRANSACTION_TIMEOUT_MILLIS)
            .setRecordSerializer(
                KafkaRecordSerializationSchema.builder()
                    .setTopic(name)
                    .setValueSerializationSchema(new SimpleStringSchema())
                    .build())
            .build();
    environment
        .fromSource(reviews, WatermarkStrategy.noWatermarks(), "reviews")
        .map(TutorialJob::parse)
        .returns(Review.class)
        .keyBy(review -> review.userId)
        .process(new Score(arguments[3]))
        .sinkTo(results);
    environment.execute("tutorial");
  }

  private static Review parse(String json) throws Exception {
    JsonNode row = JSON.readTree(json);
    Review review = new Review();
    review.reviewId = row.path("review_id").asText();
    review.userId = row.path("user_id").asText();
    review.text = row.path("text").asText();
    return review;
  }

  /** Reads a review with the model, from what is remembered of its user. */
  private static final class Score extends KeyedProcessFunction<String, Review, String> {

    private static final long serialVersionUID = 1L;

    private final String bundle;
    private transient OrtEnvironment onnx;
    private transient OrtSession reader;
    private transient OrtSession memoryCell;
    private transient OrtSession head;
    private transient Map<String, OnnxTensor> fresh;
    private transient Encoding encoding;
    private transient int endOfReview;
    private transient int tokensMax;
    private transient int memorySize;
    private transient List<String> labels;
    private transient ValueState<float[]> memory;

    Score(String bundle) {
      this.bundle = bundle;
    }

    @Override
    public void open(OpenContext context) throws Exception {
      Path folder = Path.of(bundle);
      JsonNode manifest = JSON.readTree(folder.resolve("manifest.json").toFile());
      onnx = OrtEnvironment.getEnvironment();
      reader = session(folder.resolve("token_sequence.onnx"));
      memoryCell = session(folder.resolve("review_cell.onnx"));
      head = session(folder.resolve("head.onnx"));
      int hidden = manifest.path("token_cell").path("layers").path(0).asInt();
      fresh = Map.of("h0", row(hidden, 0), "c0", row(hidden, 0), "max0", row(hidden, -1));
      encoding = encoding(folder, manifest.path("tokenizer"));
      endOfReview = manifest.path("tokenizer").path("end_of_review").asInt();
      tokensMax = manifest.path("tokenizer").path("tokens_max").asInt();
      memorySize = manifest.path("review_cell").path("layers").path(0).asInt();
      labels = JSON.convertValue(manifest.path("labels"), new TypeReference<List<String>>() {});
      memory =
          getRuntimeContext()
              .getState(
                  new ValueStateDescriptor<>(
                      "memory", PrimitiveArrayTypeInfo.FLOAT_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    public void processElement(Review review, Context context, Collector<String> out)
        throws Exception {
      float[] readout = read(tokens(review.text));
      float[] before = memory.value();
      float[] after = remember(readout, before == null ? new float[memorySize] : before);
      memory.update(after);
      out.collect(json(review, probabilities(answer(readout, after))));
    }

    @Override
    public void close() throws Exception {
      if (fresh != null) {
        fresh.values().forEach(OnnxTensor::close);
      }
      for (OrtSession session : Arrays.asList(reader, memoryCell, head)) {
        if (session != null) {
          session.close();
        }
      }
    }

    /** One thread each: there are as many subtasks as cores. */
    private OrtSession session(Path graph) throws OrtException {
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        options.setIntraOpNumThreads(1);
        return onnx.createSession(graph.toString(), options);
      }
    }

    private static Encoding encoding(Path folder, JsonNode tokenizer) throws Exception {
      IdentityHashMap<byte[], Integer> ranks = new IdentityHashMap<>();
      for (String line : Files.readAllLines(folder.resolve(tokenizer.path("ranks").asText()))) {
        String[] parts = line.split(" ");
        ranks.put(Base64.getDecoder().decode(parts[0]), Integer.valueOf(parts[1]));
      }
      EncodingRegistry registry = Encodings.newLazyEncodingRegistry();
      Pattern pattern = Pattern.compile(tokenizer.path("pattern").asText());
      registry.registerGptBytePairEncoding(
          new GptBytePairEncodingParams("bundle", pattern, ranks, Map.of()));
      return registry.getEncoding("bundle").orElseThrow();
    }

    private int[] tokens(String text) {
      int[] all = encoding.encodeOrdinary(lowerAscii(text)).toArray();
      int kept = Math.min(all.length, tokensMax - 1);
      int[] tokens = Arrays.copyOf(all, kept + 1);
      tokens[kept] = endOfReview;
      return tokens;
    }

    private static String lowerAscii(String text) {
      char[] letters = text.toCharArray();
      for (int i = 0; i < letters.length; i++) {
        if (letters[i] >= 'A' && letters[i] <= 'Z') {
          letters[i] += 'a' - 'A';
        }
      }
      return new String(letters);
    }

    private float[] read(int[] tokens) throws OrtException {
      try (OnnxTensor ids = ints(tokens, tokens.length, 1);
          OnnxTensor lengths = ints(new int[] {tokens.length}, 1);
          OrtSession.Result states =
              reader.run(
                  Map.of(
                      "tokens", ids,
                      "lengths", lengths,
                      "h0", fresh.get("h0"),
                      "c0", fresh.get("c0"),
                      "max0", fresh.get("max0")))) {
        float[] highest = values(states, "max0_next");
        float[] last = values(states, "h0_next");
        float[] readout = Arrays.copyOf(highest, highest.length + last.length);
        System.arraycopy(last, 0, readout, highest.length, last.length);
        return readout;
      }
    }

    private float[] remember(float[] readout, float[] before) throws OrtException {
      try (OnnxTensor x = floats(readout);
          OnnxTensor h = floats(before);
          OrtSession.Result states = memoryCell.run(Map.of("x", x, "review_h0", h))) {
        return values(states, "review_h0_next");
      }
    }

    private float[] answer(float[] readout, float[] after) throws OrtException {
      try (OnnxTensor x = floats(readout);
          OnnxTensor h = floats(after);
          OrtSession.Result logits = head.run(Map.of("readout", x, "review_h0", h))) {
        return values(logits, "logits");
      }
    }

    private static double[] probabilities(float[] logits) {
      double[] shares = new double[logits.length];
      double sum = 0;
      for (int label = 0; label < logits.length; label++) {
        sum += shares[label] = Math.exp(logits[label] - logits[0]);
      }
      for (int label = 0; label < logits.length; label++) {
        shares[label] /= sum;
      }
      return shares;
    }

    private String json(Review review, double[] probabilities) throws Exception {
      int best = 0;
      for (int label = 1; label < probabilities.length; label++) {
        best = probabilities[label] > probabilities[best] ? label : best;
      }
      return JSON.writeValueAsString(
          JSON.createObjectNode()
              .put("review_id", review.reviewId)
              .put("user_id", review.userId)
              .put("label", labels.get(best))
              .put("score", probabilities[best]));
    }

    private OnnxTensor row(int size, float value) throws OrtException {
      float[] values = new float[size];
      Arrays.fill(values, value);
      return floats(values);
    }

    private OnnxTensor floats(float[] values) throws OrtException {
      return OnnxTensor.createTensor(onnx, FloatBuffer.wrap(values), new long[] {1, values.length});
    }

    private OnnxTensor ints(int[] values, long... shape) throws OrtException {
      return OnnxTensor.createTensor(onnx, IntBuffer.wrap(values), shape);
    }

    private static float[] values(OrtSession.Result result, String name) {
      FloatBuffer buffer = ((OnnxTensor) result.get(name).orElseThrow()).getFloatBuffer();
      float[] values = new float[buffer.remaining()];
      buffer.get(values);
      return values;
    }
  }
}
