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

/** A user on the page: events that wait for an answer, and the answers so far. */
final class UserLine {

  /** Answers whose probabilities are drawn. */
  static final int MOODS_MAX = 24;

  /** Probabilities are rounded to this: the drawing shows no more. */
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

  /** Adds an event from the topic. */
  void read(UserEvent event) {
    waiting.add(event);
    timestamp = Math.max(timestamp, event.timestamp());
  }

  /** The newest timestamp of this user's events. */
  long timestamp() {
    return timestamp;
  }

  /**
   * Removes the waiting events up to the review of an answer. Answers come in the order of the
   * reviews, so tombstones before it are done, and reviews before it were repeats without an
   * answer. Removes nothing if the review has not been read yet.
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

  /** Removes the next events that get no answer. */
  List<UserEvent> takeUnanswered() {
    List<UserEvent> taken = new ArrayList<>();
    while (!waiting.isEmpty() && !(waiting.element() instanceof Review)) {
      taken.add(waiting.remove());
    }
    return taken;
  }

  /** Adds an answer of the job. */
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
