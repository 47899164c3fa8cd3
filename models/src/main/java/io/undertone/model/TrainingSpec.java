package io.undertone.model;

import java.util.List;

/** How the model was trained: on what data, from which seed, by which command. */
public record TrainingSpec(List<String> data, long seed, String command) {

  public TrainingSpec {
    data = List.copyOf(data);
    BundleJson.atLeast(0, "seed", seed);
  }
}
