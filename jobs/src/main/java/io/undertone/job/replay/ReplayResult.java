package io.undertone.job.replay;

import io.undertone.event.RejectReason;
import io.undertone.job.JobException;
import io.undertone.job.dataset.RowFault;
import io.undertone.job.local.Counted;
import io.undertone.operator.settings.RecordFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
   * @param escapes a hint on texts with a backslash and a letter for a line end; null if few have
   *     it
   * @param reviews that went into the stream
   * @param newest timestamp among those, in epoch milliseconds
   */
  record Findings(
      long rows,
      FirstRow first,
      FieldCounts counts,
      @Nullable String scripts,
      @Nullable String escapes,
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
    return new ReplayHints(this).lines();
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

  boolean allAreRejected() {
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
    String field = request.format().nameOf(request.labelling().field());
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
                request.labelling().field(),
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
