package io.undertone.operator.deploy;

import io.undertone.event.RawRecord;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEventGateway;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.CoordinatedOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/**
 * The factory of a step that takes part in deployments: connects its subtasks with their
 * coordinator in the job manager.
 *
 * @param <OUT> what leaves the step
 */
public final class CoordinatedFactory<IN, OUT> extends SimpleOperatorFactory<OUT>
    implements OneInputStreamOperatorFactory<IN, OUT>, CoordinatedOperatorFactory<OUT> {

  private static final long serialVersionUID = 1L;

  private final String step;
  private final boolean serves;

  private CoordinatedFactory(
      String step, boolean serves, OneInputStreamOperator<IN, OUT> operator) {
    super(operator);
    this.step = step;
    this.serves = serves;
  }

  /** A step that runs the model; the operator is a {@link Coordinated}. */
  public static <IN, OUT> CoordinatedFactory<IN, OUT> serving(
      String step, OneInputStreamOperator<IN, OUT> operator) {
    return new CoordinatedFactory<>(step, true, operator);
  }

  /**
   * The step that takes deployments from records of the control topic, and answers in JSON. It is
   * one subtask, so that the answers have an order.
   */
  public static SingleOutputStreamOperator<String> takeDeployments(DataStream<RawRecord> records) {
    String step = "take-deployments";
    return records
        .global()
        .transform(step, Types.STRING, new CoordinatedFactory<>(step, false, new TakeDeployments()))
        .setParallelism(1)
        .uid(step)
        .name(step);
  }

  @Override
  @SuppressWarnings("TypeParameterUnusedInFormals") // the contract is Flink's
  public <T extends StreamOperator<OUT>> T createStreamOperator(
      StreamOperatorParameters<OUT> parameters) {
    T operator = super.createStreamOperator(parameters);
    Coordinated coordinated = (Coordinated) Objects.requireNonNull(operator);
    OperatorID id = parameters.getStreamConfig().getOperatorID();
    OperatorEventGateway gateway =
        parameters.getOperatorEventDispatcher().getOperatorEventGateway(id);
    parameters.getOperatorEventDispatcher().registerEventHandler(id, coordinated::execute);
    coordinated.coordinate(gateway);
    return operator;
  }

  @Override
  public OperatorCoordinator.Provider getCoordinatorProvider(String name, OperatorID operator) {
    return new RolloutCoordinator.Provider(step, operator, serves);
  }
}
