package io.undertone.operator.deploy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The subtasks of the steps that run the model: which are connected, and what each runs. */
final class Subtasks {

  private static final Logger LOG = LoggerFactory.getLogger(Subtasks.class);

  private final Map<String, Integer> parallelism = new HashMap<>();
  private final Map<SubtaskId, Consumer<RolloutCommand>> gateways = new TreeMap<>();
  private final Map<SubtaskId, SubtaskReport.Running> running = new HashMap<>();
  private final Set<SubtaskId> finished = new HashSet<>();
  private boolean logged;

  /**
   * A subtask of a step that runs the model.
   *
   * @param step the step's name
   */
  record SubtaskId(String step, int subtask) implements Comparable<SubtaskId> {

    @Override
    public int compareTo(SubtaskId other) {
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

  void connected(SubtaskId subtask, Consumer<RolloutCommand> gateway) {
    gateways.put(subtask, gateway);
  }

  void running(SubtaskId subtask, SubtaskReport.Running report) {
    running.put(subtask, report);
  }

  /** All of them run this model now. */
  void switched(SubtaskReport.Running now) {
    running.replaceAll((subtask, before) -> now);
  }

  void finished(SubtaskId subtask) {
    finished.add(subtask);
  }

  void lost(SubtaskId subtask) {
    logged = false;
    gateways.remove(subtask);
    running.remove(subtask);
    finished.remove(subtask);
  }

  int count() {
    return parallelism.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Whether any has reached the end of its input. */
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
   * Logs, once all are connected, which deployed model answers.
   *
   * @throws IllegalStateException if they run different ones: then no result may count
   */
  void logDeployedModelOnce() {
    if (!logged && allAreThere()) {
      logged = true;
      SubtaskReport.Running now = runningNow();
      if (now.deployment() != null) {
        LOG.info(
            "{} answers, as deployment {} asked, whatever --model says",
            now.model(),
            now.deployment());
      }
    }
  }

  /** The model that all run; only while all are connected. */
  SubtaskReport.Running runningNow() {
    Set<SubtaskReport.Running> different = new HashSet<>(running.values());
    if (different.size() > 1) {
      throw new IllegalStateException(
          "Starting the job: expected one model in all subtasks, found %s. Restore another checkpoint."
              .formatted(different));
    }
    return different.iterator().next();
  }

  void tellAll(RolloutCommand command) {
    gateways.values().forEach(gateway -> gateway.accept(command));
  }
}
