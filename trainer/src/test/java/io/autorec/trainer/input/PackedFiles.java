package io.autorec.trainer.input;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/** Bytes packed in all ways that are read. */
enum PackedFiles {
  PLAIN,
  GZIP,
  ZSTD,
  BZIP2;

  byte[] pack(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = stream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private OutputStream stream(OutputStream out) throws IOException {
    return switch (this) {
      case PLAIN -> out;
      case GZIP -> new GZIPOutputStream(out);
      case ZSTD -> new ZstdOutputStream(out);
      case BZIP2 -> new BZip2CompressorOutputStream(out);
    };
  }

  /** Two streams, one after the other, as {@code cat a.gz b.gz} joins them. */
  static byte[] joined(byte[] first, byte[] second) {
    byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
