package io.undertone.event;

import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * A user is to be forgotten: reviews before this one met the memory, reviews after it start fresh.
 *
 * @param timestamp the tombstone's own, in epoch milliseconds
 */
@TypeInfo(EventTypeFactory.class)
public record ForgetUser(String userId, long timestamp) implements UserEvent {}
