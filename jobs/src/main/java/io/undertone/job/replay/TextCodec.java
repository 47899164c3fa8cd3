package io.undertone.job.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Text as a length and UTF-8; for well-formed text. */
final class TextCodec implements Codec<String> {

  @Override
  public void write(String value, DataOutput out) throws IOException {
    byte[] bytes = value.getBytes(UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  @Override
  public String read(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new String(bytes, UTF_8);
  }

  @Override
  public int heapBytes(String value) {
    return 64 + 2 * value.length();
  }
}
