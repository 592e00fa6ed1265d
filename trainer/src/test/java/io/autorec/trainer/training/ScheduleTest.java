package io.autorec.trainer.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.trainer.network.Centering;
import io.autorec.trainer.settings.HyperParameters;
import io.autorec.trainer.settings.HyperParametersBuilder;
import io.autorec.trainer.settings.Selection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static HyperParameters hyper(int networks, double residualShare, Selection selection) {
    return HyperParametersBuilder.builder(TrainingData.networks(networks, residualShare))
        .weightDecay(10)
        .residualWeightDecay(40)
        .epochs(80)
        .selection(selection)
        .build();
  }

  /** Checks what is next, and takes its result. */
  private static void expect(
      Schedule schedule,
      int place,
      Centering centering,
      double lambda,
      boolean isWarm,
      @Nullable Double rmse,
      boolean isTaken) {
    Schedule.Training next = schedule.next().orElseThrow();
    assertEquals(place, next.place());
    assertEquals(centering, next.hyper().centering());
    assertEquals(lambda, next.hyper().weightDecay(), 1e-9);
    assertEquals(isWarm, next.isWarm());
    assertEquals(isWarm ? 10 : 80, next.hyper().epochs());
    assertEquals(isTaken, schedule.record(rmse));
  }

  @Test
  void networks_areOfOneKindAndTheOther_whereNothingIsChosen() {
    Schedule schedule = new Schedule(hyper(2, 0.25, Selection.NONE));
    expect(schedule, 0, Centering.NONE, 10, false, 0.9, true);
    expect(schedule, 1, Centering.BIAS, 40, false, null, true);
    expect(schedule, 2, Centering.NONE, 10, false, 0.9, true);
    expect(schedule, 3, Centering.BIAS, 40, false, 0.9, true);
    assertEquals(Optional.empty(), schedule.next());
  }

  @Test
  void path_goesOnAsLongAsLambdaIsBetter_andThenDecidesForTheOthers() {
    Schedule schedule = new Schedule(hyper(2, 0, new Selection(true, true, false)));
    expect(schedule, 0, Centering.NONE, 10, false, 0.9, true);
    expect(schedule, 1, Centering.BIAS, 40, false, 0.9, true);
    // The first is better with more, the second with less.
    expect(schedule, 0, Centering.NONE, 30, true, 0.8, true);
    expect(schedule, 0, Centering.NONE, 90, true, 0.85, false);
    expect(schedule, 1, Centering.BIAS, 120, true, 0.9, false);
    expect(schedule, 1, Centering.BIAS, 40 / 3.0, true, 0.89, true);
    expect(schedule, 1, Centering.BIAS, 40 / 9.0, true, 0.88, true);
    expect(schedule, 1, Centering.BIAS, 40 / 27.0, true, 0.9, false);
    // The others go the way that was taken, whatever comes of it.
    expect(schedule, 2, Centering.NONE, 10, false, 0.7, true);
    expect(schedule, 2, Centering.NONE, 30, true, 0.69, true);
    expect(schedule, 3, Centering.BIAS, 40, false, 0.7, true);
    expect(schedule, 3, Centering.BIAS, 40 / 3.0, true, 0.71, false);
    expect(schedule, 3, Centering.BIAS, 40 / 9.0, true, 0.69, true);
    assertEquals(Optional.empty(), schedule.next());
    assertEquals(30, schedule.chosen(0).weightDecay());
  }

  @Test
  void path_isNotFollowed_withoutValidationRatings() {
    Schedule schedule = new Schedule(hyper(1, 0, new Selection(false, true, false)));
    assertTrue(schedule.record(null));
    assertTrue(schedule.next().isEmpty());
  }

  @Test
  void path_ends_afterFourTrainings() {
    Schedule schedule = new Schedule(hyper(1, 0, new Selection(false, true, false)));
    schedule.record(0.9);
    for (double rmse : new double[] {0.8, 0.7, 0.6, 0.5}) {
      assertTrue(schedule.record(rmse));
    }
    assertTrue(schedule.next().isEmpty());
    assertEquals(810, schedule.chosen(0).weightDecay(), 1e-9);
  }

  @Test
  void numbers_countTrainings() {
    Schedule schedule = new Schedule(hyper(1, 0, new Selection(true, true, false)));
    for (int number = 1; schedule.next().isPresent(); number++) {
      assertEquals(number, schedule.next().orElseThrow().number());
      assertFalse(number > 8);
      schedule.record(0.5);
    }
  }
}
