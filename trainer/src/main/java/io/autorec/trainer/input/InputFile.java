package io.autorec.trainer.input;

import io.autorec.trainer.blocks.TextBlocks;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * An open input of a user: a file, a pipe or standard input, plain or packed. The first bytes tell
 * the {@link Packing}, not the name. It is read once, and its digest is computed on the way.
 *
 * <p>Every failure to read it becomes an {@link InputException} through {@link #failure}.
 */
public final class InputFile implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  /** A character has at most 4 bytes, and some more are read than are asked for. */
  private static final int HEAD_BYTES = 1 << 19;

  /** The byte order mark in UTF-8. */
  private static final byte[] MARK = "\uFEFF".getBytes(StandardCharsets.UTF_8);

  private final Path path;
  private final SourceStream source;
  private final BufferedInputStream packed;
  private final BufferedInputStream content;

  private InputFile(Path path) throws IOException {
    this.path = InputFiles.shown(path);
    this.source = new SourceStream(path);
    this.packed = new BufferedInputStream(source, BUFFER_BYTES);
    try {
      requireContent();
      this.content = Packing.unpacked(this.path.toString(), packed);
    } catch (IOException | InputException e) {
      packed.close();
      throw e;
    }
  }

  /** Opens a file, a pipe, or standard input by the name {@code -}. */
  public static InputFile open(Path path) {
    if (!InputFiles.isStandardInput(path)) {
      check(path);
    }
    try {
      return new InputFile(path);
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  private static void check(Path path) {
    if (Files.isDirectory(path)) {
      throw new InputException(path + ": a folder (expected: a file)");
    }
    if (!Files.exists(path)) {
      throw new InputException(path + ": no such file");
    }
    if (!Files.isReadable(path)) {
      throw new InputException(path + ": cannot be read (expected: permission to read it)");
    }
  }

  /** The text, in the encoding that its byte order mark says, or else UTF-8. */
  public BufferedReader text() throws IOException {
    return text(TextEncoding.DETECTED);
  }

  /** The text, decoded strictly, after the byte order mark if there is one. */
  public BufferedReader text(TextEncoding encoding) throws IOException {
    return text(content, encoding);
  }

  /**
   * The beginning of the text, which stays to be read: at least 65536 characters, if it has them.
   */
  public BufferedReader head(TextEncoding encoding) throws IOException {
    content.mark(HEAD_BYTES);
    byte[] head = content.readNBytes(HEAD_BYTES);
    content.reset();
    return text(new BufferedInputStream(new ByteArrayInputStream(head)), encoding);
  }

  /** The lines of the text. Those in UTF-8 are read in blocks. */
  public Lines lines(TextEncoding encoding) throws IOException {
    if (!encoding.of(path.toString(), content).equals(StandardCharsets.UTF_8)) {
      return new Lines(text(encoding));
    }
    content.mark(MARK.length);
    if (!Arrays.equals(content.readNBytes(MARK.length), MARK)) {
      content.reset();
    }
    return new Lines(new TextBlocks(content), encoding.advice());
  }

  private BufferedReader text(BufferedInputStream bytes, TextEncoding encoding) throws IOException {
    BufferedReader reader =
        new BufferedReader(
            new StrictText(bytes, encoding.of(path.toString(), bytes), encoding.advice(), 1),
            BUFFER_BYTES);
    reader.mark(1);
    if (reader.read() != '\uFEFF') {
      reader.reset();
    }
    return reader;
  }

  /**
   * Reads the whole text, as windows-1252 if it is not UTF-8 and no encoding is named.
   *
   * @param notes is told of that in one line
   */
  public BufferedReader lenientText(TextEncoding encoding, Consumer<String> notes)
      throws IOException {
    byte[] whole = content.readAllBytes();
    try {
      return new BufferedReader(new StringReader(decoded(whole, encoding)));
    } catch (UnreadableException e) {
      if (encoding.chosen() != null) {
        throw e;
      }
      BufferedReader reader;
      try {
        reader = new BufferedReader(new StringReader(decoded(whole, TextEncoding.FALLBACK)));
      } catch (UnreadableException second) {
        e.addSuppressed(second);
        throw e;
      }
      notes.accept(
          "%s: not UTF-8, read as %s; --encoding says otherwise"
              .formatted(path, TextEncoding.FALLBACK.chosen()));
      return reader;
    }
  }

  private String decoded(byte[] whole, TextEncoding encoding) throws IOException {
    StringWriter text = new StringWriter();
    text(new BufferedInputStream(new ByteArrayInputStream(whole)), encoding).transferTo(text);
    return text.toString();
  }

  /**
   * Reads the rest of the file. Returns the digest of the whole file, in lower-case hexadecimal.
   */
  public String sha256() throws IOException {
    packed.transferTo(OutputStream.nullOutputStream());
    return source.sha256();
  }

  /** The message for the user about an error while reading. */
  public static InputException failure(Path path, IOException e) {
    return new InputException(
        e instanceof UnreadableException
            ? InputFiles.shown(path) + String.valueOf(e.getMessage())
            : InputFiles.shown(path) + ": cannot be read: " + e);
  }

  @Override
  public void close() throws IOException {
    packed.close();
  }

  private void requireContent() throws IOException {
    packed.mark(1);
    if (packed.read() < 0) {
      throw new InputException(path + ": empty");
    }
    packed.reset();
  }
}
