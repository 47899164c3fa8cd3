package io.undertone.job.bench;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/** How busy the JIT compilers are, as a share of one core. */
final class CompilerShare {

  private final @Nullable CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();
  private long compiledMillis = compiledMillis();
  private long askedNanos = System.nanoTime();

  /** The share since the last call; 0 if the JVM does not tell. */
  double sinceLastAsked() {
    long compiled = compiledMillis();
    long now = System.nanoTime();
    double share = 1e6 * (compiled - compiledMillis) / (now - askedNanos);
    compiledMillis = compiled;
    askedNanos = now;
    return share;
  }

  private long compiledMillis() {
    return compilers != null && compilers.isCompilationTimeMonitoringSupported()
        ? compilers.getTotalCompilationTime()
        : 0;
  }
}
