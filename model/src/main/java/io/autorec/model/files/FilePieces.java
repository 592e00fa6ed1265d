package io.autorec.model.files;

import io.autorec.model.ModelFormatException;
import io.autorec.model.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.ReadableByteChannel;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Reads a file of any size through, a piece at a time. */
final class FilePieces {
  private static final int BYTES = 1 << 20;

  private FilePieces() {}

  /** Looks at a piece of a file; all but the last have the same size, a multiple of 4. */
  interface Look {
    void at(ByteBuffer piece) throws ModelFormatException;
  }

  /** The SHA-256 of a file, in hexadecimal digits. */
  static String digest(ReadableByteChannel channel, Look look)
      throws IOException, ModelFormatException {
    MessageDigest digest = Sha256.newDigest();
    ByteBuffer piece = ByteBuffer.allocate(BYTES);
    while (fill(channel, piece)) {
      piece.flip();
      digest.update(piece.duplicate());
      look.at(piece);
      piece.clear();
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Reads until a piece is full or the file ends; returns false if there is nothing more. */
  private static boolean fill(ReadableByteChannel channel, ByteBuffer piece) throws IOException {
    while (piece.hasRemaining() && channel.read(piece) >= 0) {
      // Until then.
    }
    return piece.position() > 0;
  }

  /** Refuses float32 numbers, little-endian, that are not finite. */
  static Look finiteNumbers(String file) {
    return new Look() {
      private long before;

      @Override
      public void at(ByteBuffer piece) throws ModelFormatException {
        FloatBuffer numbers = piece.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        for (int i = 0; i < numbers.limit(); i++) {
          if (!Float.isFinite(numbers.get(i))) {
            throw new ModelFormatException(
                "%s: %s at position %s (expected: finite numbers)"
                    .formatted(file, numbers.get(i), before + i));
          }
        }
        before += numbers.limit();
      }
    };
  }
}
