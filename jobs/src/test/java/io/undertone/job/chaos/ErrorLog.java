package io.undertone.job.chaos;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/** Keeps what is logged as an error, by us and by those we stand on, while a test runs. */
final class ErrorLog extends AbstractAppender implements AutoCloseable {

  private static final String OURS = "io.undertone";
  private static final List<String> LOGGERS =
      List.of(OURS, "org.apache.flink", "org.apache.kafka", "kafka");

  private final List<LogEvent> events = new CopyOnWriteArrayList<>();
  private final List<Level> levels = LOGGERS.stream().map(name -> logger(name).getLevel()).toList();

  ErrorLog() {
    super("errors", null, null, false, Property.EMPTY_ARRAY);
    start();
    for (String name : LOGGERS) {
      logger(name).addAppender(this);
      if (!logger(name).isErrorEnabled()) {
        logger(name).setAdditive(false); // tests are quiet
        Configurator.setLevel(name, Level.ERROR);
      }
    }
  }

  @Override
  public void append(LogEvent event) {
    events.add(event.toImmutable());
  }

  /** The errors that our own classes logged. */
  List<String> ours() {
    return events.stream()
        .filter(event -> event.getLoggerName().startsWith(OURS))
        .map(event -> event.getLoggerName() + ": " + event.getMessage().getFormattedMessage())
        .toList();
  }

  /** How many errors each class of the others logged. */
  Map<String, Integer> others() {
    Map<String, Integer> counts = new TreeMap<>();
    events.stream()
        .map(LogEvent::getLoggerName)
        .filter(name -> !name.startsWith(OURS))
        .forEach(name -> counts.merge(name, 1, Integer::sum));
    return counts;
  }

  @Override
  public void close() {
    for (int i = 0; i < levels.size(); i++) {
      logger(LOGGERS.get(i)).removeAppender(this);
      Configurator.setLevel(LOGGERS.get(i), levels.get(i));
    }
    stop();
  }

  private static Logger logger(String name) {
    return (Logger) LogManager.getLogger(name);
  }
}
