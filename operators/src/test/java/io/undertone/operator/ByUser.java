package io.undertone.operator;

import io.undertone.event.Sentiment;
import io.undertone.event.UserEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What of a stream's order is promised: each user's, and the place of watermarks between all. Two
 * streams that differ in nothing else become equal.
 */
public final class ByUser {

  private ByUser() {}

  /** The same elements; between two watermarks, user after user. */
  public static List<Object> sorted(List<?> output) {
    List<Object> sorted = new ArrayList<>();
    List<Object> stretch = new ArrayList<>();
    for (Object element : output) {
      if (user(element).isEmpty()) {
        stretch.sort(Comparator.comparing(ByUser::user));
        sorted.addAll(stretch);
        sorted.add(element);
        stretch.clear();
      } else {
        stretch.add(element);
      }
    }
    stretch.sort(Comparator.comparing(ByUser::user));
    sorted.addAll(stretch);
    return sorted;
  }

  private static String user(Object element) {
    if (element instanceof Sentiment sentiment) {
      return sentiment.origin().userId();
    }
    return element instanceof UserEvent event ? event.userId() : "";
  }
}
