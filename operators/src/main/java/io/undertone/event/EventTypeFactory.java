package io.undertone.event;

import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * Gives Flink the type information of an event by its class, so that a lambda that returns one
 * needs no {@code returns(…)}. Flink creates it by reflection.
 *
 * @param <T> the event's class
 */
public final class EventTypeFactory<T> extends TypeInfoFactory<T> {

  /** All but those of user events. */
  private static final Map<Type, TypeInformation<?>> TYPES =
      Map.of(
          RawRecord.class, RawRecord.TYPE,
          RejectedReview.class, RejectedReview.TYPE,
          Sentiment.class, Sentiment.TYPE);

  @Override
  @SuppressWarnings("unchecked") // each class gets its own type
  public TypeInformation<T> createTypeInfo(
      Type type, Map<String, TypeInformation<?>> genericParameters) {
    return (TypeInformation<T>) TYPES.getOrDefault(type, UserEvent.TYPE);
  }
}
