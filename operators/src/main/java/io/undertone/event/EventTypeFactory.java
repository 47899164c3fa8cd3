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
  @SuppressWarnings("unchecked") // each branch returns the type that its class asks for
  public TypeInformation<T> createTypeInfo(
      Type type, Map<String, TypeInformation<?>> genericParameters) {
    if (type == RawRecord.class) {
      return (TypeInformation<T>) RawRecord.TYPE;
    }
    if (type == RejectedReview.class) {
      return (TypeInformation<T>) RejectedReview.TYPE;
    }
    if (type == Sentiment.class) {
      return (TypeInformation<T>) Sentiment.TYPE;
    }
    return (TypeInformation<T>) UserEvent.TYPE;
  }
}
