package io.autorec.trainer.input;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The bytes that a packed stream holds. Damage is named in one line. */
final class UnpackedStream extends BlockStream {
  private final String label;
  private final Packing packing;
  private final BufferedInputStream packed;
  private @Nullable InputStream content;

  UnpackedStream(String label, Packing packing, BufferedInputStream packed) {
    this.label = label;
    this.packing = packing;
    this.packed = packed;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      if (content == null) {
        content = packing.open(packed);
      }
      return content.read(bytes, offset, length);
    } catch (UnreadableException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Decoders throw unchecked exceptions, too, where data are damaged.
      throw damage(e);
    }
  }

  @Override
  public void close() throws IOException {
    packed.close();
  }

  private UnreadableException damage(Exception e) {
    String reason = String.valueOf(e.getMessage());
    String lower = reason.toLowerCase(Locale.ROOT);
    boolean cutOff =
        e instanceof EOFException
            || lower.contains("not enough input")
            || lower.contains("unexpected end");
    return new UnreadableException(
        cutOff
            ? ": the "
                + label
                + (label.endsWith("data") ? " ends" : " data end")
                + " too early (is the file cut off?)"
            : ": broken " + label + ": " + reason,
        e);
  }
}
