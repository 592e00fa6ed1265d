package io.autorec.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Format version 1 as it was first written: a change that breaks these breaks published models. */
class GoldenFilesTest {
  @Test
  void metadata_isReadAndWrittenAlike_whenOfFormatVersion1() throws Exception {
    ModelMetadata metadata = ModelMetadata.fromProperties(GoldenFiles.properties());

    assertEquals(Orientation.ITEM, metadata.orientation());
    assertEquals(new RatingScale(0.5f, 5), metadata.scale());
    assertEquals("ann", metadata.users().id(1));
    assertEquals("The Clockmaker", metadata.items().title(0));
    assertEquals("", metadata.items().title(2));
    assertEquals(2, metadata.width());
    assertEquals(GoldenFiles.properties(), metadata.toProperties());
  }

  @Test
  void history_isReadAndWrittenAlike_whenOfFormatVersion1() throws Exception {
    byte[] bytes = HexFormat.of().parseHex(GoldenFiles.text("ratings.pb.hex").strip());
    RatingHistory history = RatingHistory.fromBytes(bytes, 2, 3);

    assertEquals(3, history.training().size());
    assertTrue(history.training().contains(0, 2));
    assertEquals(4.5f, history.training().rating(1));
    List<Integer> rated = new ArrayList<>();
    history.forEachItem(1, rated::add);
    assertTrue(rated.contains(0));
    assertArrayEquals(bytes, history.toBytes());
  }

  @Test
  void metadata_isRefused_whenTheFormatVersionIsUnknown() throws IOException {
    Map<String, String> properties = new HashMap<>(GoldenFiles.properties());
    properties.computeIfPresent(
        ModelFormat.MANIFEST_KEY,
        (key, json) -> json.replace("\"formatVersion\":1", "\"formatVersion\":3"));

    ModelFormatException e =
        assertThrows(ModelFormatException.class, () -> ModelMetadata.fromProperties(properties));

    assertTrue(
        String.valueOf(e.getMessage()).startsWith("format version: 3 (expected: 1 or 2"),
        e.getMessage());
  }

  @Test
  void metadata_isRefused_whenAnEntryIsMissing() throws IOException {
    Map<String, String> properties = new HashMap<>(GoldenFiles.properties());
    properties.remove(ModelFormat.ITEMS_KEY);

    assertThrows(ModelFormatException.class, () -> ModelMetadata.fromProperties(properties));
  }
}
