package io.undertone.job.chaos;

import static io.undertone.job.chaos.Trap.Place.FILES;

import io.undertone.job.chaos.Trap.Moment;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.local.LocalFileSystem;
import org.apache.flink.core.fs.local.LocalRecoverableWriter;

/** This machine's files under a scheme of their own, for checkpoints; they fail at a trap. */
public final class TrappedFiles extends LocalFileSystem {

  public static final String SCHEME = "trapped";

  /** After this a checkpoint of the test is given up. */
  public static final Duration CHECKPOINT_MAX = Duration.ofSeconds(4);

  private static final String METADATA = "_metadata";

  /** Flink finds it by {@code META-INF/services}. */
  public static final class Factory implements FileSystemFactory {

    @Override
    public String getScheme() {
      return SCHEME;
    }

    @Override
    public FileSystem create(URI folder) {
      return new TrappedFiles();
    }
  }

  @Override
  public FSDataOutputStream create(Path file, WriteMode mode) throws IOException {
    boolean metadata = file.getName().equals(METADATA);
    if (!metadata && Trap.springs(FILES, Moment.STATE_LATE)) {
      awaitExpiry();
    }
    FSDataOutputStream out = super.create(file, mode);
    if (Trap.springs(FILES, metadata ? Moment.METADATA : Moment.STATE)) {
      out.close(); // a file that cannot be made is tried again, one that cannot be written is not
    }
    return out;
  }

  /** Else the job manager would write its file past {@link #create}. */
  @Override
  public LocalRecoverableWriter createRecoverableWriter() {
    throw new UnsupportedOperationException("files are written by create() alone");
  }

  private static void awaitExpiry() throws IOException {
    try {
      new CountDownLatch(1).await(CHECKPOINT_MAX.toMillis() + 1000, TimeUnit.MILLISECONDS);
    } catch (InterruptedException given) {
      throw new IOException("the checkpoint was given up", given);
    }
  }
}
