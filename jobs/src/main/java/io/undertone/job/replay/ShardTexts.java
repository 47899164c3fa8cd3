package io.undertone.job.replay;

import io.undertone.event.RawRecord;
import io.undertone.job.local.Excerpt;
import io.undertone.job.replay.JsonRow.Field;
import io.undertone.job.replay.report.ReviewName;
import io.undertone.operator.settings.RecordFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.reader.StreamFormat;
import org.apache.flink.core.fs.local.LocalDataInputStream;
import org.jspecify.annotations.Nullable;

/** Finds the texts of a few reviews in the shards, or how they begin. */
final class ShardTexts {

  private final RecordFormat format;
  private final Set<ReviewName> wanted;
  private final Map<ReviewName, String> texts = new HashMap<>();
  private final Set<ReviewName> unclear = new HashSet<>();

  private ShardTexts(RecordFormat format, List<ReviewName> wanted) {
    this.format = format;
    this.wanted = Set.copyOf(wanted);
  }

  /** The texts by name; none for a name that reviews of different texts share. */
  static Map<ReviewName, String> of(List<Path> shards, RecordFormat format, List<ReviewName> wanted)
      throws IOException {
    ShardTexts found = new ShardTexts(format, wanted);
    for (Path shard : shards) {
      found.read(shard);
    }
    found.unclear.forEach(found.texts::remove);
    return found.texts;
  }

  private void read(Path shard) throws IOException {
    try (StreamFormat.Reader<RawRecord> records =
        new ShardFormat()
            .createReader(new Configuration(), new LocalDataInputStream(shard.toFile()))) {
      for (RawRecord record = records.read(); record != null; record = records.read()) {
        if (record.value() != null) {
          look(record.value());
        }
      }
    }
  }

  private void look(byte[] value) {
    String id = format.nameOf("review_id");
    String user = format.nameOf("user_id");
    String text = format.nameOf("text");
    JsonRow row = JsonRow.of(value, format.value(), Set.of(id, user, text));
    if (row == null) {
      return;
    }
    ReviewName name = new ReviewName(text(row.get(id)), text(row.get(user)));
    if (wanted.contains(name)) {
      String cut = Excerpt.of(text(row.get(text)));
      String before = texts.put(name, cut);
      if (before != null && !before.equals(cut)) {
        unclear.add(name);
      }
    }
  }

  private static String text(@Nullable Field field) {
    return field == null ? "" : field.text();
  }
}
