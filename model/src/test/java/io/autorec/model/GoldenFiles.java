package io.autorec.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** The golden files of each format version. */
public final class GoldenFiles {
  private GoldenFiles() {}

  /** The {@code metadata_props} of the golden model of format version 1. */
  public static Map<String, String> properties() throws IOException {
    return properties(1);
  }

  /** The {@code metadata_props} of the golden model of a format version. */
  public static Map<String, String> properties(int format) throws IOException {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(ModelFormat.MANIFEST_KEY, text(format, "manifest.json").strip());
    properties.put(ModelFormat.USERS_KEY, text(format, "users.json").strip());
    properties.put(ModelFormat.ITEMS_KEY, text(format, "items.json").strip());
    return properties;
  }

  /** A golden file's text, of format version 1. */
  public static String text(String name) throws IOException {
    return text(1, name);
  }

  /** The bytes of a golden file of a format version. */
  public static byte[] bytes(int format, String name) throws IOException {
    return HexFormat.of().parseHex(text(format, name + ".hex").strip());
  }

  private static String text(int format, String name) throws IOException {
    String path = "/golden/format-" + format + "/" + name;
    try (InputStream in = GoldenFiles.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IOException("no golden file " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
