package io.autorec.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.ranking.RankingHead;
import io.autorec.ranking.RankingHeadFile;
import io.autorec.v1.RankBy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Format versions as they were first written: a change that breaks these breaks published models.
 */
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
    byte[] bytes = GoldenFiles.bytes(1, ModelFormat.RATINGS_FILE);
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
  void history_isReadAndWrittenAlike_whenItHasChoicesWithoutARating() throws Exception {
    byte[] bytes = GoldenFiles.bytes(1, "ratings-unrated.pb");
    RatingHistory history = RatingHistory.fromBytes(bytes, 2, 3);

    assertEquals(2, history.unrated().size());
    assertTrue(history.unrated().contains(0, 1));
    assertTrue(history.unrated().contains(1, 2));
    assertArrayEquals(bytes, history.toBytes());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void rankingHead_isReadAndWrittenAlike_whateverTheFormatVersion(int format) throws Exception {
    byte[] bytes = GoldenFiles.bytes(format, ModelFormat.RANKING_FILE);
    ModelMetadata metadata = ModelMetadata.fromProperties(GoldenFiles.properties(format));
    RankingHead head = RankingHeadFile.fromBytes(bytes, 3, metadata.scale());

    assertEquals(3, head.size());
    // The prior, and the weights of the first item at the input of the highest rating.
    assertArrayEquals(
        new float[] {0.5f, 1, -0.5f},
        head.scores(new int[] {0}, new float[] {metadata.scale().max()}));
    assertArrayEquals(bytes, RankingHeadFile.toMessage(head).toByteArray());
  }

  @Test
  void metadata_isReadAndWrittenAlike_whenOfFormatVersion2() throws Exception {
    ModelMetadata metadata = ModelMetadata.fromProperties(GoldenFiles.properties(2));

    assertTrue(metadata.implicitFeedback());
    assertTrue(metadata.hasRankingHead());
    assertEquals(Orientation.USER, metadata.orientation());
    assertEquals(new RatingScale(0, 1), metadata.scale());
    assertEquals(RankBy.RANK_BY_CHOICE, metadata.defaultOrder());
    assertEquals(GoldenFiles.properties(2), metadata.toProperties());
  }

  @Test
  void history_isReadAndWrittenAlike_whenOfFormatVersion2() throws Exception {
    byte[] bytes = GoldenFiles.bytes(2, ModelFormat.RATINGS_FILE);
    RatingHistory history = RatingHistory.fromBytes(bytes, 2, 3);

    assertEquals(4, history.training().size());
    assertEquals(1, history.training().rating(3));
    assertTrue(history.test().contains(1, 2));
    assertArrayEquals(bytes, history.toBytes());
  }

  /**
   * A reader that knows ratings only refuses version 2; this one refuses what contradicts itself.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 | "formatVersion":1  | "formatVersion":2           | format version: 2 with FEEDBACK_UNSPECIFIED
          1 | "orientation" | "feedback":2,"orientation"       | format version: 1 with FEEDBACK_IMPLICIT
          2 | FEEDBACK_IMPLICIT  | FEEDBACK_EXPLICIT           | format version: 2 with FEEDBACK_EXPLICIT
          2 | "ranking.pb":"22", | ''                          | implicit feedback without ranking.pb (
          2 | ORIENTATION_USER | ORIENTATION_ITEM | implicit feedback, item-based, on a scale from 0.0 to 1.0 (
          2 | "max":1.0        | "max":5.0        | implicit feedback, user-based, on a scale from 0.0 to 5.0 (
          """)
  void metadata_isRefused_whenFeedbackAndFormatDisagree(
      int format, String found, String written, String message) throws IOException {
    Map<String, String> properties = new HashMap<>(GoldenFiles.properties(format));
    properties.computeIfPresent(
        ModelFormat.MANIFEST_KEY, (key, json) -> json.replace(found, written));

    ModelFormatException e =
        assertThrows(ModelFormatException.class, () -> ModelMetadata.fromProperties(properties));

    assertTrue(String.valueOf(e.getMessage()).startsWith(message), e.getMessage());
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
