package io.undertone.job.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertone.event.ForgetUser;
import io.undertone.event.Review;
import io.undertone.event.UserEvent;
import io.undertone.job.JobException;
import io.undertone.job.local.Excerpt;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a page shows: the newest rows, one for each result, reject and tombstone, and a line for
 * each of the users who wrote last. Rows are numbered from 1, so that a page asks only for those
 * that it lacks. Thread-safe.
 */
final class PageState {

  /** Rows that are kept; a page that opens later does not see older ones. */
  static final int ROWS_MAX = 1000;

  /** Rows that a page gets when it opens: as many as it shows. */
  static final int ROWS_FIRST = 200;

  /** Users that a page is told of; all of them are in each answer that has new rows. */
  static final int USERS_MAX = 100;

  /** Answers that are held until their reviews are read; a restart may repeat some for ever. */
  private static final int EARLY_MAX = 1000;

  /** A typed review comes this long after its user's newest one, so that it meets the memory. */
  private static final long MINUTE = 60_000;

  private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
  private final ObjectNode about;
  private final boolean remembers;

  /** In the order of access: who wrote last comes last. */
  private final Map<String, UserLine> users = new LinkedHashMap<>(16, 0.75f, true);

  private final Deque<ObjectNode> rows = new ArrayDeque<>();
  private final Deque<JsonNode> early = new ArrayDeque<>();
  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private long newest;
  private long next;
  private @Nullable JobException failure;

  /**
   * @param about what the page says of the job
   * @param remembers whether the job keeps anything of users
   */
  PageState(ObjectNode about, boolean remembers) {
    this.about = about;
    this.remembers = remembers;
    List.of("reviews", "rejected", "forgotten").forEach(kind -> counts.put(kind, 0));
  }

  /** Takes events from the topic of reviews, in their order. */
  synchronized void read(List<UserEvent> events) {
    for (UserEvent event : events) {
      newest = Math.max(newest, event.timestamp());
      UserLine line = users.computeIfAbsent(event.userId(), UserLine::new);
      line.read(event);
      line.takeUnanswered().forEach(tombstone -> forgotten(line, tombstone));
    }
    if (!events.isEmpty()) {
      for (Iterator<JsonNode> each = early.iterator(); each.hasNext(); ) {
        if (show(each.next())) {
          each.remove();
        }
      }
    }
  }

  /** Takes an answer of the job. */
  synchronized void answered(JsonNode result) {
    if (!show(result)) {
      early.add(result);
      if (early.size() > EARLY_MAX) {
        early.remove();
      }
    }
  }

  /**
   * Takes a reject of the job.
   *
   * @param user by its key; null where it has none
   */
  synchronized void rejected(@Nullable String user, String reason, String detail) {
    ObjectNode row = row("rejected", user);
    row.put("reason", reason).put("text", Excerpt.of(detail));
  }

  /** From now on every request fails with this reason. */
  synchronized void failed(JobException why) {
    failure = why;
  }

  /** The timestamp for a review that is typed now, in the sample's own time, in epoch ms. */
  synchronized long timeFor(String user) {
    UserLine line = users.get(user);
    long last = line == null ? newest : line.timestamp();
    return (last == 0 ? System.currentTimeMillis() : last) + MINUTE;
  }

  /** What a page lacks that has the rows up to this one. */
  synchronized ObjectNode since(long row) throws Refusal {
    if (failure != null) {
      throw new Refusal(500, failure);
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("run", run).put("next", next).set("about", about);
    counts.forEach(json.putObject("counts")::put);
    ArrayNode missing = json.putArray("rows");
    long last = row == 0 ? next - ROWS_FIRST : row;
    rows.stream().filter(each -> each.path("row").asLong() > last).forEach(missing::add);
    json.put("users_in_all", users.size());
    ArrayNode lines = json.putArray("users");
    if (next != row) {
      users.values().stream()
          .skip(Math.max(0, users.size() - USERS_MAX))
          .forEach(line -> lines.add(line.json(remembers)));
    }
    return json;
  }

  /** Adds the row of an answer and its review; false if that review has not been read yet. */
  private boolean show(JsonNode result) {
    UserLine line = users.get(result.path("user_id").asText());
    String id = result.path("review_id").asText();
    List<UserEvent> events = line == null ? List.of() : line.takeUpTo(id);
    if (line == null || events.isEmpty()) {
      return false;
    }
    for (UserEvent event : events) {
      if (event instanceof ForgetUser) {
        forgotten(line, event);
      } else if (event instanceof Review review && review.origin().reviewId().equals(id)) {
        line.answered(result);
        ObjectNode row = row("reviews", review.userId());
        row.put("text", Excerpt.of(review.text())).set("result", result);
      }
    }
    line.takeUnanswered().forEach(tombstone -> forgotten(line, tombstone));
    return true;
  }

  private void forgotten(UserLine line, UserEvent tombstone) {
    line.forgotten();
    row("forgotten", tombstone.userId());
  }

  private ObjectNode row(String kind, @Nullable String user) {
    counts.merge(kind, 1, Integer::sum);
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    row.put("row", ++next).put("kind", kind).put("user", user);
    rows.add(row);
    if (rows.size() > ROWS_MAX) {
      rows.remove();
    }
    return row;
  }
}
