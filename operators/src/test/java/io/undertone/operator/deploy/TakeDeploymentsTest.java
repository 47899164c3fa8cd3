package io.undertone.operator.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.event.RawRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Records of the control topic, to the job manager or to an answer. */
class TakeDeploymentsTest {

  private static final Deployment OPEN = new Deployment("mine", "file:/b", StatePolicy.RESET, null);

  private final List<OperatorEvent> asked = new ArrayList<>();

  @Test
  void takesNoSecondBundleUnderTheNameOfAnOpenDeployment() throws Exception {
    TakeDeployments step = new TakeDeployments();
    step.coordinate(asked::add);
    var harness = new OneInputStreamOperatorTestHarness<>(step);
    harness.open();
    for (String bundle : List.of(OPEN.bundle(), "file:/other", OPEN.bundle())) {
      String json = "{\"bundle\":\"%s\",\"deployment\":\"mine\"}".formatted(bundle);
      harness.processElement(record(json), 0);
    }
    step.execute(new RolloutCommand.Close(DeploymentOutcome.switched(OPEN, "b@1")));

    assertThat(asked).hasSize(2).containsOnly(new SubtaskReport.Requested(OPEN));
    assertThat(harness.extractOutputValues())
        .containsExactly(
            "{\"deployment\":\"models/0/7/5\",\"bundle\":\"file:/other\",\"status\":\"refused\",\"reason\":\"Taking a deployment: expected a name that no other has, found that of the deployment of file:/b. Give each a name of its own, or none.\"}",
            DeploymentJson.write(DeploymentOutcome.switched(OPEN, "b@1")));
    harness.close();
  }

  private static RawRecord record(String json) {
    return new RawRecord(null, json.getBytes(UTF_8), "models", 0, 7, 5);
  }
}
