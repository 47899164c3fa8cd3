package io.undertone.job.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertone.job.JobException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Values of the YAML file that stand elsewhere. */
class SecretsTest {

  private static final String PASSWORD = "open-sesame";

  @TempDir Path folder;

  private final Secrets secrets = new Secrets(Map.of("KAFKA_PASSWORD", PASSWORD)::get);

  @Test
  void putsAVariableInThePlaceOfItsName() {
    assertThat(filled("${env:KAFKA_PASSWORD}")).isEqualTo(PASSWORD);
  }

  @Test
  void putsAFileInThePlaceOfItsPathWithoutTheLastLineEnd() throws IOException {
    assertThat(filled(file("open-sesame"))).isEqualTo(PASSWORD);
    assertThat(filled(file("open-sesame\n"))).isEqualTo(PASSWORD);
    assertThat(filled(file("open-sesame\r\n"))).isEqualTo(PASSWORD);
    assertThat(filled(file("open-sesame\n\n"))).isEqualTo(PASSWORD + "\n");
    assertThat(filled(file(" ключ "))).isEqualTo(" ключ ");
  }

  @Test
  void fillsLongerValuesAndEscapesBetweenQuotes() throws IOException {
    assertThat(filled("user=${env:KAFKA_PASSWORD},again=${env:KAFKA_PASSWORD}"))
        .isEqualTo("user=open-sesame,again=open-sesame");
    assertThat(filled("password=\"" + file("a\"b\\c$1") + "\";"))
        .isEqualTo("password=\"a\\\"b\\\\c$1\";");
    assertThat(filled("p=\"x" + file("a\"b") + "${env:KAFKA_PASSWORD}y\""))
        .isEqualTo("p=\"xa\\\"bopen-sesamey\"");
    assertThat(filled("p=\"\\\"\" q=" + file("a\"b") + " r=\"\""))
        .isEqualTo("p=\"\\\"\" q=a\"b r=\"\"");
  }

  /** It would write a password with an odd quote in it to stderr, past all that hides it. */
  @Test
  void keepsThePartsOfTheParserSilentThatShowValues() {
    CommandLine.tracer().setLevel(CommandLine.TraceLevel.WARN);
    CommandLines.execute(new PrintWriter(new StringWriter()), "run", "--batch=0");
    assertThat(CommandLine.tracer().isOff()).isTrue();
  }

  @Test
  void leavesOtherValuesAlone() {
    assertThat(filled("${FOO} $5 {file:x} ${sys:user.home}"))
        .isEqualTo("${FOO} $5 {file:x} ${sys:user.home}");
  }

  @Test
  void fillsOptionsAndKafkasProperties() throws IOException {
    String yaml =
        """
        reviews: ${env:KAFKA_PASSWORD}
        kafka-property:
          sasl.jaas.config: Login required password="%s";
        """
            .formatted(file(PASSWORD));

    assertThat(arguments(yaml))
        .containsExactly(
            "--reviews=open-sesame",
            "--kafka-property=sasl.jaas.config=Login required password=\"open-sesame\";");
  }

  @Test
  void refusesAReferenceWithoutAnEnd() {
    for (String open : List.of("${env:KAFKA_PASSWORD", "${env:KAFKA_PASSWORD} ${file:/x")) {
      assertThatThrownBy(() -> filled(open))
          .isInstanceOf(JobException.class)
          .hasMessageContaining("a brace that ends ${file:PATH} or ${env:NAME}")
          .hasMessageNotContaining(PASSWORD);
    }
  }

  @Test
  void namesTheKeyWhoseFileOrVariableIsNotThere() {
    assertThatThrownBy(() -> arguments("kafka-property:\n  ssl.key.password: ${env:NO_SUCH}"))
        .isInstanceOf(JobException.class)
        .hasMessage(
            "Reading the configuration file "
                + folder.resolve("job.yaml")
                + ": expected the environment variable NO_SUCH for 'kafka-property:"
                + " ssl.key.password', found none. Set it where the command runs, on a cluster in"
                + " the job manager.");
    assertThatThrownBy(() -> arguments("model: ${file:/no/such/file}"))
        .hasMessage(
            "Reading the configuration file "
                + folder.resolve("job.yaml")
                + ": expected a file of text at /no/such/file for 'model', found none there. Put it"
                + " where the command runs, on a cluster into the job manager, and let it be read.");
  }

  @Test
  void refusesFilesThatAreNoSecrets() throws IOException {
    String large = file("x".repeat(Secrets.FILE_BYTES_MAX + 1));
    assertThatThrownBy(() -> filled(large)).hasMessageContaining("found more than 65536 bytes.");
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff});
    assertThatThrownBy(() -> filled("${file:" + binary + "}"))
        .hasMessageContaining("found bytes that are not UTF-8.");
    assertThatThrownBy(() -> filled("${file:" + folder + "}"))
        .hasMessageContaining("found one that cannot be read.");
  }

  @Test
  void showsTheReferenceWhereverTheSecretWouldStand() {
    String filled = filled("p=${env:KAFKA_PASSWORD}");
    StringWriter shown = new StringWriter();
    PrintWriter messages = secrets.hiding(new PrintWriter(shown, true));
    messages.println("found " + filled + ".");
    new IllegalStateException(new IOException(PASSWORD)).printStackTrace(messages);

    assertThat(shown.toString())
        .startsWith("found p=${env:KAFKA_PASSWORD}.")
        .contains("java.io.IOException: ${env:KAFKA_PASSWORD}")
        .doesNotContain(PASSWORD);
    Exception harmless = new IOException("no broker");
    assertThat(secrets.hide(harmless)).isSameAs(harmless);
    assertThat(secrets.hide(new IOException(new IOException(PASSWORD))))
        .hasNoCause()
        .hasMessageContaining("java.io.IOException: ${env:KAFKA_PASSWORD}");
  }

  @Test
  void hidesSecretsInAllThatIsPrintedToAStream() {
    filled("${env:KAFKA_PASSWORD}");
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    PrintStream messages = secrets.hiding(new PrintStream(shown, true, UTF_8));
    String pad = "ü".repeat(5000); // more bytes than a PrintStream passes on at once

    messages.print("Reading at open-");
    messages.printf("sesame, …%n");
    messages.print(pad + PASSWORD + pad + "\n");
    messages.print("\r42 % of " + PASSWORD);
    messages.flush();

    assertThat(shown.toString(UTF_8))
        .isEqualTo(
            "Reading at ${env:KAFKA_PASSWORD}, …%n%s${env:KAFKA_PASSWORD}%s\n\r42 %% of ${env:KAFKA_PASSWORD}"
                .formatted(pad, pad));
  }

  @Test
  void hidesASecretThatIsNoValueOfItsOption() throws IOException {
    Path job = Files.writeString(folder.resolve("job.yaml"), "batch: " + file(PASSWORD));
    StringWriter messages = new StringWriter();

    int code = CommandLines.execute(new PrintWriter(messages, true), "run", "--config=" + job);
    assertThat(code).isEqualTo(2);
    assertThat(messages.toString())
        .startsWith("Invalid value for option '--batch': '${file:")
        .doesNotContain(PASSWORD);
  }

  @Test
  void warnsOfASecretOnTheCommandLine() {
    StringWriter messages = new StringWriter();
    CommandLines.execute(
        new PrintWriter(messages, true),
        "run",
        "--kafka-property=sasl.mechanism=PLAIN",
        "--kafka-property",
        "ssl.truststore.password=" + PASSWORD,
        "--batch=0");

    assertThat(messages.toString())
        .startsWith(
            "--kafka-property ssl.truststore.password is given as it is: 'ps' and Flink's pages show"
                + " it to others. Write it into the file of --config, with ${file:PATH} or"
                + " ${env:NAME} for what is secret."
                + System.lineSeparator()
                + "--batch is 0;");
  }

  private String filled(String value) {
    return secrets.fill(value, "Reading", "key");
  }

  /** A reference to a new file with this content. */
  private String file(String content) throws IOException {
    return "${file:" + Files.writeString(Files.createTempFile(folder, "s", ""), content) + "}";
  }

  private List<String> arguments(String yaml) throws IOException {
    Path file = Files.write(folder.resolve("job.yaml"), yaml.getBytes(UTF_8));
    return new ConfigFile(file, new CommandLine(new RunCommand()).getCommandSpec(), secrets)
        .arguments(List.of());
  }
}
