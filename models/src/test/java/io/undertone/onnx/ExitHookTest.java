package io.undertone.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExitHookTest {

  @Test
  void takesAwayWhatAGroupHasRegisteredAndNothingElse() throws InterruptedException {
    ThreadGroup group = new ThreadGroup("registers");
    Thread[] itsHook = new Thread[1];
    Thread registering =
        new Thread(
            group,
            () -> {
              itsHook[0] = new Thread(() -> {});
              Runtime.getRuntime().addShutdownHook(itsHook[0]);
            });
    registering.start();
    registering.join();
    Thread another = new Thread(() -> {});
    Runtime.getRuntime().addShutdownHook(another);

    ExitHook.remove(group);

    assertThat(Runtime.getRuntime().removeShutdownHook(itsHook[0])).as("still there").isFalse();
    assertThat(Runtime.getRuntime().removeShutdownHook(another)).as("still there").isTrue();
  }
}
