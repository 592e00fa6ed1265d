package io.autorec.trainer.ratings;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Files for tests to read. */
final class TextFiles {
  private TextFiles() {}

  static Path write(Path folder, String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  static byte[] gzipped(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  /** All of a table, one rating a line: {@code user item rating}. */
  static String contents(RatingTable table) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < table.size(); i++) {
      lines.append(table.users().id(table.user(i))).append(' ');
      lines.append(table.items().id(table.item(i))).append(' ');
      lines.append(table.rating(i)).append('\n');
    }
    return lines.toString();
  }
}
