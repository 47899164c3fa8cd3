package io.undertone.job.command;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.flipkart.zjsonpatch.JsonPatch;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.undertone.job.kafka.KafkaConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigUtils;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.highavailability.JobResultStoreOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * The manifests of Kubernetes against the operator's own definition, and what they name against
 * what is there. The definition that can be had is of an operator which does not know Flink 2; that
 * is the only thing it may find.
 */
class ManifestsTest {

  private static final String DEFINITION =
      "META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml";
  private static final String FLINK_TOO_NEW =
      "$.spec.flinkVersion: does not have a value in the enumeration [\"v1_13\", \"v1_14\","
          + " \"v1_15\", \"v1_16\", \"v1_17\", \"v1_18\", \"v1_19\", \"v1_20\"]";

  private static final Path DOCKER = Path.of("../docker");
  private static final Path VARIANTS = DOCKER.resolve("kubernetes");
  private static final Path MANIFESTS = VARIANTS.resolve("base");
  private static final YAMLMapper YAML = new YAMLMapper();

  @TempDir Path folder;

  @Test
  void theOperatorTakesTheDeployment() throws IOException {
    assertThat(found(deployment())).containsExactly(FLINK_TOO_NEW);
  }

  @Test
  void theOperatorTakesTheDeploymentWithGpus() throws IOException {
    JsonNode deployment = withGpus();

    assertThat(found(deployment)).containsExactly(FLINK_TOO_NEW);
    assertThat(
            deployment
                .at("/spec/taskManager/podTemplate/spec/containers/0/resources/limits")
                .get("nvidia.com/gpu"))
        .hasToString("1");
  }

  /** A check that finds nothing would find nothing here either. */
  @Test
  void findsWhatTheOperatorWouldNotTake() throws IOException {
    ObjectNode wrong = deployment();
    wrong.withObject("/spec/job").put("upgradeMode", "snapshot").put("entryPoint", "Undertone");
    wrong.withObject("/spec/jobManager").put("replicas", "one");

    assertThat(found(wrong))
        .containsExactlyInAnyOrder(
            FLINK_TOO_NEW,
            "$.spec.job.upgradeMode: does not have a value in the enumeration [\"last-state\","
                + " \"savepoint\", \"stateless\"]",
            "$.spec.job: property 'entryPoint' is not defined in the schema and the schema does not"
                + " allow additional properties",
            "$.spec.jobManager.replicas: string found, integer expected");
  }

  @Test
  void kustomizeFindsItsFiles() throws IOException {
    JsonNode all = read(MANIFESTS.resolve("kustomization.yaml"));
    List<String> files = new ArrayList<>();
    all.path("resources").forEach(file -> files.add(file.asText()));
    all.at("/configMapGenerator/0/files").forEach(file -> files.add(file.asText()));

    assertThat(files).containsExactly("undertone.yaml", "options.yaml");
    assertThat(files).allMatch(file -> Files.isRegularFile(MANIFESTS.resolve(file)));
    assertThat(all.at("/configMapGenerator/0/name").asText())
        .isEqualTo(deployment().at("/spec/podTemplate/spec/volumes/0/configMap/name").asText());
  }

  /** Kustomize refuses a base that the folder itself lies in. */
  @Test
  void kustomizeFindsTheBaseOfEachVariant() throws IOException {
    for (Path variant : List.of(VARIANTS, VARIANTS.resolve("gpu"))) {
      JsonNode bases = read(variant.resolve("kustomization.yaml")).path("resources");
      Path base = variant.resolve(bases.path(0).asText()).toRealPath();

      assertThat(bases).hasSize(1);
      assertThat(base).isEqualTo(MANIFESTS.toRealPath());
      assertThat(variant.toRealPath().startsWith(base)).isFalse();
    }
  }

  @Test
  void theJobTakesItsOptions() throws IOException {
    RunCommand run = run(deployment());
    KafkaConfig kafka = run.kafka.config();

    assertThat(kafka.properties())
        .containsEntry(
            "sasl.jaas.config",
            "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"of user\""
                + " password=\"of password\";");
    assertThat(run.options.settings().batching().slots()).isEqualTo(256);
    assertThat(run(withGpus()).options.scoring.batch).isEqualTo(1024);
  }

  @Test
  void whatIsNamedIsInTheImage() throws Exception {
    JsonNode job = deployment().at("/spec/job");
    String image = Files.readString(DOCKER.resolve("job/Dockerfile"));

    assertThat(Class.forName(job.path("entryClass").asText())).isEqualTo(Undertone.class);
    assertThat(job.path("jarURI").asText()).isEqualTo("local:///opt/flink/usrlib/undertone.jar");
    assertThat(Files.readString(DOCKER.resolve("build-job-image")))
        .contains("\"$context/usrlib/undertone.jar\"");
    assertThat(image).contains("usrlib /opt/flink/usrlib", "bundles /opt/undertone/bundles");
    assertThat(image).contains("/opt/flink/plugins/s3-fs-hadoop");
    assertThat(List.of(image, Files.readString(DOCKER.resolve("job/Dockerfile.gpu"))))
        .allMatch(each -> each.contains("UNDERTONE_BUNDLES=/opt/undertone/bundles"));
    String model = run(deployment()).options.scoring.model;
    assertThat(model).startsWith("/opt/undertone/bundles/");
    assertThat(Path.of("../models/bundles").resolve(Path.of(model).getFileName()))
        .isDirectoryContaining("glob:**manifest.json");
  }

  @Test
  void flinkKnowsItsSettings() throws IOException {
    Set<String> known = new TreeSet<>();
    for (Class<?> options :
        List.of(
            CheckpointingOptions.class,
            CoreOptions.class,
            DeploymentOptions.class,
            HeartbeatManagerOptions.class,
            HighAvailabilityOptions.class,
            JobManagerOptions.class,
            JobResultStoreOptions.class,
            MetricOptions.class,
            RestartStrategyOptions.class,
            SecurityOptions.class,
            TaskManagerOptions.class)) {
      for (ConfigOption<?> option : ConfigUtils.getAllConfigOptions(options)) {
        known.add(option.key());
      }
    }
    Set<String> settings = new TreeSet<>();
    deployment().at("/spec/flinkConfiguration").fieldNames().forEachRemaining(settings::add);
    read(DOCKER.resolve("docker-compose.yaml"))
        .at("/x-flink/environment/FLINK_PROPERTIES")
        .asText()
        .lines()
        .forEach(line -> settings.add(line.split(":", 2)[0]));
    assertThat(settings).contains("high-availability.zookeeper.quorum");
    settings.removeIf(key -> key.startsWith("kubernetes.") || known.contains(key));

    assertThat(settings)
        .containsExactly(
            "metrics.reporter.prometheus.factory.class", "metrics.reporter.prometheus.port");
  }

  /** The pods log by the manifest, the containers of compose by the image. */
  @Test
  void logsLeaveOutWhatTheImagesLeaveOut() throws IOException {
    Properties quiet = new Properties();
    quiet.load(Files.newBufferedReader(DOCKER.resolve("job/log4j-quiet.properties")));
    Properties pods = new Properties();
    pods.load(
        new StringReader(
            deployment().at("/spec/logConfiguration/log4j-console.properties").asText()));

    assertThat(quiet).hasSize(10);
    assertThat(pods).containsAllEntriesOf(quiet);
  }

  /** The command as the job manager's arguments make it, with secrets that say which they are. */
  private RunCommand run(JsonNode deployment) throws IOException {
    for (String secret : List.of("user", "password")) {
      Files.writeString(folder.resolve(secret), "of " + secret);
    }
    Path options =
        Files.writeString(
            folder.resolve("options.yaml"),
            Files.readString(MANIFESTS.resolve("options.yaml"))
                .replace("${file:/opt/undertone/secrets/", "${file:" + folder + "/"));
    List<String> arguments = new ArrayList<>();
    deployment
        .at("/spec/job/args")
        .forEach(
            each ->
                arguments.add(
                    each.asText()
                        .replace("/opt/undertone/options/options.yaml", options.toString())));
    CommandLine line =
        CommandLines.commandLine(new PrintWriter(new StringWriter()), (words, failure) -> {});
    line.parseArgs(CommandLines.withConfig(line, arguments, new Secrets()).toArray(String[]::new));
    return (RunCommand) requireNonNull(line.getSubcommands().get("run")).getCommand();
  }

  private static ObjectNode deployment() throws IOException {
    return (ObjectNode) read(MANIFESTS.resolve("undertone.yaml"));
  }

  private static JsonNode withGpus() throws IOException {
    JsonNode changes = read(VARIANTS.resolve("gpu/kustomization.yaml"));
    return JsonPatch.apply(YAML.readTree(changes.at("/patches/0/patch").asText()), deployment());
  }

  private static JsonNode read(Path file) throws IOException {
    return YAML.readTree(Files.readAllBytes(file));
  }

  private static List<String> found(JsonNode deployment) throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(definition());
    return schema.validate(deployment).stream().map(ValidationMessage::getMessage).toList();
  }

  /** The operator's definition of a deployment, closed: a field that it does not name is wrong. */
  private static JsonNode definition() throws IOException {
    try (InputStream file =
        requireNonNull(ManifestsTest.class.getClassLoader().getResourceAsStream(DEFINITION))) {
      JsonNode versions = YAML.readTree(file).at("/spec/versions");
      JsonNode schema =
          Stream.generate(versions.elements()::next)
              .limit(versions.size())
              .filter(version -> version.path("name").asText().equals("v1beta1"))
              .findFirst()
              .orElseThrow()
              .at("/schema/openAPIV3Schema");
      ObjectNode properties = (ObjectNode) schema.path("properties");
      for (String everywhere : List.of("apiVersion", "kind", "metadata")) {
        properties.putObject(everywhere); // Kubernetes' own
      }
      close(schema);
      return schema;
    }
  }

  private static void close(JsonNode schema) {
    if (schema.has("properties") && !schema.has("x-kubernetes-preserve-unknown-fields")) {
      ((ObjectNode) schema).put("additionalProperties", false);
    }
    schema.path("properties").forEach(ManifestsTest::close);
    Stream.of("items", "additionalProperties")
        .map(schema::path)
        .filter(JsonNode::isObject)
        .forEach(ManifestsTest::close);
  }
}
