package io.undertone.job.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How the bytes of an input are text. */
final class EncodingOption {

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      converter = ByName.class,
      description =
          "Of the input, where no byte-order mark says otherwise: utf-16le, gb18030, windows-1252"
              + " and so on. Default: ${DEFAULT-VALUE}.")
  Charset encoding = UTF_8;

  /** Finds an encoding by its name. */
  static final class ByName implements ITypeConverter<Charset> {
    @Override
    public Charset convert(String name) {
      try {
        return Charset.forName(name);
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
