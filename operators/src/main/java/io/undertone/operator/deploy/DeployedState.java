package io.undertone.operator.deploy;

import io.undertone.model.BundleException;
import io.undertone.operator.model.FetchedBundle;
import java.util.Objects;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which model was deployed, in a step's state: all subtasks write the same, and each reads it after
 * any rescale. Broadcast state, since Flink completes no checkpoint with union list state once some
 * subtasks of a step have finished and others have not. In a bounded run those steps that come
 * before the shuffle by user are in this condition from the end of the first partition to that of
 * the last.
 */
final class DeployedState {

  private static final Logger LOG = LoggerFactory.getLogger(DeployedState.class);
  private static final String DEPLOYMENT = "deployment";

  private final BroadcastState<String, String> state;

  DeployedState(OperatorStateStore store) throws Exception {
    this.state = store.getBroadcastState(descriptor());
  }

  /**
   * Clears it in a job that takes no deployments. Otherwise Flink would keep it in every later
   * checkpoint, and a later job would open that model. The empty state stays registered.
   *
   * @return whether there was a deployed model
   */
  static boolean clear(OperatorStateStore store) throws Exception {
    if (!store.getRegisteredBroadcastStateNames().contains(descriptor().getName())) {
      return false;
    }
    BroadcastState<String, String> state = store.getBroadcastState(descriptor());
    boolean deployed = state.contains(DEPLOYMENT);
    if (deployed) {
      LOG.warn("A model was deployed before; the job takes no deployments, so it is left");
    }
    state.clear();
    return deployed;
  }

  /** The deployment whose model answers; null for the model of the start. */
  @Nullable Deployment read() throws Exception {
    String json = state.get(DEPLOYMENT);
    return json == null ? null : DeploymentJson.read(json);
  }

  void write(@Nullable Deployment deployment) throws Exception {
    if (deployment == null) {
      state.clear();
    } else {
      state.put(DEPLOYMENT, DeploymentJson.write(deployment));
    }
  }

  /**
   * The bundle of a deployment that was read from state, from this machine or from its place.
   *
   * @throws BundleException if neither has it any more
   */
  static FetchedBundle bundle(Deployment deployment) {
    String sha256 = Objects.requireNonNull(deployment.manifestSha256(), "in state it is there");
    try {
      return FetchedBundle.again(deployment.bundle(), sha256);
    } catch (BundleException gone) {
      throw new BundleException(
          "Going on with the model of deployment " + deployment.id(),
          "its bundle where it was, since the state names it",
          "this: " + gone.getMessage(),
          "Or start without --models and with --allow-non-restored-state: --model rules again.",
          gone);
    }
  }

  private static MapStateDescriptor<String, String> descriptor() {
    return new MapStateDescriptor<>(
        "deployed-model", StringSerializer.INSTANCE, StringSerializer.INSTANCE);
  }
}
