package io.undertone.job.deploy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/** Keeps what is logged about deployments while a test runs. */
final class RolloutLog extends AbstractAppender implements AutoCloseable {

  private static final String NAME = "io.undertone.operator.deploy.Rollout";

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Level level = logger().getLevel();

  RolloutLog() {
    super("deployments", null, null, false, Property.EMPTY_ARRAY);
    start();
    logger().addAppender(this);
    logger().setAdditive(false); // tests are quiet
    Configurator.setLevel(NAME, Level.INFO);
  }

  @Override
  public void append(LogEvent event) {
    lines.add(event.getMessage().getFormattedMessage());
  }

  /** How many lines say so. */
  long count(String words) {
    return lines.stream().filter(line -> line.contains(words)).count();
  }

  @Override
  public void close() {
    logger().removeAppender(this);
    logger().setAdditive(true);
    Configurator.setLevel(NAME, level);
    stop();
  }

  private static Logger logger() {
    return (Logger) LogManager.getLogger(NAME);
  }
}
