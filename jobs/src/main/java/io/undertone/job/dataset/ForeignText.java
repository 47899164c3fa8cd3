package io.undertone.job.dataset;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Texts that people take for data sets, told by their beginning. */
@SuppressWarnings("ImmutableEnumChecker") // a method, or a compiled pattern
enum ForeignText {
  HTML(
      "a page of HTML",
      begins("<(?:!doctype\\s+html|html)\\b"),
      "Fetch the file itself, or save the page's table as CSV, and give that to --dataset."),
  XML(
      "XML",
      begins("<\\?xml\\s|<[a-z][\\w:.-]*(?:\\s[^>\\n]*)?>\\s*<"),
      "Save it as JSONL or CSV, and give that to --dataset."),
  GIT_LFS(
      "a pointer of Git LFS",
      begins("version https://git-lfs\\b"),
      "Fetch the file that it stands for, such as by git lfs pull."),
  SQL(
      "a script of SQL",
      begins(
          "(?:--\\s+)+(?:mysql|mariadb|postgresql|phpmyadmin)\\b|/\\*M?!|(?:insert\\s+into|create\\s+table)\\s"
              + "|(?:pragma|set)\\s+\\w+\\s*=[^,\\t\\n]*;|begin(?:\\s+transaction)?;\\s*\\R"),
      "Load it into a database, and save the table there as CSV with the names of its columns."),
  TABLE_OF_MYSQL(
      "a table with lines around it, as MySQL prints it",
      begins("\\+-[-+]+\\+\\s*\\R\\|"),
      "Write it by mysql --batch, with tabs between its cells."),
  NAMES_AND_VALUES(
      "a name and a value a line, as SNAP's reviews have them",
      begins("\\w+/\\w+: .*\\R\\w+/\\w+: "),
      "Write an object a line, with a name and a value for each of these lines."),
  YAML(
      "YAML",
      begins("---[ \\t]*\\R\\s*-?\\s*\\w+:|-[ \\t]+\\w+:[ \\t]"),
      "Write an object a line, such as by yq -o=json -I=0 '.[]'."),
  TOML(
      "TOML",
      begins("\\[\\[[\\w.-]+]][ \\t]*\\R\\s*\\w+[ \\t]*="),
      "Save it as JSONL or CSV, and give that to --dataset."),
  RICH_TEXT(
      "rich text, as an editor saves it",
      begins("\\{\\\\rtf"),
      "Save it as plain text, and give that to --dataset."),
  EXPANDED(
      "a name and a value a line, as psql prints it with \\x",
      begins("-\\[ RECORD 1 ]"),
      "Write it by COPY … TO … WITH (FORMAT csv, HEADER)."),
  JAVASCRIPT(
      "JavaScript around JSON",
      begins("\\)]}'|(?:var|let|const)\\s+\\w+\\s*=|[\\w.$]+\\(\\s*[\\[{]"),
      "Take the JSON out of it, and give that to --dataset."),
  ARCHIVE_OF_X(
      "JavaScript, as in an archive of X",
      begins("window\\.ytd\\."),
      "Write an object a line, such as by sed '1s/^[^[]*//' tweets.js | jq -c '.[].tweet'."),
  PANDAS(
      "one JSON object of columns, as pandas writes it",
      TurnedTable::isOfColumns,
      "Write it by df.to_json(FILE, orient=\"records\", lines=True)."),
  ROWS_BY_NUMBER(
      "one JSON object of rows under their numbers",
      TurnedTable::isOfRows,
      "Write an object a line, such as by jq -c '.[]'."),
  COPY(
      "a table without the names of its columns and with \\N for what is missing, as PostgreSQL's"
          + " COPY writes it",
      TurnedTable::isOfCopy,
      "Write it by COPY … TO … WITH (FORMAT csv, HEADER).");

  private final String found;
  private final Predicate<String> fits;
  private final String remedy;

  ForeignText(String found, Predicate<String> fits, String remedy) {
    this.found = found;
    this.fits = fits;
    this.remedy = remedy;
  }

  /** What begins like this, but for blanks. */
  static Optional<ForeignText> of(String head) {
    String text = head.stripLeading();
    return Arrays.stream(values()).filter(each -> each.fits.test(text)).findFirst();
  }

  String found() {
    return found;
  }

  String remedy() {
    return remedy;
  }

  private static Predicate<String> begins(String pattern) {
    Pattern begins = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
    return text -> begins.matcher(text).lookingAt();
  }
}
