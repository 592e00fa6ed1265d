package io.autorec.trainer.input;

import io.autorec.model.Sha256;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * An open input file of a user, plain or gzipped. Its first bytes tell which, not its name. The
 * digest is computed while it is read.
 *
 * <p>Every failure to read it becomes an {@link InputException} through {@link #failure}.
 */
public final class InputFile implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};

  /** The first bytes of a zip archive: of its first entry, or of its end if it has none. */
  private static final byte[] ZIP_ENTRY = {'P', 'K', 3, 4};

  private static final byte[] ZIP_END = {'P', 'K', 5, 6};

  private final Path path;
  private final MessageDigest digest = Sha256.newDigest();
  private final InputStream disk;
  private final InputStream content;

  private InputFile(Path path) throws IOException {
    this.path = path;
    this.disk =
        new BufferedInputStream(
            new DigestInputStream(Files.newInputStream(path), digest), BUFFER_BYTES);
    try {
      this.content = unpacked();
    } catch (IOException | InputException e) {
      disk.close();
      throw e;
    }
  }

  /** Opens a file. */
  public static InputFile open(Path path) {
    if (Files.isDirectory(path)) {
      throw new InputException(path + ": a folder (expected: a file)");
    }
    if (!Files.exists(path)) {
      throw new InputException(path + ": no such file");
    }
    if (!Files.isReadable(path)) {
      throw new InputException(path + ": cannot be read (expected: permission to read it)");
    }
    try {
      return new InputFile(path);
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  /** The unpacked bytes. */
  public InputStream bytes() {
    return content;
  }

  /** The text, decoded strictly as UTF-8, after the byte order mark if there is one. */
  public BufferedReader text() throws IOException {
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                content,
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)),
            BUFFER_BYTES);
    reader.mark(1);
    if (reader.read() != '\uFEFF') {
      reader.reset();
    }
    return reader;
  }

  /**
   * Reads the rest of the file. Returns the digest of the whole file, in lower-case hexadecimal.
   */
  public String sha256() throws IOException {
    disk.transferTo(OutputStream.nullOutputStream());
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The message for the user about an error while reading. */
  public static InputException failure(Path path, IOException e) {
    String reason;
    if (e instanceof CharacterCodingException) {
      reason = "not text in UTF-8";
    } else if (e instanceof EOFException) {
      reason = "the gzip data ends too early (is the file cut off?)";
    } else if (e instanceof ZipException) {
      reason = "broken gzip data: " + e.getMessage();
    } else {
      reason = "cannot be read: " + e;
    }
    return new InputException(path + ": " + reason);
  }

  @Override
  public void close() throws IOException {
    content.close();
  }

  private InputStream unpacked() throws IOException {
    disk.mark(ZIP_ENTRY.length);
    byte[] head = disk.readNBytes(ZIP_ENTRY.length);
    disk.reset();
    if (head.length == 0) {
      throw new InputException(path + ": empty");
    }
    if (startsWith(head, ZIP_ENTRY) || startsWith(head, ZIP_END)) {
      throw new InputException(path + ": a zip archive (expected: text or gzip; unpack it first)");
    }
    return startsWith(head, GZIP) ? new GZIPInputStream(disk, BUFFER_BYTES) : disk;
  }

  private static boolean startsWith(byte[] head, byte[] magic) {
    return head.length >= magic.length
        && Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
  }
}
