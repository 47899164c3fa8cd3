package io.undertone.operator;

import java.util.Optional;
import org.apache.flink.streaming.runtime.tasks.mailbox.Mail;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;

/** Does what Flink's task does between two records. */
public final class Mails {

  private Mails() {}

  /** Lets it be this time, and does all that it brings. */
  public static void at(AbstractStreamOperatorTestHarness<?> harness, long time) throws Exception {
    harness.setProcessingTime(time);
    TaskMailbox mailbox = harness.getTaskMailbox();
    for (Optional<Mail> mail = mailbox.tryTake(TaskMailbox.MIN_PRIORITY);
        mail.isPresent();
        mail = mailbox.tryTake(TaskMailbox.MIN_PRIORITY)) {
      mail.get().run();
    }
  }
}
