package io.undertone.job.page;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertone.cell.Model;
import io.undertone.event.Explanation;
import io.undertone.job.SentimentJson;
import io.undertone.job.kafka.KafkaConfig;
import io.undertone.job.local.AtExit;
import io.undertone.operator.settings.ReviewLimits;
import io.undertone.operator.settings.SentimentSettings;
import io.undertone.text.KnownScripts;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The demo's page on a port of this machine. It binds the port at once, and serves once the job
 * runs, until it is closed, and on Ctrl-C.
 */
public final class DemoPage implements AutoCloseable {

  /** The most characters that one character of text takes in JSON, as an escape. */
  private static final int ESCAPE = 6;

  /** For field names and braces. */
  private static final int AROUND = 1024;

  private static final int BODY_BYTES_MAX = 64 << 20;

  private final PageServer server;
  private @Nullable AtExit atExit;
  private @Nullable ShadowModel shadow;
  private @Nullable PageActions actions;
  private @Nullable TopicWatch watch;
  private boolean stopped;

  private DemoPage(PageServer server) {
    this.server = server;
  }

  /**
   * Takes a port.
   *
   * @param port 0 for one that is free
   * @throws io.undertone.job.JobException if it cannot be had
   */
  public static DemoPage bind(int port) {
    return new DemoPage(PageServer.bind(port));
  }

  /** The page's address. */
  public String address() {
    return server.address();
  }

  /**
   * Serves the page of a job from now on.
   *
   * @param kafka the job's topics, from their beginning
   * @param model the job's, closed by who opened it
   * @param settings the job's
   */
  public synchronized void start(KafkaConfig kafka, Model model, SentimentSettings settings)
      throws IOException {
    boolean remembers = settings.remembering().carries(model.manifest());
    ObjectNode about = JsonNodeFactory.instance.objectNode();
    about.put("model", model.manifest().id()).put("device", model.device().label());
    about.put("remembers", remembers);
    about.put("explains", model.manifest().labels().contains(Explanation.LABEL));
    PageState state = new PageState(about, remembers);
    atExit = AtExit.run(this::stop);
    shadow = new ShadowModel(model, settings);
    actions = new PageActions(kafka, settings.limits(), shadow, state);
    watch = new TopicWatch(kafka, settings, shadow, state);
    watch.start();
    SentimentJson json = new SentimentJson(model.manifest().labels());
    KnownScripts scripts = KnownScripts.of(model.tokenizer());
    server.serve(
        new PageRoutes(state, actions, json, scripts).byPath(), bodyBytesMax(settings.limits()));
  }

  @Override
  public void close() {
    stop();
    if (atExit != null) {
      atExit.close();
    }
  }

  /** Runs once, although the shutdown hook may call it at the same time. */
  private synchronized void stop() {
    if (stopped) {
      return;
    }
    stopped = true;
    server.close();
    if (watch != null) {
      watch.close();
    }
    if (actions != null) {
      actions.close();
    }
    if (shadow != null) {
      shadow.close();
    }
  }

  private static int bodyBytesMax(ReviewLimits limits) {
    long longest = (long) ESCAPE * ((long) limits.textBytesMax() + limits.idBytesMax()) + AROUND;
    return (int) Math.min(BODY_BYTES_MAX, longest);
  }
}
