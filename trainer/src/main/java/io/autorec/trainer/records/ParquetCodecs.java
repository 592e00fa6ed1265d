package io.autorec.trainer.records;

import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Decompresses the pages of Parquet files in Java alone: no native library is unpacked into a
 * folder that may be mounted {@code noexec}.
 */
final class ParquetCodecs implements CompressionCodecFactory {
  /** The names of the compressions that can be read. */
  static final List<String> NAMES = List.of("UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW");

  /** A decompressor keeps state, so each column gets one of its own. */
  private final Map<CompressionCodecName, Supplier<Pages>> pages =
      new EnumMap<>(CompressionCodecName.class);

  ParquetCodecs() {
    pages.put(CompressionCodecName.UNCOMPRESSED, () -> (bytes, size) -> bytes);
    pages.put(CompressionCodecName.GZIP, () -> ParquetCodecs::gunzip);
    pages.put(CompressionCodecName.SNAPPY, () -> whole(new SnappyDecompressor()));
    pages.put(CompressionCodecName.ZSTD, () -> whole(new ZstdDecompressor()));
    pages.put(CompressionCodecName.LZ4_RAW, () -> whole(new Lz4Decompressor()));
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
    Supplier<Pages> codec = pages.get(name);
    if (codec == null) {
      throw new IllegalArgumentException("compressed with " + name);
    }
    return codec.get();
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName name) {
    throw new UnsupportedOperationException("files are read only");
  }

  @Override
  public void release() {
    // Nothing is kept.
  }

  private static Pages whole(Decompressor decompressor) {
    return (bytes, size) -> {
      byte[] page = new byte[size];
      int found = decompressor.decompress(bytes, 0, bytes.length, page, 0, size);
      if (found != size) {
        throw new EOFException("a page of " + found + " bytes (expected: " + size + ")");
      }
      return page;
    };
  }

  private static byte[] gunzip(byte[] bytes, int size) throws IOException {
    byte[] page = new byte[size];
    try (DataInputStream in =
        new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(bytes)))) {
      in.readFully(page);
    }
    return page;
  }

  /** Decompresses one page. */
  @FunctionalInterface
  private interface Pages extends BytesInputDecompressor {
    byte[] unpacked(byte[] bytes, int size) throws IOException;

    @Override
    default BytesInput decompress(BytesInput bytes, int decompressedSize) throws IOException {
      return BytesInput.from(unpacked(bytes.toInputStream().readAllBytes(), decompressedSize));
    }

    @Override
    default void decompress(
        ByteBuffer input, int compressedSize, ByteBuffer output, int decompressedSize)
        throws IOException {
      byte[] bytes = new byte[compressedSize];
      input.get(bytes);
      output.put(unpacked(bytes, decompressedSize));
    }

    @Override
    default void release() {
      // Nothing is kept.
    }
  }
}
