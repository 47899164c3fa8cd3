package io.undertone.operator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;

/**
 * What each version left in a checkpoint, one file for each of Flink's state backends. The README
 * beside the files says which commit wrote them, and how the next are written.
 */
public final class GoldenState {

  /** The system property that has the newest version's files written. */
  public static final String ASKED = "undertone.golden";

  private static final Path FOLDER = Path.of("src/test/resources/state");

  private GoldenState() {}

  public static OperatorSubtaskState read(String name) throws Exception {
    Path file = file(name);
    if (!Files.exists(file)) {
      throw new AssertionError(
          "There is no golden state %s: -D%s=true writes it".formatted(file, ASKED));
    }
    return OperatorSnapshotUtil.readStateHandle(file.toString());
  }

  public static void write(String name, OperatorSubtaskState state) throws IOException {
    OperatorSnapshotUtil.writeStateHandle(state, file(name).toString());
  }

  private static Path file(String name) {
    return FOLDER.resolve(name + ".state");
  }
}
