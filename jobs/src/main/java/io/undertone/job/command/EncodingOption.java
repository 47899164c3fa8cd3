package io.undertone.job.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The encoding of an input. */
final class EncodingOption {

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      converter = ByName.class,
      description =
          "Encoding of input without a byte-order mark, such as utf-16le, gb18030 or"
              + " windows-1252. Default: ${DEFAULT-VALUE}.")
  Charset encoding = UTF_8;

  /** Finds an encoding by its name in Java or Python. */
  static final class ByName implements ITypeConverter<Charset> {

    /** Names of Python that Java does not know, with hyphens for underscores. */
    private static final Map<String, String> OURS =
        Map.of(
            "latin-1", "ISO-8859-1",
            "utf-8-sig", "UTF-8", // a mark is skipped in any case
            "utf-16-le", "UTF-16LE",
            "utf-16-be", "UTF-16BE",
            "utf-32-le", "UTF-32LE",
            "utf-32-be", "UTF-32BE");

    @Override
    public Charset convert(String name) {
      try {
        String plain = name.toLowerCase(Locale.ROOT).replace('_', '-');
        return Charset.forName(OURS.getOrDefault(plain, name));
      } catch (IllegalArgumentException unknown) {
        throw new TypeConversionException(
            "'"
                + name
                + "' is not an encoding; write a name such as utf-16le, gb18030 or"
                + " windows-1252");
      }
    }
  }
}
