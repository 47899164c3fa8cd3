package io.undertone.operator.deploy;

import io.undertone.event.RawRecord;
import io.undertone.operator.deploy.DeploymentJson.Reading.Invalid;
import io.undertone.operator.deploy.DeploymentJson.Reading.Request;
import io.undertone.operator.deploy.RolloutCommand.Close;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.runtime.operators.coordination.OperatorEventGateway;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Passes deployments from the control topic to the job manager, and answers each with its outcome.
 * Open ones are in its state, so that a restarted job goes on with them. Runs as one subtask.
 */
final class TakeDeployments extends AbstractStreamOperator<String>
    implements OneInputStreamOperator<RawRecord, String>, Coordinated {

  private static final long serialVersionUID = 1L;

  private transient @Nullable OperatorEventGateway jobManager;
  private transient @Nullable ListState<String> state;
  private transient @Nullable Map<String, Deployment> open;
  private transient @Nullable Counter switched;
  private transient @Nullable Counter refused;

  @Override
  public void coordinate(OperatorEventGateway gateway) {
    jobManager = gateway;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    state =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("open-deployments", StringSerializer.INSTANCE));
    open = new LinkedHashMap<>();
    for (String json : state.get()) {
      Deployment deployment = DeploymentJson.read(json);
      open.put(deployment.id(), deployment);
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    switched = getMetricGroup().counter("deploymentsSwitched");
    refused = getMetricGroup().counter("deploymentsRefused");
    Map<String, Deployment> all = deployments();
    getMetricGroup().gauge("deploymentsOpen", (Gauge<Integer>) all::size);
    all.values().forEach(this::request);
  }

  @Override
  public void processElement(StreamRecord<RawRecord> element) {
    RawRecord record = element.getValue();
    String name =
        "%s/%d/%d/%d" // with the time, since the offsets of a recreated topic begin at 0 again
            .formatted(record.topic(), record.partition(), record.offset(), record.timestamp());
    DeploymentJson.Reading reading = DeploymentJson.read(record.value(), name);
    if (reading instanceof Request request) {
      take(request.deployment(), name);
    } else if (reading instanceof Invalid invalid) {
      LOG.warn("The record {} is no deployment: {}", name, invalid.reason());
      answer(new DeploymentOutcome(name, "", null, invalid.reason()));
    }
  }

  /** Where another of this name is open, the answer bears the record's name. */
  private void take(Deployment deployment, String record) {
    Deployment other = deployments().putIfAbsent(deployment.id(), deployment);
    if (other == null || other.bundle().equals(deployment.bundle())) {
      request(deployment);
    } else {
      String reason = DeploymentOutcome.nameTaken(deployment, other.bundle()).reason();
      answer(new DeploymentOutcome(record, deployment.bundle(), null, reason));
    }
  }

  @Override
  public void execute(OperatorEvent command) {
    if (command instanceof Close is && deployments().remove(is.outcome().deployment()) != null) {
      answer(is.outcome());
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    Objects.requireNonNull(state)
        .update(deployments().values().stream().map(DeploymentJson::write).toList());
  }

  private void request(Deployment deployment) {
    Objects.requireNonNull(jobManager)
        .sendEventToCoordinator(new SubtaskReport.Requested(deployment));
  }

  private void answer(DeploymentOutcome outcome) {
    Objects.requireNonNull(outcome.switched() ? switched : refused).inc();
    output.collect(new StreamRecord<>(DeploymentJson.write(outcome)));
  }

  private Map<String, Deployment> deployments() {
    return Objects.requireNonNull(open, "opened before the first record");
  }
}
