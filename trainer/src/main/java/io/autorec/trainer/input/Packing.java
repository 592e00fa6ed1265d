package io.autorec.trainer.input;

import io.airlift.compress.zstd.ZstdInputStream;
import io.autorec.trainer.formats.OtherFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.jspecify.annotations.Nullable;

/** A way to pack a file, which its first bytes tell. Some are read, others are only named. */
enum Packing {
  GZIP("gzip data", "1f8b", 0, null),
  ZSTD("zstd data", "28b52ffd", 0, null),
  BZIP2("bzip2 data", "425a68", 0, null),
  SKIPPABLE_ZSTD("zstd data of several parts (pzstd)", "2a4d18", 1, "zstd -dc"),
  XZ("xz data", "fd377a585a00", 0, "xz -dc"),
  LZ4("lz4 data", "04224d18", 0, "lz4 -dc"),
  LZIP("lzip data", "4c5a495001", 0, "lzip -dc"),
  COMPRESS("data packed by compress", "1f9d", 0, "gzip -dc"),
  ZIP("a zip archive", "504b0304", 0, "unzip -p"),
  EMPTY_ZIP("a zip archive", "504b0506", 0, "unzip -p"),
  SEVEN_ZIP("a 7z archive", "377abcaf271c", 0, "7z x -so"),
  RAR("a rar archive", "526172211a07", 0, "unrar p -inul"),
  TAR("a tar archive", "7573746172", 257, "tar -xOf");

  /** The bytes that tell a packing. */
  static final int HEAD_BYTES = 262;

  private static final int BUFFER_BYTES = 1 << 16;

  private final String label;
  private final String magic;
  private final int offset;
  private final @Nullable String unpacker;

  /**
   * @param label the packing, in messages
   * @param magic bytes that all such files have, in hexadecimal
   * @param offset where they have them
   * @param unpacker the command that unpacks a file to standard output; null if it is read
   */
  Packing(String label, String magic, int offset, @Nullable String unpacker) {
    this.label = label;
    this.magic = magic;
    this.offset = offset;
    this.unpacker = unpacker;
  }

  /**
   * Unpacks a stream, if it is packed.
   *
   * @param file the name of the file, for messages
   * @throws InputException if the packing is one that is not read
   */
  static BufferedInputStream unpacked(String file, BufferedInputStream source) throws IOException {
    byte[] head = head(source);
    Packing outer = of(head);
    requireKnown(file, head, outer, "");
    if (outer == null) {
      return source;
    }
    if (outer.unpacker != null) {
      throw outer.refusal(file, "");
    }
    BufferedInputStream content =
        new BufferedInputStream(new UnpackedStream(outer.label, outer, source), BUFFER_BYTES);
    String within = " within " + outer.label;
    byte[] innerHead = head(content);
    Packing inner = of(innerHead);
    requireKnown(file, innerHead, inner, within);
    if (inner != null) {
      throw inner.refusal(file, within);
    }
    return content;
  }

  /** Refuses a format of data that is not read. */
  private static void requireKnown(
      String file, byte[] head, @Nullable Packing packing, String where) {
    (packing == ZIP ? OtherFormat.ofZip(head) : OtherFormat.of(head))
        .ifPresent(
            other -> {
              throw new InputException(
                  "%s: %s%s (expected: text, JSON lines or Parquet; %s)"
                      .formatted(file, other.label(), where, other.advice()));
            });
  }

  InputStream open(BufferedInputStream source) throws IOException {
    return switch (this) {
      case GZIP -> new GzipMembers(source);
      case ZSTD -> new ZstdInputStream(source);
      case BZIP2 -> new BZip2CompressorInputStream(source, true);
      default -> throw new IllegalStateException("not read: " + this);
    };
  }

  private InputException refusal(String file, String where) {
    String unpack =
        unpacker == null ? "it packed once" : "it unpacked: " + unpacker + " FILE | ... -";
    return new InputException(
        "%s: %s%s (expected: text, plain or packed by gzip, zstd or bzip2; pass %s)"
            .formatted(file, label, where, unpack));
  }

  private static byte[] head(BufferedInputStream source) throws IOException {
    source.mark(HEAD_BYTES);
    byte[] head = source.readNBytes(HEAD_BYTES);
    source.reset();
    return head;
  }

  private static @Nullable Packing of(byte[] bytes) {
    String head = HexFormat.of().formatHex(bytes);
    for (Packing packing : values()) {
      if (head.startsWith(packing.magic, 2 * packing.offset)
          && (packing != SKIPPABLE_ZSTD || head.startsWith("5"))) {
        return packing;
      }
    }
    return null;
  }
}
