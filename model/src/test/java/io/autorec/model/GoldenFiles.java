package io.autorec.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The golden files of format version 1. */
public final class GoldenFiles {
  private GoldenFiles() {}

  /** The {@code metadata_props} of the golden model. */
  public static Map<String, String> properties() throws IOException {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(ModelFormat.MANIFEST_KEY, text("manifest.json").strip());
    properties.put(ModelFormat.USERS_KEY, text("users.json").strip());
    properties.put(ModelFormat.ITEMS_KEY, text("items.json").strip());
    return properties;
  }

  /** A golden file's text. */
  public static String text(String name) throws IOException {
    try (InputStream in = GoldenFiles.class.getResourceAsStream("/golden/format-1/" + name)) {
      if (in == null) {
        throw new IOException("no golden file " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
