package io.autorec.trainer.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autorec.trainer.network.Centering;
import io.autorec.trainer.settings.FactorChoice;
import io.autorec.trainer.settings.HyperParameters;
import io.autorec.trainer.settings.HyperParametersBuilder;
import io.autorec.trainer.settings.Selection;
import java.util.List;
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

  private static boolean record(Schedule schedule, int place, boolean hasFactors, double rmse) {
    Schedule.Training next = schedule.next().orElseThrow();
    assertEquals(place, next.place());
    assertEquals(hasFactors, next.hyper().hasFactors(), "factors of training " + next.number());
    return schedule.record(rmse);
  }

  @Test
  void factors_areTriedForTheBetterKind_andKeptOnItsPath() {
    Schedule schedule = new Schedule(hyper(2, 0, new Selection(true, true, true)));
    assertTrue(record(schedule, 0, false, 0.9));
    assertTrue(record(schedule, 1, false, 0.8));
    assertTrue(record(schedule, 1, true, 0.7));
    assertFalse(record(schedule, 0, false, 0.95));
    assertFalse(record(schedule, 0, false, 0.95));
    assertTrue(record(schedule, 1, true, 0.6));
    assertFalse(record(schedule, 1, true, 0.65));
    // The further networks: whole, then along what the path has taken.
    assertTrue(record(schedule, 2, false, 0.9));
    assertTrue(record(schedule, 3, true, 0.7));
    Schedule.Training follower = schedule.next().orElseThrow();
    assertTrue(follower.isWarm());
    assertEquals(120, follower.hyper().weightDecay(), 1e-9);
    assertTrue(record(schedule, 3, true, 0.6));
    assertTrue(schedule.next().isEmpty());

    HyperParameters settled = schedule.settled();
    assertEquals(FactorChoice.RESIDUAL, settled.implicitFactors());
    assertEquals(10, settled.weightDecay());
    assertEquals(List.of(), settled.weightDecayPath());
    assertEquals(40, settled.residualWeightDecay());
    assertEquals(120, settled.residual().lastWeightDecay(), 1e-9);
    assertEquals(120, schedule.chosen(1).weightDecay(), 1e-9);
    assertEquals(120, schedule.last(1).hyper().weightDecay(), 1e-9);
    assertTrue(schedule.last(1).hyper().hasFactors());
  }

  @Test
  void factors_areLeftOut_whereTheyAreWorse() {
    Schedule schedule = new Schedule(hyper(1, 0, new Selection(false, false, true)));
    assertTrue(record(schedule, 0, false, 0.9));
    assertFalse(record(schedule, 0, true, 0.9));
    assertTrue(schedule.next().isEmpty());
    assertEquals(FactorChoice.NONE, schedule.settled().implicitFactors());
  }

  /** What a run has chosen, trained again. */
  @Test
  void settled_trainsTheSameNetworks_withoutTheVain() {
    Schedule schedule = new Schedule(hyper(1, 0, new Selection(false, true, true)));
    record(schedule, 0, false, 0.9);
    record(schedule, 0, true, 0.8);
    record(schedule, 0, true, 0.7);
    record(schedule, 0, true, 0.75);
    Schedule again = new Schedule(schedule.settled());
    assertTrue(record(again, 0, true, 0.8));
    assertEquals(30, again.next().orElseThrow().hyper().weightDecay(), 1e-9);
    assertTrue(record(again, 0, true, 0.7));
    assertTrue(again.next().isEmpty());
  }
}
