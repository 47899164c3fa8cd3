package io.undertone.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

/** What a message repeats of another failure. */
class JobExceptionTest {

  @Test
  void saysWhatIsWrongWithAFileNotOnlyItsName() {
    assertThat(JobException.found(new AccessDeniedException("/out")))
        .isEqualTo("this: AccessDeniedException: /out");
    assertThat(JobException.found(new FileSystemException("/out", null, "No space left on device")))
        .isEqualTo("this: /out: No space left on device");
  }

  @Test
  void repeatsAMessageOrNamesTheKindOfFailure() {
    assertThat(JobException.found(new IOException("Broken pipe."))).isEqualTo("this: Broken pipe");
    assertThat(JobException.found(new IOException())).isEqualTo("this: IOException");
  }
}
