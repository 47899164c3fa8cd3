package io.undertone.operator.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertone.cell.Model;
import io.undertone.cell.ModelLease;
import io.undertone.cell.fake.FakeModel;
import io.undertone.operator.deploy.Preparation.Proven;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.runtime.tasks.StreamTaskActionExecutor;
import org.apache.flink.streaming.runtime.tasks.mailbox.MailboxExecutorImpl;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailboxImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each preparation ends, and each lease is taken or given back. */
class PreparationTest implements Preparation.Taker {

  private static final Deployment FIRST = new Deployment("1", "s3://b/c", StatePolicy.RESET, null);
  private static final Deployment SECOND = new Deployment("2", "s3://b/d", StatePolicy.RESET, null);
  private static final Duration LONG = Duration.ofMinutes(5);

  private final TaskMailboxImpl mailbox = new TaskMailboxImpl(Thread.currentThread());
  private final MailboxExecutorImpl mails =
      new MailboxExecutorImpl(mailbox, 0, StreamTaskActionExecutor.IMMEDIATE);
  private final List<String> taken = new ArrayList<>();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch givenBack = new CountDownLatch(1);

  @Test
  void handsTheModelOverInTheTasksThread() throws Exception {
    preparation(this::proven, LONG).start(FIRST);
    mails.yield();
    assertThat(taken).containsExactly("take 1");
    assertThat(givenBack.getCount()).as("the taker's to close").isEqualTo(1);
  }

  @Test
  void saysWhyAModelCannotBeUsed() throws Exception {
    preparation(
            deployment -> {
              throw new IllegalStateException("no such file");
            },
            LONG)
        .start(FIRST);
    mails.yield();
    assertThat(taken).containsExactly("refuse 1: no such file");
  }

  @Test
  @Timeout(60)
  void refusesAPlaceThatNeverAnswersAndGoesOnToTheNext() throws Exception {
    Preparation preparation =
        preparation(
            deployment -> deployment.equals(FIRST) ? neverAnswers() : proven(deployment),
            Duration.ofSeconds(1));
    preparation.start(FIRST);
    mails.yield();
    do { // a busy machine may need longer for the second, too
      preparation.start(SECOND);
      mails.yield();
    } while (!taken.contains("take 2"));
    assertThat(taken)
        .startsWith(
            "refuse 1: Preparing the model from s3://b/c: expected that it is fetched and proven within 1 s, found that it was not. See that the job's machines reach the place, and deploy it again.");
  }

  @Test
  void givesBackAModelThatComesWhenNobodyWantsItAnyMore() throws Exception {
    Preparation preparation =
        preparation(
            deployment -> {
              try {
                return neverAnswers();
              } catch (InterruptedException stopped) {
                return proven(deployment);
              }
            },
            LONG);
    preparation.start(FIRST);
    begun.await();
    preparation.stop();
    awaitGivenBack();
    assertThat(mailbox.hasMail()).isFalse();
  }

  @Test
  void givesBackAModelThatTheTaskHasNotTakenWhenItEnds() throws Exception {
    Preparation preparation = preparation(this::proven, LONG);
    preparation.start(FIRST);
    while (!mailbox.hasMail()) {
      Thread.onSpinWait();
    }
    preparation.stop();
    awaitGivenBack();
    mails.yield();
    assertThat(taken).isEmpty();
  }

  @Test
  void givesBackAModelThatComesToAClosedMailbox() throws Exception {
    mailbox.close();
    CompletableFuture<Thread> preparing = new CompletableFuture<>();
    Preparation preparation =
        preparation(
            deployment -> {
              preparing.complete(Thread.currentThread());
              return proven(deployment);
            },
            LONG);
    preparation.start(FIRST);
    preparing.join().join();
    preparation.stop();
    awaitGivenBack();
    assertThat(taken).isEmpty();
  }

  @Override
  public void take(Deployment pinned, ModelLease lease) {
    taken.add("take " + pinned.id());
  }

  @Override
  public void refuse(Deployment deployment, Throwable broken) {
    taken.add("refuse " + deployment.id() + ": " + broken.getMessage());
  }

  private Preparation preparation(Preparation.Source source, Duration timeMax) {
    return new Preparation(mails, source, this, timeMax);
  }

  private Proven neverAnswers() throws InterruptedException {
    begun.countDown();
    new CountDownLatch(1).await();
    throw new IllegalStateException("nobody counts it down");
  }

  private void awaitGivenBack() throws InterruptedException {
    assertThat(givenBack.await(1, TimeUnit.MINUTES)).isTrue();
  }

  private Proven proven(Deployment deployment) {
    ModelLease lease =
        new ModelLease() {
          @Override
          public Model model() {
            return FakeModel.reader();
          }

          @Override
          public void close() {
            givenBack.countDown();
          }
        };
    return new Proven(deployment, lease);
  }
}
