package io.undertone.job.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.undertone.job.JobException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the references <code>${file:PATH}</code> and <code>${env:NAME}</code> in values by the
 * content of files and variables. In messages that content is replaced by the reference again.
 * Thread-safe.
 */
final class Secrets {

  /** No password, key or chain of certificates is longer. */
  static final int FILE_BYTES_MAX = 64 << 10;

  /** Shorter contents may be in messages by chance, and are no secrets. */
  private static final int HIDDEN_LENGTH_MIN = 4;

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(file|env):([^}]*)}");

  private static final Pattern UNCLOSED = Pattern.compile("\\$\\{(?:file|env):[^}]*$");

  private final UnaryOperator<@Nullable String> environment;

  /** References by their contents, the longest content first. Other threads print meanwhile. */
  private final Map<String, String> references =
      new ConcurrentSkipListMap<>(
          Comparator.comparingInt(String::length).reversed().thenComparing(String::toString));

  Secrets() {
    this(System::getenv);
  }

  /**
   * @param environment gives the value of a variable, or null
   */
  Secrets(UnaryOperator<@Nullable String> environment) {
    this.environment = environment;
  }

  /**
   * Replaces the references in a value. Between double quotes, as in a JAAS configuration, quotes
   * and backslashes of the content are escaped.
   *
   * @param doing what is being read, for messages
   * @param key of the value, for messages
   * @throws JobException if a file or a variable is not there, or a reference has no end
   */
  String fill(String value, String doing, String key) {
    if (UNCLOSED.matcher(value).find()) {
      throw new JobException(
          doing,
          "a brace that ends ${file:PATH} or ${env:NAME} in '" + key + "'",
          "none",
          "Write the closing brace.");
    }
    return REFERENCE
        .matcher(value)
        .replaceAll(
            found -> {
              String secret = secret(found, doing, key);
              String written =
                  isQuoted(found, value)
                      ? secret.replace("\\", "\\\\").replace("\"", "\\\"")
                      : secret;
              references.put(secret, found.group());
              references.put(written, found.group());
              return Matcher.quoteReplacement(written);
            });
  }

  /** Replaces contents in a text by their references. */
  String hide(String text) {
    String hidden = text;
    for (Map.Entry<String, String> each : references.entrySet()) {
      if (each.getKey().length() >= HIDDEN_LENGTH_MIN) {
        hidden = hidden.replace(each.getKey(), each.getValue());
      }
    }
    return hidden;
  }

  /** The failure itself, or one without secrets if its stack trace contains some. */
  Throwable hide(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    String hidden = hide(trace.toString());
    return hidden.contentEquals(trace.getBuffer()) ? failure : new IllegalStateException(hidden);
  }

  /** A writer of messages that hides secrets. */
  PrintWriter hiding(PrintWriter messages) {
    StringWriter line =
        new StringWriter() {
          @Override
          public void flush() {
            messages.print(hide(toString()));
            messages.flush();
            getBuffer().setLength(0);
          }
        };
    return new PrintWriter(line, true);
  }

  /**
   * A stream of messages that hides secrets, in UTF-8. It shows whole lines, so that no secret is
   * shown in two parts; the rest of a line when it is flushed.
   */
  PrintStream hiding(PrintStream messages) {
    ByteArrayOutputStream lines =
        new ByteArrayOutputStream() {
          @Override
          public synchronized void write(int part) {
            write(new byte[] {(byte) part}, 0, 1);
          }

          @Override
          public synchronized void write(byte[] bytes, int start, int length) {
            super.write(bytes, start, length);
            int end = count;
            while (end > count - length && buf[end - 1] != '\n') {
              end--;
            }
            if (end > count - length) {
              show(end);
            }
          }

          @Override
          public synchronized void flush() {
            show(count);
          }

          private void show(int end) {
            messages.print(hide(new String(buf, 0, end, UTF_8)));
            messages.flush();
            System.arraycopy(buf, end, buf, 0, count - end);
            count -= end;
          }
        };
    return new PrintStream(lines, false, UTF_8);
  }

  /** Whether a reference is between double quotes. */
  private static boolean isQuoted(MatchResult found, String value) {
    boolean open = false;
    for (int i = 0; i < found.start(); i++) {
      if (open && value.charAt(i) == '\\') {
        i++; // what it escapes ends nothing
      } else if (value.charAt(i) == '"') {
        open = !open;
      }
    }
    return open && value.indexOf('"', found.end()) >= 0;
  }

  private String secret(MatchResult found, String doing, String key) {
    String place = found.group(2);
    if (found.group(1).equals("file")) {
      return content(place, doing, key);
    }
    String value = environment.apply(place);
    if (value == null) {
      throw new JobException(
          doing,
          "the environment variable " + place + " for '" + key + "'",
          "none",
          "Set it where the command runs, on a cluster in the job manager.");
    }
    return value;
  }

  /** The content of a file, without the line end that editors add. */
  private static String content(String place, String doing, String key) {
    try (InputStream file = Files.newInputStream(Path.of(place))) {
      byte[] bytes = file.readNBytes(FILE_BYTES_MAX + 1);
      if (bytes.length > FILE_BYTES_MAX) {
        throw unreadable(place, doing, key, "more than " + FILE_BYTES_MAX + " bytes");
      }
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.endsWith("\r\n")
          ? text.substring(0, text.length() - 2)
          : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    } catch (NoSuchFileException absent) {
      throw unreadable(place, doing, key, "none there");
    } catch (CharacterCodingException binary) {
      throw unreadable(place, doing, key, "bytes that are not UTF-8");
    } catch (IOException | InvalidPathException failure) {
      throw unreadable(place, doing, key, "one that cannot be read");
    }
  }

  private static JobException unreadable(String place, String doing, String key, String found) {
    return new JobException(
        doing,
        "a file of text at " + place + " for '" + key + "'",
        found,
        "Put it where the command runs, on a cluster into the job manager, and let it be read.");
  }
}
