package io.autorec.trainer.input;

import io.autorec.model.Sha256;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The bytes of a file, a pipe or standard input as they come, with their digest. They are read
 * once, from the first to the last: a pipe has no size and no way back.
 */
final class SourceStream extends BlockStream {
  private final InputStream in;
  private final MessageDigest digest = Sha256.newDigest();

  SourceStream(Path path) throws IOException {
    this.in = InputFiles.isStandardInput(path) ? System.in : new FileInputStream(path.toFile());
  }

  /** The digest of all bytes so far, in lower-case hexadecimal. */
  String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count;
    try {
      count = in.read(bytes, offset, length);
    } catch (IOException e) {
      throw new UnreadableException(": cannot be read: " + e.getMessage(), e);
    }
    if (count > 0) {
      digest.update(bytes, offset, count);
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
