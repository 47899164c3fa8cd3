package io.undertone.job.replay;

import io.undertone.event.RawRecord;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.reader.SimpleStreamFormat;
import org.apache.flink.connector.file.src.reader.StreamFormat;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;
import org.jspecify.annotations.Nullable;

/** The file format of a shard: records, each preceded by a 1, and a 0 at the end. */
final class ShardFormat extends SimpleStreamFormat<RawRecord> {

  private static final long serialVersionUID = 1L;
  private static final int BUFFER_BYTES = 256 * 1024;

  @Override
  public StreamFormat.Reader<RawRecord> createReader(Configuration settings, FSDataInputStream in) {
    return new Reader(in);
  }

  @Override
  public TypeInformation<RawRecord> getProducedType() {
    return RawRecord.TYPE;
  }

  private static TypeSerializer<RawRecord> serializer() {
    return RawRecord.TYPE.createSerializer(new SerializerConfigImpl());
  }

  /** Writes a shard; close writes its end. */
  static final class Writer implements AutoCloseable {

    private final OutputStream file;
    private final DataOutputViewStreamWrapper out;
    private final TypeSerializer<RawRecord> serializer = serializer();

    Writer(Path path) throws IOException {
      file = new BufferedOutputStream(Files.newOutputStream(path), BUFFER_BYTES);
      out = new DataOutputViewStreamWrapper(file);
    }

    void write(RawRecord record) throws IOException {
      out.writeByte(1);
      serializer.serialize(record, out);
    }

    @Override
    public void close() throws IOException {
      try (file) {
        out.writeByte(0);
        out.flush();
      }
    }
  }

  private static final class Reader implements StreamFormat.Reader<RawRecord> {

    private final DataInputViewStreamWrapper in;
    private final TypeSerializer<RawRecord> serializer = serializer();
    private boolean ended;

    Reader(FSDataInputStream file) {
      in = new DataInputViewStreamWrapper(new BufferedInputStream(file, BUFFER_BYTES));
    }

    /** Flink calls this again after the end. */
    @Override
    public @Nullable RawRecord read() throws IOException {
      ended = ended || in.readByte() == 0;
      return ended ? null : serializer.deserialize(in);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
