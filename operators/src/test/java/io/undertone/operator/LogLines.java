package io.undertone.operator;

import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/** Keeps what a class logs while a test runs. */
public final class LogLines extends AbstractAppender implements AutoCloseable {

  private final List<LogEvent> events = new ArrayList<>();
  private final Logger logger;

  private LogLines(Logger logger) {
    super("lines", null, null, false, Property.EMPTY_ARRAY);
    this.logger = logger;
  }

  public static LogLines of(Class<?> logging) {
    LogLines lines = new LogLines((Logger) LogManager.getLogger(logging));
    lines.start();
    lines.logger.addAppender(lines);
    lines.logger.setAdditive(false); // tests are quiet
    Configurator.setLevel(lines.logger, Level.WARN);
    return lines;
  }

  public List<String> warnings() {
    return events.stream()
        .filter(event -> event.getLevel().equals(Level.WARN))
        .map(event -> event.getMessage().getFormattedMessage())
        .toList();
  }

  @Override
  public void append(LogEvent event) {
    events.add(event.toImmutable());
  }

  @Override
  public void close() {
    logger.removeAppender(this);
    Configurator.setLevel(logger, Level.ERROR);
    stop();
  }
}
