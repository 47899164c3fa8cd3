package io.undertone.job.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertone.event.Explanation;
import io.undertone.event.Review;
import io.undertone.event.UserEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What the page knows of one user: what waits for an answer, and what the answers were. */
final class UserLine {

  /** Answers whose probability is drawn. */
  static final int MOODS_MAX = 24;

  /** A drawing of 24 points shows no more of a probability. */
  private static final double MOOD_STEPS = 1000;

  private final String user;
  private final Deque<UserEvent> waiting = new ArrayDeque<>();
  private final Deque<Double> moods = new ArrayDeque<>();
  private int reviews;
  private int remembered;
  private long timestamp = Long.MIN_VALUE;
  private String label = "";

  UserLine(String user) {
    this.user = user;
  }

  /** An event of this user lies on the topic. */
  void read(UserEvent event) {
    waiting.add(event);
    timestamp = Math.max(timestamp, event.timestamp());
  }

  /** The newest timestamp of this user's events. */
  long timestamp() {
    return timestamp;
  }

  /**
   * Takes what waits up to the review that an answer belongs to, for answers come in the order of
   * the reviews: tombstones before it have been obeyed, and reviews before it were repeats that got
   * none. Takes nothing if the review has not been read yet.
   */
  List<UserEvent> takeUpTo(String reviewId) {
    List<UserEvent> taken = new ArrayList<>();
    if (waiting.stream().anyMatch(event -> isReview(event, reviewId))) {
      do {
        taken.add(waiting.remove());
      } while (!isReview(taken.get(taken.size() - 1), reviewId));
    }
    return taken;
  }

  /** Takes the next event if no answer will come to it. */
  List<UserEvent> takeUnanswered() {
    List<UserEvent> taken = new ArrayList<>();
    while (!waiting.isEmpty() && !(waiting.element() instanceof Review)) {
      taken.add(waiting.remove());
    }
    return taken;
  }

  /** The job has answered a review. */
  void answered(JsonNode result) {
    reviews++;
    remembered = result.path("remembered").asInt() + 1;
    label = result.path("label").asText();
    JsonNode mood = result.path("probabilities").path(Explanation.LABEL);
    if (mood.isNumber()) {
      moods.add(Math.round(mood.asDouble() * MOOD_STEPS) / MOOD_STEPS);
      if (moods.size() > MOODS_MAX) {
        moods.remove();
      }
    }
  }

  void forgotten() {
    remembered = 0;
    label = "";
    moods.clear();
  }

  /**
   * @param remembers whether the job keeps anything of users
   */
  ObjectNode json(boolean remembers) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("user", user).put("reviews", reviews).put("label", label);
    json.put("remembered", remembers ? remembered : 0);
    moods.forEach(json.putArray("moods")::add);
    return json;
  }

  private static boolean isReview(UserEvent event, String id) {
    return event instanceof Review review && review.origin().reviewId().equals(id);
  }
}
