package io.undertone.job.replay.report;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Finds the users whose mood changed most. Users are added one after the other; only {@value
 * #USERS_MAX} of them and the current one are kept.
 */
public final class Moods {

  static final int USERS_MAX = 6;

  /** With fewer reviews, a change is mostly chance. */
  static final int REVIEWS_MIN = 6;

  private static final Comparator<Mood> BY_CHANGE =
      Comparator.<Mood>comparingDouble(mood -> Math.abs(mood.change()))
          .thenComparing(Mood::user, Comparator.reverseOrder());

  private final PriorityQueue<Mood> most = new PriorityQueue<>(BY_CHANGE);
  private @Nullable String user;
  private Timeline timeline = new Timeline();
  private long users;
  private long usersWithFew;

  /** One user. */
  record Mood(String user, long reviews, double change, Timeline timeline) {}

  /**
   * Adds a review of the current user, or the first one of the next user.
   *
   * @param mood NaN if the review has none
   */
  public void add(String ofUser, double mood) {
    if (!ofUser.equals(user)) {
      end();
      user = ofUser;
      timeline = new Timeline();
      users++;
    }
    if (!Double.isNaN(mood)) {
      timeline.add(mood);
    }
  }

  /** Number of users. */
  public long users() {
    return users;
  }

  /** Users with too few reviews for a change. */
  long usersWithFew() {
    end();
    return usersWithFew;
  }

  /** Those with the largest changes, the largest first. */
  List<Mood> most() {
    end();
    return most.stream().sorted(BY_CHANGE.reversed()).toList();
  }

  private void end() {
    if (user == null) {
      return;
    }
    if (timeline.values() < REVIEWS_MIN) {
      usersWithFew++;
    } else {
      most.add(new Mood(user, timeline.values(), timeline.change(), timeline));
      if (most.size() > USERS_MAX) {
        most.poll();
      }
    }
    user = null;
  }
}
