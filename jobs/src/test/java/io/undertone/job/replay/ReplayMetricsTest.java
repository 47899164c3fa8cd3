package io.undertone.job.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplayMetricsTest {

  @Test
  void namesItsFieldsAsAgreed() throws JsonProcessingException {
    ReplayMetrics metrics =
        new ReplayMetrics(
            "m@1",
            "carry",
            "cpu",
            "cell",
            5,
            1,
            Map.of("not_json", 1L),
            0,
            2,
            3,
            0.5,
            0.25,
            null,
            Map.of(),
            40,
            1,
            4,
            2.0,
            2.5,
            20.0,
            null);

    assertThat(new ObjectMapper().writeValueAsString(metrics))
        .isEqualTo(
            "{\"model\":\"m@1\",\"memory\":\"carry\",\"device\":\"cpu\",\"executor\":\"cell\","
                + "\"reviews\":5,\"rejected\":1,\"rejected_by_reason\":{\"not_json\":1},\"duplicates\":0,\"labelled\":2,\"unscored\":3,\"accuracy\":0.5,"
                + "\"macro_f1\":0.25,\"auc\":null,\"confusion\":{},\"tokens\":40,\"truncated\":1,"
                + "\"users\":4,\"seconds\":2.0,\"reviews_per_second\":2.5,"
                + "\"tokens_per_second\":20.0,\"surprise\":null}");
  }
}
