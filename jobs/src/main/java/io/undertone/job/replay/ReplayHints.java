package io.undertone.job.replay;

import io.undertone.event.RejectReason;
import io.undertone.job.local.DisplayNames;
import io.undertone.operator.settings.RecordFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Tells the user of a replay how to read its metrics, and what the rows of its files lack. */
final class ReplayHints {

  /** Fields of a row that no option gives another name, and that are read all the same. */
  private static final Set<String> NAMED_BY_NOBODY = Set.of(DatasetReader.FORGET, "__deleted");

  private final ReplayResult result;
  private final ReplayMetrics metrics;
  private final ReplayResult.Request request;
  private final ReplayResult.Findings findings;

  ReplayHints(ReplayResult result) {
    this.result = result;
    this.metrics = result.metrics();
    this.request = result.request();
    this.findings = result.findings();
  }

  /** The hints, a line each. */
  List<String> lines() {
    List<String> hints = new ArrayList<>();
    Stream.of(
            findings.times().warning(),
            findings.scripts(),
            findings.escapes(),
            findings.counts().textsUnread(),
            findings.counts().usersRounded())
        .filter(Objects::nonNull)
        .forEach(hints::add);
    hints.addAll(missing());
    hints.addAll(rated());
    Long notUtf8 = metrics.rejectedByReason().get(RejectReason.NOT_UTF8.code());
    if (notUtf8 != null) {
      hints.add("Rows that cannot be decoded: %,d. Check --encoding.".formatted(notUtf8));
    }
    if (!request.known().isEmpty() && findings.labels().without() > 0) {
      hints.add(
          "Reviews without a label: %,d.".formatted(findings.labels().without())
              + (ratingsMayBeLabels()
                  ? " --positive-rating makes labels of the numbers in %s, which go %s: with --positive-rating N, ratings of N or more are positive."
                      .formatted(
                          request.format().nameOf("rating"), findings.counts().ratings().range())
                  : ""));
    }
    hints.addAll(unread());
    if (!request.known().isEmpty() && findings.labels().unknown().total() > 0) {
      hints.add(
          "Reviews with a label that %s does not know: %,d, %s. It knows %s. Name them by --labels, such as --labels %s=NAME."
              .formatted(
                  metrics.model(),
                  findings.labels().unknown().total(),
                  findings.labels().unknown().inWords(),
                  String.join(", ", request.known()),
                  DisplayNames.of(findings.labels().unknown().mostFrequent().get(0))));
    }
    return hints;
  }

  private List<String> missing() {
    List<String> hints = new ArrayList<>();
    if (findings.counts().withoutUser() > 0) {
      hints.add(
          "Rows without %s, each a user of its own: %,d."
              .formatted(request.format().nameOf("user_id"), findings.counts().withoutUser()));
    }
    ValueCounts nobody = findings.counts().usersLikeNone();
    if (nobody.total() > 0) {
      hints.add(
          "Rows whose %s may say that there is none: %,d, %s. Rows of one such word share a memory; leave it empty, and each is a user of its own."
              .formatted(request.format().nameOf("user_id"), nobody.total(), nobody.inWords()));
    }
    if (findings.times().missing() > 0) {
      String none =
          findings.times().areAllMissing()
              ? "Rows without %s, which is all of them: %,d. A user's are read as they stand, and"
                  + " no memory ends."
              : "Rows without %s, each at the time of its user's row before: %,d.";
      hints.add(none.formatted(request.format().nameOf("timestamp"), findings.times().missing()));
    }
    return hints;
  }

  /** The labels that ratings made. Where all are of one kind, the scale is another. */
  private List<String> rated() {
    Double from = request.labelling().positiveRating();
    List<String> hints = new ArrayList<>();
    Ratings ratings = findings.counts().ratings();
    if (from != null && ratings.numbers() > 0) {
      hints.add(ratings.labels(from));
    }
    if (from != null && ratings.unreadable().total() > 0) {
      hints.add(
          "Ratings that are no numbers, and so no labels: %,d, %s. Write them as numbers, such as 4.5."
              .formatted(ratings.unreadable().total(), ratings.unreadable().inWords()));
    }
    return hints;
  }

  /**
   * Names the fields that nothing reads, if most rows lack a field that may be among them: a date
   * under another name would be ignored in silence.
   */
  private List<String> unread() {
    Map<String, Long> without = new LinkedHashMap<>();
    without.put("user_id", findings.counts().withoutUser());
    without.put("timestamp", findings.times().missing());
    if (!request.known().isEmpty() && !ratingsMayBeLabels()) {
      without.put(request.labelling().field(), findings.labels().without());
    }
    List<String> lacking =
        without.entrySet().stream()
            .filter(each -> 2 * each.getValue() > findings.rows())
            .map(Map.Entry::getKey)
            .toList();
    List<String> read = RecordFormat.FIELDS.stream().map(request.format()::nameOf).toList();
    List<String> others =
        findings.first().fields().stream()
            .filter(name -> !read.contains(name) && !NAMED_BY_NOBODY.contains(name))
            .toList();
    if (lacking.isEmpty() || others.isEmpty() || result.allAreRejected()) {
      return List.of();
    }
    return List.of(
        "Fields of the first row that nothing reads: %s. Is %s among them? Then say so, such as --fields %s=NAME."
            .formatted(DisplayNames.of(others), String.join(" or ", lacking), lacking.get(0)));
  }

  /** Never where some rows have labels, which --positive-rating would drop. */
  private boolean ratingsMayBeLabels() {
    return !request.labelling().isByRating()
        && findings.counts().ratings().numbers() > 0
        && !findings.labels().areSome()
        && request.known().containsAll(List.of("positive", "negative"));
  }
}
