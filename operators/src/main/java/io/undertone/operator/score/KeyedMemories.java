package io.undertone.operator.score;

import io.undertone.operator.settings.Remembering;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * The users' memories in Flink's keyed state: one value per user. Flink removes a value that was
 * not written for {@link Remembering#timeToLive}. Whether a memory still holds for a review is not
 * decided here.
 */
final class KeyedMemories implements Memories {

  /** Entries of the heap that are checked for expiry at each access. */
  private static final int CLEANED_AT_ACCESS = 10;

  /** Entries that RocksDB's compaction checks between two readings of the clock. */
  private static final int CLEANED_PER_CLOCK_READING = 1000;

  private final Consumer<String> currentUser;
  private final ValueState<UserMemory> state;

  /**
   * @param currentUser sets the current key
   */
  KeyedMemories(Consumer<String> currentUser, ValueState<UserMemory> state) {
    this.currentUser = currentUser;
    this.state = state;
  }

  /** The descriptor of the state. */
  static ValueStateDescriptor<UserMemory> descriptor(Remembering remembering) {
    var memory = new ValueStateDescriptor<>(KeptMemory.STATE, new KeptSerializer());
    remembering.timeToLive().ifPresent(time -> memory.enableTimeToLive(freed(time)));
    return memory;
  }

  private static StateTtlConfig freed(Duration timeToLive) {
    return StateTtlConfig.newBuilder(timeToLive)
        .setUpdateType(StateTtlConfig.UpdateType.OnCreateAndWrite)
        .setStateVisibility(StateTtlConfig.StateVisibility.NeverReturnExpired)
        .cleanupIncrementally(CLEANED_AT_ACCESS, false)
        .cleanupInRocksdbCompactFilter(CLEANED_PER_CLOCK_READING)
        .build();
  }

  @Override
  public @Nullable UserMemory recall(String user) throws Exception {
    currentUser.accept(user);
    return state.value();
  }

  @Override
  public void remember(String user, UserMemory memory) throws Exception {
    currentUser.accept(user);
    state.update(memory);
  }

  @Override
  public boolean forget(String user) throws Exception {
    currentUser.accept(user);
    boolean found = state.value() != null;
    state.clear();
    return found;
  }
}
