package io.undertone.event;

import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * Gives Flink the type of an event from its class alone, so that a lambda that returns one needs no
 * {@code returns(…)}. Flink makes it by reflection.
 *
 * @param <T> the event's class
 */
public final class EventTypeFactory<T> extends TypeInfoFactory<T> {

  @Override
  @SuppressWarnings("unchecked") // each class gets its own type
  public TypeInformation<T> createTypeInfo(
      Type type, Map<String, TypeInformation<?>> genericParameters) {
    return (TypeInformation<T>)
        (type == RawRecord.class
            ? RawRecord.TYPE
            : type == RejectedReview.class
                ? RejectedReview.TYPE
                : type == Sentiment.class ? Sentiment.TYPE : UserEvent.TYPE);
  }
}
