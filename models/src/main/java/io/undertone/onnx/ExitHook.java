package io.undertone.onnx;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shutdown hook by which ONNX Runtime closes its environment when the process ends: at once,
 * whoever may be in the middle of a run, which then ends the process with a segmentation fault
 * (measured, with Ctrl-C). Without it the operating system frees what the process leaves. Java
 * lists its hooks to nobody, so this looks into {@code java.lang}, which Flink and the launcher
 * open to it; where that is closed the hook stays.
 */
final class ExitHook {

  private static final Logger LOG = LoggerFactory.getLogger(ExitHook.class);

  private ExitHook() {}

  /**
   * Takes away the hooks that were registered by threads of a group.
   *
   * @param group of whoever registered them: a thread is born into its maker's
   */
  static void remove(ThreadGroup group) {
    try {
      Class<?> hooks = Class.forName("java.lang.ApplicationShutdownHooks");
      Field field = hooks.getDeclaredField("hooks");
      field.setAccessible(true);
      for (Thread hook : registered(hooks, field)) {
        if (group.equals(hook.getThreadGroup())) {
          Runtime.getRuntime().removeShutdownHook(hook);
        }
      }
    } catch (ReflectiveOperationException | RuntimeException closed) {
      LOG.debug("ONNX Runtime's shutdown hook stays", closed);
    }
  }

  private static List<Thread> registered(Class<?> hooks, Field field)
      throws IllegalAccessException {
    synchronized (hooks) { // as whoever registers one does
      return field.get(null) instanceof Map<?, ?> threads
          ? threads.keySet().stream().map(Thread.class::cast).toList()
          : List.of(); // the process is ending
    }
  }
}
