package io.undertone.job.replay;

import io.undertone.event.RejectReason;
import io.undertone.job.JobException;
import io.undertone.job.dataset.RowFault;
import io.undertone.job.local.Counted;
import io.undertone.operator.settings.RecordFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The result of a replay: its metrics, and hints on how to read them. {@link #requireMeaningful}
 * fails if the metrics mean nothing, so that no script takes them for a success.
 */
public record ReplayResult(ReplayMetrics metrics, Request request, Findings findings) {

  private static final Set<String> MISSING =
      Set.of(
          RejectReason.TEXT_MISSING.code(),
          RejectReason.USER_MISSING.code(),
          RejectReason.REVIEW_ID_MISSING.code());

  /** Fields of a row that no option gives another name, and that are read all the same. */
  private static final Set<String> NAMED_BY_NOBODY = Set.of(DatasetReader.FORGET, "__deleted");

  /**
   * What was asked for.
   *
   * @param dataset the files, in words
   * @param known the model's labels
   * @param results folder of what was written
   */
  record Request(
      String dataset, List<String> known, RecordFormat format, Labelling labelling, Path results) {}

  /**
   * What the files contained.
   *
   * @param rows all rows, rejected or not
   * @param first the fields of the first row that can be read
   * @param counts what rows lack
   * @param scripts a hint on texts in scripts that the model does not know; null if there are none
   * @param reviews that went into the stream
   * @param newest timestamp among those, in epoch milliseconds
   */
  record Findings(
      long rows,
      FirstRow first,
      FieldCounts counts,
      @Nullable String scripts,
      LabelCounts labels,
      RowTimes times,
      long reviews,
      long newest) {}

  /** How many reviews went into the stream. */
  public long reviewsRead() {
    return findings.reviews();
  }

  /** The newest time of a review in the stream, in epoch milliseconds. */
  public long newest() {
    return findings.newest();
  }

  /** Hints for the user, a line each. */
  public List<String> hints() {
    List<String> hints = new ArrayList<>();
    String old = findings.times().warning();
    if (old != null) {
      hints.add(old);
    }
    Stream.of(findings.scripts(), findings.counts().textsUnread())
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
      without.put(labelField(), findings.labels().without());
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
    if (lacking.isEmpty() || others.isEmpty() || allAreRejected()) {
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

  private String labelField() {
    return request.labelling().isByRating() ? "rating" : "label";
  }

  /**
   * Checks that the metrics mean something.
   *
   * @throws JobException if every row was rejected, or labels were asked for and none counts
   */
  public void requireMeaningful() {
    if (allAreRejected()) {
      throw allRejected();
    }
    if (request.labelling().isAsked() && metrics.labelled() == 0) {
      throw noneLabelled();
    }
  }

  private boolean allAreRejected() {
    return metrics.rejected() == findings.rows();
  }

  private JobException allRejected() {
    String evidence = " Each is in " + request.results().resolve(Replay.REJECTED) + ".";
    Map<String, Long> reasons = metrics.rejectedByReason();
    long missing =
        reasons.entrySet().stream()
            .filter(each -> MISSING.contains(each.getKey()))
            .mapToLong(Map.Entry::getValue)
            .sum();
    if (2 * missing > metrics.rejected()) {
      return new JobException(
          "Replaying " + request.dataset(),
          "rows with the field " + request.format().nameOf("text"),
          "%s, all rejected (%s); the first has %s"
              .formatted(rows(), inWords(reasons), findings.first().inWords()),
          findings
                  .first()
                  .remedy(
                      "Say which they are by --fields, such as --fields text=NAME,user_id=NAME.",
                      findings.rows())
              + evidence);
    }
    // Each of the named rows has its own remedy.
    return new JobException(
        "Replaying " + request.dataset(),
        "rows that are reviews",
        "%s, all rejected: %s".formatted(rows(), inWords(reasons)),
        "Check the file, and --encoding, --value, --timestamp-unit and --timestamp-format."
            + (reasons.containsKey(RowFault.NOT_CSV)
                ? " If the file's first row holds no names, add a first row of names, and delete title rows above it."
                : "")
            + evidence);
  }

  private JobException noneLabelled() {
    boolean rated = request.labelling().isByRating();
    boolean unreadable = rated && findings.counts().ratings().unreadable().total() > 0;
    LabelCounts labels = findings.labels();
    String field = request.format().nameOf(labelField());
    String none =
        (Counted.of(labels.without(), "review") + " without one")
            + (unreadable
                ? ", among them with " + findings.counts().ratings().unreadable().inWords()
                : "")
            + (labels.unknown().total() == 0
                ? ""
                : " and %,d with another: %s"
                    .formatted(labels.unknown().total(), labels.unknown().inWords()));
    return new JobException(
        "Labelling " + request.dataset(),
        rated
            ? "a number in the field %s, and one of the labels %s for it"
                .formatted(field, request.known())
            : "one of the labels %s in the field %s".formatted(request.known(), field),
        none + "; the first row has " + findings.first().inWords(),
        "%s by --fields, such as --fields %s=NAME%s. The results are in %s all the same."
            .formatted(
                unreadable
                    ? "Write them as numbers, such as 4.5, or name another field"
                    : "Name the field",
                labelField(),
                rated ? "" : ", or the labels by --labels",
                request.results()));
  }

  private String rows() {
    return Counted.of(findings.rows(), "row");
  }

  private static String inWords(Map<String, Long> reasons) {
    return reasons.entrySet().stream()
        .map(each -> "%s %,d".formatted(each.getKey(), each.getValue()))
        .collect(Collectors.joining(", "));
  }
}
