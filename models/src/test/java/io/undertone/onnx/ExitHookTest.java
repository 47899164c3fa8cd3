package io.undertone.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExitHookTest {

  /** It would end the process in the middle of a run. */
  @Test
  void leavesNoneOfOnnxRuntimes() throws ReflectiveOperationException {
    assertThat(Environment.get()).isNotNull();
    Field hooks = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
    hooks.setAccessible(true);
    assertThat(((Map<?, ?>) hooks.get(null)).keySet())
        .noneMatch(
            hook ->
                ((Thread) hook).getThreadGroup() != null
                    && ((Thread) hook).getThreadGroup().getName().equals("onnxruntime"));
  }

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
