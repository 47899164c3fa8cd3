package io.undertone.flink;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.deployment.application.ApplicationClusterEntryPoint;
import org.apache.flink.client.program.DefaultPackagedProgramRetriever;
import org.apache.flink.client.program.PackagedProgram;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptionsInternal;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginUtils;
import org.apache.flink.runtime.entrypoint.ClusterEntrypoint;
import org.apache.flink.runtime.entrypoint.ClusterEntrypointUtils;
import org.apache.flink.runtime.entrypoint.EntrypointClusterConfiguration;
import org.apache.flink.runtime.resourcemanager.StandaloneResourceManagerFactory;
import org.apache.flink.runtime.util.SignalHandler;

/**
 * A job manager in application mode: runs one job out of {@code usrlib/}, as the official image's
 * {@code standalone-job} does. Its class there comes with Flink's distribution only, which Maven's
 * artifacts do not hold; this one does the part of it that Undertone needs.
 *
 * <p>Knows {@code --configDir DIR}, {@code -D key=value}, {@code --job-classname CLASS}, {@code
 * --job-id ID}, 32 hexadecimal digits, under which high availability finds the job again, and what
 * the Kubernetes operator says of state, {@code --fromSavepoint PATH} and {@code
 * --allowNonRestoredState}; the first other word and all behind it go to the job.
 */
public final class StandaloneJob extends ApplicationClusterEntryPoint {

  private StandaloneJob(Configuration configuration, PackagedProgram program) {
    super(configuration, program, StandaloneResourceManagerFactory.getInstance());
  }

  public static void main(String[] arguments) throws Exception {
    SignalHandler.register(LOG);
    CommandLine line = CommandLine.parse(arguments);
    Configuration configuration =
        loadConfiguration(
            new EntrypointClusterConfiguration(
                line.configDir, line.properties, new String[0]));
    if (line.jobId != null) {
      configuration.set(
          PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID,
          JobID.fromHexString(line.jobId).toHexString());
    }
    FileSystem.initialize(configuration, PluginUtils.createPluginManagerFromRootFolder(configuration));
    PackagedProgram program =
        DefaultPackagedProgramRetriever.create(
                ClusterEntrypointUtils.tryFindUserLibDirectory().orElse(null),
                line.jobClass,
                line.jobArguments.toArray(String[]::new),
                configuration)
            .getPackagedProgram();
    configureExecution(configuration, program);
    ClusterEntrypoint.runClusterEntrypoint(new StandaloneJob(configuration, program));
  }

  /** The words behind {@code standalone-job}, sorted out. */
  private static final class CommandLine {
    private static final List<String> KNOWN =
        List.of("-D", "--configDir", "--job-classname", "--job-id", "--fromSavepoint");

    private String configDir = System.getenv("FLINK_CONF_DIR");
    private String jobClass;
    private String jobId;
    private final Properties properties = new Properties();
    private List<String> jobArguments = List.of();

    static CommandLine parse(String[] arguments) {
      CommandLine line = new CommandLine();
      List<String> words = new ArrayList<>(Arrays.asList(arguments));
      while (!words.isEmpty() && line.takes(words)) {
        // takes() has removed what it understood
      }
      line.jobArguments = words;
      return line;
    }

    private boolean takes(List<String> words) {
      String word = words.get(0);
      if (word.startsWith("-D") && word.contains("=")) {
        define(words.remove(0).substring(2));
        return true;
      }
      if (word.equals("--allowNonRestoredState")) {
        words.remove(0);
        properties.setProperty(
            StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE.key(), "true");
        return true;
      }
      if (words.size() < 2 || !KNOWN.contains(word)) {
        return false;
      }
      words.remove(0);
      String value = words.remove(0);
      switch (word) {
        case "-D" -> define(value);
        case "--configDir" -> configDir = value;
        case "--job-id" -> jobId = value;
        case "--fromSavepoint" ->
            properties.setProperty(StateRecoveryOptions.SAVEPOINT_PATH.key(), value);
        default -> jobClass = value;
      }
      return true;
    }

    private void define(String property) {
      int equals = property.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("-D wants key=value and got \"" + property + "\"");
      }
      properties.setProperty(property.substring(0, equals), property.substring(equals + 1));
    }
  }
}
