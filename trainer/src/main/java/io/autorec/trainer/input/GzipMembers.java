package io.autorec.trainer.input;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * The content of all members of a gzip stream, one after the other. Zeros after a member are
 * padding. Anything else there is refused: it may be a member that was damaged.
 *
 * <p>Java's own stream asks a pipe what is available to find out whether another member follows,
 * and ends too early where the writer is slow.
 */
final class GzipMembers extends BlockStream {
  private static final int MAGIC = 0x1f;

  private final BufferedInputStream packed;
  private InputStream member;

  GzipMembers(BufferedInputStream packed) throws IOException {
    this.packed = packed;
    this.member = new GzipCompressorInputStream(packed);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = member.read(bytes, offset, length);
    while (count < 0 && hasNext()) {
      member = new GzipCompressorInputStream(packed);
      count = member.read(bytes, offset, length);
    }
    return count;
  }

  private boolean hasNext() throws IOException {
    int next;
    do {
      packed.mark(1);
      next = packed.read();
    } while (next == 0);
    if (next >= 0 && next != MAGIC) {
      throw new IOException("other bytes after its end");
    }
    packed.reset();
    return next >= 0;
  }
}
