package io.autorec.trainer.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.GoldenFiles;
import io.autorec.model.ModelMetadata;
import io.autorec.model.RatingHistory;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** This side reads format version 1 as it was first written. */
class GoldenModelTest {
  @Test
  void goldenFiles_areReadHere() throws Exception {
    ModelMetadata metadata = ModelMetadata.fromProperties(GoldenFiles.properties());
    RatingHistory history =
        RatingHistory.fromBytes(
            HexFormat.of().parseHex(GoldenFiles.text("ratings.pb.hex").strip()),
            metadata.users().size(),
            metadata.items().size());

    assertEquals(2, metadata.width());
    List<Integer> rated = new ArrayList<>();
    history.forEachItem(0, rated::add);
    assertTrue(rated.contains(1));
  }
}
