package io.autorec.trainer.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autorec.trainer.network.Centering;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FactorChoiceTest {
  @ParameterizedTest
  @EnumSource(FactorChoice.class)
  void and_includesWhatEitherDoes(FactorChoice one) {
    for (FactorChoice other : FactorChoice.values()) {
      for (Centering centering : Centering.values()) {
        assertEquals(
            one.includes(centering) || other.includes(centering),
            one.and(other).includes(centering),
            one + " and " + other);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Centering.class)
  void with_includesTheCentring_andLeavesTheOther(Centering centering) {
    FactorChoice one = FactorChoice.NONE.with(centering);
    for (Centering any : Centering.values()) {
      assertEquals(any == centering, one.includes(any));
    }
  }
}
