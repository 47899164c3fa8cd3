package io.undertone.operator.deploy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The subtasks of the steps that run the model: who is there, and what each runs. */
final class Members {

  private static final Logger LOG = LoggerFactory.getLogger(Members.class);

  private final Map<String, Integer> parallelism = new HashMap<>();
  private final Map<Member, Consumer<Order>> gateways = new TreeMap<>();
  private final Map<Member, Report.Running> running = new HashMap<>();
  private final Set<Member> finished = new HashSet<>();
  private boolean said;

  /**
   * A subtask of a step that runs the model.
   *
   * @param step the step's name
   */
  record Member(String step, int subtask) implements Comparable<Member> {

    @Override
    public int compareTo(Member other) {
      int steps = step.compareTo(other.step);
      return steps == 0 ? Integer.compare(subtask, other.subtask) : steps;
    }

    @Override
    public String toString() {
      return step + "[" + subtask + "]";
    }
  }

  void expect(String step, int subtasks) {
    parallelism.put(step, subtasks);
  }

  void connected(Member member, Consumer<Order> gateway) {
    gateways.put(member, gateway);
  }

  void running(Member member, Report.Running report) {
    running.put(member, report);
  }

  /** All run this now. */
  void switched(Report.Running now) {
    running.replaceAll((member, before) -> now);
  }

  void finished(Member member) {
    finished.add(member);
  }

  void lost(Member member) {
    said = false;
    gateways.remove(member);
    running.remove(member);
    finished.remove(member);
  }

  int count() {
    return parallelism.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Whether the reviews of any have ended. */
  boolean anyFinished() {
    return !finished.isEmpty();
  }

  boolean allAreThere() {
    return count() > 0
        && gateways.size() == count()
        && running.size() == count()
        && finished.isEmpty();
  }

  /**
   * Says, when all are there, which deployed model answers.
   *
   * @throws IllegalStateException if they run different ones: then no result may count
   */
  void sayOnceWhatRuns() {
    if (!said && allAreThere()) {
      said = true;
      Report.Running now = runningNow();
      if (now.deployment() != null) {
        LOG.info(
            "{} answers, as deployment {} asked, whatever --model says",
            now.model(),
            now.deployment());
      }
    }
  }

  /** What all run; to be asked while all are there. */
  Report.Running runningNow() {
    Set<Report.Running> different = new HashSet<>(running.values());
    if (different.size() > 1) {
      throw new IllegalStateException(
          "Starting the job: expected one model in all subtasks, found %s. Restore another checkpoint."
              .formatted(different));
    }
    return different.iterator().next();
  }

  void tellAll(Order order) {
    gateways.values().forEach(gateway -> gateway.accept(order));
  }
}
