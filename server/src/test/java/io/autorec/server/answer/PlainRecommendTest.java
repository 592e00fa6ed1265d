package io.autorec.server.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autorec.fixture.TinyModel;
import io.autorec.model.Orientation;
import io.autorec.server.answer.job.CallContext;
import io.autorec.server.answer.job.SideWork;
import io.autorec.server.inference.DeviceChoice;
import io.autorec.server.inference.RunThreads;
import io.autorec.server.inference.SessionOptions;
import io.autorec.server.repository.version.LoadedModel;
import io.autorec.server.repository.version.ModelLoader;
import io.autorec.server.request.Limits;
import io.autorec.server.request.RecommendQuery;
import io.autorec.v1.RecommendRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Recommend in plain Java, without a server: load a version folder, ask, read the ids. */
class PlainRecommendTest {
  private static final SessionOptions ONE_THREAD =
      new SessionOptions(DeviceChoice.CPU, 1, RunThreads.always(1), 32, false);

  @Test
  void answer_ranksWhatTheUserHasNotRated(@TempDir Path repository) throws Exception {
    Path version = TinyModel.write(repository, "films", 1, Orientation.ITEM);

    try (LoadedModel films = new ModelLoader(ONE_THREAD, 64).load("films", 1, version);
        SideWork sideWork = new SideWork(1)) {
      RecommendRequest request = RecommendRequest.newBuilder().setUserId("u1").setTopN(2).build();
      RecommendQuery query =
          RecommendQuery.reader(request)
              .read(films.ref(), films.metadata(), new Limits(1, 10), new ArrayList<>());

      RecommendedItems answer =
          new Recommendation(films, query, CallContext.unbounded(), sideWork).answer().join();

      // The user has rated i3 and i4, which score highest.
      assertEquals(
          List.of("i1", "i2"), answer.items().stream().map(RecommendedItems.Item::id).toList());
    }
  }
}
