package io.autorec.server.repository.version;

import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;

/**
 * Memory outside the heap that one file after another is read into, from load to load: fresh memory
 * for each would be another collection of the heap, in which no call is answered. It goes when Java
 * needs the memory, or with a version that is refused.
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
    if (memory != null && memory.capacity() >= bytes) {
      return memory;
    }
    // First, so that it can be collected where there is not enough for both.
    memory = null;
    release();
    ByteBuffer longer = ByteBuffer.allocateDirect(bytes);
    kept = new SoftReference<>(longer);
    return longer;
  }

  /** Keeps it no longer. */
  void release() {
    kept.clear();
  }
}
