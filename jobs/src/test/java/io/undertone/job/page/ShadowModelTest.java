package io.undertone.job.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.event.Origin;
import io.undertone.event.Review;
import io.undertone.job.kafka.TestJob;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The twin of a job that ends while somebody types. */
class ShadowModelTest {

  private static final Review REVIEW = new Review(new Origin("r", "ann", 1, null), "It is fine.");

  @Test
  void stepsNothingOnceItIsClosed() throws Exception {
    try (var lease = TestJob.MODEL.lease(TestJob.SETTINGS.device())) {
      ShadowModel twin = new ShadowModel(lease.model(), TestJob.SETTINGS);
      twin.take(List.of(REVIEW));
      assertThat(twin.look(REVIEW).with().remembered()).isEqualTo(1);

      twin.close();
      twin.close();

      twin.take(List.of(REVIEW));
      assertThatThrownBy(() -> twin.look(REVIEW))
          .isInstanceOf(Refusal.class)
          .hasMessage("the demo is ending: start it again");
    }
  }
}
