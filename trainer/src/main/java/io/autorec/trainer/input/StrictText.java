package io.autorec.trainer.input;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/**
 * Text decoded strictly. Bytes that are no text end it with an {@link UnreadableException} that
 * names the line and the first of these bytes. Not thread-safe.
 */
final class StrictText extends Reader {
  private static final int BUFFER_SIZE = 1 << 14;

  private final InputStream source;
  private final CharsetDecoder decoder;
  private final String expected;
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_SIZE).flip();
  private final CharBuffer chars = CharBuffer.allocate(BUFFER_SIZE).flip();
  private boolean isAtEnd;
  private boolean isFlushed;

  /** The line that follows the characters decoded so far; a carriage return ends one, too. */
  private long line;

  private char last;

  /**
   * @param expected what helps where bytes are no text
   * @param line the number of the first line
   */
  StrictText(InputStream source, Charset charset, String expected, long line) {
    this.source = source;
    this.expected = expected;
    this.line = line;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!chars.hasRemaining()) {
      if (isFlushed) {
        return -1;
      }
      decode();
    }
    int count = Math.min(length, chars.remaining());
    chars.get(target, offset, count);
    return count;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }

  private void decode() throws IOException {
    chars.clear();
    CoderResult result = decoder.decode(bytes, chars, isAtEnd);
    if (result.isUnderflow() && isAtEnd) {
      isFlushed = decoder.flush(chars).isUnderflow();
    }
    chars.flip();
    countLines();
    if (result.isError() && !chars.hasRemaining()) {
      throw new UnreadableException(
          ":%d: byte 0x%02X is not %s (expected: %s)"
              .formatted(line, bytes.get(bytes.position()), decoder.charset().name(), expected));
    }
    if (result.isUnderflow() && !isAtEnd) {
      fill();
    }
  }

  private void fill() throws IOException {
    bytes.compact();
    int count = source.read(bytes.array(), bytes.position(), bytes.remaining());
    isAtEnd = count < 0;
    bytes.position(bytes.position() + Math.max(count, 0)).flip();
  }

  private void countLines() throws UnreadableException {
    for (int i = chars.position(); i < chars.limit(); i++) {
      char c = chars.get(i);
      if (c == 0) {
        throw new UnreadableException(":" + line + ": not text (a NUL character)");
      }
      if (c == '\r' || (c == '\n' && last != '\r')) {
        line++;
      }
      last = c;
    }
  }
}
