package io.autorec.server.launch;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says what a component of a settings record is: the flag {@code --max-batch}, the variable {@code
 * AUTOREC_MAX_BATCH} and {@code autorec.max-batch} in files are all {@code maxBatch}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Flag {
  /** What it sets, for {@code --help}. */
  String value();

  /** What its value is called there. */
  String label() default "N";

  /** Its value where none is given. */
  String otherwise();

  /** What {@code --help} says of that instead of the value itself. */
  String rule() default "";

  /** The least number. */
  int min() default 0;

  /** The greatest number. */
  int max() default Integer.MAX_VALUE;
}
