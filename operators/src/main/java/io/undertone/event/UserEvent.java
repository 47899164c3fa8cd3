package io.undertone.event;

import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * Something that happens to one user, in the order of that user's stream: a review on its way from
 * text to vector, or the wish to be forgotten.
 */
@TypeInfo(EventTypeFactory.class)
public sealed interface UserEvent permits ReviewEvent, ForgetUser {

  /** The type of every user event: one serializer, which tags what it writes. */
  TypeInformation<UserEvent> TYPE = new EventType<>(UserEvent.class, new UserEventSerializer());

  /** Whose event this is; the key of every keyed step. */
  String userId();

  /** When it happened, in epoch milliseconds. */
  long timestamp();
}
