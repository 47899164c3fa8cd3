package io.undertone.event;

import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * A user's memory is to be deleted: reviews before this event have met it, those after it start
 * fresh.
 *
 * @param timestamp the tombstone's own, in epoch milliseconds
 */
@TypeInfo(EventTypeFactory.class)
public record ForgetUser(String userId, long timestamp) implements UserEvent {}
