package io.undertone.job.dataset;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** Texts that people take for data sets, told by their first words. */
enum ForeignText {
  HTML(
      "a page of HTML",
      "<(?:!doctype\\s+html|html)\\b",
      "Fetch the file itself, or save the page's table as CSV, and give that to --dataset."),
  XML("XML", "<\\?xml\\s", "Save it as JSONL or CSV, and give that to --dataset."),
  GIT_LFS(
      "a pointer of Git LFS",
      "version https://git-lfs\\b",
      "Fetch the file that it stands for, such as by git lfs pull.");

  private final String found;
  private final Pattern begins;
  private final String remedy;

  ForeignText(String found, String begins, String remedy) {
    this.found = found;
    this.begins = Pattern.compile(begins, Pattern.CASE_INSENSITIVE);
    this.remedy = remedy;
  }

  /** What begins like this, but for blanks. */
  static Optional<ForeignText> of(String head) {
    String text = head.stripLeading();
    return Arrays.stream(values())
        .filter(each -> each.begins.matcher(text).lookingAt())
        .findFirst();
  }

  String found() {
    return found;
  }

  String remedy() {
    return remedy;
  }
}
