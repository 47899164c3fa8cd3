package io.undertone.job.bench;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this process takes, in bytes.
 *
 * @param resident all of it, with the pages of files that are mapped
 * @param direct buffers beside the heap that Java knows of; a part of {@code nativeOnes}
 * @param nativeOnes what is not the heap and no file: buffers, native libraries' own, Java's own
 */
record MemorySample(long resident, long direct, long nativeOnes) {

  private static final Path STATUS = Path.of("/proc/self/status");

  /** Tells the truth where the whole heap is resident from the start. */
  static MemorySample take() throws IOException {
    long direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
    return new MemorySample(status("VmRSS"), direct, status("RssAnon") - heap);
  }

  private static long status(String field) throws IOException {
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith(field + ":")) {
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
      }
    }
    throw new IOException(STATUS + " holds no " + field);
  }
}
