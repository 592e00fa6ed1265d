package io.autorec.server.answer.ranking;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.model.IdVocabulary;
import io.autorec.model.ModelFormat;
import io.autorec.model.ModelFormatException;
import io.autorec.model.ModelMetadata;
import io.autorec.ranking.RankedItems;
import io.autorec.server.repository.version.ChoiceLists;
import io.autorec.server.request.Limits;
import io.autorec.server.request.PageToken;
import io.autorec.server.request.RecommendQuery;
import io.autorec.v1.Manifest;
import io.autorec.v1.ModelRef;
import io.autorec.v1.Orientation;
import io.autorec.v1.RankBy;
import io.autorec.v1.RatingScale;
import io.autorec.v1.RecommendRequest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A choice from a kept list is the choice from all scores. */
class ItemChoiceTest {
  private static final ModelRef MODEL = ModelRef.newBuilder().setName("m").setVersion(1).build();

  private final long seed = ThreadLocalRandom.current().nextLong();
  private final Random random = new Random(seed);

  private static ModelMetadata model(int items) throws ModelFormatException {
    return ModelMetadata.of(
        Manifest.newBuilder()
            .setFormatVersion(ModelFormat.VERSION)
            .setOrientation(Orientation.ORIENTATION_ITEM)
            .setWidth(1)
            .setRatingScale(RatingScale.newBuilder().setMin(1).setMax(5))
            .build(),
        IdVocabulary.of(List.of("u")),
        IdVocabulary.of(IntStream.range(0, items).mapToObj(Integer::toString).toList()));
  }

  private static RecommendQuery query(ModelMetadata model, RecommendRequest.Builder request) {
    RecommendRequest byChoice =
        request.setUserId("u").setModel(MODEL).setRankBy(RankBy.RANK_BY_CHOICE).build();
    List<io.autorec.server.request.Violation> violations = new ArrayList<>();
    RecommendQuery query =
        RecommendQuery.reader(byChoice).read(MODEL, model, new Limits(1, 1000), violations);
    assertEquals(List.of(), violations);
    return query;
  }

  private RecommendRequest.Builder anything(int items) {
    RecommendRequest.Builder request = RecommendRequest.newBuilder();
    request.setTopN(1 + random.nextInt(random.nextInt(4) == 0 ? 100 : 10));
    if (random.nextBoolean()) {
      request.setDiversity(0.5f);
    }
    for (int excluded = random.nextInt(60); excluded > 0; excluded--) {
      request.addExcludeIds("" + random.nextInt(items));
    }
    if (random.nextBoolean()) {
      BitSet shown = new BitSet();
      random.ints(random.nextInt(80), 0, items).forEach(shown::set);
      int checksum =
          PageToken.checksum(
              request.clone().setUserId("u").setRankBy(RankBy.RANK_BY_CHOICE).build(),
              MODEL,
              RankBy.RANK_BY_CHOICE);
      request.setPageToken(new PageToken(1, checksum, shown).encode());
    }
    return request;
  }

  private void assertSameChoice(int items) throws Exception {
    ModelMetadata model = model(items);
    int tooShort = 0;
    for (int number = 0; number < 500; number++) {
      float[] scores = new float[items];
      for (int item = 0; item < items; item++) {
        // Some are equal.
        scores[item] = random.nextInt(2 * items) / 16f;
      }
      int[] rated = random.ints(random.nextInt(30), 0, items).toArray();
      float[] unrated = scores.clone();
      IntStream.of(rated).forEach(item -> unrated[item] = RankedItems.LEFT_OUT);
      RankedItems list = RankedItems.best(unrated, ChoiceLists.LENGTH);
      ItemChoice choice =
          new ItemChoice(
              query(model, anything(items)), model.scale(), to -> IntStream.of(rated).forEach(to));

      ItemChoice.Pool fromList = choice.fromList(list, list.size() < ChoiceLists.LENGTH);
      if (fromList == null) {
        tooShort++;
        continue;
      }
      ItemChoice.Pool best = choice.best(scores);
      assertArrayEquals(best.items().items(), fromList.items().items(), "seed " + seed);
      assertArrayEquals(best.items().scores(), fromList.items().scores(), "seed " + seed);
      assertEquals(best.worst(), fromList.worst(), "seed " + seed);
      assertEquals(best.best(), fromList.best(), "seed " + seed);
    }
    assertTrue(tooShort < 250, tooShort + " of 500, seed " + seed);
    assertEquals(items > ChoiceLists.LENGTH + 30, tooShort > 0, "seed " + seed);
  }

  @Test
  void fromList_choosesAsFromAll_whenTheListIsAStart() throws Exception {
    assertSameChoice(1000);
  }

  @Test
  void fromList_choosesAsFromAll_whenTheListIsWhole() throws Exception {
    assertSameChoice(150);
  }

  @Test
  void fromList_isNothing_whenTheNextPageMayBeBeyondIt() throws Exception {
    ModelMetadata model = model(1000);
    RankedItems list =
        new RankedItems(IntStream.range(0, 256).toArray(), new float[ChoiceLists.LENGTH]);
    ItemChoice all =
        new ItemChoice(
            query(model, RecommendRequest.newBuilder().setTopN(256)), model.scale(), to -> {});
    assertNull(all.fromList(list, false));
    ItemChoice.Pool whole = all.fromList(list, true);
    assertEquals(256, whole == null ? 0 : whole.items().size());
  }
}
