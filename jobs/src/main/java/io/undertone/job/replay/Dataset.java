package io.undertone.job.replay;

import io.undertone.job.dataset.DatasetFile;
import io.undertone.job.local.Counted;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of a replay.
 *
 * @param names of the files in ids and rejects: their file names, or the given paths if two have
 *     the same name
 */
record Dataset(List<DatasetFile> files, List<String> names) {

  static Dataset of(List<DatasetFile> files) {
    List<String> names = files.stream().map(file -> file.path().getFileName().toString()).toList();
    boolean unique = names.stream().distinct().count() == files.size();
    return new Dataset(
        List.copyOf(files),
        unique ? names : files.stream().map(file -> file.path().toString()).toList());
  }

  /** The files in words, for messages. */
  String inWords() {
    return files.size() == 1
        ? "the data set " + files.get(0).path()
        : "the " + Counted.of(files.size(), "file") + " of the data set";
  }

  /** The same files, each readable twice. */
  Dataset readableTwice(Path folder) {
    List<DatasetFile> kept = new ArrayList<>();
    for (DatasetFile file : files) {
      kept.add(file.readableTwice(folder, "piped-" + kept.size()));
    }
    return new Dataset(kept, names);
  }
}
