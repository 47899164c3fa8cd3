package io.undertone.event;

import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * An event of one user, in the order of that user's stream: a review, or the request to forget the
 * user.
 */
@TypeInfo(EventTypeFactory.class)
public sealed interface UserEvent permits ReviewEvent, ForgetUser {

  /** The type information of every user event: one serializer for all, with tags. */
  TypeInformation<UserEvent> TYPE = new EventType<>(UserEvent.class, new UserEventSerializer());

  /** The user's id; the key of every keyed step. */
  String userId();

  /** When it happened, in epoch milliseconds. */
  long timestamp();
}
