package io.autorec.trainer.offline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autorec.model.IdVocabulary;
import io.autorec.model.ModelMetadata;
import io.autorec.model.Orientation;
import io.autorec.model.RatingScale;
import io.autorec.trainer.ranking.RankedList;
import io.autorec.v1.Manifest;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;

class RankedListCsvTest {
  private static final ModelMetadata MODEL =
      new ModelMetadata(
          Manifest.getDefaultInstance(),
          Orientation.ITEM,
          new RatingScale(1, 5),
          IdVocabulary.of(List.of("u1", "a,b", "\uD83D\uDC64")),
          new IdVocabulary(
              List.of("i1", "i2", "i\"3"),
              List.of("Heat (1995)", "Postman, The (Postino, Il)", "\"Great\"\nPerformances")));

  @Test
  void add_writesALineForEachItem_quotedWhereNeeded() throws Exception {
    StringWriter text = new StringWriter();
    RankedListCsv csv = new RankedListCsv(text, MODEL);
    csv.add(
        new RankedList(
            0, new int[] {1, 0}, new float[] {0.25f, -0.125f}, new float[] {5.7f, 3.25f}));
    csv.add(new RankedList(2, new int[0], new float[0], new float[0]));
    csv.add(new RankedList(1, new int[] {2}, new float[] {12}, new float[] {-3}));

    assertEquals(
        """
        user,rank,item,title,score,predicted_rating,error
        u1,1,i2,"Postman, The (Postino, Il)",0.2500,5.0000,
        u1,2,i1,Heat (1995),-0.1250,3.2500,
        "a,b",1,"i""3",""\"Great""
        Performances",12.0000,1.0000,
        """,
        text.toString());
  }

  @Property(tries = 5000)
  void number_isWhatFormatPrints(@ForAll @FloatRange(min = -1e6f, max = 1e6f) float rating) {
    assertFormatted(rating);
    assertFormatted(rating * 1e-5f);
  }

  @Test
  void number_roundsHalfUp_andKeepsTheSign() {
    for (float rating : new float[] {0, -0f, 0.03125f, -0.03125f, 4.99995f, 1e6f, 0.00003f}) {
      assertFormatted(rating);
    }
  }

  private static void assertFormatted(float rating) {
    StringBuilder out = new StringBuilder();
    RankedListCsv.number(out, rating);
    assertEquals(String.format(Locale.ROOT, "%.4f", rating), out.toString());
  }
}
