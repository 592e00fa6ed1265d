package io.autorec.server.repository;

import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;

/**
 * Memory outside the heap that one file after another is read into, from load to load: fresh memory
 * for each would be another collection of the heap, in which no call is answered. After some
 * minutes without a load it may go.
 *
 * <p>Not safe for use by several threads.
 */
final class FileMemory implements IntFunction<ByteBuffer> {
  private SoftReference<ByteBuffer> kept = new SoftReference<>(null);

  /**
   * Memory for a file; that of the file before.
   *
   * @return at least as many bytes
   */
  @Override
  public ByteBuffer apply(int bytes) {
    ByteBuffer memory = kept.get();
    if (memory == null || memory.capacity() < bytes) {
      memory = ByteBuffer.allocateDirect(bytes);
      kept = new SoftReference<>(memory);
    }
    return memory;
  }
}
