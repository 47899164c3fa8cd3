package io.undertone.operator;

import io.undertone.event.RawRecord;
import io.undertone.event.RejectedReview;
import io.undertone.event.Sentiment;
import io.undertone.event.UserEvent;
import io.undertone.model.Manifest;
import io.undertone.operator.deploy.CoordinatedFactory;
import io.undertone.operator.embed.EmbedReviews;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.parse.ParseReviews;
import io.undertone.operator.repeat.DropRepeats;
import io.undertone.operator.score.ScoreReviews;
import io.undertone.operator.settings.SentimentSettings;
import io.undertone.operator.tokenize.TokenizeReviews;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.util.OutputTag;

/**
 * The public API of the steps of a review: parse, tokenize, embed, score.
 *
 * <p>A job that has reviews of its own calls {@link #sentiments}; one that reads records calls the
 * steps one by one. Up to {@link #score} each step is forwarded on the subtask of its input, so
 * that a user's reviews keep their order; the input has to have them in that order.
 */
public final class SentimentSteps {

  /** The side output of {@link #parse}: records that are no reviews. */
  public static final OutputTag<RejectedReview> REJECTED =
      new OutputTag<>("rejected-reviews", RejectedReview.TYPE);

  /** The steps with state of users. Others keep at most which model was deployed. */
  public static final Set<String> USER_STEPS = Set.of(ScoreReviews.STEP, DropRepeats.STEP);

  private final ModelSource model;
  private final Manifest manifest;
  private final SentimentSettings settings;
  private final boolean deployable;

  /**
   * Steps for a model. Reads its manifest once, where the job is defined.
   *
   * @throws io.undertone.model.BundleException if the model cannot do what the settings ask
   */
  public SentimentSteps(ModelSource model, SentimentSettings settings) {
    this(model, settings, false);
  }

  private SentimentSteps(ModelSource model, SentimentSettings settings, boolean deployable) {
    this.model = model;
    this.manifest = model.manifest();
    settings.requireFit(manifest);
    this.settings = settings;
    this.deployable = deployable;
  }

  /**
   * Steps whose model can be replaced while they run, by deployments from another stream. Disables
   * unaligned checkpoints, since what is behind a barrier belongs to the next model.
   *
   * @param deployments records of the control topic, which one subtask takes
   * @param answers takes the outcome of each, as JSON
   */
  public static SentimentSteps deployable(
      ModelSource model,
      SentimentSettings settings,
      DataStream<RawRecord> deployments,
      Consumer<DataStream<String>> answers) {
    Configuration aligned = new Configuration();
    aligned.set(CheckpointingOptions.ENABLE_UNALIGNED, false);
    deployments.getExecutionEnvironment().configure(aligned);
    SentimentSteps steps = new SentimentSteps(model, settings, true);
    answers.accept(CoordinatedFactory.takeDeployments(deployments));
    return steps;
  }

  /** All steps from a review to its sentiment. */
  public SingleOutputStreamOperator<Sentiment> sentiments(DataStream<? extends UserEvent> reviews) {
    return score(embed(tokenize(reviews)));
  }

  /** Bytes to reviews and tombstones; what is neither goes to {@link #REJECTED}. */
  public SingleOutputStreamOperator<UserEvent> parse(DataStream<RawRecord> records) {
    var parsed =
        records.forward().process(new ParseReviews(settings.limits(), settings.format(), REJECTED));
    return named("parse-reviews", records, parsed.returns(UserEvent.TYPE));
  }

  /** Text to token ids. */
  public SingleOutputStreamOperator<UserEvent> tokenize(DataStream<? extends UserEvent> reviews) {
    return step(
        "tokenize-reviews",
        events(reviews).forward(),
        UserEvent.TYPE,
        new TokenizeReviews(model, settings));
  }

  /**
   * Token ids to a vector. Returns its input if scoring has to read the ids itself: because the
   * model's token cell remembers users, because scores are explained, or because the model says how
   * surprising a review is. Where the model can be changed the step is always there, since the next
   * one may need it, and lets the ids pass.
   */
  public DataStream<UserEvent> embed(DataStream<UserEvent> reviews) {
    if (!deployable && !EmbedReviews.embeds(manifest, settings)) {
      return reviews;
    }
    return step(
        "embed-reviews", reviews.forward(), UserEvent.TYPE, new EmbedReviews(model, settings));
  }

  /** A review and its user's memory to a sentiment; keyed by user. */
  public SingleOutputStreamOperator<Sentiment> score(DataStream<UserEvent> reviews) {
    return step(
        ScoreReviews.STEP,
        unique(reviews.keyBy(UserEvent::userId, Types.STRING)),
        Sentiment.TYPE,
        new ScoreReviews(model, settings, manifest.labels()));
  }

  /** Drops repeats, if asked for; on the same subtasks, by the same key. */
  private KeyedStream<UserEvent, String> unique(KeyedStream<UserEvent, String> reviews) {
    if (settings.uniqueFor() == null) {
      return reviews;
    }
    var dropped = reviews.process(new DropRepeats(settings.uniqueFor()));
    return DataStreamUtils.reinterpretAsKeyedStream(
        named(DropRepeats.STEP, reviews, dropped.returns(UserEvent.TYPE)),
        UserEvent::userId,
        Types.STRING);
  }

  /** A step that runs the model; with a coordinator if models can be deployed. */
  private <T> SingleOutputStreamOperator<T> step(
      String name,
      DataStream<UserEvent> input,
      TypeInformation<T> type,
      OneInputStreamOperator<UserEvent, T> step) {
    return named(
        name,
        input,
        deployable
            ? input.transform(name, type, CoordinatedFactory.serving(name, step))
            : input.transform(name, type, step));
  }

  /** Gives a step its input's parallelism, and one name for state and metrics. */
  private static <T> SingleOutputStreamOperator<T> named(
      String name, DataStream<?> input, SingleOutputStreamOperator<T> step) {
    return step.setParallelism(input.getParallelism()).uid(name).name(name);
  }

  /** Safe, since a stream is only read from. */
  @SuppressWarnings("unchecked")
  private static DataStream<UserEvent> events(DataStream<? extends UserEvent> reviews) {
    return (DataStream<UserEvent>) reviews;
  }
}
