package io.undertone.operator;

import io.undertone.event.Origin;
import io.undertone.event.Review;
import io.undertone.event.Sentiment;
import io.undertone.event.UserEvent;
import io.undertone.model.Golden.GoldenReview;
import io.undertone.operator.model.ModelSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A model's goldens as a stream through all the steps. */
final class GoldenStream {

  private GoldenStream() {}

  /** One result for each golden, in their order. */
  static List<Sentiment> sentiments(ModelSource model, List<GoldenReview> goldens)
      throws Exception {
    List<UserEvent> reviews = new ArrayList<>();
    for (GoldenReview golden : goldens) {
      Origin origin = new Origin("r" + reviews.size(), golden.user(), reviews.size(), null);
      reviews.add(new Review(origin, golden.text()));
    }
    var environment = StreamExecutionEnvironment.createLocalEnvironment(1, configuration());
    var steps = new SentimentSteps(model, Settings.slots(7));
    return ByReview.sorted(
        steps
            .sentiments(environment.fromData(reviews, UserEvent.TYPE))
            .executeAndCollect(goldens.size() + 1));
  }

  private static Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    return configuration;
  }
}
