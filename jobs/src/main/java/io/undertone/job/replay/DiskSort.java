package io.undertone.job.replay;

import io.undertone.job.local.ShutdownGuard;
import java.io.IOException;
import java.nio.file.Path;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.VectorMemTableConfig;
import org.rocksdb.WriteOptions;

/**
 * Sorts more entries than memory holds: they are put in any order, and read in the order of their
 * keys as unsigned bytes. A repeated key replaces the earlier entry. RocksDB does the work, in a
 * folder and in memory beside the heap. Not thread-safe.
 */
final class DiskSort implements AutoCloseable {

  static {
    RocksDB.loadLibrary();
  }

  /** Size of the buffer in memory; a second one may be written to disk meanwhile. */
  private static final long BUFFER_BYTES = 32 << 20;

  /** Sorted files before they are merged. */
  private static final int FILES_BEFORE_MERGE = 16;

  private final Options options =
      new Options()
          .setCreateIfMissing(true)
          .setWriteBufferSize(BUFFER_BYTES)
          .setCompactionStyle(CompactionStyle.UNIVERSAL)
          .setLevel0FileNumCompactionTrigger(FILES_BEFORE_MERGE)
          .setCompressionType(CompressionType.NO_COMPRESSION)
          .setMemTableConfig(new VectorMemTableConfig())
          .setAllowConcurrentMemtableWrite(false);

  private final WriteOptions unlogged = new WriteOptions().setDisableWAL(true);
  private final Path folder;
  private final RocksDB entries;

  /**
   * @param folder for the files; created here
   */
  DiskSort(Path folder) throws IOException {
    this.folder = folder;
    try {
      this.entries = RocksDB.open(options, folder.toString());
    } catch (RocksDBException failure) {
      throw failed("Opening a sort in " + folder, failure);
    }
  }

  void put(byte[] key, byte[] value) throws IOException {
    ShutdownGuard.check();
    try {
      entries.put(unlogged, key, value);
    } catch (RocksDBException failure) {
      throw failed("Adding to a sort in " + folder, failure);
    }
  }

  /** All entries so far, in order; to be closed before this. */
  Sorted sorted() {
    return new Sorted(entries.newIterator());
  }

  /** Deletes the files. */
  @Override
  public void close() throws IOException {
    try {
      entries.close();
      RocksDB.destroyDB(folder.toString(), options);
    } catch (RocksDBException failure) {
      throw failed("Deleting a sort in " + folder, failure);
    } finally {
      unlogged.close();
      options.close();
    }
  }

  /** With RocksDB's own message, such as that no space is left. */
  private static IOException failed(String doing, RocksDBException failure) {
    return new IOException(doing + ": " + failure.getMessage(), failure);
  }

  /** An iterator over the entries, in order. */
  static final class Sorted implements AutoCloseable {

    private final RocksIterator entries;
    private boolean begun;

    private Sorted(RocksIterator entries) {
      this.entries = entries;
    }

    /** Moves to the next entry, at first to the first one; false after the last one. */
    boolean next() throws IOException {
      if (begun) {
        entries.next();
      } else {
        entries.seekToFirst();
      }
      return isThere();
    }

    /** Moves to the first entry whose key is not below this one; false if there is none. */
    boolean seek(byte[] key) throws IOException {
      entries.seek(key);
      return isThere();
    }

    private boolean isThere() throws IOException {
      ShutdownGuard.check();
      begun = true;
      try {
        entries.status();
      } catch (RocksDBException failure) {
        throw failed("Reading a sort", failure);
      }
      return entries.isValid();
    }

    byte[] key() {
      return entries.key();
    }

    byte[] value() {
      return entries.value();
    }

    @Override
    public void close() {
      entries.close();
    }
  }
}
