package io.autorec.bench.faults;

import io.autorec.bench.fuzz.FuzzCall;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Collects and prints broken promises. Safe for use by several threads. */
final class Findings {
  private static final int SHOWN = 20;

  private final PrintStream out;
  private final Path folder;
  private long count;

  /**
   * @param folder receives the requests that are printed; made with the first
   */
  Findings(PrintStream out, Path folder) {
    this.out = out;
    this.folder = folder;
  }

  /** Adds a promise that no single call has broken. */
  synchronized void add(String what) {
    count++;
    out.println("BROKEN: " + what);
  }

  /** Adds a promise that a call has broken. */
  synchronized void add(FuzzCall call, String what) {
    count++;
    if (count > SHOWN) {
      return;
    }
    out.println("BROKEN by request " + call.number() + ": " + what);
    out.print(call.text());
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(call.number() + ".txt"), what + "\n" + call.text());
      Files.writeString(folder.resolve(call.number() + ".hex"), call.hex());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized long count() {
    return count;
  }
}
