package io.undertone.operator.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is UTF-8, and how long a text is in it. */
class Utf8Test {

  private static final int ROUNDS = 20_000;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  /** Each row of Unicode's table 3-7, and beside it. */
  @ParameterizedTest
  @CsvSource({
    "61 c3a9 e5a5bd f09f9880, none",
    "7f c280 dfbf e0a080 ed9fbf ee8080 efbfbf f0908080 f48fbfbf, none",
    "61 80, 1",
    "61 62 c0af, 2",
    "c1bf, 0",
    "61 c3, 1",
    "61 c3 28, 1",
    "e09fbf, 0",
    "eda080, 0",
    "61 edbfbf, 1",
    "e5a5, 0",
    "f08fbfbf, 0",
    "f4908080, 0",
    "f5808080, 0",
    "61 ff, 1",
  })
  void findsTheFirstByteThatIsNotWellFormed(String hex, String fault) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    for (int before : new int[] {0, 1, 1023, 1024, 5000}) {
      byte[] behind = new byte[3 + before + bytes.length];
      Arrays.fill(behind, (byte) 'x');
      Arrays.fill(behind, 0, 3, (byte) 0xFF); // not looked at
      System.arraycopy(bytes, 0, behind, 3 + before, bytes.length);
      assertThat(Utf8.firstFault(behind, 3))
          .as("behind %d letters", before)
          .isEqualTo(fault.equals("none") ? Utf8.NO_FAULT : 3 + before + Integer.parseInt(fault));
    }
  }

  @Test
  void countsTheBytesThatJavaWrites() {
    for (int round = 0; round < ROUNDS; round++) {
      String text = new String(almostUtf8(), UTF_8);
      int length = text.getBytes(UTF_8).length;
      assertThat(Utf8.length(text)).as("seed " + seed).isEqualTo(length);
      assertThat(Utf8.isLongerThan(length, text)).isFalse();
      assertThat(length == 0 || Utf8.isLongerThan(length - 1, text)).isTrue();
    }
  }

  @Test
  void findsHalvesOfSurrogatePairs() {
    assertThat(Utf8.hasLoneSurrogate("a\uD83D\uDE00b")).isFalse();
    assertThat(Utf8.hasLoneSurrogate("a\uD83Db")).isTrue();
    assertThat(Utf8.hasLoneSurrogate("\uDE00\uD83D")).isTrue();
    assertThat(Utf8.hasLoneSurrogate("ab\uD83D")).isTrue();
  }

  /** Text in UTF-8, with a byte or two changed or cut off now and then. */
  private byte[] almostUtf8() {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(30); left > 0; left--) {
      int[] bounds = {0x80, 0x80, 0x800, 0x10000, 0x110000};
      int character = random.nextInt(bounds[random.nextInt(bounds.length)]);
      text.appendCodePoint(
          character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE
              ? 'x'
              : character);
    }
    byte[] bytes = text.toString().getBytes(UTF_8);
    for (int left = random.nextInt(3); left > 0 && bytes.length > 0; left--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}
