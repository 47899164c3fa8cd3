package io.undertone.job.command;

import io.undertone.cell.Model;
import io.undertone.job.JobException;
import io.undertone.job.broker.EmbeddedBroker;
import io.undertone.job.demo.Demo;
import io.undertone.job.demo.DemoTally;
import io.undertone.job.demo.Sample;
import io.undertone.job.kafka.ExactlyOnce;
import io.undertone.job.kafka.KafkaConfig;
import io.undertone.job.kafka.KafkaJob;
import io.undertone.job.local.Counted;
import io.undertone.job.local.RunningJob;
import io.undertone.job.local.Terminal;
import io.undertone.job.page.DemoPage;
import io.undertone.operator.model.ModelSource;
import io.undertone.operator.settings.SentimentSettings;
import io.undertone.operator.tokenize.ScriptCounts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the live job on the bundled sample, with a broker of its own. */
@Command(
    name = "demo",
    description = {
      "Streams the bundled sample of reviews through the steps of 'run' and shows each"
          + " result.",
      "Kafka and Flink start in this process, and stop with it."
    })
final class DemoCommand implements Callable<Integer> {

  @Mixin OutputOptions output;
  @Mixin JobOptions options;

  @Option(
      names = "--web",
      arity = "0..1",
      fallbackValue = "8081",
      paramLabel = "PORT",
      description = "Serve Flink's web UI, and keep it open. Without PORT: port 8081.")
  @Nullable Integer webPort;

  @Option(
      names = "--page",
      arity = "0..1",
      fallbackValue = "0",
      paramLabel = "PORT",
      description =
          "Serve a page to browsers on this machine, and keep it open. It shows the stream"
              + " and the users, with a box to type a review as any of them. Without PORT: a free"
              + " port.")
  @Nullable Integer pagePort;

  @Option(
      names = "--gap",
      paramLabel = "T",
      description = "Time between two records. Default: ${DEFAULT-VALUE}.")
  Duration gap = Duration.ofMillis(40);

  @Override
  public Integer call() throws Exception {
    SentimentSettings settings = options.settings();
    ModelSource model = options.scoring.modelSource();
    if (pagePort != null) {
      requirePort("--page", pagePort, 0);
    }
    if (webPort != null) {
      requirePort("--web", webPort, 1);
      requireFree(webPort);
    }
    String checkpoints = CheckpointFolder.ofDemo(options.checkpointDir);
    DemoPage page = pagePort == null ? null : DemoPage.bind(pagePort);
    System.err.println("Starting Kafka and Flink in this process …");
    try (page;
        var lease = model.lease(settings.device());
        EmbeddedBroker broker = EmbeddedBroker.start()) {
      System.err.printf(
          "%s on %s, %s.%n",
          lease.model().manifest().id(),
          lease.model().device().label(),
          Counted.of(options.localParallelism(), "subtask"));
      play(broker, model, lease.model(), settings, checkpoints, page);
    }
    return CommandLines.SUCCESS;
  }

  private void play(
      EmbeddedBroker broker,
      ModelSource source,
      Model model,
      SentimentSettings settings,
      @Nullable String checkpoints,
      @Nullable DemoPage page)
      throws Exception {
    KafkaConfig kafka = config(broker);
    broker.createTopics(
        options.localParallelism(), kafka.reviews(), kafka.sentiments(), kafka.rejected());
    int port = webPort == null ? freePort() : webPort;
    StreamExecutionEnvironment environment =
        options
            .environment()
            .parallelism(options.localParallelism(), options.maxParallelism)
            .checkpoints(options.checkpointInterval, checkpoints)
            .web(port)
            .create();
    new KafkaJob(kafka, new ExactlyOnce("undertone-demo", options.checkpointInterval))
        .define(environment, source, settings);
    try (RunningJob job = RunningJob.start(environment, "undertone demo");
        page) { // closed before the job, whose topics it reads
      job.awaitRunning(port);
      if (page != null) {
        page.start(kafka, model, settings);
        System.err.println("The page: " + page.address());
      }
      warnOfScripts(model);
      System.err.println("Both run. Sending the sample.");
      DemoTally tally = new Demo(kafka, gap, Terminal.ofStdout()).play(job.ended());
      System.out.println();
      tally.summary().forEach(System.out::println);
      if (webPort != null) {
        System.err.printf("Flink's web UI: http://localhost:%d – Ctrl-C ends.%n", webPort);
      }
      if (page != null) {
        System.err.printf("The page stays: %s – Ctrl-C ends.%n", page.address());
      }
      if (webPort != null || page != null) {
        job.await();
      }
    }
  }

  /** The sample is in English, but for eight reviews; a model of another language answers all. */
  private static void warnOfScripts(Model model) {
    ScriptCounts scripts = new ScriptCounts(model);
    Sample.texts().forEach(scripts::add);
    if (scripts.areMost()) {
      System.err.println(scripts.hint());
    }
  }

  private static KafkaConfig config(EmbeddedBroker broker) {
    return new KafkaConfig(
        broker.bootstrapServers(),
        "reviews",
        "sentiments",
        "rejected-reviews",
        "undertone-demo",
        Map.of(),
        false);
  }

  /** A port for Flink's REST API, which tells whether the job runs. */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void requirePort(String option, int port, int min) {
    if (port < min || port > 65535) {
      throw new WrongUsage(option + " is " + port + "; a port is from 1 to 65535.");
    }
  }

  private static void requireFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(port));
    } catch (IOException taken) {
      throw new JobException(
          "Opening port " + port + " for Flink's web UI",
          "a free port",
          "one in use",
          "End what uses it, or give another: --web " + (port == 65535 ? 8081 : port + 1) + ".",
          taken);
    }
  }
}
