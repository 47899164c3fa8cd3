package io.undertone.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An encoding goes by the names that people know it by. */
class EncodingOptionTest {

  @ParameterizedTest
  @CsvSource({
    "utf-8, UTF-8",
    "utf-8-sig, UTF-8",
    "UTF_8_SIG, UTF-8",
    "latin-1, ISO-8859-1",
    "Latin_1, ISO-8859-1",
    "latin1, ISO-8859-1",
    "utf_16_le, UTF-16LE",
    "utf-16-be, UTF-16BE",
    "cp1252, windows-1252",
    "gb18030, GB18030",
  })
  void takesPythonsNamesToo(String name, String charset) {
    assertThat(new EncodingOption.ByName().convert(name)).isEqualTo(Charset.forName(charset));
  }
}
