package io.undertone.operator.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** UTF-8 is what Java's own decoder takes. */
class Utf8Test {

  private static final int ROUNDS = 20_000;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @Test
  void findsTheFaultThatJavaFinds() {
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = almostUtf8();
      assertThat(Utf8.firstFault(bytes, 0)).as("seed " + seed).isEqualTo(javasFault(bytes));
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

  private static int javasFault(byte[] bytes) {
    CharsetDecoder decoder = UTF_8.newDecoder();
    ByteBuffer source = ByteBuffer.wrap(bytes);
    boolean fault = decoder.decode(source, CharBuffer.allocate(bytes.length), true).isError();
    return fault ? source.position() : Utf8.NO_FAULT;
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
