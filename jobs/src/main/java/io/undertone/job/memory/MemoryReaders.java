package io.undertone.job.memory;

import io.undertone.cell.DeviceChoice;
import io.undertone.model.BundleException;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.score.KeptMemory;
import io.undertone.operator.settings.SentimentSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models that read memories, each only those that it wrote. A model is loaded at its first
 * memory. Single-threaded.
 */
public final class MemoryReaders implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MemoryReaders.class);

  private final List<ModelSource> models;
  private final SentimentSettings settings;
  private final @Nullable String text;
  private final Map<String, Optional<MemoryReader>> readers = new LinkedHashMap<>();

  /**
   * @param models of several with the same fingerprint the first one is used
   * @param text to be scored; null for a neutral one, which each model chooses
   */
  public MemoryReaders(List<ModelSource> models, DeviceChoice device, @Nullable String text) {
    this.models = List.copyOf(models);
    this.settings = SentimentSettings.defaults().with(device);
    this.text = text;
  }

  /** The answers of the models with these memories, in their order. */
  List<MemoryEffect> effects(List<KeptMemory> memories) throws Exception {
    Map<String, List<KeptMemory>> byModel = new LinkedHashMap<>();
    for (KeptMemory memory : memories) {
      byModel.computeIfAbsent(memory.fingerprint(), print -> new ArrayList<>()).add(memory);
    }
    Map<String, MemoryEffect> byUser = new LinkedHashMap<>();
    for (var each : byModel.entrySet()) {
      MemoryReader reader = reader(each.getKey()).orElse(null);
      List<MemoryEffect> effects =
          reader == null
              ? each.getValue().stream().map(MemoryEffect::none).toList()
              : reader.effects(each.getValue());
      effects.forEach(effect -> byUser.put(effect.memory().user(), effect));
    }
    return memories.stream().map(memory -> byUser.get(memory.user())).toList();
  }

  /** The reader of the model with this fingerprint; empty if there is none. */
  Optional<MemoryReader> reader(String fingerprint) throws Exception {
    Optional<MemoryReader> reader = readers.get(fingerprint);
    if (reader == null) {
      ModelSource model = model(fingerprint);
      reader =
          model == null
              ? Optional.empty()
              : Optional.of(new MemoryReader(model.lease(settings.device()), settings, text));
      readers.put(fingerprint, reader);
    }
    return reader;
  }

  /** That none of the models wrote a memory, in words. */
  String none() {
    return models.size() == 1 ? "not " + models.get(0).manifest().id() : "none of the bundles here";
  }

  private @Nullable ModelSource model(String fingerprint) {
    for (ModelSource model : models) {
      try {
        if (model.manifest().stateFingerprint().startsWith(fingerprint)) {
          return model;
        }
      } catch (BundleException damaged) {
        LOG.warn("It reads no memories. {}", damaged.getMessage());
      }
    }
    return null;
  }

  @Override
  public void close() {
    readers.values().forEach(reader -> reader.ifPresent(MemoryReader::close));
  }
}
