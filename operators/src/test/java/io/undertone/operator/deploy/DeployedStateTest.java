package io.undertone.operator.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The deployed model goes from job to job, and is in no checkpoint's way. */
class DeployedStateTest {

  private static final int PARALLELISM_MAX = 128;
  private static final Deployment DEPLOYMENT =
      new Deployment("d", "file:///b", StatePolicy.REWARM, "0".repeat(64));

  @Test
  void everySubtaskReadsItOnHoweverManyTheJobGoesOn() throws Exception {
    OperatorSubtaskState none = OperatorSubtaskState.builder().build();
    assertThat(run(true, none, 1, 2, DEPLOYMENT).read).containsExactly(null, null);
    OperatorSubtaskState kept = run(true, none, 1, 2, DEPLOYMENT).state;
    for (int parallelism = 1; parallelism <= 3; parallelism++) {
      assertThat(run(true, kept, 2, parallelism, DEPLOYMENT).read)
          .hasSize(parallelism)
          .containsOnly(DEPLOYMENT);
    }
    OperatorSubtaskState first = run(true, kept, 2, 2, null).state;
    assertThat(run(true, first, 2, 3, null).read).containsOnly((Deployment) null);
  }

  @Test
  void aJobThatTakesNoDeploymentsLeavesIt() throws Exception {
    OperatorSubtaskState none = OperatorSubtaskState.builder().build();
    OperatorSubtaskState kept = run(true, none, 1, 2, DEPLOYMENT).state;
    OperatorSubtaskState left = run(false, kept, 2, 2, DEPLOYMENT).state;
    assertThat(run(true, left, 2, 2, null).read).containsOnly((Deployment) null);
  }

  @Test
  void saysOnceThatItIsLeftAndNothingWhereNoneWasDeployed() throws Exception {
    OperatorSubtaskState none = OperatorSubtaskState.builder().build();
    OperatorSubtaskState first = run(true, none, 1, 1, null).state;
    assertThat(run(false, first, 1, 1, null).left).containsExactly(false);
    OperatorSubtaskState kept = run(true, none, 1, 1, DEPLOYMENT).state;
    Run leaves = run(false, kept, 1, 1, null);
    assertThat(leaves.left).containsExactly(true);
    assertThat(run(false, leaves.state, 1, 1, null).left).containsExactly(false);
  }

  /** Flink fails each checkpoint with union state while some subtasks have ended and some not. */
  @Test
  void isNoUnionState() throws Exception {
    OperatorSubtaskState none = OperatorSubtaskState.builder().build();
    for (OperatorStateHandle handle :
        run(true, none, 1, 2, DEPLOYMENT).state.getManagedOperatorState()) {
      assertThat(handle.getStateNameToPartitionOffsets().values())
          .isNotEmpty()
          .allMatch(state -> state.getDistributionMode() == OperatorStateHandle.Mode.BROADCAST);
    }
  }

  /**
   * @param read what each subtask found
   * @param left whether each subtask left one
   */
  private record Run(
      List<@Nullable Deployment> read, List<Boolean> left, OperatorSubtaskState state) {}

  private static Run run(
      boolean takesDeployments,
      OperatorSubtaskState from,
      int parallelismBefore,
      int parallelism,
      @Nullable Deployment written)
      throws Exception {
    List<@Nullable Deployment> read = new ArrayList<>();
    List<Boolean> left = new ArrayList<>();
    OperatorSubtaskState[] states = new OperatorSubtaskState[parallelism];
    for (int index = 0; index < parallelism; index++) {
      Step step = new Step(takesDeployments);
      var subtask =
          new OneInputStreamOperatorTestHarness<>(step, PARALLELISM_MAX, parallelism, index);
      subtask.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              from, PARALLELISM_MAX, parallelismBefore, parallelism, index));
      subtask.open();
      if (takesDeployments) {
        DeployedState deployed = Objects.requireNonNull(step.deployed);
        read.add(deployed.read());
        deployed.write(written);
      } else {
        left.add(step.left);
      }
      states[index] = subtask.snapshot(1, 1);
      subtask.close();
    }
    return new Run(read, left, AbstractStreamOperatorTestHarness.repackageState(states));
  }

  /** Has the state and nothing else. */
  private static final class Step extends AbstractStreamOperator<String>
      implements OneInputStreamOperator<String, String> {

    private static final long serialVersionUID = 1L;

    private final boolean takesDeployments;
    private transient @Nullable DeployedState deployed;
    private transient boolean left;

    Step(boolean takesDeployments) {
      this.takesDeployments = takesDeployments;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
      super.initializeState(context);
      if (takesDeployments) {
        deployed = new DeployedState(context.getOperatorStateStore());
      } else {
        left = DeployedState.clear(context.getOperatorStateStore());
      }
    }

    @Override
    public void processElement(StreamRecord<String> element) {}
  }

  @Test
  void saysThatADeployedBundleIsGoneAsTheRootOfTheFailure() {
    Deployment gone =
        new Deployment("d", "file:///nowhere-at-all", StatePolicy.RESET, "0".repeat(64));
    assertThatThrownBy(() -> DeployedState.bundle(gone))
        .hasMessageStartingWith(
            "Going on with the model of deployment d: expected its bundle where it was, since the"
                + " state names it, found this: Fetching the model from file:///nowhere-at-all:"
                + " expected a bundle that can be read, with a manifest.json, found"
                + " FileNotFoundException: ")
        .hasMessageEndingWith(
            ". Check the URI, the rights, and that Flink has a file system for it. Or start without"
                + " --models and with --allow-non-restored-state: --model rules again.")
        .hasNoCause();
  }
}
